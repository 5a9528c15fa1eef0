package vault

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"trygghylla/app/disk"

	"golang.org/x/sys/windows"
)

// look opens a file as a virus scanner does: others may read and write it, but
// neither rename nor replace it until it is closed.
func look(t *testing.T, path string) (closed func() error) {
	t.Helper()
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		t.Fatal(err)
	}
	h, err := windows.CreateFile(name, windows.GENERIC_READ, windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, nil,
		windows.OPEN_EXISTING, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		t.Fatal(err)
	}
	return func() error { return windows.CloseHandle(h) }
}

// later closes what look has opened while f goes on.
func later(t *testing.T, closed func() error, f func() error) error {
	t.Helper()
	done := make(chan error)
	go func() {
		time.Sleep(200 * time.Millisecond)
		done <- closed()
	}()
	err := f()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	return err
}

// isSharing reports whether err is somebody's look at the file; Windows says "access denied" of it, too.
func isSharing(err error) bool {
	return errors.Is(disk.Meaning("rename", err), disk.ErrOpen) || errors.Is(err, fs.ErrPermission)
}

// TestShortLookIsWaitedOut: a look of 200 ms at either file does not hinder a
// renaming; a look that does not end does, and the old file stays as it is.
func TestShortLookIsWaitedOut(t *testing.T) {
	for _, looked := range []string{"old", "new"} {
		dir := t.TempDir()
		from, to := filepath.Join(dir, "new"), filepath.Join(dir, "old")
		for _, path := range []string{from, to} {
			if err := os.WriteFile(path, []byte(filepath.Base(path)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		closed := look(t, filepath.Join(dir, looked))
		err := os.Rename(from, to)
		if !isSharing(err) {
			t.Fatalf("the %s file can be renamed although it is looked at: %v", looked, err)
		}
		if err := rename(from, to); !isSharing(err) {
			t.Errorf("a look at the %s file that does not end: %v", looked, err)
		}
		if b, err := os.ReadFile(to); err != nil || string(b) != "old" {
			t.Errorf("after a refusal there stands %q, %v", b, err)
		}
		if err := later(t, closed, func() error { return rename(from, to) }); err != nil {
			t.Errorf("a short look at the %s file: %v", looked, err)
		}
		if b, err := os.ReadFile(to); err != nil || string(b) != "new" {
			t.Errorf("there stands %q, %v", b, err)
		}
		if _, err := os.Lstat(from); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the other name: %v", err)
		}
	}
}

// TestVaultUnderAScanner compacts a vault, changes its password and backs it up
// over an older backup while each file in question is being looked at.
func TestVaultUnderAScanner(t *testing.T) {
	v, _ := newVault(t)
	fillVault(t, v, 20)
	backup := filepath.Join(t.TempDir(), "b.bibbak")
	if err := v.Backup(backup); err != nil {
		t.Fatal(err)
	}
	for path, act := range map[string]func() error{
		filepath.Join(v.Dir(), nameRecords): v.Compact,
		filepath.Join(v.Dir(), nameKey):     func() error { return v.SetPassword([]byte(testPassword)) },
		backup:                              func() error { return v.Backup(backup) },
	} {
		if err := later(t, look(t, path), act); err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
	if n := reopen(t, v).state.records(); n != 20 {
		t.Errorf("%d records", n)
	}
	if _, err := VerifyBackup(backup, []byte(testPassword)); err != nil {
		t.Error(err)
	}
}
