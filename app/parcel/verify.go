package parcel

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"trygghylla/app/pdf"
	"trygghylla/app/record"
	"trygghylla/app/seal"
)

// Trust is a set of keys, each of which somebody has compared with its owner.
type Trust []seal.Fingerprint

// Add takes up a key from its whole fingerprint as people write it; anything else is seal.ErrFingerprint.
func (t *Trust) Add(text string) error {
	key, err := seal.ParseFingerprint(text)
	if err != nil {
		return err
	}
	*t = append(*t, key)
	return nil
}

// Reason is why a file is not accepted: a name that never changes, empty for a file that is.
type Reason string

// untrusted is the reason of a file that is whole, but signed with another key than was demanded.
const untrusted Reason = "untrusted"

// reasons gives each error of a file that is not accepted its name.
var reasons = []struct {
	err  error
	name Reason
}{
	{pdf.ErrNotSigned, "not_signed"},
	{pdf.ErrTooLarge, "too_large"},
	{pdf.ErrTrailing, "trailing"},
	{pdf.ErrGap, "gap"},
	{pdf.ErrUpdate, "update"},
	{pdf.ErrChanged, "changed"},
	{pdf.ErrForged, "forged"},
	{pdf.ErrValidity, "validity"},
	{pdf.ErrMalformed, "malformed"},
}

// Verdict is what [Verify] says of one signed file.
type Verdict struct {
	Intact     bool      // whole, correctly signed, and by a key that was demanded
	Reason     Reason    // why not
	Whole      bool      // the signatures cover the whole file
	Earlier    []Earlier // of a package: the library's earlier keys, oldest first, each vouching for the next
	Signatures []Signed  // in the order in which they were made; none if the file is not whole
}

// Signed is one signature that holds.
type Signed struct {
	Name        string // what the signer says
	Fingerprint string // the whole one
	At          time.Time
	Certifies   bool // it forbids every change but more signatures
	Known       bool // the key is among those that were demanded
}

// Verify reads a signed paper, a package or any other, and judges it as strictly as [Look] does. With keys in trusted
// the first signature must be by one of them; the key of a second one is told, not demanded. A new key for which one of them
// vouches is told as such, and is not one of them. The error says that the file could
// not be read: [ErrNoFile].
func Verify(path string, trusted Trust) (Verdict, error) {
	file, err := read(path)
	if err != nil && !errors.Is(err, pdf.ErrTooLarge) {
		return Verdict{}, fmt.Errorf("verify: %w", err)
	}
	var report *pdf.Report
	if err == nil {
		report, err = pdf.Verify(file)
	}
	if err != nil {
		return Verdict{Reason: reasonOf(err)}, nil
	}
	v := Verdict{Intact: true, Whole: report.Whole}
	for _, s := range report.Signatures {
		v.Signatures = append(v.Signatures, Signed{
			Name: s.Name, Fingerprint: s.Fingerprint.String(), At: s.At, Certifies: s.Certifies,
			Known: slices.Contains(trusted, s.Fingerprint),
		})
	}
	if v.Earlier, err = earlierIn(report); err != nil {
		return Verdict{Reason: "vouching"}, nil
	}
	if len(trusted) > 0 && !v.Signatures[0].Known {
		v.Intact, v.Reason = false, untrusted
	}
	return v, nil
}

// earlierIn finds what a package says of earlier keys; other papers, and data of a newer version, say nothing of them.
func earlierIn(report *pdf.Report) ([]Earlier, error) {
	data, _ := report.Attachment(record.File)
	r, err := record.Decode(data)
	if err != nil {
		return nil, nil
	}
	return earlier(r.Vouched, report.Signatures[0].Fingerprint)
}

// reasonOf names why a file is not accepted. Every error of pdf.Verify has a name; what had none would be malformed.
func reasonOf(err error) Reason {
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return r.name
		}
	}
	return "malformed"
}
