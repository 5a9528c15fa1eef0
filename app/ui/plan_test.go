package ui

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/ui/kit"
)

// TestTheOverviewLeadsOn reads the line of the year and presses the one button that leads to what comes next.
func TestTheOverviewLeadsOn(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begunLibrary(t, j)
		s := b.s
		b.reads(s.T("overview.not_named"))
		b.reads(s.T("overview.send_by", "day", "2026-05-31"))
		b.reads(s.T("overview.answer_wait"))
		b.at(app.Cameras, 0)
		b.digit('1')
		if len(s.desk.Assessment().List(app.Cameras).Rows) < 2 {
			t.Fatal("too few questions to go on with")
		}
		s.Show(newOverview(s))
		b.press(s.T("button.continue"))
		c, ok := s.screen.(*checklist)
		if !ok || c.id != app.Cameras || c.at != 1 {
			t.Fatalf("the next step does not lead to the second question of the begun list: %s", b.text())
		}
		s.Show(newOverview(s))
		b.unfold(s.T("overview.dates"))
		f := b.replace(s.T("overview.send_by_label"), "snart")
		if !strings.Contains(f.Fault(), s.T("fail.date")) {
			t.Errorf("below a date that is none stands %q", f.Fault())
		}
		b.replace(s.T("overview.send_by_label"), "2026-04-15")
		b.replace(s.T("overview.answered_label"), "2026-03-10")
		s.Show(newSettings(s))
		b.unfold(s.T("settings.card"))
		b.replace(s.T("welcome.contact"), "Kim Exempel")
		s.Show(newOverview(s))
		b.reads(s.N("overview.send_days", 34, "day", "2026-04-15"))
		b.reads(s.T("overview.answer_on", "day", "2026-03-10"))
		b.reads(s.T("overview.you_contact", "name", "Kim Exempel"))
		b.reads(s.T("overview.named"))
		b.wait(40 * 24 * 3600e9)
		s.Refresh()
		b.reads(s.T("overview.send_late", "day", "2026-04-15"))
	})
}

// TestTheWholeListAndBack shows a list as rows, opens one of them, and keeps the view after a restart.
func TestTheWholeListAndBack(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		b.at(app.Privacy, 0)
		b.typed(b.s.T("list.note"), "inte sparad än")
		b.press(b.s.T("list.as_list"))
		if b.answer(app.Privacy, 0).Note != "inte sparad än" {
			t.Error("the note was lost on the way to the list")
		}
		lang := b.s.words.Lang()
		rows := b.s.desk.Assessment().List(app.Privacy).Rows
		for _, r := range rows {
			b.reads(r.Question.Statement.In(lang))
		}
		open := 0
		for _, x := range seek[*kit.Button](b) {
			if x.Label() != b.s.T("button.open") {
				continue
			}
			if open++; open == 3 {
				x.Tapped(&fyne.PointEvent{})
				break
			}
		}
		if c := b.s.screen.(*checklist); c.at != 2 || b.s.settings.ListView {
			t.Errorf("the third row opens question %d", c.at+1)
		}
		b.silent(rows[0].Question.Statement.In(lang))
		b.press(b.s.T("list.as_list"))
		b.restart()
		b.unlocked()
		b.s.Show(newChecklist(b.s, app.IT))
		if !b.s.settings.ListView || !b.shows(b.s.T("list.one_by_one")) {
			t.Error("the view is not the one that she left")
		}
		b.press(b.s.T("list.one_by_one"))
		if len(seek[*kit.AnswerRow](b)) != 1 {
			t.Errorf("one by one there is: %s", b.text())
		}
	})
}

// bare finds the first question that is missing something and has no measure.
func bare(t *testing.T, b *bench) app.Row {
	t.Helper()
	for _, item := range b.s.desk.Assessment().Plan {
		if len(item.Actions) == 0 && len(item.Question.Measures.In(b.s.words.Lang())) > 0 {
			return item
		}
	}
	t.Fatal("everything has a measure")
	return app.Row{}
}

// actions are the measures of a question as they are saved.
func (b *bench) actions(id app.QuestionID) []app.Action {
	b.Helper()
	for _, item := range b.s.desk.Assessment().Plan {
		if item.Question.ID == id {
			return item.Actions
		}
	}
	return nil
}

// TestThePlanIsMade adds a ready measure and one of one's own, says who and when and how far, is told when it is late,
// and takes it off again.
func TestThePlanIsMade(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begunLibrary(t, j)
		s := b.s
		s.Show(newPlan(s))
		b.reads(s.T("plan.empty"))
		b.at(app.Staff, 0)
		b.digit('3')
		s.Show(newPlan(s))
		b.reads(s.T("plan.nothing_planned"))
		item := bare(t, b)
		id, ready := item.Question.ID, item.Question.Measures.In(s.words.Lang())[0]
		b.press(s.T("list.add_action"))
		if a := b.actions(id); len(a) != 1 || a[0].Text != ready || a[0].Status != app.Planned {
			t.Fatalf("planned is %+v", a)
		}
		b.replace(s.T("plan.who"), "Kim")
		f := b.replace(s.T("plan.when"), "i morgon")
		if !strings.Contains(f.Fault(), s.T("fail.date")) || b.actions(id)[0].Due != "" {
			t.Errorf("below a day that is none stands %q, saved is %q", f.Fault(), b.actions(id)[0].Due)
		}
		b.replace(s.T("plan.when"), "2026-03-11")
		b.choose(0, '2')
		if a := b.actions(id)[0]; a.Owner != "Kim" || a.Due != "2026-03-11" || a.Status != app.Doing || a.Text != ready {
			t.Errorf("changed it is %+v", a)
		}
		s.Show(newOverview(s))
		b.reads(s.N("overview.overdue", 1))
		s.Show(newPlan(s))
		b.reads(s.T("plan.overdue", "day", "2026-03-11"))
		b.unfold(s.T("plan.choose"))
		b.press(s.T("button.add"))
		if own := b.field(s.T("plan.own")); !strings.Contains(own.Fault(), s.T("plan.write_first")) || len(b.actions(id)) != 1 {
			t.Errorf("a measure without words: %q, %d planned", own.Fault(), len(b.actions(id)))
		}
		b.typed(s.T("plan.own"), "Byta låset i källaren")
		b.key(fyne.KeyReturn)
		if a := b.actions(id); len(a) != 2 || a[1].Text != "Byta låset i källaren" {
			t.Fatalf("planned is %+v", a)
		}
		b.press(s.T("button.remove"))
		b.reads(s.T("plan.remove_title"))
		b.key(fyne.KeyEscape)
		if len(b.actions(id)) != 2 {
			t.Error("Escape removed it")
		}
		b.press(s.T("button.remove"))
		buttons := seek[*kit.Dialog](b)[0].Buttons()
		buttons[len(buttons)-1].Tapped(&fyne.PointEvent{})
		if len(b.actions(id)) != 1 {
			t.Errorf("removed, there is %+v", b.actions(id))
		}
		b.press(s.T("plan.to_question"))
		if c, ok := s.screen.(*checklist); !ok || c.row().Question.ID != id {
			t.Errorf("to the question leads to: %s", b.text())
		}
	})
}

// TestEvidenceIsKeptSealed attaches a PDF, finds it again after a restart, and nowhere in the clear.
func TestEvidenceIsKeptSealed(t *testing.T) {
	b := filled(t, app.Norway)
	content := append([]byte("%PDF-1.7 "), bytes.Repeat([]byte("inngangen bak "), 50)...)
	b.evidence(b.file("plan over inngangen.pdf", content))
	b.reads("plan over inngangen.pdf")
	b.restart()
	b.unlocked()
	b.at(app.Staff, 0)
	e := b.answer(app.Staff, 0).Evidence
	if len(e) != 1 {
		t.Fatalf("%d attachments", len(e))
	}
	got, err := b.s.desk.Evidence(e[0])
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("it came back as %d bytes, %v", len(got), err)
	}
	for path, file := range b.files() {
		if bytes.Contains(file, []byte("inngangen")) || strings.Contains(filepath.Base(path), "inngang") {
			t.Errorf("%s tells of it", path)
		}
	}
}

// TestADateTakenBackIsGone types a day that is none and takes it away again: it must not come back.
func TestADateTakenBackIsGone(t *testing.T) {
	b := begunLibrary(t, app.Sweden)
	b.at(app.Staff, 0)
	b.replace(b.s.T("list.due"), "31 maj")
	if f := b.replace(b.s.T("list.due"), ""); f.Fault() != "" {
		t.Errorf("below an empty field stands %q", f.Fault())
	}
	b.at(app.Staff, 1)
	b.at(app.Staff, 0)
	if got := b.field(b.s.T("list.due")).Text(); got != "" {
		t.Errorf("%q came back", got)
	}
}
