package pdf_test

import (
	"bytes"
	"testing"

	"trygghylla/app/pdf"
)

// signedSample is the sample with both signatures.
func signedSample(t testing.TB) []byte {
	t.Helper()
	o := first()
	o.Lines = []string{"Åsa Öberg", "Signerat 2026-05-28 14.20", "Nyckel 4C1E 9A07 55D2 81B3"}
	one := mustSign(t, finish(t, sample(t, 12)), librarian(t), o)
	return mustSign(t, one, officer(t), second())
}

func TestSignedPaperConformsAndVerifies(t *testing.T) {
	b := signedSample(t)
	conforms(t, b)
	r, err := pdf.Verify(b, librarian(t).Fingerprint(), officer(t).Fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Signatures) != 2 || !r.Whole {
		t.Errorf("%+v", r)
	}
	if a, ok := r.Attachment("trygghylla.json"); !ok || !bytes.Equal(a, []byte(`{"version":1}`)) {
		t.Errorf("the attachment is %q", a)
	}
}

func TestSignatureShowsAnyEuropeanName(t *testing.T) {
	d := start(t)
	d.Heading(1, "Underskrift")
	d.Signatures(pdf.Signature{Field: "Sign1", Label: "Namn"})
	name := "Łucja Žižek-Þórsdóttir – “ÆØÅ”"
	o := first()
	o.Lines = []string{name}
	b := mustSign(t, finish(t, d), librarian(t), o)
	conforms(t, b)
	if got := look(t, b, "Sign1"); got != name+"\n" {
		t.Errorf("%q instead of %q", got, name)
	}
}
