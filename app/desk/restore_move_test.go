package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"trygghylla/app/desk"
	"trygghylla/app/vault"
)

// TestRestoreOfAnOpenLibrary is refused, and so is its move.
func TestRestoreOfAnOpenLibrary(t *testing.T) {
	d, p, _, _ := keptLibrary(t)
	place := t.TempDir()
	must(t, d.BackupNow([]string{place}).Places[0].Err)
	backup := d.Backups([]string{place})[0].Path
	if _, err := desk.RestoreBackup(p, backup, []byte(secret)); !errors.Is(err, vault.ErrInUse) {
		t.Errorf("restored over an open library: %v", err)
	}
	to := filepath.Join(t.TempDir(), "moved")
	if _, err := desk.Move(p, to, nil); !errors.Is(err, vault.ErrInUse) {
		t.Errorf("an open library moved: %v", err)
	}
	say(t, d, "går fint")
}

// TestMove: all of it is there, the old folder has a name with the day, and whoever is to know was told in between.
func TestMove(t *testing.T) {
	d, p, _, _ := keptLibrary(t)
	want := desk.Everything(d)
	if _, err := desk.Move(desk.Params{Dir: t.TempDir(), Now: p.Now}, filepath.Join(t.TempDir(), "x"), nil); !errors.Is(err, vault.ErrNone) {
		t.Errorf("moved nothing: %v", err)
	}
	must(t, d.Close())
	full := t.TempDir()
	must(t, os.WriteFile(filepath.Join(full, "something"), nil, 0o600))
	for _, to := range []string{full, filepath.Join(p.Dir, "inside")} {
		if _, err := desk.Move(p, to, nil); !errors.Is(err, vault.ErrExists) {
			t.Errorf("moved to %s: %v", to, err)
		}
	}
	to := filepath.Join(t.TempDir(), "deep", "vault")
	sentinel := errors.New("settings are full")
	if _, err := desk.Move(p, to, func() error { return sentinel }); !errors.Is(err, sentinel) {
		t.Errorf("an error of remembering: %v", err)
	}
	if _, err := os.Stat(to); err == nil {
		t.Error("a copy is left")
	}
	told := 0
	old, err := desk.Move(p, to, func() error {
		told++
		for _, dir := range []string{p.Dir, to} {
			if there, err := desk.Exists(dir); err != nil || !there {
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
		q.Dir = dir
		d, err := desk.Open(q, []byte(secret))
		must(t, err)
		a := d.Answered(first(d))
		if _, err := d.Evidence(a.Evidence[0]); err != nil || different(desk.Everything(d), want) != "" {
			t.Errorf("in %s it differs: %v, %s", dir, err, different(desk.Everything(d), want))
		}
		must(t, d.Close())
	}
	if there, err := desk.Exists(p.Dir); err != nil || there {
		t.Errorf("the old place: %t, %v", there, err)
	}
	if names := files(t, filepath.Dir(to)); !slices.Equal(names, []string{"vault"}) {
		t.Errorf("left behind: %v", names)
	}
}
