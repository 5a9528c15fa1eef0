package keep_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

// TestSweep takes what the dead have left, in every folder that answers; what somebody is writing, what is whole and
// what is somebody else's stays.
func TestSweep(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	dead := []string{filepath.Join(a, ".trygghylla-1234"), filepath.Join(b, ".trygghylla-x7.part")}
	stays := []string{filepath.Join(a, "paket.pdf"), filepath.Join(b, ".trygghylla"), filepath.Join(b, "trygghylla-2026.thb.part")}
	for _, path := range append(slices.Clone(dead), stays...) {
		must(t, os.WriteFile(path, []byte("evidence"), 0o600))
	}
	if n := keep.Sweep([]string{a, filepath.Join(a, "gone"), b, a}); n != len(dead) {
		t.Errorf("%d were swept", n)
	}
	for _, path := range dead {
		if exists(t, path) {
			t.Errorf("%s is there still", filepath.Base(path))
		}
	}
	for _, path := range stays {
		if !exists(t, path) {
			t.Errorf("%s is gone", filepath.Base(path))
		}
	}
}

// TestOrphansAreSweptAway: a file that was sealed, and no answer saved that holds it, is in the trash after the next
// opening; the evidence of an answer stays. While a damaged file is kept, which may refer to it, nothing is swept.
func TestOrphansAreSweptAway(t *testing.T) {
	k, p, _, _ := keptVault(t)
	must(t, k.Close())
	v, err := vault.Open(vault.Options{Dir: p.Vault.Dir}, []byte(secret))
	must(t, err)
	_, err = v.Attach([]byte("%PDF-1.4 nobody's"))
	must(t, err)
	must(t, v.Close())
	att, trash := filepath.Join(p.Vault.Dir, "att"), filepath.Join(p.Vault.Dir, "trash")
	if n := len(files(t, att)); n != 2 {
		t.Fatalf("%d attachments", n)
	}
	damaged := filepath.Join(p.Vault.Dir, "quarantine", "records-old.db")
	must(t, os.MkdirAll(filepath.Dir(damaged), 0o700))
	must(t, os.WriteFile(damaged, []byte("x"), 0o600))
	open := func() *keep.Keeper {
		t.Helper()
		k, err := keep.Open(p, []byte(secret))
		must(t, err)
		k.Tidy()
		return k
	}
	must(t, open().Close())
	if n := len(files(t, att)); n != 2 {
		t.Errorf("%d attachments while a damaged file is kept", n)
	}
	must(t, os.Remove(damaged))
	k = open()
	defer func() { must(t, k.Close()) }()
	if n := len(files(t, att)); n != 1 || len(files(t, trash)) != 1 {
		t.Errorf("%d attachments, %d in the trash", n, len(files(t, trash)))
	}
	if got, err := read(k, "larm.pdf"); err != nil || string(got) != "%PDF-1.4 a plan" {
		t.Errorf("the evidence is %q, %v", got, err)
	}
}

// TestTrash: what was detached can be read for thirty days, by a clock that is right.
func TestTrash(t *testing.T) {
	k, o, c, _ := keptVault(t)
	ref, _, err := vault.Get[vault.Attachment](k.Vault(), drawerFile, "larm.pdf")
	must(t, err)
	must(t, k.Vault().Update(func(tx *vault.Tx) error { return vault.Delete(tx, drawerFile, "larm.pdf") }))
	must(t, k.Vault().Detach(ref))
	for _, days := range []int{29, 31} {
		must(t, k.Close())
		c.now = noon.AddDate(0, 0, days)
		k, err = keep.Open(o, []byte(secret))
		must(t, err)
		k.Tidy()
		if _, err := k.Vault().Attachment(ref); (err == nil) != (days < 30) {
			t.Errorf("after %d days it is read: %v", days, err)
		}
	}
	must(t, k.Close())
}
