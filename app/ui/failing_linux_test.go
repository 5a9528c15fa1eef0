package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"trygghylla/app"
)

// disk mounts a small disk of its own on a folder; without the right to, the test is left out.
func (b *bench) disk(folder, size string) {
	b.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		b.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size="+size); err != nil {
		b.Skipf("cannot mount (needs root): %v", err)
	}
	b.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			b.Error(err)
		}
	})
}

func (b *bench) remount(folder string, flags uintptr, data string) {
	b.Helper()
	if err := syscall.Mount("", folder, "", syscall.MS_REMOUNT|flags, data); err != nil {
		b.Fatal(err)
	}
}

// TestAFolderThatCannotTakeAPaperIsTold makes every paper in a folder that may not be written, and on a disk that is
// full; then mends both and makes them.
func TestAFolderThatCannotTakeAPaperIsTold(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		b.disk(b.folder(), "16k")
		before := b.s.desk.Assessment()
		b.refuses("fail.disk_full", "fail.full")
		b.remount(b.folder(), syscall.MS_RDONLY, "size=16m")
		b.refuses("fail.folder_read_only", "fail.read_only")
		same(t, before, b.s.desk.Assessment())
		b.remount(b.folder(), 0, "")
		b.makes()
	})
}

// ballast fills a disk to its last block, and frees it again.
func (b *bench) ballast(folder string) (free func()) {
	b.Helper()
	path := filepath.Join(folder, "ballast")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	for err == nil {
		_, err = f.Write(make([]byte, 4<<10))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			b.Error(err)
		}
	}
}

// TestAFullDiskLosesNothing fills the disk of the library itself while she writes.
func TestAFullDiskLosesNothing(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := newEmpty(t, j)
		b.disk(b.places.Data, "4m")
		b.begin(j)
		s := b.s
		b.at(app.Staff, 0)
		field := b.field(s.T("list.note"))
		free := b.ballast(b.places.Data)
		saved, last := "", ""
		for n := 1; n < 40 && field.Fault() == ""; n++ {
			saved, last = last, strings.Repeat("ett ord till, ", 200*n)
			field.SetText(last)
			field.OnLeave(last)
		}
		if want := s.T("fail.full") + " " + s.T("fail.full_hint"); field.Text() != last || field.Fault() != want {
			t.Errorf("the field holds %d of %d letters, and below it stands %q", len(field.Text()), len(last), field.Fault())
		}
		if b.answer(app.Staff, 0).Note != saved {
			t.Error("what is saved is not what was said to be saved")
		}
		free()
		s.Show(newOverview(s)) // leaving the screen saves it after all
		if got := b.answer(app.Staff, 0).Note; got != last {
			t.Errorf("with room again %d of %d letters are saved", len(got), len(last))
		}
		s.Lock()
		b.unlocked()
		if got := b.answer(app.Staff, 0).Note; got != last {
			t.Errorf("after a lock %d of %d letters are left", len(got), len(last))
		}
	})
}

// TestALibraryThatMayNotBeWrittenOpensAndSaysSo makes the folder of the library read-only.
func TestALibraryThatMayNotBeWrittenOpensAndSaysSo(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := newEmpty(t, j)
		b.disk(b.places.Data, "8m")
		b.begin(j)
		b.s.Lock()
		b.remount(b.places.Data, syscall.MS_RDONLY, "")
		b.unlocked()
		b.reads(b.s.T("held.read_only"))
		b.press(b.s.T("button.close"))
		b.reads(b.s.T("foot.held"))
		c := b.at(app.Staff, 0)
		b.digit('1')
		b.failed("fail.read_only")
		if c.answers.Chosen() != -1 || b.answer(app.Staff, 0).State != app.Unanswered {
			t.Errorf("answer %d is shown, %q is saved", c.answers.Chosen(), b.answer(app.Staff, 0).State)
		}
		f := b.replace(b.s.T("list.note"), "Finns kvar på skärmen")
		if !strings.Contains(f.Fault(), b.s.T("fail.read_only")) || f.Text() != "Finns kvar på skärmen" {
			t.Errorf("the field holds %q, below it stands %q", f.Text(), f.Fault())
		}
		if err := os.Remove(filepath.Join(b.places.Data, "records.db")); err == nil {
			t.Error("the folder can be written")
		}
	})
}

// TestAFullDiskLosesNoIncident fills the disk of the library while an incident is noted and while one is changed.
func TestAFullDiskLosesNoIncident(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := newEmpty(t, j)
		b.disk(b.places.Data, "4m")
		b.begin(j)
		s := b.s
		s.note()
		b.digit('1')
		text := strings.Repeat("Det tog en stund att reda ut. ", 1500)
		what := b.field(s.T("incident.what"))
		free := b.ballast(b.places.Data)
		s.window.Canvas().Focus(what.Focusable())
		what.SetText(text)
		b.press(s.T("button.save"))
		if _, ok := s.screen.(*noting); !ok || len(s.desk.Incidents()) != 0 {
			t.Fatalf("it is said to be saved; there is: %s", b.text())
		}
		b.failed("fail.full")
		if got := b.field(s.T("incident.what")).Text(); got != text {
			t.Errorf("%d of %d letters are left", len(got), len(text))
		}
		free()
		b.press(s.T("button.save"))
		b.silent(s.T("fail.full"))
		x := b.only()
		if x.What != strings.TrimSpace(text) || x.Kind != app.ThreatIncident {
			t.Errorf("with room again %d of %d letters are saved", len(x.What), len(text))
		}
		measures := b.field(s.T("incident.measures"))
		free = b.ballast(b.places.Data)
		for n := 1; n < 100 && measures.Fault() == ""; n *= 2 { // the file may have room of its own
			text = strings.Repeat("Vi bytte lås. ", 2000*n)
			measures.SetText(text)
			measures.OnLeave(text)
		}
		if !strings.Contains(measures.Fault(), s.T("fail.full")) || measures.Text() != text {
			t.Errorf("the field holds %d of %d letters, below it stands %q", len(measures.Text()), len(text), measures.Fault())
		}
		free()
		s.Lock()
		b.unlocked()
		if got := b.only(); got.Measures != text || got.What != x.What {
			t.Errorf("after a lock there are %d and %d letters", len(got.What), len(got.Measures))
		}
	})
}

// TestAReasonThatWasNotSavedDoesNotComeBack fills the disk while she writes why a question does not apply; with room
// again she answers something else, and that is what stays.
func TestAReasonThatWasNotSavedDoesNotComeBack(t *testing.T) {
	b := newEmpty(t, app.Sweden)
	b.disk(b.places.Data, "4m")
	b.begin(app.Sweden)
	s := b.s
	c := b.at(app.Staff, 0)
	b.digit('4')
	free := b.ballast(b.places.Data)
	reason := strings.Repeat("Vi har ingen sådan dörr. ", 4000)
	c.reason.SetText(reason)
	c.reason.OnLeave(reason)
	if !strings.Contains(c.reason.Fault(), s.T("fail.full")) {
		t.Fatalf("below the reason stands %q", c.reason.Fault())
	}
	free()
	s.focus()
	b.digit('1')
	s.Show(newOverview(s))
	if a := b.answer(app.Staff, 0); a.State != app.InOrder {
		t.Errorf("answered in order, it is saved as %q", a.State)
	}
}
