package ui

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/vault"
)

// mark leaves what a restore leaves that was killed.
func (b *bench) mark(backup string, ready bool) {
	b.Helper()
	text, err := json.Marshal(map[string]any{"backup": backup, "ready": ready})
	if err == nil {
		err = os.WriteFile(b.places.Data+"-restore.json", text, 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
}

// TestARestoreThatWasCutOffIsTold at the next start: one that was not finished is offered anew, until she goes back or
// it is done; one that was finished since is told once the library is open.
func TestARestoreThatWasCutOffIsTold(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		t.Cleanup(b.stop)
		b.backUp()
		backup := b.s.desk.Backups(b.s.backupPlaces())[0].Path
		b.stop()
		b.mark(backup, false)
		b.restart()
		b.reads(b.s.T("restore.cut_off"))
		b.press(b.s.T("button.back"))
		b.restart()
		b.silent(b.s.T("restore.cut_off"))

		b.mark(backup, false)
		b.restart()
		b.write(b.s.T("restore.password"), secret)
		b.press(b.s.T("restore.run"))
		b.reads(b.s.T("restore.done"))
		b.restart()
		b.silent(b.s.T("restore.cut_off"))
		b.unlocked()
		b.silent(b.s.T("restore.finished"))

		b.stop()
		b.mark(backup, true)
		b.restart()
		b.silent(b.s.T("restore.cut_off"))
		b.unlocked()
		b.reads(b.s.T("restore.finished"))
		b.press(b.s.T("button.close"))
		b.restart()
		b.unlocked()
		b.silent(b.s.T("restore.finished"))
	})
}

// TestTheStartSweeps every folder that the program writes in: what a killed one has left there is gone.
func TestTheStartSweeps(t *testing.T) {
	b := filled(t, app.Sweden)
	t.Cleanup(b.stop)
	b.s.settings.SecondPlace = t.TempDir()
	b.s.keepSettings()
	var left []string
	for _, folder := range append(b.s.backupPlaces(), b.folder(), b.places.Data, filepath.Dir(b.places.Data), b.places.Documents, b.places.Settings) {
		left = append(left, filepath.Join(folder, ".trygghylla-2071"))
		err := os.MkdirAll(folder, 0o700)
		if err == nil {
			err = os.WriteFile(left[len(left)-1], []byte("evidence"), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	b.restart()
	for _, path := range left {
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s is left", path)
		}
	}
}

// TestAWrongClockIsTold on the overview, until it is right or she says that it is.
func TestAWrongClockIsTold(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		t.Cleanup(b.stop)
		right := b.now
		told := func(says string) string {
			return b.s.T("overview.clock", "says", says, "last", right.Format(time.DateOnly))
		}
		b.s.Lock()
		b.now = time.Date(2099, 12, 31, 12, 0, 0, 0, time.UTC)
		b.unlocked()
		b.reads(told("2099-12-31"))
		b.s.Lock()
		b.now = right.Add(time.Hour)
		b.unlocked()
		b.silent(b.s.T("overview.clock_right"))
		b.s.Lock()
		b.now = right.AddDate(-3, 0, 0)
		b.unlocked()
		b.reads(told(b.now.Format(time.DateOnly)))
		b.press(b.s.T("overview.clock_right"))
		b.silent(b.s.T("overview.clock_right"))
	})
}

// TestALostCountryIsAskedFor when a damaged file has lost it and nothing else tells it.
func TestALostCountryIsAskedFor(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := newEmpty(t, j)
		d, _, err := desk.Create(b.s.deskParams(), j, []byte(secret))
		if err == nil {
			err = d.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		v, err := vault.Open(vault.Options{Dir: b.places.Data}, []byte(secret))
		if err == nil {
			err = v.Update(func(tx *vault.Tx) error { return vault.Delete(tx, "library", "country") })
		}
		if err == nil {
			err = v.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		b.restart()
		b.unlock(secret)
		b.reads(b.s.T("fail.country_lost"))
		b.press(b.s.T("welcome." + string(j)))
		if b.s.Locked() || b.s.desk.Catalogue().Jurisdiction != j {
			t.Errorf("told the country there is: %s", b.text())
		}
	})
}

// TestAPasswordThatIsGuessedAtOnceIsRefused where it is chosen, with the words for its strength.
func TestAPasswordThatIsGuessedAtOnceIsRefused(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := newEmpty(t, j)
		b.press(b.s.T("button.next"))
		choose := func(password string) {
			b.replace(b.s.T("welcome.password"), password)
			b.replace(b.s.T("welcome.password_again"), password)
			b.press(b.s.T("button.next"))
		}
		for _, bad := range []string{"x", "hund", "12345678"} {
			choose(bad)
			b.atField(b.s.T("welcome.password"), b.s.T("welcome.strength_0"))
			if there, err := desk.Exists(b.places.Data); there || err != nil {
				t.Fatalf("%q has made a library, %v", bad, err)
			}
		}
		choose(secret)
		if b.s.Locked() {
			t.Errorf("then there is: %s", b.text())
		}
	})
}

// TestACompleteBackupNamesWhatItLacks to her who makes it.
func TestACompleteBackupNamesWhatItLacks(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		t.Cleanup(b.stop)
		id := b.s.desk.Catalogue().List(app.Staff).Questions[0].ID
		if err := b.s.desk.Attach(id, "larmplan.pdf", []byte("%PDF-1.4 a plan")); err != nil {
			t.Fatal(err)
		}
		b.s.settings.Folded[foldBackup] = true
		b.s.Show(newSettings(b.s))
		b.press(b.s.T("backup.complete"))
		b.silent("larmplan.pdf")
		if err := os.RemoveAll(filepath.Join(b.places.Data, "att")); err != nil {
			t.Fatal(err)
		}
		b.press(b.s.T("backup.complete"))
		b.reads("larmplan.pdf")
		b.press(b.s.T("button.close"))
	})
}

// TestAFileOfTwoDaysIsTold: its beginning is of one day and its end of a later one, as after a synchronisation that was cut
// off. How many records are lost is told before anything is changed, and the backup that may have them.
func TestAFileOfTwoDaysIsTold(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		t.Cleanup(b.stop)
		b.s.Lock()
		file := filepath.Join(b.places.Data, "records.db")
		older, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		b.unlocked()
		for range 3 {
			for _, q := range b.s.desk.Catalogue().List(app.Staff).Questions {
				b.now = b.now.Add(time.Minute)
				if err := b.s.desk.Say(desk.AnswerAt(q.ID, desk.Note), strings.Repeat("a later day ", 40)+b.now.String()); err != nil {
					t.Fatal(err)
				}
			}
		}
		b.backUp()
		made := b.now
		b.s.Lock()
		later, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(older[:len(older)/2:len(older)/2], later[len(older)/2:]...), 0o600); err != nil {
			t.Fatal(err)
		}
		b.restart()
		b.unlock(secret)
		b.reads(b.s.T("rescue.newest", "day", made.Format(time.DateOnly), "at", clock(made)))
		u := b.s.screen.(*unlock)
		if all := b.text(); !regexp.MustCompile(`[0-9]+ (av|av dei) [0-9]+`).MatchString(all) {
			t.Errorf("how many are lost is not told; there is: %s", all)
		}
		u.fail(errors.Join(vault.ErrDamaged, &vault.Damage{Found: 457, Expected: 687, Mixed: true}))
		b.reads(b.s.T("rescue.mixed") + " " + b.s.T("rescue.could_of", "found", 457, "of", 687, "lost", 230))
		if !b.s.Locked() || !b.s.screen.(*unlock).rescue.Visible() {
			t.Error("it is not offered to bring back what there is")
		}
	})
}

// TestACutOffSaveIsTold: a power cut took the last save before its end. That is told once, and that nothing confirmed is
// lost.
func TestACutOffSaveIsTold(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		t.Cleanup(b.stop)
		file, id := filepath.Join(b.places.Data, "records.db"), b.s.desk.Catalogue().List(app.Staff).Questions[0].ID
		say := func(note string) []byte {
			t.Helper()
			if err := b.s.desk.Say(desk.AnswerAt(id, desk.Note), note); err != nil {
				t.Fatal(err)
			}
			db, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			return db
		}
		before, after := say("what was confirmed"), say("what the power cut took")
		const page = 4096
		for p := 0; p+page <= min(len(before), len(after)); p += page { // the pages that a commit writes last
			if p < 2*page || bytes.Contains(after[p:p+page], []byte("TgM1")) {
				copy(after[p:p+page], before[p:p+page])
			}
		}
		b.s.Lock()
		if err := os.WriteFile(file, after, 0o600); err != nil {
			t.Fatal(err)
		}
		b.restart()
		b.unlocked()
		b.reads(b.s.T("overview.cut_off"))
		if got, _ := b.s.desk.Said(desk.AnswerAt(id, desk.Note)); got != "what was confirmed" {
			t.Errorf("the note is %q", got)
		}
		b.s.Lock()
		b.unlocked()
		b.silent(b.s.T("overview.cut_off"))
	})
}

// TestAMendedKeyFileIsTold: vault.key was damaged, and its copy opened the library.
func TestAMendedKeyFileIsTold(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		t.Cleanup(b.stop)
		b.s.Lock()
		if err := os.WriteFile(filepath.Join(b.places.Data, "vault.key"), make([]byte, 16384), 0o600); err != nil {
			t.Fatal(err)
		}
		b.unlocked()
		b.reads(b.s.T("overview.key_replaced"))
		b.s.Lock()
		b.unlocked()
		b.silent(b.s.T("overview.key_replaced"))
	})
}
