package ui

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"trygghylla/app"
)

// TestSecondPlaceIsOffered: once there is something to lose, not again for half a year after "not now", and not when there is
// one. A stick that is not plugged in is told, and the rest is backed up.
func TestSecondPlaceIsOffered(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		s := b.s
		offer := s.T("overview.second_place")
		s.Show(newOverview(s))
		b.reads(offer)
		b.press(s.T("overview.not_now"))
		b.silent(offer)
		b.restart()
		b.unlocked()
		s = b.s
		b.silent(offer)
		b.wait(185 * 24 * time.Hour)
		s.Show(newOverview(s))
		b.reads(offer)

		stick := filepath.Join(t.TempDir(), "stick")
		if err := os.Mkdir(stick, 0o700); err != nil {
			t.Fatal(err)
		}
		s.settings.SecondPlace = stick
		b.backUp()
		s.Show(newOverview(s))
		b.silent(offer)
		b.silent(s.T("fail.place_missing"))
		if err := os.Rename(stick, stick+"-away"); err != nil {
			t.Fatal(err)
		}
		if err := s.desk.CodeSeen(); err != nil { // a change, so that there is something to back up
			t.Fatal(err)
		}
		b.backUp()
		s.Show(newOverview(s))
		b.reads(s.T("fail.place_missing"))
		if n := s.backedUp.Good(); n != 1 {
			t.Errorf("%d backups without the stick", n)
		}
	})
}

// TestCopyIsToldOnTheOverview: who never opens the settings learns of it, and is led to where it is looked through.
func TestCopyIsToldOnTheOverview(t *testing.T) {
	b := filled(t, app.Sweden)
	s := b.s
	db, err := os.ReadFile(filepath.Join(b.places.Data, "records.db"))
	if err == nil {
		err = os.WriteFile(filepath.Join(b.places.Data, "records-PC2.db"), db, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.Show(newOverview(s))
	b.reads(s.T("overview.copies"))
	b.press(s.T("place.settings"))
	b.reads(s.T("backup.copies"))
	b.press(s.T("backup.settle"))
	s.Show(newOverview(s))
	b.silent(s.T("overview.copies"))
}

// TestRestoreFromTheSettings: the button locks, for what is read in takes the library's place.
func TestRestoreFromTheSettings(t *testing.T) {
	b := filled(t, app.Norway)
	s := b.s
	s.settings.Folded[foldBackup] = true
	s.Show(newSettings(s))
	b.press(s.T("restore.title"))
	if _, there := s.screen.(*restore); !there || !s.Locked() {
		t.Errorf("locked %v, the screen is %T", s.Locked(), s.screen)
	}
	b.press(s.T("button.back"))
	b.unlocked()
}
