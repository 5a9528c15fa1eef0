package keep_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"trygghylla/app/disk"
	"trygghylla/app/keep"
	"trygghylla/app/vault"

	"github.com/google/go-cmp/cmp"
)

// TestBackupToAFullDisk: the full place says so and keeps what it had, the other one gets its backup; a restore onto
// a full disk changes nothing, and works when there is room.
func TestBackupToAFullDisk(t *testing.T) {
	if !inOwnMounts(t) {
		return
	}
	k, p, _, _ := keptVault(t)
	stick, other := t.TempDir(), t.TempDir()
	mount(t, "tmpfs", stick, "tmpfs", 0, "size=4m")
	must(t, k.BackupNow([]string{stick}).Places[0].Err)
	had := k.Backups([]string{stick})
	say(t, k, strings.Repeat("nytt ", 100))
	release := fill(t, stick)
	r := k.BackupNow([]string{stick, other})
	if !errors.Is(r.Places[0].Err, vault.ErrFull) || r.Good() != 1 {
		t.Errorf("on a full stick: %+v", r)
	}
	if _, err := k.BackupComplete(stick); !errors.Is(err, vault.ErrFull) {
		t.Errorf("a complete one on a full stick: %v", err)
	}
	if names := files(t, stick); len(names) != 2 {
		t.Errorf("the stick has %v", names)
	}
	must(t, k.TestBackup(had[0].Path))
	release()
	must(t, k.BackupNow([]string{stick}).Places[0].Err)

	small := t.TempDir()
	mount(t, "tmpfs", small, "tmpfs", 0, "size=1m")
	release = fill(t, small)
	q := p
	q.Vault.Dir = filepath.Join(small, "vault")
	if _, err := keep.RestoreBackup(q, had[0].Path, []byte(secret)); !errors.Is(err, disk.ErrFull) {
		t.Errorf("restored onto a full disk: %v", err)
	}
	if names := files(t, small); len(names) != 1 {
		t.Errorf("left on the full disk: %v", names)
	}
	want := everything(k)
	must(t, k.Close())
	if _, err := keep.Move(p, q.Vault.Dir, nil); !errors.Is(err, disk.ErrFull) {
		t.Errorf("moved onto a full disk: %v", err)
	}
	if names := files(t, small); len(names) != 1 {
		t.Errorf("left on the full disk: %v", names)
	}
	release()
	_, err := keep.Move(p, q.Vault.Dir, nil)
	must(t, err)
	k, err = keep.Open(q, []byte(secret))
	must(t, err)
	defer func() { must(t, k.Close()) }()
	if diff := cmp.Diff(want, everything(k)); diff != "" {
		t.Errorf("moved it differs: %s", diff)
	}
}

// TestBackupOfAReadOnlyLibrary: it is backed up all the same, and closing does not stumble over what it cannot note.
func TestBackupOfAReadOnlyLibrary(t *testing.T) {
	if !inOwnMounts(t) {
		return
	}
	k, p, _, _ := keptVault(t)
	must(t, k.Close())
	mount(t, p.Vault.Dir, p.Vault.Dir, "", syscall.MS_BIND, "")
	must(t, syscall.Mount("none", p.Vault.Dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	k, err := keep.Open(p, []byte(secret))
	must(t, err)
	if !k.ReadOnly() {
		t.Fatal("not read-only")
	}
	place, sealed := t.TempDir(), t.TempDir()
	mount(t, "tmpfs", sealed, "tmpfs", syscall.MS_RDONLY, "size=1m")
	r, err := closeWithBackup(k, []string{place, sealed})
	must(t, errors.Join(err, r.Err))
	if r.Good() != 1 || !errors.Is(r.Places[1].Err, vault.ErrReadOnly) {
		t.Errorf("backed up: %+v", r)
	}
	_, err = vault.VerifyBackup(filepath.Join(place, files(t, place)[0]), []byte(secret))
	must(t, err)
	if _, err := os.Stat(filepath.Join(sealed, "x")); err == nil {
		t.Error("the sealed place has something")
	}
}
