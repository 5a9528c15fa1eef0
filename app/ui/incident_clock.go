package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/ui/kit"
)

// clockLine is a clock and when it ends, in one line.
func (s *Shell) clockLine(c app.Clock, more int) string {
	line := s.T("incident.clock_due", "title", c.Rule.Title.In(s.words.Lang()), "due", s.due(c))
	if more > 0 {
		line += ", " + s.N("incident.more", more)
	}
	return line
}

// due says when a clock ends.
func (s *Shell) due(c app.Clock) string {
	switch {
	case c.Rule.Soon:
		return s.T("incident.soon")
	case c.Due.IsZero():
		return s.T("incident.without_delay")
	}
	moment, left := s.moment(c.Due), c.Left(s.p.Now())
	switch {
	case left < 0:
		return s.T("incident.late", "moment", moment)
	case left < time.Hour:
		return s.T("incident.left_little", "moment", moment)
	}
	return s.N("incident.left", int(left/time.Hour), "moment", moment)
}

// wall is a time as the clock on the wall shows it here.
func (s *Shell) wall(t time.Time) time.Time { return t.In(s.p.Now().Location()) }

// moment writes a time to be read; its day and its time of day stay on one line.
func (s *Shell) moment(t time.Time) string {
	return strings.ReplaceAll(app.Moment(s.wall(t)), " ", "\u00a0")
}

// clockCard is one thing that must be done about an incident in time.
type clockCard struct {
	of   *incident
	id   app.ClockID
	box  *fyne.Container
	due  *kit.Text
	next fyne.Focusable // what is to be pressed next
}

func newClockCard(of *incident, c app.Clock) *clockCard {
	card := &clockCard{of: of, id: c.Rule.ID, box: kit.NewStack(0)}
	card.fill(c)
	return card
}

// clock is the clock as it is saved.
func (k *clockCard) clock() (app.Clock, bool) {
	x, _ := k.of.s.desk.Incident(k.of.id)
	for _, c := range k.of.s.desk.Clocks(x) {
		if c.Rule.ID == k.id {
			return c, true
		}
	}
	return app.Clock{}, false
}

// retime shows when it ends, after the time from which it is counted has changed.
func (k *clockCard) retime() {
	if c, ok := k.clock(); ok {
		k.due.SetRuns(k.dueRun(c))
	}
}

// fill shows the title and when it ends, the question that decides whether it is needed, and once that is clear what
// to do.
func (k *clockCard) fill(c app.Clock) {
	s, lang := k.of.s, k.of.s.words.Lang()
	k.next, k.due = nil, kit.NewRich(kit.Small, k.dueRun(c))
	parts := []fyne.CanvasObject{
		kit.NewCells(12, []float32{20, 0}, kit.NewPicture(mark(c.State()), 18),
			kit.NewRich(kit.Body, kit.Run{Text: c.Rule.Title.In(lang), Bold: true})),
		kit.NewRow(10, kit.NewBadge(s.T("standing."+string(c.Rule.Standing))), k.due),
	}
	if !c.Mark.Told.IsZero() {
		undo := kit.NewButton(kit.SmallLink, s.T("incident.undo"), func() { k.mark(app.ClockMark{Needed: c.Mark.Needed}) })
		k.next = undo
		k.show(append(parts, kit.NewRow(12, undo))...)
		return
	}
	if ask := c.Rule.Ask.In(lang); ask != "" {
		answers := kit.NewSegments([]string{s.T("fact.yes_word"), s.T("fact.no_word")}, neededIndex(c.Mark.Needed), func(i int) {
			k.mark(app.ClockMark{Needed: []app.YesNo{app.Yes, app.No}[i]})
		})
		k.next = answers
		parts = append(parts, kit.NewSpread(16, kit.NewText(kit.Body, ask), answers))
		if c.Mark.Needed != app.Yes {
			k.show(parts...)
			return
		}
	}
	done := kit.NewButton(kit.Secondary, s.T("incident.done"), func() {
		k.mark(app.ClockMark{Needed: c.Mark.Needed, Told: s.p.Now()})
	})
	k.next = done
	laws, _ := s.sourceLines(c.Rule.Sources)
	k.show(append(parts, kit.NewText(kit.Body, c.Rule.Do.In(lang)), kit.NewStack(2, laws...), kit.NewRow(12, done))...)
}

func (k *clockCard) show(parts ...fyne.CanvasObject) {
	k.box.Objects = []fyne.CanvasObject{kit.NewCard(10, parts...)}
}

// dueRun is when it ends, or that it is done or not needed.
func (k *clockCard) dueRun(c app.Clock) kit.Run {
	s := k.of.s
	switch {
	case !c.Mark.Told.IsZero():
		return kit.Run{Text: s.T("incident.done_at", "moment", s.moment(c.Mark.Told)), Colour: kit.ColorQuiet}
	case c.Mark.Needed == app.No:
		return kit.Run{Text: s.T("incident.not_needed"), Colour: kit.ColorQuiet}
	}
	return kit.Run{Text: s.due(c), Bold: true, Colour: kit.ColorMissing}
}

// mark saves what is said of the clock, and shows what comes next.
func (k *clockCard) mark(m app.ClockMark) {
	s := k.of.s
	s.save()
	s.Do(func() error { return s.desk.Mark(k.of.id, k.id, m) })
	if c, ok := k.clock(); ok {
		k.fill(c)
		kit.Relayout(k.box)
	}
	if k.next != nil {
		s.window.Canvas().Focus(k.next)
	}
}

// neededIndex is where an answer stands among yes and no, -1 for none.
func neededIndex(n app.YesNo) int {
	switch n {
	case app.Yes:
		return 0
	case app.No:
		return 1
	}
	return -1
}
