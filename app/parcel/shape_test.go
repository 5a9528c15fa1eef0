package parcel_test

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/app/parcel"
	"trygghylla/app/pdf"
	"trygghylla/app/record"
	"trygghylla/app/seal"
	"trygghylla/assets"
	"trygghylla/data"
)

// signature is one more of a paper, by the n-th key.
type signature struct {
	field   string
	key     byte
	certify bool
}

// drawn is a paper with machine data in it, or without, that was signed soundly.
func drawn(t testing.TB, machine []byte, signatures ...signature) string {
	t.Helper()
	d, err := pdf.New(pdf.Meta{Title: "Papper", Language: "sv", Author: "Exempelby", Creator: "Trygghylla", Created: noon},
		pdf.Fonts{Regular: assets.FontRegular(), Bold: assets.FontBold()}, pdf.PageText{
			HeadLeft: "Exempelby", HeadRight: "2026-05-28", FootLeft: "x", FootMiddle: "y",
			Page: func(page, total int) string { return fmt.Sprintf("%d/%d", page, total) },
		})
	must(t, err)
	d.Heading(1, "Underskrifter")
	for _, s := range signatures {
		d.Signatures(pdf.Signature{Field: s.field, Label: s.field})
	}
	if machine != nil {
		d.Attach(pdf.Attachment{Name: record.File, MIME: "application/json", Description: "x", Relationship: "Data", Data: machine})
	}
	file, err := d.Finish()
	must(t, err)
	for _, s := range signatures {
		file, err = pdf.Sign(file, key(t, s.key), pdf.SignOptions{Field: s.field, Name: "Exempelby", At: noon, Certify: s.certify}, nil)
		must(t, err)
	}
	return saved(t, file)
}

// machine is what a package of the first key says.
func machine(t testing.TB, id *seal.Identity) []byte {
	t.Helper()
	c, err := content.Load(data.Files, app.Sweden)
	must(t, err)
	a := app.Assess(c, &app.Dossier{Library: app.Library{Name: "Exempelby"}}, "2026-05-28")
	b, err := record.Encode(app.Disclose(a, app.Open, 1), id.Fingerprint().Short(), nil, false)
	must(t, err)
	return b
}

// TestOnlyAPackagesShapeIsAPackage: sound signatures alone are not enough, for anybody can sign anything.
func TestOnlyAPackagesShapeIsAPackage(t *testing.T) {
	says := machine(t, key(t, 1))
	librarian, officer := signature{record.LibrarianField, 1, true}, signature{record.OfficerField, 2, false}
	for name, x := range map[string]struct {
		path string
		want error // nil: it is one
	}{
		"one signature":              {drawn(t, says, librarian), nil},
		"two signatures":             {drawn(t, says, librarian, officer), nil},
		"three signatures":           {drawn(t, says, librarian, officer, signature{"Sign3", 3, false}), parcel.ErrNotPackage},
		"the officer's alone":        {drawn(t, says, signature{record.OfficerField, 1, true}), parcel.ErrNotPackage},
		"the officer's first":        {drawn(t, says, signature{record.OfficerField, 1, true}, signature{record.LibrarianField, 2, false}), parcel.ErrNotPackage},
		"a second in another field":  {drawn(t, says, librarian, signature{"Sign3", 2, false}), parcel.ErrNotPackage},
		"one that lets others write": {drawn(t, says, signature{record.LibrarianField, 1, false}), parcel.ErrNotPackage},
		"another key than it says":   {drawn(t, says, signature{record.LibrarianField, 2, true}), parcel.ErrNotPackage},
		"no data":                    {drawn(t, nil, librarian), parcel.ErrNotPackage},
		"data that are none":         {drawn(t, []byte("hej"), librarian), record.ErrMalformed},
		"data of a newer version":    {drawn(t, []byte(`{"format":"trygghylla-disclosure","version":99}`), librarian), record.ErrNewer},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := parcel.Look(x.path)
			if (r != nil) != (x.want == nil) || !errors.Is(err, x.want) {
				t.Errorf("it gives %v, want %v", err, x.want)
			}
			v, err := parcel.Verify(x.path, nil) // which asks about signatures alone
			if err != nil || !v.Intact {
				t.Errorf("verified, it is %+v, %v", v, err)
			}
		})
	}
}

// TestFileThatMayNotBeReadIsNone tells who may not read a file that it cannot be read, and not that a folder cannot be written.
func TestFileThatMayNotBeReadIsNone(t *testing.T) {
	path := saved(t, paperOf(t, app.Sweden).open)
	must(t, os.Chmod(path, 0))
	if f, err := os.Open(path); err == nil {
		must(t, f.Close())
		t.Skip("here everybody may read everything")
	}
	if _, err := parcel.Look(path); !errors.Is(err, parcel.ErrNoFile) {
		t.Errorf("%v", err)
	}
}
