package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"trygghylla/app/desk"
	"trygghylla/app/disk"
	"trygghylla/app/vault"
)

// TestBackupToAFullDisk: the full place says so and keeps what it had, the other one gets its backup; a restore onto
// a full disk changes nothing, and works when there is room.
func TestBackupToAFullDisk(t *testing.T) {
	if !inOwnMounts(t) {
		return
	}
	d, p, _, _ := keptLibrary(t)
	stick, other := t.TempDir(), t.TempDir()
	mount(t, "tmpfs", stick, "tmpfs", 0, "size=4m")
	must(t, d.BackupNow([]string{stick}).Places[0].Err)
	had := d.Backups([]string{stick})
	say(t, d, strings.Repeat("nytt ", 100))
	release := fill(t, stick)
	r := d.BackupNow([]string{stick, other})
	if !errors.Is(r.Places[0].Err, vault.ErrFull) || r.Good() != 1 {
		t.Errorf("on a full stick: %+v", r)
	}
	if _, err := d.BackupComplete(stick); !errors.Is(err, vault.ErrFull) {
		t.Errorf("a complete one on a full stick: %v", err)
	}
	if names := files(t, stick); len(names) != 2 {
		t.Errorf("the stick has %v", names)
	}
	must(t, d.TestBackup(had[0].Path))
	release()
	must(t, d.BackupNow([]string{stick}).Places[0].Err)

	room := t.TempDir()
	mount(t, "tmpfs", room, "tmpfs", 0, "size=1m")
	release = fill(t, room)
	q := p
	q.Dir = filepath.Join(room, "vault")
	if _, err := desk.RestoreBackup(q, had[0].Path, []byte(secret)); !errors.Is(err, vault.ErrFull) {
		t.Errorf("restored onto a full disk: %v", err)
	}
	if names := files(t, room); len(names) != 1 {
		t.Errorf("left on the full disk: %v", names)
	}
	want := desk.Everything(d)
	must(t, d.Close())
	if _, err := desk.Move(p, q.Dir, nil); !errors.Is(err, disk.ErrFull) {
		t.Errorf("moved onto a full disk: %v", err)
	}
	if names := files(t, room); len(names) != 1 {
		t.Errorf("left on the full disk: %v", names)
	}
	release()
	_, err := desk.Move(p, q.Dir, nil)
	must(t, err)
	d, err = desk.Open(q, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	if diff := different(desk.Everything(d), want); diff != "" {
		t.Errorf("moved it differs: %s", diff)
	}
}

// TestBackupOfAReadOnlyLibrary: it is backed up all the same, and closing does not stumble over what it cannot note.
func TestBackupOfAReadOnlyLibrary(t *testing.T) {
	if !inOwnMounts(t) {
		return
	}
	d, p, _, _ := keptLibrary(t)
	must(t, d.Close())
	mount(t, p.Dir, p.Dir, "", syscall.MS_BIND, "")
	must(t, syscall.Mount("none", p.Dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	d, err := desk.Open(p, []byte(secret))
	must(t, err)
	if !d.ReadOnly() {
		t.Fatal("not read-only")
	}
	place, sealed := t.TempDir(), t.TempDir()
	mount(t, "tmpfs", sealed, "tmpfs", syscall.MS_RDONLY, "size=1m")
	r, err := d.CloseWithBackup([]string{place, sealed})
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
