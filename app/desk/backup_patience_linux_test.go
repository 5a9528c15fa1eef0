package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"trygghylla/app/desk"
)

// silent makes a place that does not answer: the file that the next backup begins with keeps everyone waiting who
// opens it, as one on a share does that has gone. It gives what ends that.
func silent(t *testing.T, d *desk.Desk, place string, complete bool) (end func()) {
	t.Helper()
	path := filepath.Join(place, desk.BackupName(d, complete)+".part")
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
	t.Cleanup(desk.Patience(50 * time.Millisecond))
	d, _, _, _ := keptLibrary(t)
	share, other := t.TempDir(), t.TempDir()
	end := silent(t, d, share, false)
	t.Cleanup(end)
	var r desk.BackupReport
	soon(t, "a backup", func() { r = d.BackupNow([]string{share}) })
	if !errors.Is(r.Places[0].Err, desk.ErrPlaceMissing) || r.Err != nil {
		t.Errorf("of a share that does not answer: %+v", r)
	}
	soon(t, "a save", func() { say(t, d, "skrivet medan platsen tiger") })
	desk.Patience(time.Minute) // nobody waits for it again until it has answered
	soon(t, "the next backup", func() { r = d.BackupNow([]string{share, other}) })
	if !errors.Is(r.Places[0].Err, desk.ErrPlaceMissing) || r.Places[1].Err != nil || r.Err != nil {
		t.Errorf("while it owes an answer: %+v", r)
	}
	if last, ok := d.LastBackup(); !ok || len(last.Places) != 1 || last.Places[0] != other {
		t.Errorf("remembered is %+v", last)
	}
	soon(t, "the rest", func() {
		if _, err := d.BackupComplete(share); !errors.Is(err, desk.ErrPlaceMissing) {
			t.Errorf("a complete one: %v", err)
		}
		if err := d.TestBackup(filepath.Join(share, "any.thb")); !errors.Is(err, desk.ErrPlaceMissing) {
			t.Errorf("a test: %v", err)
		}
		if due := d.CompleteDue([]string{share, other}); len(due) != 1 || due[0] != other {
			t.Errorf("due is %v", due)
		}
		if found := desk.FindBackups([]string{share, other}); len(found) != 1 || found[0].Place != other {
			t.Errorf("found are %+v", found)
		}
	})
	end()
	for until := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if r = d.BackupNow([]string{share}); r.Good() == 1 {
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
	must(t, d.TestBackup(r.Places[0].Made.Path))
}

// TestLockBesideASilentPlace locks the library while a backup, of the records and of everything, still waits for its
// place.
func TestLockBesideASilentPlace(t *testing.T) {
	for _, complete := range []bool{false, true} {
		back := desk.Patience(50 * time.Millisecond)
		t.Cleanup(back)
		d, p, _, _ := keptLibrary(t)
		share := t.TempDir()
		end := silent(t, d, share, complete)
		t.Cleanup(end)
		if complete {
			soon(t, "a complete backup", func() {
				if _, err := d.BackupComplete(share); !errors.Is(err, desk.ErrPlaceMissing) {
					t.Errorf("a complete backup: %v", err)
				}
			})
			say(t, d, "skrivet efteråt")
		}
		want := desk.Everything(d)
		soon(t, "the lock", func() {
			r, err := d.CloseWithBackup([]string{share})
			if err != nil || !errors.Is(r.Places[0].Err, desk.ErrPlaceMissing) {
				t.Errorf("closed with %v and %+v", err, r)
			}
		})
		back()
		end()
		d, err := desk.Open(p, []byte(secret))
		must(t, err)
		if got := desk.Everything(d); got != want {
			t.Errorf("then there is\n%s\nnot\n%s", got, want)
		}
		must(t, d.Close())
	}
}
