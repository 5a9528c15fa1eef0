package app

import "strconv"

// Signoff is what stands on the sign-off page beside the signatures.
type Signoff struct {
	CaseNumber string `json:"case_number,omitempty"` // the municipality's number in its register of records
	With       string `json:"with,omitempty"`        // who the walk-through was made with
	On         Date   `json:"on,omitempty"`          // the day of the walk-through
}

// Edition is a package that has been made and verified.
type Edition struct {
	Number      int    `json:"number"` // from 1, grows by one
	Made        Date   `json:"made"`
	File        string `json:"file"`                // name without folder
	Fingerprint string `json:"fingerprint"`         // of the signing certificate
	SHA256      string `json:"sha256"`              // of the whole file, hexadecimal
	CoSigner    string `json:"co_signer,omitempty"` // fingerprint of the security officer's key, once she has signed too
	Sent        Date   `json:"sent,omitempty"`
}

// FileName returns the name of the package, in ASCII: country, library, day and edition, as in
// trygghylla-se-vadstena-2026-05-28-u3.pdf.
func FileName(j Jurisdiction, library string, made Date, number int) string {
	return "trygghylla-" + string(j) + "-" + Slug(library) + "-" + string(made) + "-u" + strconv.Itoa(number) + ".pdf"
}
