package ui

import (
	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
)

// overview shows where the library is in the year, what comes next, and how the lists stand.
type overview struct {
	s     *Shell
	first fyne.Focusable
	next  func()
}

func newOverview(s *Shell) *overview { return &overview{s: s} }

func (*overview) Place() PlaceID { return PlaceOverview }

func (o *overview) Title() string { return o.s.T("place.overview") }

func (o *overview) Focus() fyne.Focusable { return o.first }

func (o *overview) Key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter {
		o.next()
		return true
	}
	return false
}

func (o *overview) Content() fyne.CanvasObject {
	s := o.s
	a := s.desk.Assessment()
	contact := s.T("overview.no_contact")
	if a.Library.HasContact() {
		contact = s.T("overview.you_contact", "name", a.Library.Contact)
	}
	parts := []fyne.CanvasObject{
		kit.NewStack(0,
			kit.NewText(kit.Title, a.Library.Name),
			kit.NewQuiet(kit.Body, s.T("overview.year", "year", a.Today.Year())+" · "+contact)),
		o.yearLine(a),
		o.nextStep(a),
	}
	parts = append(parts, o.due()...)
	if a.Overdue > 0 {
		parts = append(parts, kit.NewCallout(kit.NewSpread(16,
			kit.NewText(kit.Body, s.N("overview.overdue", a.Overdue)),
			kit.NewButton(kit.SmallLink, s.T("place.plan"), func() { s.Show(newPlan(s)) }))))
	}
	parts = append(parts, kit.NewText(kit.Section, s.T("overview.areas")), o.areas(a))
	if next := o.upcoming(a); next != nil {
		parts = append(parts, kit.NewText(kit.Section, s.T("overview.upcoming")), next)
	}
	if reminders := append(o.kept(), o.file(a)...); len(reminders) > 0 {
		parts = append(append(parts, kit.NewText(kit.Section, s.T("overview.remember"))), reminders...)
	}
	if n := len(s.desk.Editions()); n > 0 {
		e := s.desk.Editions()[n-1]
		parts = append(parts, kit.NewQuiet(kit.Small, s.T("overview.last_package", "n", e.Number, "day", string(e.Made))))
	}
	return kit.NewPage(20, append(parts, o.dates())...)
}

// due is what must be done in time about what has happened.
func (o *overview) due() []fyne.CanvasObject {
	s := o.s
	due := s.desk.DueIncidents()
	if len(due) == 0 {
		return nil
	}
	const most = 3
	var rows []fyne.CanvasObject
	for _, d := range due[:min(most, len(due))] {
		rows = append(rows, kit.NewSpread(16,
			kit.NewStack(0, kit.NewRich(kit.Body, kit.Run{Text: s.kindTitle(d.Incident.Kind), Bold: true}),
				kit.NewText(kit.Body, s.clockLine(d.Clock, d.More))),
			kit.NewButton(kit.SmallLink, s.T("incident.to"), func() { s.Show(newIncident(s, d.Incident.ID)) })))
	}
	if len(due) > most {
		rows = append(rows, kit.NewRow(0, kit.NewButton(kit.SmallLink, s.T("incident.all"), func() { s.Show(newIncidents(s)) })))
	}
	return []fyne.CanvasObject{kit.NewCallout(rows...)}
}

// kept is what has been kept too long of what has happened, and who waits for an answer.
func (o *overview) kept() []fyne.CanvasObject {
	s := o.s
	var parts []fyne.CanvasObject
	for _, c := range []struct {
		n  int
		id string
	}{{s.desk.Waiting(), "overview.waiting"}, {len(s.desk.Expired()), "overview.expired"}} {
		if c.n > 0 {
			parts = append(parts, kit.NewCallout(kit.NewSpread(16, kit.NewText(kit.Body, s.N(c.id, c.n)),
				kit.NewButton(kit.SmallLink, s.T("place.incidents"), func() { s.Show(newIncidents(s)) }))))
		}
	}
	return parts
}

// yearLine is the five steps of the year.
func (o *overview) yearLine(a *app.Assessment) fyne.CanvasObject {
	var steps []kit.Step
	for _, x := range a.Steps {
		state := app.Unanswered
		switch {
		case x.Done:
			state = app.InOrder
		case x.Now:
			state = app.Partly
		}
		steps = append(steps, kit.Step{Symbol: mark(state), Title: o.s.T("overview.step_" + string(x.ID)), Text: o.stepText(a, x)})
	}
	return kit.NewYearLine(steps...)
}

func (o *overview) stepText(a *app.Assessment, x app.Step) string {
	s, day := o.s, string(x.On)
	switch x.ID {
	case app.StepContact:
		if x.Done {
			return s.T("overview.named")
		}
		return s.T("overview.not_named")
	case app.StepWalkthrough:
		switch {
		case x.On == "":
			return s.T("overview.walk_plan")
		case a.Signoff.With != "":
			return s.T("overview.walk_with", "day", day, "with", a.Signoff.With)
		}
		return day
	case app.StepSend:
		switch {
		case x.Done:
			return s.T("overview.sent_on", "day", day)
		case x.Days < 0:
			return s.T("overview.send_late", "day", day)
		case x.Days <= 60:
			return s.N("overview.send_days", x.Days, "day", day)
		}
		return s.T("overview.send_by", "day", day)
	case app.StepAnswer:
		if x.Done {
			return s.T("overview.answer_on", "day", day)
		}
		return s.T("overview.answer_wait")
	}
	if x.Done {
		return s.T("overview.follow_on", "day", day)
	}
	return day
}

// nextStep is the one thing to do now, and the button that does it.
func (o *overview) nextStep(a *app.Assessment) fyne.CanvasObject {
	s := o.s
	head, help, word := s.T("overview.all_done"), s.T("overview.all_done_help"), s.T("overview.to_package")
	o.next = func() { s.Show(newPackage(s)) }
	if l, row, ok := a.Next(); ok {
		head = s.T("overview.question_of", "list", l.List.Short.In(s.words.Lang()), "n", row+1, "of", l.Applicable())
		help = s.N("overview.minutes_left", l.MinutesLeft)
		word = s.T("button.continue")
		id := l.List.ID
		o.next = func() { s.Show(newChecklist(s, id)) }
	}
	forward := kit.NewButton(kit.Primary, word, func() { o.next() })
	o.first = forward
	return kit.NewCard(0, kit.NewSpread(20, kit.NewStack(2,
		kit.NewQuiet(kit.Small, s.T("overview.next_step")),
		kit.NewText(kit.Section, head),
		kit.NewQuiet(kit.Body, help)), forward))
}

// areas is how each list stands: a shape, a bar, a number, and what is missing by law.
func (o *overview) areas(a *app.Assessment) fyne.CanvasObject {
	s := o.s
	var rows []fyne.CanvasObject
	for _, l := range a.Lists {
		count := s.T("overview.not_begun")
		if l.Answered > 0 {
			count = s.T("overview.of", "n", l.Answered, "of", l.Applicable())
		}
		remark := kit.NewText(kit.Small, "")
		switch {
		case l.MissingByLaw > 0:
			remark = kit.NewRich(kit.Small, kit.Run{Text: s.N("overview.by_law", l.MissingByLaw), Bold: true, Colour: kit.ColorMissing})
		case l.Unplanned > 0:
			remark = kit.NewRich(kit.Small, kit.Run{Text: s.N("overview.unplanned", l.Unplanned), Bold: true, Colour: kit.ColorPartly})
		}
		id := l.List.ID
		rows = append(rows, kit.NewCells(14, []float32{20, 170, 0, 110, 170},
			kit.NewPicture(mark(l.Mark()), 18),
			kit.NewButton(kit.Link, l.List.Short.In(s.words.Lang()), func() { s.Show(newChecklist(s, id)) }),
			kit.NewBar(l.Answered, l.Applicable()),
			kit.NewQuiet(kit.Small, count),
			remark.Aligned(fyne.TextAlignTrailing)))
	}
	return kit.NewRows(rows...)
}

// upcoming is the measures that are next, with their days; nil when there are none.
func (o *overview) upcoming(a *app.Assessment) fyne.CanvasObject {
	s := o.s
	var rows []fyne.CanvasObject
	for _, x := range a.Upcoming(3) {
		q, err := a.Catalogue.Question(x.Question)
		if err != nil {
			continue
		}
		day := kit.NewText(kit.Small, string(x.Due))
		if x.Overdue(a.Today) {
			day = kit.NewRich(kit.Small, kit.Run{Text: s.T("plan.overdue", "day", string(x.Due)), Bold: true, Colour: kit.ColorMissing})
		}
		rows = append(rows, kit.NewSpread(16, kit.NewText(kit.Body, q.Number+"  "+x.Text), day))
	}
	if len(rows) == 0 {
		return nil
	}
	return kit.NewRows(rows...)
}

// dates lets the library move the dates of its year.
func (o *overview) dates() fyne.CanvasObject {
	s := o.s
	field := func(of desk.Field, word string) fyne.CanvasObject {
		return s.field(desk.YearAt(of), dayField, s.T(word), "").Field
	}
	body := kit.NewStack(12,
		kit.NewQuiet(kit.Small, s.T("overview.dates_help")),
		kit.NewColumns(16, 160,
			field(desk.SendBy, "overview.send_by_label"),
			field(desk.FollowUp, "overview.follow_up_label")),
		kit.NewColumns(16, 160,
			field(desk.Answered, "overview.answered_label"),
			field(desk.Followed, "overview.followed_label")))
	return s.fold("dates", s.T("overview.dates"), "", body)
}

// fold is a part that is folded as she left it, on every screen and after a restart.
func (s *Shell) fold(key, title, summary string, body fyne.CanvasObject) *kit.Fold {
	return kit.NewFold(title, summary, body, s.settings.Folded[key], func(open bool) {
		s.touch()
		s.settings.Folded[key] = open
		s.keepSettings()
	})
}
