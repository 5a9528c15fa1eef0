package desk

import (
	"slices"

	"trygghylla/app"
	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

// backups is what the files of a library's backups are called.
var backups = keep.Names{Prefix: "trygghylla-", Ending: ".thb"}

// What the custody of a library's vault tells of, for who may not know it.
type (
	Cost         = vault.Cost
	Code         = keep.Code
	Anchor       = keep.Anchor
	BackupReport = keep.BackupReport
	StoredBackup = keep.StoredBackup
	FoundBackup  = keep.FoundBackup
	LastBackup   = keep.LastBackup
	Restored     = keep.Restored
	Rescued      = keep.Rescued
	CutOff       = keep.CutOff
)

// The sentinels of opening a library and of its backups, for who may not know where they are made.
var (
	ErrPassword     = vault.ErrPassword
	ErrCode         = vault.ErrCode
	ErrCodeTyping   = vault.ErrCodeTyping
	ErrDamaged      = vault.ErrDamaged
	ErrPlaceMissing = keep.ErrPlaceMissing
)

// custody is what the keeper of a library's vault is given.
func (p Params) custody() keep.Options {
	return keep.Options{Names: backups, Host: p.Host, Attached: attached, Vault: vault.Options{
		Dir: p.Dir, Now: p.Now, Rand: p.Rand, Cost: p.Cost, Rescue: p.Rescue, Schema: schema,
	}}
}

// attached lists the evidence that the answers refer to.
func attached(v *vault.Vault) ([]vault.Attachment, error) {
	var all []vault.Attachment
	err := vault.Each(v, drawerAnswer, func(_ string, a app.Answer) error {
		for _, e := range a.Evidence {
			ref, err := attachment(e)
			if err != nil {
				return err
			}
			all = append(all, ref)
		}
		return nil
	})
	return all, err
}

// Exists is keep.Exists: whether there is a library in dir, a damaged one too.
func Exists(dir string) (bool, error) { return keep.Exists(dir) }

// FindBackups lists the backups of libraries in places; see keep.Names.
func FindBackups(places []string) []FoundBackup { return backups.FindBackups(places) }

// IsPlace is keep.IsPlace: whether a folder is there and answers within some seconds.
func IsPlace(place string) bool { return keep.IsPlace(place) }

// MakePlace is keep.MakePlace: it makes the folder of a place, if it is not there.
func MakePlace(place string) error { return keep.MakePlace(place) }

// Move is keep.Move, of the library in p.Dir.
func Move(p Params, to string, remember func() error) (string, error) {
	return keep.Move(p.custody(), to, remember)
}

// RestoreBackup is keep.RestoreBackup, into p.Dir.
func RestoreBackup(p Params, backup string, password []byte) (Restored, error) {
	return keep.RestoreBackup(p.custody(), backup, password)
}

// RestoreBackupWithCode is keep.RestoreBackupWithCode, into p.Dir.
func RestoreBackupWithCode(p Params, backup, typed string) (Restored, error) {
	return keep.RestoreBackupWithCode(p.custody(), backup, typed)
}

// RestoreCutOff is keep.RestoreCutOff: what is to be told of a restore into dir that was cut off.
func RestoreCutOff(dir string) (CutOff, bool) { return keep.RestoreCutOff(dir) }

// ForgetCutOff is keep.ForgetCutOff: it was told.
func ForgetCutOff(dir string) error { return keep.ForgetCutOff(dir) }

// Sweep is keep.Sweep: it takes away what programs that were killed have left in folders.
func Sweep(folders []string) int { return keep.Sweep(folders) }

// Rescuable is keep.Rescuable: what an opening with [Params].Rescue would bring back.
func Rescuable(err error) (Rescued, bool) { return keep.Rescuable(err) }

// Strength is keep.Strength: how hard a password is to guess, from 0 to 4.
func Strength(password string, hints ...string) int { return keep.Strength(password, hints...) }

// Scrub overwrites what Go has freed, see vault.Scrub. The screens call it after a lock, once nothing refers to the texts
// of the library any more.
func Scrub() { vault.Scrub() }

// CloseWithBackup makes a backup if something has changed, or in those of the places that missed the last one, and
// locks the library. The error is that of [Desk.Close]: no backup that fails hinders it.
func (d *Desk) CloseWithBackup(places []string) (BackupReport, error) {
	report := d.BackupToClose(places)
	return report, d.Close()
}

// CodeReminder reports whether it is time to ask where the sheet with the recovery code lies, never in the middle of
// the first start; see keep.Keeper.
func (d *Desk) CodeReminder() bool { return d.setup.Step == SetupDone && d.Keeper.CodeReminder() }

// BackupsHoldUntil returns the day until which backups and what else was kept may hold what was erased last; see
// keep.Keeper.HeldUntil.
func (d *Desk) BackupsHoldUntil() (app.Date, bool) {
	until, held := d.HeldUntil()
	if until.IsZero() {
		return "", false
	}
	return app.DateOf(until), held
}

// Lacking names the evidence that a complete backup has not got, because it cannot be read here.
func (d *Desk) Lacking(b StoredBackup) []string {
	var names []string
	for _, a := range d.dossier.Answers {
		for _, e := range a.Evidence {
			if ref, err := attachment(e); err != nil || slices.Contains(b.Lacks, ref.ID) {
				names = append(names, e.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// HasEvidence reports whether anything is attached to an answer.
func (d *Desk) HasEvidence() bool {
	for _, a := range d.dossier.Answers {
		if len(a.Evidence) > 0 {
			return true
		}
	}
	return false
}
