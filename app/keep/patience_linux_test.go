package keep_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"trygghylla/app/keep"
)

// silent makes a place that does not answer: the file that the next backup begins with keeps everyone waiting who
// opens it, as one on a share does that has gone. It gives what ends that.
func silent(t *testing.T, k *keep.Keeper, place string, complete bool) (end func()) {
	t.Helper()
	path := filepath.Join(place, keep.BackupName(k, complete)+".part")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skipf("no file here that does not answer: %v", err)
	}
	return func() {
		if f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0); err == nil {
			_ = f.Close() // nothing was written to it
		}
	}
}

// soon fails if f has not ended in half a minute.
func soon(t *testing.T, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { f(); close(done) }()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Fatalf("%s waits", what)
	}
}

// TestPlaceThatDoesNotAnswer backs up to a share that keeps the program waiting: nothing else waits, the other place
// gets its backup, and the share gets its own when it answers again.
func TestPlaceThatDoesNotAnswer(t *testing.T) {
	t.Cleanup(keep.Patience(50 * time.Millisecond))
	k, _, _, _ := keptVault(t)
	share, other := t.TempDir(), t.TempDir()
	end := silent(t, k, share, false)
	t.Cleanup(end)
	var r keep.BackupReport
	soon(t, "a backup", func() { r = k.BackupNow([]string{share}) })
	if !errors.Is(r.Places[0].Err, keep.ErrPlaceMissing) || r.Err != nil {
		t.Errorf("of a share that does not answer: %+v", r)
	}
	soon(t, "a save", func() { say(t, k, "skrivet medan platsen tiger") })
	keep.Patience(time.Minute) // nobody waits for it again until it has answered
	soon(t, "the next backup", func() { r = k.BackupNow([]string{share, other}) })
	if !errors.Is(r.Places[0].Err, keep.ErrPlaceMissing) || r.Places[1].Err != nil || r.Err != nil {
		t.Errorf("while it owes an answer: %+v", r)
	}
	if last, ok := k.LastBackup(); !ok || len(last.Places) != 1 || last.Places[0] != other {
		t.Errorf("remembered is %+v", last)
	}
	soon(t, "the rest", func() {
		if _, err := k.BackupComplete(share); !errors.Is(err, keep.ErrPlaceMissing) {
			t.Errorf("a complete one: %v", err)
		}
		if err := k.TestBackup(filepath.Join(share, "any.thb")); !errors.Is(err, keep.ErrPlaceMissing) {
			t.Errorf("a test: %v", err)
		}
		if due := k.CompleteDue([]string{share, other}); len(due) != 1 || due[0] != other {
			t.Errorf("due is %v", due)
		}
		if found := names.FindBackups([]string{share, other}); len(found) != 1 || found[0].Place != other {
			t.Errorf("found are %+v", found)
		}
	})
	end()
	for until := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if r = k.BackupNow([]string{share}); r.Good() == 1 {
			break
		}
		if time.Now().After(until) {
			t.Fatalf("when it answers again: %+v", r)
		}
	}
	for _, name := range files(t, share) {
		if strings.HasSuffix(name, ".part") {
			t.Errorf("%s is left", name)
		}
	}
	must(t, k.TestBackup(r.Places[0].Made.Path))
}

// TestLockBesideASilentPlace locks the library while a backup, of the records and of everything, still waits for its
// place.
func TestLockBesideASilentPlace(t *testing.T) {
	for _, complete := range []bool{false, true} {
		back := keep.Patience(50 * time.Millisecond)
		t.Cleanup(back)
		k, p, _, _ := keptVault(t)
		share := t.TempDir()
		end := silent(t, k, share, complete)
		t.Cleanup(end)
		if complete {
			soon(t, "a complete backup", func() {
				if _, err := k.BackupComplete(share); !errors.Is(err, keep.ErrPlaceMissing) {
					t.Errorf("a complete backup: %v", err)
				}
			})
			say(t, k, "skrivet efteråt")
		}
		want := everything(k)
		soon(t, "the lock", func() {
			r, err := closeWithBackup(k, []string{share})
			if err != nil || !errors.Is(r.Places[0].Err, keep.ErrPlaceMissing) {
				t.Errorf("closed with %v and %+v", err, r)
			}
		})
		back()
		end()
		k, err := keep.Open(p, []byte(secret))
		must(t, err)
		if got := everything(k); got != want {
			t.Errorf("then there is\n%s\nnot\n%s", got, want)
		}
		must(t, k.Close())
	}
}
