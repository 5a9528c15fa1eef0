package vault

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// silent makes a file that keeps everyone waiting who opens it, as one on a
// share does that has gone, and gives what ends that: it fails then.
func silent(t *testing.T, path string) (end func()) {
	t.Helper()
	if err := syscall.Mkfifo(path, uint32(fileMode)); err != nil {
		t.Skipf("no file here that does not answer: %v", err)
	}
	return func() {
		for _, flag := range []int{os.O_RDONLY, os.O_WRONLY} { // for who writes, and for who reads
			if f, err := os.OpenFile(path, flag|syscall.O_NONBLOCK, 0); err == nil {
				_ = f.Close() // nothing was written to it
			}
		}
	}
}

// waits fails if f ends by itself, and gives its error when it does.
func waits(t *testing.T, f func() error) func() error {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		t.Fatalf("it did not wait: %v", err)
	case <-time.After(100 * time.Millisecond):
	}
	return func() error { return <-done }
}

// TestBackupDoesNotHoldTheVault backs up to a place that does not answer. The
// vault can be changed and closed; the backup never gets its name.
func TestBackupDoesNotHoldTheVault(t *testing.T) {
	for name, back := range map[string]func(*Vault, string) error{"records": (*Vault).BackupRecords, "all": (*Vault).Backup} {
		t.Run(name, func(t *testing.T) {
			v, _ := newVault(t)
			fillVault(t, v, 20)
			path := filepath.Join(t.TempDir(), "a.thb")
			give := silent(t, path+suffixPart)
			end := waits(t, func() error { return back(v, path) })
			fillVault(t, v, 21)
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
			give()
			if err := end(); err == nil {
				t.Error("a backup that nobody could prove")
			}
			for _, left := range []string{path, path + suffixPart} {
				if _, err := os.Lstat(left); err == nil {
					t.Errorf("%s is left", filepath.Base(left))
				}
			}
		})
	}
}

// TestTestOfABackupDoesNotHoldTheVault is the same for one that is read.
func TestTestOfABackupDoesNotHoldTheVault(t *testing.T) {
	v, _ := newVault(t)
	path := filepath.Join(t.TempDir(), "a.thb")
	give := silent(t, path)
	end := waits(t, func() error { _, err := v.TestBackup(path); return err })
	fillVault(t, v, 1)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	give()
	if err := end(); err == nil {
		t.Error("a backup that nobody could read")
	}
}

// TestBackupThatOutlivesTheVault closes the vault between the writing of a
// backup and its proof.
func TestBackupThatOutlivesTheVault(t *testing.T) {
	v, _ := newVault(t)
	fillVault(t, v, 20)
	b, err := v.beginBackup(false)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.thb")
	digest, err := b.write(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.prove(path, digest); err != nil {
		t.Fatalf("while it is open: %v", err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = b.prove(path, digest)
	want(t, err, ErrClosed)
	_, err = v.TestBackup(path)
	want(t, err, ErrClosed)
	if _, err := VerifyBackup(path, []byte(testPassword)); err != nil {
		t.Errorf("and yet it is whole: %v", err)
	}
}
