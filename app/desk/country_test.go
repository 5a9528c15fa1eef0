package desk

import (
	"crypto/rand"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/app/vault"
	"trygghylla/data"
)

// TestCountryIsKnownByTheAnswers: the record of the country may be the one that damage takes; without any answer
// nothing is guessed, but asked for, once.
func TestCountryIsKnownByTheAnswers(t *testing.T) {
	for _, answered := range []bool{true, false} {
		p := Params{
			Dir: filepath.Join(t.TempDir(), "vault"), Data: data.Files, Now: time.Now, Rand: rand.Reader,
			Cost: vault.Cost{MemoryKiB: 8 << 10, Time: 1, Threads: 1},
		}
		d, _, err := Create(p, app.Norway, []byte("fire ord"))
		if err != nil {
			t.Fatal(err)
		}
		if answered {
			err = d.Answer("no-staff-01", app.InOrder)
		}
		err = errors.Join(err, d.v.Update(func(tx *vault.Tx) error { return vault.Delete(tx, drawerLibrary, keyCountry) }), d.Close())
		if err != nil {
			t.Fatal(err)
		}
		d, err = Open(p, []byte("fire ord"))
		switch {
		case !answered && !errors.Is(err, ErrCountryLost):
			t.Errorf("without answers it opens with %v", err)
		case !answered:
			p.Country = app.Norway
			d, err = Open(p, []byte("fire ord"))
			if err != nil || d.Catalogue().Jurisdiction != app.Norway || d.SetupStep() != SetupCode {
				t.Fatalf("told the country it opens with %v", err)
			}
			p.Country = ""
			if err := d.Close(); err != nil {
				t.Error(err)
			}
			if d, err = Open(p, []byte("fire ord")); err != nil {
				t.Errorf("told once it opens with %v", err)
			}
		case answered && (err != nil || d.Catalogue().Jurisdiction != app.Norway):
			t.Errorf("with an answer it opens with %v", err)
		}
		if d != nil {
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}
