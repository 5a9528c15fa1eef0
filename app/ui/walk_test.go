package ui

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"trygghylla/app"
	"trygghylla/app/pdf"
)

// TestFromTheFirstStartToTheSignedPackage is the whole job, by keyboard: start, answer, lock, unlock, sign.
func TestFromTheFirstStartToTheSignedPackage(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := newEmpty(t, j)
		walkIn(b, func(string) {})
		b.key(fyne.KeyReturn) // the overview's next step
		answerByKeys(b)
		notApplicable(b)
		b.shortcut(fyne.KeyL, fyne.KeyModifierControl)
		if !b.s.Locked() {
			t.Fatal("Ctrl+L does not lock")
		}
		b.unlocked()
		everythingIsThere(b)
		idleLock(b)
		signed(b, j)
	})
}

// answerByKeys answers the first three questions, with digits and with arrows, and writes both notes.
func answerByKeys(b *bench) {
	b.Helper()
	s := b.s
	rows := s.desk.Assessment().List(app.Staff).Rows
	lang := s.words.Lang()
	b.reads(rows[0].Question.Statement.In(lang))
	b.digit('1')
	b.key(fyne.KeyReturn)
	b.reads(rows[1].Question.Statement.In(lang))
	b.key(fyne.KeyRight)
	b.key(fyne.KeyReturn) // chooses
	if b.answer(app.Staff, 1).State != app.Partly {
		b.Errorf("Right and Enter answered %q", b.answer(app.Staff, 1).State)
	}
	b.write(s.T("list.note"), "Öppen anteckning: æøå")
	b.write(s.T("list.protected"), "Skyddad anteckning: ÆØÅ")
	s.focus()
	b.key(fyne.KeyReturn) // goes on
	b.reads(rows[2].Question.Statement.In(lang))
	b.digit('3')
	b.digit('5') // changes her mind
	b.key(fyne.KeyReturn)
	b.reads(rows[3].Question.Statement.In(lang))
	for i, want := range []app.State{app.InOrder, app.Partly, app.Unknown, app.Unanswered} {
		if got := b.answer(app.Staff, i).State; got != want {
			b.Errorf("question %d is answered %q, want %q", i+1, got, want)
		}
	}
}

// notApplicable answers the fourth question so: nothing is saved, and nothing goes on, before there is a reason.
func notApplicable(b *bench) {
	b.Helper()
	s, c := b.s, b.s.screen.(*checklist)
	reason := s.T("list.reason")
	b.silent(reason)
	b.digit('4')
	if f := b.field(reason); s.window.Canvas().Focused() != f.Focusable() {
		b.Error("the focus does not go to the reason")
	}
	b.key(fyne.KeyReturn)
	b.atField(reason, s.T("fail.reason"))
	if c.at != 3 || b.answer(app.Staff, 3).State != app.Unanswered {
		b.Errorf("without a reason it is saved as %q, at question %d", b.answer(app.Staff, 3).State, c.at+1)
	}
	b.key(fyne.KeyEscape)
	if b.answer(app.Staff, 3).State != app.Unanswered {
		b.Error("left without a reason, it is saved")
	}
	c = b.at(app.Staff, 3)
	b.silent(reason)
	b.digit('4')
	test.Type(b.field(reason).Focusable(), "Vi har ingen sån dörr")
	b.key(fyne.KeyReturn)
	if a := b.answer(app.Staff, 3); a.State != app.NotApplicable || a.Reason != "Vi har ingen sån dörr" {
		b.Errorf("with a reason it is saved as %q, %q", a.State, a.Reason)
	}
	if c.at != 4 {
		b.Errorf("Enter after the reason goes to question %d", c.at+1)
	}
	b.digit('4') // and back again: the reason goes away
	b.s.focus()
	b.digit('1')
	b.silent(reason)
	b.key(fyne.KeyReturn)
	if b.answer(app.Staff, 4).State != app.InOrder || c.at != 5 {
		b.Error("in order after all is not saved")
	}
}

func everythingIsThere(b *bench) {
	b.Helper()
	s := b.s
	b.reads("Exempelby bibliotek")
	b.at(app.Staff, 1)
	if got := b.field(s.T("list.note")).Text(); got != "Öppen anteckning: æøå" {
		b.Errorf("the note is %q", got)
	}
	if got := b.field(s.T("list.protected")).Text(); got != "Skyddad anteckning: ÆØÅ" {
		b.Errorf("the protected note is %q", got)
	}
	b.at(app.Staff, 3)
	if got := b.field(s.T("list.reason")).Text(); got != "Vi har ingen sån dörr" {
		b.Errorf("the reason is %q", got)
	}
	for i, want := range []app.State{app.InOrder, app.Partly, app.Unknown, app.NotApplicable, app.InOrder, app.Unanswered} {
		if got := b.answer(app.Staff, i).State; got != want {
			b.Errorf("question %d is %q after the lock, want %q", i+1, got, want)
		}
	}
}

// idleLock leaves the computer in the middle of a note and of a date that is none.
func idleLock(b *bench) {
	b.Helper()
	b.at(app.Staff, 2)
	due := b.replace(b.s.T("list.due"), "31 maj")
	if due.Fault() == "" {
		b.Error("a date that is none is not told")
	}
	b.typed(b.s.T("list.note"), "Mitt i en mening, som")
	b.wait(b.s.settings.idle() - time.Second)
	b.s.LockIfIdle()
	if b.s.Locked() {
		b.Fatal("locked a second too early")
	}
	b.wait(time.Second)
	b.s.LockIfIdle()
	if !b.s.Locked() {
		b.Fatal("not locked when nothing was done for the time in the settings")
	}
	b.silent("Exempelby")
	b.silent("Mitt i en mening")
	b.unlocked()
	b.at(app.Staff, 2)
	if got := b.field(b.s.T("list.note")).Text(); got != "Mitt i en mening, som" {
		b.Errorf("what was being written is %q after the lock", got)
	}
	if got := b.field(b.s.T("list.due")).Text(); got != "31 maj" || b.answer(app.Staff, 2).Due != "" {
		b.Errorf("the draft is %q after the lock, and %q is saved", got, b.answer(app.Staff, 2).Due)
	}
	b.replace(b.s.T("list.due"), "2026-05-31")
	if b.answer(app.Staff, 2).Due != "2026-05-31" || b.field(b.s.T("list.due")).Fault() != "" {
		b.Errorf("the date mended is saved as %q, below it stands %q", b.answer(app.Staff, 2).Due, b.field(b.s.T("list.due")).Fault())
	}
}

// signed makes the package, and looks when it is said to be ready and whether it is.
func signed(b *bench, j app.Jurisdiction) {
	b.Helper()
	b.shortcut(fyne.Key9, fyne.KeyModifierControl)
	ready := b.s.T("package.ready")
	release := b.hold()
	b.key(fyne.KeyReturn)
	if b.silent(ready); len(b.made()) != 0 {
		b.Errorf("there is %v before the package is made", b.made())
	}
	b.wait(time.Hour)
	if b.s.LockIfIdle(); b.s.Locked() {
		b.Fatal("it locked while the package was made")
	}
	release()
	b.reads(ready)
	want := []string{app.FileName(j, "Exempelby bibliotek", app.DateOf(b.now), 1)}
	if !slices.Equal(b.made(), want) {
		b.Fatalf("made %v, want %v", b.made(), want)
	}
	b.reads(want[0])
	file, err := os.ReadFile(filepath.Join(b.folder(), want[0]))
	if err != nil {
		b.Fatal(err)
	}
	verified, err := pdf.Verify(file)
	if err != nil {
		b.Fatal(err)
	}
	if len(verified.Signatures) != 1 {
		b.Errorf("%d signatures", len(verified.Signatures))
	}
	b.press(b.s.T("package.print"))
	if path := filepath.Join(b.folder(), want[0]); !slices.Contains(b.opened, path) {
		b.Errorf("to print it opened %v", b.opened)
	}
}
