package ui

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/app/desk"
)

// TestTheHourlyBackupIsMadeBesideTheScreen answers while a backup waits for its place; then the foot tells of it.
func TestTheHourlyBackupIsMadeBesideTheScreen(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begunLibrary(t, j)
		s := b.s
		b.backUp()
		b.at(app.Staff, 0)
		b.digit('1')
		b.wait(59 * time.Minute)
		s.backUpIfDue()
		if last, _ := s.desk.LastBackup(); last.At.Equal(b.now) {
			t.Error("a backup before the hour")
		}
		b.wait(time.Minute)
		release := b.hold()
		s.backUpIfDue()
		s.backUpIfDue() // the next look of the clock
		b.at(app.Staff, 1)
		b.digit('2')
		if b.answer(app.Staff, 1).State != app.Partly {
			t.Fatal("nothing can be answered while a backup is made")
		}
		b.reads(s.T("backup.line", "day", s.T("unlock.today"), "at", clock(b.now.Add(-time.Hour))))
		release()
		b.reads(s.T("backup.line", "day", s.T("unlock.today"), "at", clock(b.now)))
		if s.backedUp.Good() != 1 || len(s.desk.Backups(s.backupPlaces())) != 2 {
			t.Errorf("then there is %+v", s.backedUp)
		}
	})
}

// TestABackupThatFailsIsNotTriedAllTheTime has no place at all: the program waits before it tries again by itself.
func TestABackupThatFailsIsNotTriedAllTheTime(t *testing.T) {
	b := begunLibrary(t, app.Sweden)
	s := b.s
	if err := os.MkdirAll(b.places.Documents, 0o700); err != nil {
		t.Fatal(err)
	}
	place := s.backupPlaces()[0]
	if err := os.RemoveAll(place); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(place, nil, 0o600); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	tries := func() int {
		n, usual := 0, s.p.Background
		s.p.Background = func(job func()) { n++; job() }
		defer func() { s.p.Background = usual }()
		for range 20 {
			s.backUpIfDue()
		}
		return n
	}
	if n := tries(); n != 1 {
		t.Errorf("%d tries at once", n)
	}
	b.wait(10*time.Minute - time.Second)
	if n := tries(); n != 0 {
		t.Errorf("%d tries before the rest is over", n)
	}
	if err := os.Remove(place); err != nil {
		t.Fatal(err)
	}
	b.wait(time.Second)
	s.backUpIfDue()
	if s.backedUp.Good() != 1 {
		t.Errorf("with a place again: %+v", s.backedUp)
	}
}

// TestEverythingIsBackedUpOnceAMonth attaches something to an answer: the places get a backup with it by themselves.
func TestEverythingIsBackedUpOnceAMonth(t *testing.T) {
	b := begunLibrary(t, app.Sweden)
	s := b.s
	complete := func() (n int) {
		for range 3 { // the hourly one first
			s.backUpIfDue()
		}
		for _, made := range s.desk.Backups(s.backupPlaces()) {
			if made.Complete {
				n++
			}
		}
		return n
	}
	if n := complete(); n != 0 {
		t.Errorf("%d with nothing attached", n)
	}
	if err := s.desk.Attach(b.at(app.Staff, 0).row().Question.ID, "foto.png", pngOf(t)); err != nil {
		t.Fatal(err)
	}
	if n := complete(); n != 1 {
		t.Errorf("%d when something is attached", n)
	}
	b.wait(21 * 24 * time.Hour)
	if n := complete(); n != 1 {
		t.Errorf("%d within the month", n)
	}
	b.wait(11 * 24 * time.Hour)
	if n := complete(); n != 2 {
		t.Errorf("%d after a month", n)
	}
}

// TestALockHidesTheLibraryAtOnce: nothing of it is seen while its last backup still waits for a place, and it opens again
// when that is over.
func TestALockHidesTheLibraryAtOnce(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		s := b.s
		t.Cleanup(b.stop)
		name := s.desk.Library().Name
		b.reads(name)
		release := b.hold()
		s.Lock()
		if !s.Locked() {
			t.Error("it is not locked")
		}
		b.silent(name)
		b.reads(s.T("unlock.open"))
		s.Lock()
		s.Quit() // neither does any harm meanwhile
		if b.scrubbed != 0 {
			t.Error("memory was wiped while the library was open")
		}
		release()
		if b.scrubbed != 1 {
			t.Errorf("after the lock memory was wiped %d times", b.scrubbed)
		}
		b.unlocked()
		b.reads(name)
		if len(s.desk.Backups([]string{filepath.Join(b.places.Documents, "Trygghylla-backup")})) == 0 {
			t.Error("the lock made no backup")
		}
	})
}

// TestTheNewerBackupIsLookedForBesideTheScreen: the overview is there before the places have answered, then it is told.
// A library that was locked meanwhile is asked nothing.
func TestTheNewerBackupIsLookedForBesideTheScreen(t *testing.T) {
	b := filled(t, app.Sweden)
	s := b.s
	t.Cleanup(b.stop)
	name := s.desk.Library().Name
	s.Lock()
	earlier := filepath.Join(t.TempDir(), "earlier")
	if err := os.CopyFS(earlier, os.DirFS(b.places.Data)); err != nil {
		t.Fatal(err)
	}
	b.unlocked()
	if err := s.desk.Answer(s.desk.Catalogue().List(app.Staff).Questions[0].ID, app.Missing); err != nil {
		t.Fatal(err)
	}
	s.Lock()
	if err := errors.Join(os.RemoveAll(b.places.Data), os.CopyFS(b.places.Data, os.DirFS(earlier))); err != nil {
		t.Fatal(err)
	}
	for _, locked := range []bool{true, false} {
		d, err := desk.Open(s.deskParams(), []byte(secret))
		if err != nil {
			t.Fatal(err)
		}
		release := b.hold()
		s.enter(d)
		b.reads(name)
		b.silent(s.T("backup.newer"))
		if locked {
			s.Lock()
		}
		release()
		if locked {
			b.silent(s.T("backup.newer"))
		} else {
			b.reads(s.T("backup.newer"))
		}
	}
}
