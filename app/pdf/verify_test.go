package pdf_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"trygghylla/app/pdf"
	"trygghylla/app/pdf/object"
	"trygghylla/app/seal"
)

func TestVerifyTellsWhatIsWrong(t *testing.T) {
	one, two := once(t), twice(t)
	flipped := func(file []byte, at int) []byte {
		b := bytes.Clone(file)
		b[at] ^= 1
		return b
	}
	inBase := bytes.Index(two, []byte("stream\n")) + 20
	signature := bytes.LastIndex(two, []byte("/Contents <")) + len("/Contents <")
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"not signed":                  {signable(t, true), pdf.ErrNotSigned},
		"no fields":                   {drawn(t), pdf.ErrNotSigned},
		"byte flipped in the paper":   {flipped(two, inBase), pdf.ErrChanged},
		"byte flipped in a name":      {flipped(two, bytes.LastIndex(two, []byte("Vadstena"))), pdf.ErrChanged},
		"byte flipped in a signature": {flipped(two, signature+300), pdf.ErrForged},
		"byte flipped in its padding": {flipped(two, bytes.LastIndex(two, []byte("0000>"))), pdf.ErrForged},
		"signature in upper case":     {inLast(t, two, string(two[signature:signature+200]), string(bytes.ToUpper(two[signature:signature+200]))), pdf.ErrForged},
		"comment appended":            {append(bytes.Clone(two), "%hej\n"...), pdf.ErrTrailing},
		"line feed appended":          {append(bytes.Clone(two), '\n'), pdf.ErrTrailing},
		"empty update appended":       {appended(t, two, func(*object.Document, changes) {}), pdf.ErrTrailing},
		"another file appended":       {append(bytes.Clone(two), one...), pdf.ErrTrailing},
		"bytes before the header":     {append([]byte("x"), two...), pdf.ErrMalformed},
		"cut":                         {two[:len(two)-40], pdf.ErrMalformed},
		"empty":                       {nil, pdf.ErrMalformed},
		"text":                        {[]byte("Hej!"), pdf.ErrMalformed},
		"too large":                   {make([]byte, pdf.MaxFile+1), pdf.ErrTooLarge},
	} {
		if _, err := pdf.Verify(c.file); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestVerifyAsksForTheCertificatesTime(t *testing.T) {
	for _, at := range []time.Time{signedAt.Add(-2 * time.Hour), signedAt.AddDate(10, 0, 1)} {
		o := first()
		o.At = at
		bad, err := pdf.SignAltered(signable(t, true), librarian(t), o, func(*object.Document, object.Dict, changes) {})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := pdf.Verify(bad); !errors.Is(err, pdf.ErrValidity) {
			t.Errorf("signed %s: %v", at, err)
		}
	}
}

func TestVerifyRefusesRandomDamage(t *testing.T) {
	good := twice(t)
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 5000 {
		b := bytes.Clone(good)
		switch r.IntN(4) {
		case 0: // bytes cut out
			at := r.IntN(len(b))
			b = append(b[:at], b[min(at+1+r.IntN(50), len(b)):]...)
		case 1: // bytes put in
			at := r.IntN(len(b))
			b = append(b[:at:at], append([]byte{byte(r.Uint32())}, good[at:]...)...)
		case 2: // a piece copied elsewhere
			from, to := r.IntN(len(b)), r.IntN(len(b))
			copy(b[to:], good[from:min(from+1+r.IntN(200), len(b))])
		default:
			for range 1 + r.IntN(4) {
				b[r.IntN(len(b))] ^= byte(1 << r.IntN(8))
			}
		}
		if bytes.Equal(b, good) {
			continue
		}
		if _, err := pdf.Verify(b); err == nil {
			t.Fatalf("damage %d was not noticed", n)
		}
	}
}

// Every byte counts, so one changed in every 61 bytes stands for all.
func TestVerifyNoticesEveryFlippedBit(t *testing.T) {
	good := twice(t)
	for at := 0; at < len(good); at += 61 {
		b := bytes.Clone(good)
		b[at] ^= byte(1 << (at % 8))
		if _, err := pdf.Verify(b); err == nil {
			t.Fatalf("byte %d changed unnoticed", at)
		}
	}
}

// A released version is readable for ever. The file is what the first version
// wrote: the fixture, signed twice.
func TestVerifyReadsTheFirstVersion(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("testdata", "signed.v1.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := pdf.Verify(b, librarian(t).Fingerprint(), officer(t).Fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	if text, ok := r.Attachment("data.json"); !ok || string(text) != data {
		t.Errorf("machine data %q", text)
	}
}

func FuzzVerify(f *testing.F) {
	one := mustSign(f, tiny(f), librarian(f), first())
	honest := [][]byte{once(f), twice(f), one, mustSign(f, one, officer(f), second())}
	for _, h := range honest {
		f.Add(h)
	}
	f.Add(tiny(f))
	f.Add(append(bytes.Clone(honest[3]), "9 0 obj\n1\nendobj\n"...))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := pdf.Verify(b)
		if err != nil {
			return
		}
		for _, h := range honest {
			if bytes.Equal(b, h) {
				return
			}
		}
		t.Fatalf("accepted %x: %+v", sum(b), r)
	})
}

// sum names an input in a message.
func sum(b []byte) string {
	f := seal.FingerprintOf(b)
	return hex.EncodeToString(f[:8])
}

func BenchmarkSign(b *testing.B) {
	file, id := signable(b, true), librarian(b)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := pdf.Sign(file, id, first(), nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	file := twice(b)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := pdf.Verify(file); err != nil {
			b.Fatal(err)
		}
	}
}
