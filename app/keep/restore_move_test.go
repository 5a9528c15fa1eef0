package keep_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"trygghylla/app/keep"
	"trygghylla/app/vault"

	"github.com/google/go-cmp/cmp"
)

// TestRestoreOfAnOpenLibrary is refused, and so is its move.
func TestRestoreOfAnOpenLibrary(t *testing.T) {
	k, p, _, _ := keptVault(t)
	place := t.TempDir()
	must(t, k.BackupNow([]string{place}).Places[0].Err)
	backup := k.Backups([]string{place})[0].Path
	if _, err := keep.RestoreBackup(p, backup, []byte(secret)); !errors.Is(err, vault.ErrInUse) {
		t.Errorf("restored over an open library: %v", err)
	}
	to := filepath.Join(t.TempDir(), "moved")
	if _, err := keep.Move(p, to, nil); !errors.Is(err, vault.ErrInUse) {
		t.Errorf("an open library moved: %v", err)
	}
	say(t, k, "går fint")
}

// TestMove: all of it is there, the old folder has a name with the day, and whoever is to know was told in between.
func TestMove(t *testing.T) {
	k, p, _, _ := keptVault(t)
	want := everything(k)
	if _, err := keep.Move(keep.Options{Vault: vault.Options{Dir: t.TempDir(), Now: p.Vault.Now}}, filepath.Join(t.TempDir(), "x"), nil); !errors.Is(err, vault.ErrNone) {
		t.Errorf("moved nothing: %v", err)
	}
	must(t, k.Close())
	full := t.TempDir()
	must(t, os.WriteFile(filepath.Join(full, "something"), nil, 0o600))
	for _, to := range []string{full, filepath.Join(p.Vault.Dir, "inside")} {
		if _, err := keep.Move(p, to, nil); !errors.Is(err, vault.ErrExists) {
			t.Errorf("moved to %s: %v", to, err)
		}
	}
	to := filepath.Join(t.TempDir(), "deep", "vault")
	sentinel := errors.New("settings are full")
	if _, err := keep.Move(p, to, func() error { return sentinel }); !errors.Is(err, sentinel) {
		t.Errorf("an error of remembering: %v", err)
	}
	if _, err := os.Stat(to); err == nil {
		t.Error("a copy is left")
	}
	told := 0
	old, err := keep.Move(p, to, func() error {
		told++
		for _, dir := range []string{p.Vault.Dir, to} {
			if there, err := keep.Exists(dir); err != nil || !there {
				t.Errorf("while it is told, %s is there: %t, %v", dir, there, err)
			}
		}
		return nil
	})
	must(t, err)
	if told != 1 || filepath.Base(old) != "vault-2026-05-28" {
		t.Errorf("told %d times, old is %s", told, old)
	}
	for _, dir := range []string{to, old} {
		q := p
		q.Vault.Dir = dir
		k, err := keep.Open(q, []byte(secret))
		must(t, err)
		if _, err := read(k, "larm.pdf"); err != nil || cmp.Diff(want, everything(k)) != "" {
			t.Errorf("in %s it differs: %v, %s", dir, err, cmp.Diff(want, everything(k)))
		}
		must(t, k.Close())
	}
	if there, err := keep.Exists(p.Vault.Dir); err != nil || there {
		t.Errorf("the old place: %t, %v", there, err)
	}
	if names := files(t, filepath.Dir(to)); !slices.Equal(names, []string{"vault"}) {
		t.Errorf("left behind: %v", names)
	}
}

// TestNobodyOpensMeanwhile: while a vault is replaced or moved, a second program is told that it is in use; afterwards it
// opens.
func TestNobodyOpensMeanwhile(t *testing.T) {
	k, p, _, _ := keptVault(t)
	place := t.TempDir()
	must(t, k.BackupNow([]string{place}).Places[0].Err)
	backup := k.Backups([]string{place})[0].Path
	must(t, k.Close())
	tried := 0
	second := func() error {
		tried++
		k, err := keep.Open(p, []byte(secret))
		if err == nil {
			err = k.Close()
		}
		if !errors.Is(err, vault.ErrInUse) {
			t.Errorf("meanwhile it opens with %v", err)
		}
		return nil
	}
	o := p
	o.Attached = func(v *vault.Vault) ([]vault.Attachment, error) {
		all, err := attached(v)
		return all, errors.Join(err, second())
	}
	_, err := keep.RestoreBackup(o, backup, []byte(secret))
	must(t, err)
	k, err = keep.Open(p, []byte(secret))
	must(t, err)
	must(t, k.Close())
	restored := tried
	to := filepath.Join(t.TempDir(), "moved")
	_, err = keep.Move(p, to, second)
	must(t, err)
	if restored == 0 || tried == restored {
		t.Errorf("tried %d times, %d of them while it was restored", tried, restored)
	}
	p.Vault.Dir = to
	k, err = keep.Open(p, []byte(secret))
	must(t, err)
	must(t, k.Close())
}
