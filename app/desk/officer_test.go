package desk_test

import (
	"errors"
	"os"
	"os/exec"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/parcel"
	"trygghylla/app/seal"
	"trygghylla/app/vault"
)

const (
	officer = "Ingrid Æsland, säkerhetsansvarig"
	pin     = "ål 4711"
	filePIN = "ål 4711 och mer"
)

// tool runs a program of the system. Without it the test is skipped, unless TRYGGHYLLA_TOOLS=1 demands it.
func tool(t *testing.T, name string, args ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("TRYGGHYLLA_TOOLS") == "1" {
			t.Fatalf("%s is not installed, and TRYGGHYLLA_TOOLS=1 demands it", name)
		}
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	return string(out), err
}

// imported makes a key of a certificate file and keeps it.
func imported(d *desk.Desk, file []byte) error {
	m, err := d.OfficerMaker()
	if err != nil {
		return err
	}
	k, err := m.Import("", file, nil, []byte(pin))
	if err != nil {
		return err
	}
	return d.KeepOfficer(k)
}

// noOfficer demands that no key is kept.
func noOfficer(t *testing.T, d *desk.Desk, when string) {
	t.Helper()
	if info, there, err := d.Officer(); there || err != nil {
		t.Errorf("%s: %+v, %v", when, info, err)
	}
}

func TestOfficerIsMadeOnceAndStays(t *testing.T) {
	d, p, _ := create(t, app.Sweden)
	noOfficer(t, d, "a new library")
	for name, x := range map[string]struct {
		do   func() error
		want error
	}{
		"a PIN of three": {func() error { _, err := d.NewOfficer(officer, []byte("ååå")); return err }, parcel.ErrShortPIN},
		"no name":        {func() error { _, err := d.NewOfficer("  ", []byte(pin)); return err }, seal.ErrName},
		"no certificate": {func() error { return imported(d, nil) }, seal.ErrPKCS12},
	} {
		if err := x.do(); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
	noOfficer(t, d, "after refusals")
	m, err := d.OfficerMaker()
	must(t, err)
	late, err := m.New("Någon annan", []byte(pin))
	must(t, err)
	fingerprint, err := d.NewOfficer(" "+officer+" ", []byte(pin))
	must(t, err)
	own, err := d.Fingerprint()
	must(t, err)
	if fingerprint == own {
		t.Error("the officer has the library's key")
	}
	for name, err := range map[string]error{
		"a second key":            func() error { _, err := d.NewOfficer("Någon annan", []byte(pin)); return err }(),
		"an import over it":       imported(d, nil),
		"one that was made along": d.KeepOfficer(late),
	} {
		if !errors.Is(err, parcel.ErrOfficerExists) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, d.Close())
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	info, there, err := d.Officer()
	must(t, err)
	want := parcel.OfficerInfo{Name: officer, Fingerprint: fingerprint, Full: info.Full, Until: "2036-05-28"}
	if diff := cmp.Diff(want, info); diff != "" || !there {
		t.Errorf("opened again, it is\n%s", diff)
	}
	must(t, d.RemoveOfficer())
	noOfficer(t, d, "removed")
	again, err := d.NewOfficer(officer, []byte(pin))
	must(t, err)
	if again == fingerprint {
		t.Error("a new key is the old one")
	}
	must(t, d.Close())
}

// TestOfficerThatCannotBeReadIsNotNone: a key of a newer version, or a damaged one, is told and stays as it is until she
// removes it.
func TestOfficerThatCannotBeReadIsNotNone(t *testing.T) {
	for name, x := range map[string]struct {
		kept any
		want error
	}{
		"of a newer version":              {map[string]any{"format": "trygghylla-officer", "version": 2}, vault.ErrNewer},
		"of a newer version, other shape": {map[string]any{"format": "trygghylla-officer", "version": 3, "sealed": 7}, vault.ErrNewer},
		"damaged":                         {map[string]any{"format": "trygghylla-officer", "version": 1, "fingerprint": "4C1E"}, parcel.ErrKeyFile},
		"something else":                  {"hej", parcel.ErrKeyFile},
	} {
		t.Run(name, func(t *testing.T) {
			d, p, _ := create(t, app.Norway)
			m, err := d.OfficerMaker()
			must(t, err)
			k, err := m.New(officer, []byte(pin))
			must(t, err)
			made, err := d.Export(t.TempDir())
			must(t, err)
			must(t, desk.Plant(d, "identity", "officer", x.kept))
			refused := func() {
				t.Helper()
				if info, there, err := d.Officer(); there || !errors.Is(err, x.want) {
					t.Errorf("it is told as %+v, %v: %v", info, there, err)
				}
				if _, err := d.OfficerMaker(); !errors.Is(err, x.want) {
					t.Errorf("it is a place for another: %v", err)
				}
				if err := d.KeepOfficer(k); !errors.Is(err, x.want) {
					t.Errorf("another is kept over it: %v", err)
				}
				if _, err := d.PrepareCoSign(made); !errors.Is(err, x.want) {
					t.Errorf("it signs: %v", err)
				}
			}
			refused()
			must(t, d.Close())
			d, err = desk.Open(p, []byte(secret))
			must(t, err)
			refused()
			must(t, d.RemoveOfficer())
			noOfficer(t, d, "removed")
			must(t, d.KeepOfficer(k))
			must(t, d.Close())
		})
	}
}
