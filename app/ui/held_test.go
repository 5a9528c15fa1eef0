package ui

import (
	"os"
	"strings"
	"testing"

	"trygghylla/app"
	"trygghylla/app/vault"
)

// newer lets a program of the future change the library, which is locked.
func (b *bench) newer() {
	b.Helper()
	v, err := vault.Open(vault.Options{
		Dir: b.places.Data, Now: b.p.Now, Rand: b.p.Rand, Schema: 2,
		Lift: func(_ uint16, _ vault.Drawer, _ string, body []byte) ([]byte, error) { return body, nil },
	}, []byte(secret))
	if err == nil {
		err = v.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
}

// TestLibraryOfANewerProgramIsOnlyRead: she is told at once, the foot says so, and what she changes is refused and stands
// where she typed it.
func TestLibraryOfANewerProgramIsOnlyRead(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		s := b.s
		s.Lock()
		b.newer()
		b.unlocked()
		b.reads(s.T("held.title"))
		b.reads(s.T("held.newer"))
		b.press(s.T("button.close"))
		b.reads(s.T("foot.held"))
		before := b.answer(app.Staff, 0)
		b.at(app.Staff, 0)
		b.write(s.T("list.note"), "inte sparat")
		b.reads(s.T("fail.newer"))
		if got := b.field(s.T("list.note")).Text(); !strings.Contains(got, "inte sparat") {
			t.Errorf("the text is %q", got)
		}
		if got := b.answer(app.Staff, 0); got.Note != before.Note {
			t.Errorf("saved all the same: %+v", got)
		}
	})
}

// TestWipedProfileIsTold: the library is gone, as a profile that is emptied when somebody logs out leaves it. The first start
// offers the backup beside the documents, and it opens with the old password.
func TestWipedProfileIsTold(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		name := b.s.desk.Library().Name
		b.s.Lock()
		if err := os.RemoveAll(b.places.Data); err != nil {
			t.Fatal(err)
		}
		b.restart()
		s := b.s
		if _, first := s.screen.(*welcome); !first {
			t.Fatalf("the program begins with %T", s.screen)
		}
		b.reads(s.T("welcome.found", "day", s.day(b.now), "at", clock(b.now)))
		b.press(s.T("backup.use_newer"))
		b.write(s.T("restore.password"), secret)
		b.press(s.T("restore.run"))
		b.reads(s.T("restore.done"))
		b.press(s.T("button.close"))
		b.unlocked()
		if got := s.desk.Library().Name; got != name {
			t.Errorf("the library is %q, not %q", got, name)
		}
	})
}
