package parcel_test

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/app/parcel"
	"trygghylla/app/pdf"
	"trygghylla/app/record"
	"trygghylla/app/report"
	"trygghylla/app/seal"
	"trygghylla/data"
)

// key makes the n-th key of a library.
func key(t testing.TB, n byte) *seal.Identity {
	t.Helper()
	id, err := seal.NewIdentity(chance(n), "Exempelby bibliotek", noon)
	must(t, err)
	return id
}

// word is what one key says of another.
func word(t testing.TB, old, next *seal.Identity, at time.Time) record.Vouching {
	t.Helper()
	signature, err := seal.Vouch(nil, old, next.Fingerprint(), at)
	must(t, err)
	return record.Vouching{By: old.Fingerprint().String(), At: at, Signature: signature}
}

// signedWith is a package that is signed with a key and says so of earlier ones.
func signedWith(t testing.TB, id *seal.Identity, vouched ...record.Vouching) string {
	t.Helper()
	c, err := content.Load(data.Files, app.Sweden)
	must(t, err)
	a := app.Assess(c, &app.Dossier{Library: app.Library{Name: "Exempelby bibliotek"}}, "2026-05-28")
	paper, err := report.Package(app.Disclose(a, app.Open, 1), report.Making{At: noon, Fingerprint: id.Fingerprint().Short(), Vouched: vouched})
	must(t, err)
	signed, err := pdf.Sign(paper, id, pdf.SignOptions{Field: record.LibrarianField, Name: "Exempelby bibliotek", At: noon, Certify: true}, nil)
	must(t, err)
	return saved(t, signed)
}

// TestEarlierKeysVouch: a chain of keys is read oldest first, and any of them makes the library known.
func TestEarlierKeysVouch(t *testing.T) {
	a, b, c, stranger := key(t, 1), key(t, 2), key(t, 3), key(t, 4)
	path := signedWith(t, c, word(t, a, b, noon.Add(-time.Hour)), word(t, b, c, noon))
	want := []parcel.Earlier{
		{Fingerprint: a.Fingerprint().Short(), Full: a.Fingerprint().String(), Until: noon.Add(-time.Hour)},
		{Fingerprint: b.Fingerprint().Short(), Full: b.Fingerprint().String(), Until: noon},
	}
	r := looked(t, path)
	if diff := cmp.Diff(want, r.Earlier); diff != "" {
		t.Error(diff)
	}
	for name, x := range map[string]struct {
		known *seal.Identity
		want  parcel.Standing
	}{"the key itself": {c, parcel.Known}, "the one before": {b, parcel.Vouched}, "the first": {a, parcel.Vouched}, "a stranger": {stranger, parcel.Strange}} {
		t.Run(name, func(t *testing.T) {
			trusted := parcel.Trust{x.known.Fingerprint()}
			if got := r.Standing(trusted); got != x.want {
				t.Errorf("it is %q, want %q", got, x.want)
			}
			v, err := parcel.Verify(path, trusted)
			must(t, err)
			if diff := cmp.Diff(want, v.Earlier); diff != "" || v.Intact != (x.want == parcel.Known) || !v.Whole || v.Signatures[0].Known != v.Intact {
				t.Errorf("verified, it is %+v\n%s", v, diff)
			}
		})
	}
	if got := r.Standing(nil); got != parcel.Strange {
		t.Errorf("to whom trusts nobody it is %q", got)
	}
}

// TestForgedVouchingIsRefused: a thief who has a key of his own and the libary's packages cannot pass for the library.
func TestForgedVouchingIsRefused(t *testing.T) {
	a, b, thief := key(t, 1), key(t, 2), key(t, 3)
	genuine := word(t, a, b, noon)
	change := func(do func(*record.Vouching)) record.Vouching {
		v := genuine
		v.Signature = append([]byte(nil), v.Signature...)
		do(&v)
		return v
	}
	for name, path := range map[string]string{
		"of another key":            signedWith(t, thief, genuine),
		"by himself in her name":    signedWith(t, thief, change(func(v *record.Vouching) { *v = word(t, thief, thief, noon); v.By = genuine.By })),
		"by another than it says":   signedWith(t, b, change(func(v *record.Vouching) { v.By = thief.Fingerprint().String() })),
		"at another time":           signedWith(t, b, change(func(v *record.Vouching) { v.At = v.At.Add(time.Second) })),
		"one bit changed":           signedWith(t, b, change(func(v *record.Vouching) { v.Signature[len(v.Signature)-1] ^= 1 })),
		"no signature at all":       signedWith(t, b, change(func(v *record.Vouching) { v.Signature = []byte("x") })),
		"a link is missing":         signedWith(t, thief, genuine, word(t, a, thief, noon)),
		"in the wrong order":        signedWith(t, thief, word(t, b, thief, noon), genuine),
		"a paper of hers as a word": signedWith(t, b, change(func(v *record.Vouching) { v.Signature = cms(t, a) })),
	} {
		t.Run(name, func(t *testing.T) {
			if r, err := parcel.Look(path); r != nil || !errors.Is(err, parcel.ErrVouching) {
				t.Errorf("it gives %v", err)
			}
			v, err := parcel.Verify(path, nil)
			must(t, err)
			if diff := cmp.Diff(parcel.Verdict{Reason: "vouching"}, v); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// cms is a genuine signature of a key over something else than another key.
func cms(t testing.TB, id *seal.Identity) []byte {
	t.Helper()
	file, err := os.ReadFile(signedWith(t, id))
	must(t, err)
	signature, err := seal.Sign(nil, id, bytes.NewReader(file))
	must(t, err)
	return signature
}
