package ui

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"trygghylla/app"
)

// TestBackupIsReadInFromTheUnlockScreen: what was locked is backed up by itself, is changed, and is put back.
func TestBackupIsReadInFromTheUnlockScreen(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		b := filled(t, j)
		s := b.s
		name := s.desk.Library().Name
		s.Lock()
		b.write(s.T("unlock.password"), secret)
		b.press(s.T("unlock.open"))
		l := s.desk.Library()
		l.Name = "Another name"
		if err := s.desk.SetLibrary(l); err != nil {
			t.Fatal(err)
		}
		before := s.desk.Backups(s.backupPlaces())
		if len(before) == 0 {
			t.Fatal("locking made no backup")
		}
		s.Lock()
		b.press(s.T("restore.link"))
		r := s.screen.(*restore)
		for i, f := range r.found {
			if f.Path == before[0].Path {
				r.chosen = i
			}
		}
		s.Refresh()
		b.write(s.T("restore.password"), "fel")
		b.press(s.T("restore.run"))
		b.reads(s.T("fail.password"))
		b.field(s.T("restore.password")).SetText("")
		b.write(s.T("restore.password"), secret)
		b.press(s.T("restore.run"))
		b.reads(s.T("restore.done"))
		b.press(s.T("button.close"))
		b.write(s.T("unlock.password"), secret)
		b.press(s.T("unlock.open"))
		if got := s.desk.Library().Name; got != name {
			t.Errorf("after reading in the backup the library is %q, not %q", got, name)
		}
		kept, err := filepath.Glob(b.places.Data + "?*")
		if err != nil || len(kept) == 0 {
			t.Errorf("the replaced library is not kept: %v, %v", kept, err)
		}
	}
}

// TestDamagedFileIsRescued: one flipped byte in a record, and she is told what is left.
func TestDamagedFileIsRescued(t *testing.T) {
	b := filled(t, app.Sweden)
	s := b.s
	s.Lock()
	path := filepath.Join(b.places.Data, "records.db")
	db, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(db) / 3; i < len(db)/3+4096; i++ {
		db[i] ^= 0x55
	}
	if err := os.WriteFile(path, db, 0o600); err != nil {
		t.Fatal(err)
	}
	b.write(s.T("unlock.password"), secret)
	b.press(s.T("unlock.open"))
	b.reads(s.T("fail.damaged"))
	b.press(s.T("rescue.try"))
	if s.desk == nil {
		t.Fatalf("the library is not rescued; there is: %s", b.text())
	}
	b.reads(s.T("rescue.title"))
}

// TestADamagedBackupIsNotTheLibrarysDamage reads one in and proves one: what is told is about the backup, and the
// library is as it was.
func TestADamagedBackupIsNotTheLibrarysDamage(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		s := b.s
		t.Cleanup(b.stop)
		b.backUp()
		path := s.desk.Backups(s.backupPlaces())[0].Path
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file[len(file)-900] ^= 1
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		told := func() {
			t.Helper()
			b.reads(s.T("fail.backup_damaged"))
			b.silent(s.T("fail.damaged"))
		}
		s.settings.Folded[foldBackup] = true
		s.Show(newSettings(s))
		b.press(s.T("backup.test"))
		told()
		name := s.desk.Library().Name
		s.lockThen(func() { s.showRestore(path) })
		b.write(s.T("restore.password"), secret)
		b.press(s.T("restore.run"))
		told()
		b.press(s.T("button.back"))
		b.unlocked()
		b.reads(name)
	})
}

// TestThePlaceThatIsMissingIsToldWhereBackupsAreChosen: the newest one may be on the stick that is not in.
func TestThePlaceThatIsMissingIsToldWhereBackupsAreChosen(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		s := b.s
		t.Cleanup(b.stop)
		stick := filepath.Join(t.TempDir(), "stick")
		if err := os.Mkdir(stick, 0o700); err != nil {
			t.Fatal(err)
		}
		s.settings.SecondPlace = stick
		s.Lock()
		b.press(s.T("restore.link"))
		b.reads(stick)
		b.silent(s.T("fail.place_missing"))
		b.press(s.T("button.back"))
		if err := os.Rename(stick, stick+"-away"); err != nil {
			t.Fatal(err)
		}
		b.press(s.T("restore.link"))
		b.reads(s.T("fail.place_missing"))
		b.reads(stick)
	})
}

// TestSomebodyKnowsThePassword: a new key, a new password and a new code, and the old ones open nothing.
func TestSomebodyKnowsThePassword(t *testing.T) {
	b := filled(t, app.Norway)
	s := b.s
	s.settings.Folded["settings.password"] = true
	s.Show(newSettings(s))
	b.write(s.T("settings.password_old"), secret)
	b.write(s.T("settings.password_new"), "heilt nye ord")
	b.write(s.T("settings.password_again"), "heilt nye ord")
	s.screen.(*settings).known.SetChecked(true)
	b.press(s.T("settings.password_change"))
	w, ok := s.screen.(*welcome)
	if !ok {
		t.Fatalf("the new code is not shown; there is: %s", b.text())
	}
	for _, g := range asked {
		b.write(s.T("welcome.code_group", "n", g+1), w.code[g])
	}
	b.press(s.T("button.next"))
	s.Lock()
	b.write(s.T("unlock.password"), secret)
	b.press(s.T("unlock.open"))
	b.reads(s.T("fail.password"))
	b.field(s.T("unlock.password")).SetText("")
	b.write(s.T("unlock.password"), "heilt nye ord")
	b.press(s.T("unlock.open"))
	if s.desk == nil {
		t.Fatalf("the new password does not open; there is: %s", b.text())
	}
}

// TestAnOldFolderPutBackIsTold: the whole folder of an earlier day, without any newer backup, is told once.
func TestAnOldFolderPutBackIsTold(t *testing.T) {
	b := filled(t, app.Sweden)
	s := b.s
	s.Lock()
	earlier := filepath.Join(t.TempDir(), "earlier")
	if err := os.CopyFS(earlier, os.DirFS(b.places.Data)); err != nil {
		t.Fatal(err)
	}
	open := func() {
		t.Helper()
		b.write(s.T("unlock.password"), secret)
		b.press(s.T("unlock.open"))
	}
	open()
	for _, word := range []string{"ett", "två"} {
		l := s.desk.Library()
		l.Contact = word
		if err := s.desk.SetLibrary(l); err != nil {
			t.Fatal(err)
		}
	}
	s.Lock()
	if err := errors.Join(os.RemoveAll(s.backupPlaces()[0]), os.RemoveAll(b.places.Data), os.CopyFS(b.places.Data, os.DirFS(earlier))); err != nil {
		t.Fatal(err)
	}
	open()
	b.reads(s.T("backup.older"))
	b.press(s.T("button.close"))
	s.Lock()
	open()
	if _, told := s.screen.(*overview); !told || len(s.window.Canvas().Overlays().List()) > 0 {
		t.Errorf("it is told again; there is: %s", b.text())
	}
}

// TestADayThatIsNoneIsThereAfterALock: in the package's form as in an answer.
func TestADayThatIsNoneIsThereAfterALock(t *testing.T) {
	b := filled(t, app.Sweden)
	s := b.s
	s.Show(newPackage(s))
	b.field(s.T("package.on")).SetText("")
	b.write(s.T("package.on"), "i våras")
	b.reads(s.T("fail.date"))
	s.Lock()
	b.write(s.T("unlock.password"), secret)
	b.press(s.T("unlock.open"))
	s.Show(newPackage(s))
	if got := b.field(s.T("package.on")).Text(); got != "i våras" {
		t.Errorf("after the lock the field holds %q", got)
	}
	b.field(s.T("package.on")).SetText("")
	b.write(s.T("package.on"), "2026-04-02")
	s.Show(newPackage(s))
	if got := b.field(s.T("package.on")).Text(); got != "2026-04-02" || s.desk.Signoff().On != "2026-04-02" {
		t.Errorf("put right, the field holds %q and the sign-off %q", got, s.desk.Signoff().On)
	}
}
