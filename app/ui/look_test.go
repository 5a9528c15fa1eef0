package ui

import (
	"regexp"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"trygghylla/app"
)

// piece is one piece of text as it is drawn, with its place in the window.
type piece struct {
	text string
	at   fyne.Position
	size fyne.Size
	own  bool // in a line of a field, which moves sideways by itself
}

func (p piece) over(o piece) bool {
	const slack = 4 // the empty room that a line of type has above and below its letters
	return !p.own && !o.own && p.at.X+2 < o.at.X+o.size.Width && o.at.X+2 < p.at.X+p.size.Width &&
		p.at.Y+slack < o.at.Y+o.size.Height && o.at.Y+slack < p.at.Y+p.size.Height
}

// pieces is all text that is drawn, of the topmost dialog if there is one.
func pieces(b *bench) []piece {
	var all []piece
	var walk func(o fyne.CanvasObject, at fyne.Position, own bool)
	walk = func(o fyne.CanvasObject, at fyne.Position, own bool) {
		if o == nil || !o.Visible() {
			return
		}
		at = at.Add(o.Position())
		switch x := o.(type) {
		case *canvas.Text:
			if strings.TrimSpace(x.Text) != "" {
				all = append(all, piece{x.Text, at, x.MinSize(), own})
			}
		case *fyne.Container:
			for _, child := range x.Objects {
				walk(child, at, own)
			}
		case *container.Scroll:
			walk(x.Content, at, own || x.Direction != container.ScrollVerticalOnly)
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(x).Objects() {
				walk(child, at, own)
			}
		}
	}
	c := b.s.window.Canvas()
	if top := c.Overlays().Top(); top != nil {
		walk(top, fyne.Position{}, false)
	} else {
		walk(c.Content(), fyne.Position{}, false)
	}
	return all
}

var noWord = regexp.MustCompile(`\[[a-z_]+\.[a-z_0-9]+\]|<no value>|%!`)

// whole demands of the screen that is shown that every word exists, that no text reaches out of the window at its
// sides, and that no two lie over each other. The window is made high, so that nothing is scrolled away.
func (b *bench) whole(screen string) {
	b.Helper()
	if found := noWord.FindString(b.text()); found != "" {
		b.Errorf("%s has no word for %s", screen, found)
	}
	w := b.s.window
	w.Resize(fyne.NewSize(1024, 30000))
	defer w.Resize(fyne.NewSize(1024, 700))
	all := pieces(b)
	for i, p := range all {
		if !p.own && (p.at.X < -0.5 || p.at.X+p.size.Width > 1025) {
			b.Errorf("%s: %q reaches from %v to %v of 1024", screen, p.text, p.at.X, p.at.X+p.size.Width)
		}
		for _, o := range all[:i] {
			if p.over(o) {
				b.Errorf("%s: %q lies over %q at %v", screen, p.text, o.text, p.at)
			}
		}
	}
	if len(all) < 4 {
		b.Errorf("%s has %d pieces of text", screen, len(all))
	}
}

// TestEveryScreenIsWhole looks at every screen with everything unfolded, in both languages, at 100 and at 200 per cent.
func TestEveryScreenIsWhole(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		for _, percent := range []int{100, 200} {
			first := newEmpty(t, j)
			first.s.settings.TextPercent = percent
			first.s.look()
			walkIn(first, first.whole)
			b := filled(t, j)
			b.s.settings.TextPercent = percent
			b.s.look()
			b.s.house = nil
			b.s.Refresh()
			everyScreen(b)
		}
	})
}

// everyScreen shows each screen of a filled library, with what it says when something went wrong.
func everyScreen(b *bench) {
	b.Helper()
	s := b.s
	for _, key := range []string{
		"dates", "list.more", "list.measures", "list.why", "list.law", "settings.card", "settings.facts", "settings.password",
		"settings.code", "settings.backup", "settings.folder", "about.sources", "about.parts", "incidents.keeping",
	} {
		s.settings.Folded[key] = true
	}
	for name, open := range b.everyPlace() {
		s.Show(open())
		b.whole(name)
	}
	c := b.at(app.Unstaffed, 0)
	for i, r := range c.list().Rows {
		if i%6 == 0 || r.Question.Protected {
			b.at(app.Unstaffed, i)
			b.whole(r.Question.Number)
		}
	}
	b.at(app.Staff, 3)
	b.digit('4')
	b.key(fyne.KeyReturn)
	b.whole("reason")
	c.view(true)
	b.whole("list")
	s.settings.ListView = false
	s.Show(newPackage(s))
	b.press(s.T("package.sign"))
	b.whole("package made")
	for _, f := range failures {
		s.Tell(f.err)
		b.reads(s.T(f.id + "_hint"))
	}
	b.whole("fault")
	s.confirm(s.T("plan.remove_title"), s.T("plan.remove_help"), s.T("button.remove"), nil)
	b.whole("dialog")
	b.key(fyne.KeyEscape)
	everyIncident(b)
	s.Lock()
	b.unlock("fel")
	b.whole("unlock")
	b.press(s.T("unlock.forgot"))
	b.whole("unlock with code")
}

// everyIncident notes an incident of every kind, and looks at the form and at each of them before and after everything is
// needed.
func everyIncident(b *bench) {
	b.Helper()
	s := b.s
	s.note()
	b.whole("noting")
	b.press(s.T("button.save"))
	b.whole("noting, with nothing typed")
	for _, k := range s.desk.Catalogue().Incidents.Kinds {
		id := b.noted(app.Incident{Kind: k.ID, Day: "2026-05-01", What: "Något hände.\nDet gick bra.", Reporter: "vikarien", KeepUntil: "2026-05-02"})
		b.whole("incident " + string(k.ID))
		for _, card := range s.screen.(*incident).cards {
			card.mark(app.ClockMark{Needed: app.Yes})
		}
		if rows := s.desk.Against(mustIncident(b, id)); len(rows) > 0 {
			b.press(s.T("incident.reopen"))
		}
		b.whole("incident " + string(k.ID) + " with all needed")
	}
	s.Show(newIncidents(s))
	b.whole("incidents")
	s.Show(newOverview(s))
	b.whole("overview with incidents")
}

func mustIncident(b *bench, id string) app.Incident {
	b.Helper()
	x, ok := b.s.desk.Incident(id)
	if !ok {
		b.Fatal("the incident is gone")
	}
	return x
}
