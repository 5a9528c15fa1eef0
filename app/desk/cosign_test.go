package desk_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/disk"
	"trygghylla/app/parcel"
	"trygghylla/app/pdf"
)

// chance is randomness that is the same in every run.
func chance(n byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{n}) }

// verify reads a package that must be accepted.
func verify(t *testing.T, path string) *pdf.Report {
	t.Helper()
	content, err := os.ReadFile(path)
	must(t, err)
	r, err := pdf.Verify(content)
	must(t, err)
	return r
}

// ownKey is the officer's key as it is kept in a file of her own.
func ownKey(t testing.TB) *parcel.OfficerKey {
	t.Helper()
	m := parcel.Maker{Rand: chance(9), Cost: cost, Now: func() time.Time { return noon }, Least: parcel.MinFilePIN}
	k, err := m.New(officer, []byte(filePIN))
	must(t, err)
	return k
}

// coSigned has the officer co-sign a package on her own computer.
func coSigned(t testing.TB, path string, k *parcel.OfficerKey) string {
	t.Helper()
	r, err := parcel.Look(path)
	must(t, err)
	path, err = r.CoSign(k, []byte(filePIN), t.TempDir(), noon)
	must(t, err)
	return path
}

func TestOfficerCoSignsInTheLibrary(t *testing.T) {
	t.Parallel()
	for _, j := range app.Jurisdictions() {
		d, folder := sample(t, j), t.TempDir()
		p, err := d.Export(folder)
		must(t, err)
		if _, err := d.CoSign(p, []byte(pin)); !errors.Is(err, parcel.ErrNoOfficer) {
			t.Errorf("without a key: %v", err)
		}
		fingerprint, err := d.NewOfficer(officer, []byte(pin))
		must(t, err)
		for _, wrong := range []string{"", "4711", "ål 4712"} {
			if _, err := d.CoSign(p, []byte(wrong)); !errors.Is(err, parcel.ErrPIN) {
				t.Errorf("PIN %q: %v", wrong, err)
			}
		}
		if got := entries(t, folder); len(got) != 1 || d.Editions()[0] != p.Edition {
			t.Fatalf("a wrong PIN left %v and %+v", got, d.Editions())
		}
		before, err := os.ReadFile(p.Path)
		must(t, err)
		open, err := os.Open(p.Path) // as a PDF reader has it
		must(t, err)
		both, err := d.CoSign(p, []byte(pin))
		must(t, err)
		must(t, open.Close())
		after, err := os.ReadFile(p.Path)
		must(t, err)
		content, err := os.ReadFile(both.Path)
		must(t, err)
		if !bytes.Equal(before, after) || !bytes.HasPrefix(content, before) {
			t.Error("what the librarian signed was changed")
		}
		r := verify(t, both.Path)
		if len(r.Signatures) != 2 || !r.Signatures[0].Certifies || r.Signatures[1].Certifies || !r.Signatures[1].CoversWholeFile ||
			r.Signatures[1].Fingerprint.Short() != fingerprint || r.Signatures[1].Name != officer || !r.Signatures[1].At.Equal(noon) {
			t.Errorf("%s: the signatures are %+v", j, r.Signatures)
		}
		if want := strings.TrimSuffix(p.Path, ".pdf") + "-2.pdf"; both.Path != want {
			t.Errorf("it is called %s, want %s", both.Path, want)
		}
		info, _, err := d.Officer()
		must(t, err)
		if e := d.Editions(); len(e) != 1 || e[0] != both.Edition || e[0].CoSigner != info.Full || e[0].File != filepath.Base(both.Path) || e[0].Number != 1 {
			t.Errorf("the edition is remembered as %+v", e)
		}
		if _, err := d.CoSign(both, []byte(pin)); !errors.Is(err, parcel.ErrCoSigned) {
			t.Errorf("a third signature: %v", err)
		}
		mail, err := d.Email(both)
		must(t, err)
		draft, err := os.ReadFile(mail)
		must(t, err)
		if !bytes.Contains(draft, []byte(both.Edition.File)) {
			t.Error("the draft carries another package")
		}
		must(t, os.WriteFile(p.Path, content[:len(content)-1], 0o600))
		if _, err := d.CoSign(p, []byte(pin)); err == nil {
			t.Error("a damaged package was signed")
		}
	}
}

// TestOfficerCoSignsOnHerOwnComputer: open, look, co-sign, send back.
func TestOfficerCoSignsOnHerOwnComputer(t *testing.T) {
	t.Parallel()
	for _, j := range app.Jurisdictions() {
		d := sample(t, j)
		p, err := d.Export(t.TempDir())
		must(t, err)
		k, folder := ownKey(t), t.TempDir()
		r, err := parcel.Look(p.Path)
		must(t, err)
		answered, all := d.Assessment().Progress()
		n, of := r.Record.Progress()
		own, err := d.Fingerprint()
		must(t, err)
		if r.CoSigned() || r.Record.Library.Name != d.Library().Name || r.Record.Edition != 1 || r.Record.Made != "2026-05-28" ||
			!r.Record.Example || n != answered || of != all || r.Library.Fingerprint != own || !r.Library.At.Equal(noon) {
			t.Errorf("%s: she sees %+v of %+v: %d of %d", j, r.Library, r.Record.Library, n, of)
		}
		if _, err := r.CoSign(k, []byte(pin), folder, noon); !errors.Is(err, parcel.ErrPIN) {
			t.Errorf("a wrong PIN: %v", err)
		}
		if _, err := r.CoSign(k, []byte(filePIN), filepath.Join(folder, "gone"), noon); !errors.Is(err, disk.ErrNoFolder) {
			t.Errorf("a folder that is gone: %v", err)
		}
		if got := entries(t, folder); len(got) != 0 {
			t.Fatalf("the folder holds %v", got)
		}
		must(t, os.Rename(p.Path, filepath.Join(filepath.Dir(p.Path), "Paketet (1).pdf"))) // what happens later to the file does not matter
		path, err := r.CoSign(k, []byte(filePIN), folder, noon.Add(time.Hour))
		must(t, err)
		if want := strings.TrimSuffix(p.Edition.File, ".pdf") + "-2.pdf"; filepath.Base(path) != want {
			t.Errorf("it is called %s, want %s", filepath.Base(path), want)
		}
		second, err := r.CoSign(k, []byte(filePIN), folder, noon.Add(time.Hour))
		must(t, err)
		if second == path {
			t.Error("the same name was given twice")
		}
		again, err := parcel.Look(path)
		must(t, err)
		if !again.CoSigned() || again.Officer.Full != k.Info().Full || again.Officer.Name != officer || !again.Officer.At.Equal(noon.Add(time.Hour)) {
			t.Errorf("sent back it is signed by %+v", again.Officer)
		}
		if _, err := again.CoSign(k, []byte(filePIN), folder, noon); !errors.Is(err, parcel.ErrCoSigned) {
			t.Errorf("a third signature: %v", err)
		}
		both, err := d.TakeCoSigned(path)
		must(t, err)
		if e := d.Editions(); len(e) != 1 || e[0] != both.Edition || e[0].CoSigner != k.Info().Full || both.Path != path {
			t.Errorf("taken back as %+v", e)
		}
		if _, err := d.TakeCoSigned(path); err != nil {
			t.Errorf("taken twice: %v", err)
		}
		if _, err := d.Email(both); err != nil {
			t.Error(err)
		}
	}
}

func TestOnlyOurPackagesAreTakenBack(t *testing.T) {
	t.Parallel()
	d, other, k := sample(t, app.Sweden), sample(t, app.Sweden), ownKey(t)
	ours, err := d.Export(t.TempDir())
	must(t, err)
	theirs, err := other.Export(t.TempDir())
	must(t, err)
	if _, err := d.TakeCoSigned(ours.Path); !errors.Is(err, desk.ErrNotCoSigned) {
		t.Errorf("with one signature: %v", err)
	}
	path := coSigned(t, theirs.Path, k)
	before := desk.Everything(d)
	if _, err := d.TakeCoSigned(path); !errors.Is(err, desk.ErrNotOurs) {
		t.Errorf("another library's: %v", err)
	}
	// The same library's key, but a package that nobody exported here.
	e, err := d.PrepareExport(t.TempDir())
	must(t, err)
	unknown, err := e.Run()
	must(t, err)
	if _, err := d.TakeCoSigned(coSigned(t, unknown.Path, k)); !errors.Is(err, desk.ErrNotOurs) {
		t.Errorf("a package that is not remembered: %v", err)
	}
	if diff := different(before, desk.Everything(d)); diff != "" {
		t.Errorf("what was refused changed the library: %s", diff)
	}
}
