package pdf

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"trygghylla/app/pdf/object"
	"trygghylla/app/seal"
)

// Signed is one signature that was found good. Names, times and places are
// what the signer says; only the fingerprint says whose key it was.
type Signed struct {
	// Field is the name of the signature field.
	Field string
	// Signer is the name in the certificate, Name that in the signature.
	Signer, Name string
	// Reason and Location may be empty.
	Reason, Location string
	// Fingerprint is the key's.
	Fingerprint seal.Fingerprint
	// At is when the signer's computer says that it was signed, in UTC.
	At time.Time
	// Certifies tells that the signer forbade later changes other than
	// filling signature fields.
	Certifies bool
	// CoversWholeFile tells that no byte of the file is outside the
	// signature. It is so for the last signature; an earlier one covers
	// the file as it was when it was made, and Verify has shown that
	// nothing but signatures came after.
	CoversWholeFile bool
	// Known tells that the fingerprint is among those that the caller gave.
	Known bool
}

// Report is what Verify found in a file that it accepts.
type Report struct {
	// Signatures are in the order in which they were made, at least one.
	Signatures []Signed
	// Whole tells that the last signature covers the whole file. Verify
	// accepts no other files; it is here to be shown.
	Whole bool

	attachments map[string][]byte
}

// Attachment is an embedded file as it was when it was signed. ok is false if
// there is none of that name, and always for a report that came with
// ErrUntrusted.
func (r *Report) Attachment(name string) (b []byte, ok bool) {
	b, ok = r.attachments[name]
	return slices.Clone(b), ok
}

// Attachments lists the names of the embedded files.
func (r *Report) Attachments() []string { return slices.Sorted(maps.Keys(r.attachments)) }

// Verify accepts a file only if it is one that Doc.Finish wrote and Sign
// signed, once or more, and nothing else happened to it: a chain of classic
// cross-reference tables without a stray byte; every revision but the first
// fills exactly one empty signature field, changes no other object and adds
// none but the signature and its appearance; every signature is a CAdES
// signature over its whole revision and all before it; the digests are right;
// and each signature was made while its certificate was valid. The rules are
// stricter than ISO 32000-1 asks of a reader, because a reader that follows
// the standard does not see a page that was exchanged between two signatures.
//
// With fingerprints in trusted every signature must be by one of those keys.
// ErrUntrusted is the only error that comes with a report, so that the caller
// can say whose key it is instead. Any input is safe; time and memory are
// bounded by MaxFile and the limits of package object.
func Verify(file []byte, trusted ...seal.Fingerprint) (*Report, error) {
	d, err := parse(file)
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	r, err := verify(d, file)
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	stranger := -1
	for i := range r.Signatures {
		s := &r.Signatures[i]
		s.Known = slices.Contains(trusted, s.Fingerprint)
		if !s.Known && len(trusted) > 0 && stranger < 0 {
			stranger = i
		}
	}
	if stranger >= 0 {
		s := r.Signatures[stranger]
		return r, fmt.Errorf("verify: %w", fail(ErrUntrusted, "field %q, key %s", s.Field, s.Fingerprint.Short()))
	}
	if r.attachments, err = attachments(d); err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	return r, nil
}

// verify is Verify without trust, for a file that was parsed into d.
func verify(d *object.Document, file []byte) (*Report, error) {
	revisions := d.Revisions()
	before := d.At(0)
	if err := checkUnsigned(before); err != nil {
		return nil, err
	}
	if len(revisions) == 1 {
		return nil, ErrNotSigned
	}
	r := &Report{Whole: true}
	for n := 1; n < len(revisions); n++ {
		u := update{before: before, after: d.At(n), revision: revisions[n], file: file, first: n == 1}
		s, err := u.check()
		if err != nil {
			return nil, fmt.Errorf("version %d: %w", n+1, err)
		}
		s.CoversWholeFile = revisions[n].End == len(file)
		r.Signatures = append(r.Signatures, s)
		before = u.after
	}
	return r, nil
}

// checkUnsigned demands that the first version of a file is not signed: its
// signatures come as updates.
func checkUnsigned(d *object.Document) error {
	if d.Root() == nil {
		return fail(ErrMalformed, "no catalog")
	}
	fields, err := signatureFields(d)
	if err != nil {
		return err
	}
	for _, f := range fields {
		if _, filled := f.dict["V"]; filled {
			return fail(ErrMalformed, "field %q was filled from the beginning", f.name)
		}
	}
	if _, has := d.Root()["Perms"]; has {
		return fail(ErrMalformed, "permissions without a signature")
	}
	return nil
}

// attachments reads the files that the catalog is associated with (ISO
// 19005-3, 6.8). Of several with one name none can be meant.
func attachments(d *object.Document) (map[string][]byte, error) {
	files := map[string][]byte{}
	total := 0
	for _, v := range d.Array(d.Root()["AF"]) {
		spec := d.Dict(v)
		name, _ := spec["UF"].(object.String)
		s := d.Stream(d.Dict(spec["EF"])["F"])
		if name == "" || s == nil {
			return nil, fail(ErrMalformed, "embedded file without name or content")
		}
		b, err := s.Decoded()
		if err != nil {
			return nil, fail(ErrMalformed, "embedded file: %v", err)
		}
		if total += len(b); total > object.MaxDecoded {
			return nil, fail(ErrTooLarge, "embedded files")
		}
		if _, twice := files[name.Text()]; twice {
			return nil, fail(ErrMalformed, "two embedded files of one name")
		}
		files[name.Text()] = slices.Clone(b)
	}
	return files, nil
}
