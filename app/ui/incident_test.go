package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"trygghylla/app"
	"trygghylla/app/ui/kit"
)

// only demands one incident and returns it.
func (b *bench) only() app.Incident {
	b.Helper()
	all := b.s.desk.Incidents()
	if len(all) != 1 {
		b.Fatalf("there are %d incidents: %+v", len(all), all)
	}
	return all[0]
}

// noted saves an incident and shows it.
func (b *bench) noted(x app.Incident) string {
	b.Helper()
	id, err := b.s.desk.NoteIncident(x)
	if err != nil {
		b.Fatal(err)
	}
	b.s.Show(newIncident(b.s, id))
	return id
}

// TestAnIncidentIsNotedByKeysAlone notes one from the middle of a question: the shortcut, a digit, the text, the
// shortcut that saves.
func TestAnIncidentIsNotedByKeysAlone(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begunLibrary(t, j)
		b.at(app.Staff, 0)
		b.typed(b.s.T("list.note"), "mitt i en mening")
		b.shortcut(fyne.KeyN, fyne.KeyModifierControl)
		if b.answer(app.Staff, 0).Note != "mitt i en mening" {
			t.Error("what she was writing is lost")
		}
		c := b.s.window.Canvas()
		b.key(fyne.KeyDown)
		b.key(fyne.KeyDown)
		b.key(fyne.KeyRight)
		if c.Focused() != fyne.Focusable(b.s.screen.(*noting).tiles) {
			t.Fatal("an arrow left the kinds")
		}
		b.digit('6')
		if f := b.field(b.s.T("incident.what")); c.Focused() != f.Focusable() {
			t.Fatal("the focus is not at what happened once a kind is chosen")
		}
		test.Type(c.Focused(), "En lista låg kvar i skrivaren")
		b.key(fyne.KeyReturn)
		test.Type(c.Focused(), "Den är strimlad nu")
		b.shortcut(fyne.KeyReturn, fyne.KeyModifierControl)
		x := b.only()
		if x.Kind != app.BreachIncident || x.Day != app.DateOf(b.now) || x.What != "En lista låg kvar i skrivaren\nDen är strimlad nu" {
			t.Errorf("noted is %+v", x)
		}
		if !x.Known.Equal(b.now) || x.KeepUntil != app.KeepUntil(x.Day, b.s.desk.KeepMonths()) {
			t.Errorf("known is %v, kept until %s", x.Known, x.KeepUntil)
		}
		b.reads(b.s.kindTitle(app.BreachIncident))
		if b.inSide(c.Focused()) {
			t.Errorf("after saving the focus is in the side")
		}
		b.key(fyne.KeyEscape)
		b.reads("En lista låg kvar i skrivaren")
		b.silent("Den är strimlad nu") // the list has the first line
		b.shortcut(fyne.KeyN, fyne.KeyModifierControl)
		if n := b.s.screen.(*noting); n.what.Text() != "" || n.tiles.Chosen() != -1 {
			t.Errorf("the next form holds %q", n.what.Text())
		}
	})
}

// TestANoteThatIsNotWholeIsNotSaved leaves out each part, and types a day to come.
func TestANoteThatIsNotWholeIsNotSaved(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begunLibrary(t, j)
		s := b.s
		s.note()
		b.typed(s.T("incident.what"), "Larmet gick")
		b.press(s.T("button.save"))
		b.reads(s.T("incident.kind_first"))
		if s.window.Canvas().Focused() != fyne.Focusable(s.screen.(*noting).tiles) {
			t.Error("the focus is not at the kinds")
		}
		b.digit('8')
		b.silent(s.T("incident.kind_first"))
		for day, id := range map[string]string{"i går": "fail.date", "2026-03-13": "fail.future", "": "fail.date"} {
			b.typed(s.T("incident.day"), day)
			b.key(fyne.KeyReturn)
			b.atField(s.T("incident.day"), s.T(id))
		}
		b.replace(s.T("incident.day"), "2026-03-11")
		b.typed(s.T("incident.what"), "  ")
		b.shortcut(fyne.KeyReturn, fyne.KeyModifierControl)
		b.atField(s.T("incident.what"), s.T("incident.what_first"))
		if n := len(s.desk.Incidents()); n != 0 {
			t.Fatalf("%d incidents are saved", n)
		}
		b.typed(s.T("incident.what"), "Larmet gick igen")
		b.shortcut(fyne.KeyReturn, fyne.KeyModifierControl)
		if x := b.only(); x.Day != "2026-03-11" || x.What != "Larmet gick igen" || x.Kind != app.OtherIncident {
			t.Errorf("noted is %+v", x)
		}
	})
}

// TestWhatIsTypedOfAnIncidentIsThereAgain locks in the middle of noting, by itself and by restarting: everything is
// there again, the hours count from when it was begun, and after saving nothing of it is left.
func TestWhatIsTypedOfAnIncidentIsThereAgain(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begunLibrary(t, j)
		b.s.note()
		b.digit('6')
		b.typed(b.s.T("incident.what"), "Ett kuvert låg öppet")
		b.typed(b.s.T("incident.reporter"), "vaktmästaren")
		began := b.now
		b.wait(b.s.settings.idle())
		b.s.LockIfIdle()
		if !b.s.Locked() {
			t.Fatal("not locked")
		}
		b.silent("kuvert")
		b.unlocked()
		b.shortcut(fyne.KeyH, fyne.KeyModifierControl)
		b.reads(b.s.T("incident.begun", "day", b.s.T("unlock.today"), "at", clock(began)))
		b.press(b.s.T("button.continue"))
		b.wait(24 * time.Hour)
		b.s.Lock()
		b.unlocked()
		b.s.note()
		if got := b.s.screen.(*noting).day.Text(); got != string(app.DateOf(began)) {
			t.Errorf("the day after, today of then has become %q", got)
		}
		b.replace(b.s.T("incident.day"), "för länge sedan")
		b.restart()
		b.unlocked()
		b.s.note()
		n := b.s.screen.(*noting)
		if n.what.Text() != "Ett kuvert låg öppet" || b.field(b.s.T("incident.reporter")).Text() != "vaktmästaren" ||
			n.kinds[n.tiles.Chosen()].ID != app.BreachIncident || n.day.Text() != "för länge sedan" {
			t.Errorf("after a restart there is %q, %q, kind %d, day %q", n.what.Text(), b.field(b.s.T("incident.reporter")).Text(), n.tiles.Chosen(), n.day.Text())
		}
		b.replace(b.s.T("incident.day"), string(app.DateOf(began)))
		b.press(b.s.T("button.save"))
		if x := b.only(); x.Day != app.DateOf(began) || !x.Known.Equal(began) || x.Reporter != "vaktmästaren" {
			t.Errorf("noted is %+v, begun %v", x, began)
		}
		if begun, ok := b.s.desk.NewIncidentBegun(); ok {
			t.Errorf("the draft of %v is still there", begun)
		}
		b.restart()
		b.unlocked()
		b.s.note()
		if got := b.s.screen.(*noting).what.Text(); got != "" {
			t.Errorf("after saving, %q is there again", got)
		}
	})
}

// TestABegunNoteIsThrownAway asks first, and then the form is empty, also after a restart.
func TestABegunNoteIsThrownAway(t *testing.T) {
	b := begunLibrary(t, app.Norway)
	s := b.s
	s.note()
	b.digit('1')
	b.typed(s.T("incident.what"), "Det var ingenting")
	b.key(fyne.KeyEscape)
	s.note()
	b.press(s.T("incident.restart"))
	b.key(fyne.KeyEscape)
	if got := s.screen.(*noting).what.Text(); got != "Det var ingenting" {
		t.Errorf("asked and not done, there is %q", got)
	}
	b.press(s.T("incident.restart"))
	b.lastButton()
	_, begun := s.desk.NewIncidentBegun()
	if n := s.screen.(*noting); n.what.Text() != "" || n.tiles.Chosen() != -1 || begun {
		t.Errorf("thrown away, there is %q", n.what.Text())
	}
	b.silent(s.T("incident.restart"))
	b.restart()
	b.unlocked()
	b.s.note()
	if got := b.s.screen.(*noting).what.Text(); got != "" {
		t.Errorf("after a restart %q is there again", got)
	}
}

// lastButton presses the button of the open dialog that acts.
func (b *bench) lastButton() {
	b.Helper()
	buttons := seek[*kit.Dialog](b)[0].Buttons()
	buttons[len(buttons)-1].Tapped(&fyne.PointEvent{})
}

// card is the clock with these hours on the screen.
func (b *bench) card(hours int) *clockCard {
	b.Helper()
	for _, k := range b.s.screen.(*incident).cards {
		if c, ok := k.clock(); ok && c.Rule.Hours == hours {
			return k
		}
	}
	b.Fatalf("no clock of %d hours; there is: %s", hours, b.text())
	return nil
}

// TestTheHoursOfABreach follows the 72 hours (GDPR Art. 33.1): told here, in the list, on the overview and in the side;
// counted from when the library knew; over at the right minute; quiet once it is done or not needed.
func TestTheHoursOfABreach(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begunLibrary(t, j)
		s := b.s
		id := b.noted(app.Incident{Kind: app.BreachIncident, What: "Ett mejl gick fel"})
		due := s.moment(b.now.Add(72 * time.Hour))
		told := s.N("incident.left", 72, "moment", due)
		b.reads(told)
		for _, c := range s.desk.Clocks(b.only()) {
			b.reads(c.Rule.Title.In(s.words.Lang()))
		}
		card := b.card(72)
		clock, _ := card.clock()
		line := s.clockLine(clock, len(s.desk.Clocks(b.only()))-1)
		s.Show(newIncidents(s))
		b.reads(line)
		s.Show(newOverview(s))
		b.reads(line)
		if worst, open := s.desk.IncidentsState(); worst != app.Missing || open != 1 {
			t.Errorf("the side shows %s and %d", worst, open)
		}
		if !slices.ContainsFunc(seek[*kit.NavItem](b), func(n *kit.NavItem) bool {
			return n.AccessibilityLabel() == s.T("place.incidents")+" 1"
		}) {
			t.Error("the side does not count it")
		}
		b.wait(71*time.Hour + time.Minute)
		s.Refresh()
		b.reads(s.T("incident.left_little", "moment", due))
		b.press(s.T("incident.to"))
		b.replace(s.T("incident.known"), app.Moment(b.now.Add(-10*time.Hour)))
		b.reads(s.N("incident.left", 62, "moment", s.moment(b.now.Add(62*time.Hour))))
		b.replace(s.T("incident.known"), app.Moment(b.now.Add(-72*time.Hour-time.Minute)))
		b.reads(s.T("incident.late", "moment", s.moment(b.now.Add(-time.Minute))))
		for text, words := range map[string]string{"i går": "fail.moment", app.Moment(b.now.Add(time.Minute)): "fail.future"} {
			if f := b.replace(s.T("incident.known"), text); !strings.Contains(f.Fault(), s.T(words)) {
				t.Errorf("below %q stands %q", text, f.Fault())
			}
		}
		b.marks(id)
	})
}

// marks answers the clock of 72 hours in every way.
func (b *bench) marks(id string) {
	b.Helper()
	s := b.s
	do := b.card(72)
	clock, _ := do.clock()
	told := clock.Rule.Do.In(s.words.Lang())
	b.silent(told) // only once it is needed
	press := func(r rune) {
		b.Helper()
		s.window.Canvas().Focus(do.next)
		b.digit(r)
	}
	mark := func() app.ClockMark {
		x, _ := s.desk.Incident(id)
		return x.Clocks[clock.Rule.ID]
	}
	press('2')
	if m := mark(); m.Needed != app.No {
		b.Errorf("no is saved as %+v", m)
	}
	b.reads(s.T("incident.not_needed"))
	press('1')
	b.reads(told)
	for _, ref := range clock.Rule.Sources {
		src, _ := s.desk.Catalogue().Source(ref.ID)
		b.reads(src.Title.In(s.words.Lang()) + map[bool]string{true: " " + ref.Section}[ref.Section != ""])
		b.reads(s.T("list.law_checked", "day", string(src.Checked)))
	}
	b.key(fyne.KeyReturn) // the focus went on to the button
	if m := mark(); !m.Told.Equal(b.now) || m.Needed != app.Yes {
		b.Errorf("done is saved as %+v", m)
	}
	b.reads(s.T("incident.done_at", "moment", s.moment(b.now)))
	b.silent(told)
	b.key(fyne.KeyReturn) // takes it back
	if m := mark(); !m.Told.IsZero() || m.Needed != app.Yes {
		b.Errorf("taken back it is saved as %+v", m)
	}
	b.key(fyne.KeyReturn)
	b.settle(id)
	if worst, _ := s.desk.IncidentsState(); worst != app.InOrder {
		b.Errorf("all done, the side shows %s", worst)
	}
	s.Show(newOverview(s))
	b.silent(s.T("incident.to"))
}

// TestAnIncidentOpensAnswersAgain notes a threat: of the answers in order that it speaks against one is opened, then
// the rest; each is unanswered and says why until it is answered anew.
func TestAnIncidentOpensAnswersAgain(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begunLibrary(t, j)
		s := b.s
		kind := s.desk.Catalogue().Incidents.Kind(app.ThreatIncident)
		for _, id := range kind.Questions[:3] {
			if err := s.desk.Answer(id, app.InOrder); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.desk.Answer(kind.Questions[3], app.Partly); err != nil {
			t.Fatal(err)
		}
		b.noted(app.Incident{Kind: app.ThreatIncident, What: "Ett hot", Day: "2026-03-10"})
		b.reads(s.T("incident.reopen_all", "n", 3))
		b.press(s.T("incident.reopen"))
		if f, ok := s.window.Canvas().Focused().(*kit.Button); !ok || f.Label() != s.T("incident.reopen") {
			t.Errorf("after one the focus is on %v", b.nameOf(s.window.Canvas().Focused()))
		}
		b.press(s.T("incident.reopen_all", "n", 2))
		b.silent(s.T("incident.reopen"))
		x := b.only()
		for _, id := range kind.Questions[:3] {
			a := s.desk.Answered(id)
			if a.State != app.Unanswered || a.Was != app.InOrder || a.Reopened != "2026-03-10" || !slices.Contains(x.Reopened, id) {
				t.Errorf("%s is %+v", id, a)
			}
		}
		if a := s.desk.Answered(kind.Questions[3]); a.State != app.Partly {
			t.Errorf("an answer that was not in order became %+v", a)
		}
		b.press(s.T("plan.to_question"))
		c := s.screen.(*checklist)
		why := s.T("list.reopened", "day", "2026-03-10")
		b.reads(why + " " + s.T("list.was", "was", s.stateWord(app.InOrder)))
		id := c.row().Question.ID
		b.digit('3')
		b.silent(why)
		if a := s.desk.Answered(id); a.State != app.Missing || a.Reopened != "" {
			t.Errorf("answered anew it is %+v", a)
		}
		c.view(true)
		b.reads(why) // of the others
		s.settings.ListView = false
		if err := s.desk.Answer(kind.Questions[2], app.InOrder); err != nil {
			t.Fatal(err)
		}
		s.Show(newIncident(s, x.ID))
		b.silent(s.T("incident.reopen")) // it was looked at, and is in order after all
		b.reads(s.T("incident.reopened") + " · " + s.stateWord(app.Missing))
	})
}
