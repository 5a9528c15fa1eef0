package pdf_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"trygghylla/app/pdf"
	"trygghylla/app/pdf/object"
	"trygghylla/app/seal"
)

func TestSignAndVerify(t *testing.T) {
	base, one, two := signable(t, true), once(t), twice(t)
	if !bytes.HasPrefix(one, base) || !bytes.HasPrefix(two, one) {
		t.Fatal("a signature changed bytes that were there before")
	}
	r, err := pdf.Verify(two, librarian(t).Fingerprint(), officer(t).Fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	want := []pdf.Signed{
		{
			Field: "Sign1", Signer: "Åsa Öberg", Name: "Åsa Öberg", Reason: "Genomgången är klar",
			Fingerprint: librarian(t).Fingerprint(), At: signedAt.UTC(), Certifies: true, Known: true,
		},
		{
			Field: "Sign2", Signer: "Ingrid Æsland", Name: "Ingrid Æsland", Location: "Vadstena",
			Fingerprint: officer(t).Fingerprint(), At: signedAt.Add(time.Hour).UTC(), CoversWholeFile: true, Known: true,
		},
	}
	if !slices.Equal(r.Signatures, want) || !r.Whole {
		t.Errorf("report %+v", r)
	}
	if b, ok := r.Attachment("data.json"); !ok || string(b) != data {
		t.Errorf("machine data %q", b)
	}
	if _, ok := r.Attachment("other.json"); ok {
		t.Error("found an attachment that is not there")
	}
	if r, err = pdf.Verify(one); err != nil || !r.Signatures[0].CoversWholeFile || r.Signatures[0].Known {
		t.Errorf("one signature: %+v, %v", r, err)
	}
}

func TestSignIsTheSameEveryTime(t *testing.T) {
	if !bytes.Equal(twice(t), twice(t)) {
		t.Error("the same file, keys and times gave other bytes")
	}
}

func TestSignAnInvisibleField(t *testing.T) {
	base := signable(t, false)
	o := second()
	o.Certify = true
	one := mustSign(t, base, officer(t), o)
	two := mustSign(t, one, librarian(t), pdf.SignOptions{Field: "Sign1", At: signedAt})
	r, err := pdf.Verify(two)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Signatures) != 2 || r.Signatures[0].Field != "Sign2" {
		t.Errorf("report %+v", r)
	}
	d, err := object.Parse(one)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(d.Revisions()[1].Refs()); n != 3 { // field, catalog, signature
		t.Errorf("%d objects in the update", n)
	}
}

// look reads the text of a field's appearance back through the font's own map.
func look(t *testing.T, file []byte, name string) string {
	t.Helper()
	d, err := object.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range d.Array(d.Dict(d.Root()["AcroForm"])["Fields"]) {
		f := d.Dict(v)
		if f["T"] != object.String(name) {
			continue
		}
		content, err := d.Stream(d.Dict(f["AP"])["N"]).Decoded()
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for op, err := range object.Content(content) {
			if err != nil {
				t.Fatal(err)
			}
			if op.Operator == "Tj" { // codes are the characters themselves in this font
				text.WriteString(("\xFE\xFF" + op.Operands[0].(object.String)).Text() + "\n")
			}
		}
		return text.String()
	}
	t.Fatalf("no field %q", name)
	return ""
}

func TestAppearanceSaysWhoAndWhen(t *testing.T) {
	want := "Åsa Öberg\nGenomgången är klar\n2026-11-22 10:30\n" + librarian(t).Fingerprint().Short() + "\n"
	if got := look(t, once(t), "Sign1"); got != want {
		t.Errorf("drawn %q, want %q", got, want)
	}
	o := first()
	o.Lines = []string{"Signerad av\nÅsa", "", "漢 ok"}
	if got := look(t, mustSign(t, signable(t, true), librarian(t), o), "Sign1"); got != "Signerad av\nÅsa\n? ok\n" {
		t.Errorf("drawn %q", got)
	}
}

func TestSignRefuses(t *testing.T) {
	base, one, two := signable(t, true), once(t), twice(t)
	changed := bytes.Clone(one)
	changed[bytes.Index(changed, []byte("stream\n"))+20] ^= 1
	plain := drawn(t)
	id := librarian(t)
	for name, c := range map[string]struct {
		file []byte
		edit func(o *pdf.SignOptions)
		want error
	}{
		"no such field":           {base, func(o *pdf.SignOptions) { o.Field = "Sign3" }, pdf.ErrField},
		"a file without fields":   {plain, func(*pdf.SignOptions) {}, pdf.ErrField},
		"a field signed already":  {one, func(o *pdf.SignOptions) { o.Field, o.Certify = "Sign1", false }, pdf.ErrField},
		"both signed already":     {two, func(o *pdf.SignOptions) { o.Certify = false }, pdf.ErrField},
		"before the certificate":  {base, func(o *pdf.SignOptions) { o.At = signedAt.AddDate(-1, 0, 0) }, pdf.ErrValidity},
		"after the certificate":   {base, func(o *pdf.SignOptions) { o.At = signedAt.AddDate(11, 0, 0) }, pdf.ErrValidity},
		"a file that was changed": {changed, func(o *pdf.SignOptions) { o.Field, o.Certify = "Sign2", false }, pdf.ErrChanged},
		"text":                    {[]byte("hej"), func(*pdf.SignOptions) {}, pdf.ErrMalformed},
	} {
		o := first()
		c.edit(&o)
		if _, err := pdf.Sign(c.file, id, o, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	o := first()
	o.Field = "Sign2"
	if _, err := pdf.Sign(one, id, o, nil); err == nil {
		t.Error("a second signature certified")
	}
}

func TestSignNeedsAFontForAVisibleField(t *testing.T) {
	d, err := object.Parse(signable(t, true))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range d.Array(d.Dict(d.Root()["Pages"])["Kids"]) {
		d.Dict(page)["Resources"] = object.Dict{}
	}
	b, err := d.Write()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pdf.Sign(b, librarian(t), first(), nil); !errors.Is(err, pdf.ErrLetters) {
		t.Errorf("%v", err)
	}
}

func TestVerifyKnowsTheKeys(t *testing.T) {
	two, a, b := twice(t), librarian(t).Fingerprint(), officer(t).Fingerprint()
	stranger := seal.FingerprintOf([]byte("x"))
	for _, trusted := range [][]seal.Fingerprint{{}, {a, b}, {b, stranger, a}} {
		if _, err := pdf.Verify(two, trusted...); err != nil {
			t.Errorf("%d keys: %v", len(trusted), err)
		}
	}
	for _, trusted := range [][]seal.Fingerprint{{a}, {b}, {stranger}} {
		r, err := pdf.Verify(two, trusted...)
		if !errors.Is(err, pdf.ErrUntrusted) || r == nil || len(r.Signatures) != 2 {
			t.Fatalf("%v", err)
		}
		if _, ok := r.Attachment("data.json"); ok {
			t.Error("data of a signer who is not trusted was given out")
		}
	}
}
