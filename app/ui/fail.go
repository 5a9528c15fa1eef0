package ui

import (
	"errors"
	"io/fs"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/disk"
	"trygghylla/app/keep"
	"trygghylla/app/parcel"
	"trygghylla/app/pdf"
	"trygghylla/app/record"
	"trygghylla/app/seal"
	"trygghylla/app/system"
	"trygghylla/app/vault"
	"trygghylla/locales"
)

// failures gives each sentinel its words: id says what happened, id + "_hint" what is safe and what to do.
// The first that fits counts.
var failures = []struct {
	err error
	id  string
}{
	{system.ErrSettingsCopy, "fail.settings_copy"}, // before the others that it is, too
	{system.ErrSettingsDamaged, "fail.settings"},
	{vault.ErrPassword, "fail.password"},
	{vault.ErrKeyFile, "fail.vault_key"},
	{vault.ErrCodeTyping, "fail.code_typing"},
	{vault.ErrCode, "fail.code"},
	{vault.ErrInUse, "fail.in_use"},
	{vault.ErrNewer, "fail.newer"},
	{seal.ErrNewer, "fail.newer"},
	{keep.ErrBackupDamaged, "fail.backup_damaged"},
	{vault.ErrDamaged, "fail.damaged"},
	{vault.ErrNone, "fail.none"},
	{vault.ErrExists, "fail.exists"},
	{vault.ErrReadOnly, "fail.read_only"},
	{vault.ErrFull, "fail.full"},
	{vault.ErrReplaced, "fail.replaced"},
	{vault.ErrTooLarge, "fail.too_large"},
	{disk.ErrTooLarge, "fail.too_large"},
	{disk.ErrNoFolder, "fail.no_folder"},
	{disk.ErrReadOnly, "fail.folder_read_only"},
	{disk.ErrFull, "fail.disk_full"},
	{keep.ErrPlaceMissing, "fail.place_missing"},
	{keep.ErrPlaceInside, "fail.place_inside"},
	{keep.ErrChanging, "fail.changing"},
	{keep.ErrNotPlain, "fail.not_plain"},
	{keep.ErrGuessed, "fail.guessed"},
	{desk.ErrCountryLost, "fail.country_lost"},
	{desk.ErrNotInCopy, "fail.not_in_copy"},
	{desk.ErrNoIncident, "fail.no_incident"},
	{desk.ErrNoRecord, "fail.no_record"},
	{desk.ErrMonths, "fail.months"},
	{keep.ErrNoCode, "fail.no_code"},
	{disk.ErrReadBack, "fail.read_back"},
	{desk.ErrEvidenceType, "fail.evidence_type"},
	{app.ErrReason, "fail.reason"},
	{desk.ErrFuture, "fail.future"},
	{desk.ErrMoment, "fail.moment"},
	{app.ErrDate, "fail.date"},
	{app.ErrEmpty, "fail.empty"},
	{app.ErrContent, "fail.content"},
	{record.ErrNewer, "fail.record_newer"},
	{record.ErrMalformed, "fail.not_package"},
	{parcel.ErrVouching, "fail.vouching"},
	{parcel.ErrNotPackage, "fail.not_package"},
	{parcel.ErrNoFile, "fail.no_file"},
	{disk.ErrOpen, "fail.file_in_use"},
	{parcel.ErrCoSigned, "fail.cosigned"},
	{desk.ErrNotCoSigned, "fail.not_cosigned"},
	{desk.ErrNotOurs, "fail.not_ours"},
	{parcel.ErrPIN, "fail.pin"},
	{parcel.ErrShortPIN, "fail.short_pin"},
	{parcel.ErrNoOfficer, "fail.key_file"},
	{parcel.ErrKeyFile, "fail.key_file"},
	{parcel.ErrOfficerExists, "fail.officer_exists"},
	{desk.ErrNothingProtected, "fail.nothing_protected"},
	{seal.ErrRecipient, "fail.recipient"},
	{seal.ErrPrivateKey, "fail.private_key"},
	{seal.ErrPKCS12Password, "fail.pkcs12_password"},
	{seal.ErrPKCS12, "fail.pkcs12"},
	{seal.ErrAlgorithm, "fail.pkcs12"},
	{seal.ErrCertificate, "fail.pkcs12"},
	{seal.ErrName, "fail.officer_name"},
	{seal.ErrWrapped, "fail.read_back"},
	{pdf.ErrNotSigned, "fail.not_signed"},
	{pdf.ErrMalformed, "fail.not_package"},
	{pdf.ErrTooLarge, "fail.not_package"},
	{pdf.ErrTrailing, "fail.changed"},
	{pdf.ErrGap, "fail.changed"},
	{pdf.ErrUpdate, "fail.changed"},
	{pdf.ErrForged, "fail.changed"},
	{pdf.ErrChanged, "fail.changed"},
	{pdf.ErrValidity, "fail.clock"},
	{desk.ErrClock, "fail.clock_key"},
	{system.ErrNoProgram, "fail.no_viewer"},
	{fs.ErrNotExist, "fail.no_file"},
}

// failure is an error in words.
type failure struct {
	what    string // what happened
	hint    string // what is safe, what to do
	details string // for IT, only when the error is not known; never a user's text
}

// explain finds the words for an error. It is the only place that does.
func explain(w *locales.Words, err error) failure {
	for _, f := range failures {
		if errors.Is(err, f.err) {
			return failure{what: w.T(f.id), hint: w.T(f.id + "_hint")}
		}
	}
	return failure{what: w.T("fail.unexpected"), hint: w.T("fail.unexpected_hint"), details: err.Error()}
}

// explainHeld says why a library that is open cannot be changed, and what to do.
func explainHeld(w *locales.Words, held error) string {
	switch {
	case errors.Is(held, vault.ErrNewer):
		return w.T("held.newer")
	case errors.Is(held, vault.ErrReadOnly):
		return w.T("held.read_only")
	}
	f := explain(w, held)
	return w.T("held.older", "why", f.what) + details(f)
}
