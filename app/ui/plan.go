package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
)

// plan is the action plan: everything that is missing or only partly in order, with what is done about it.
type plan struct {
	noKeys
	s      *Shell
	first  fyne.Focusable
	opened string // the action whose part stays open after a change
}

func newPlan(s *Shell) *plan { return &plan{s: s} }

func (p *plan) Title() string { return p.s.T("place.plan") }

func (*plan) Place() PlaceID { return PlacePlan }

func (p *plan) Focus() fyne.Focusable { return p.first }

func (p *plan) Content() fyne.CanvasObject {
	s := p.s
	a := s.desk.Assessment()
	p.first = nil
	parts := []fyne.CanvasObject{kit.NewStack(0, kit.NewText(kit.Title, s.T("plan.title")), kit.NewQuiet(kit.Body, s.T("plan.intro")))}
	if len(a.Plan) == 0 {
		forward := kit.NewButton(kit.Primary, s.T("plan.to_lists"), func() { s.Show(newOverview(s)) })
		p.first = forward
		return kit.NewPage(16, append(parts,
			kit.NewText(kit.Section, s.T("plan.empty")),
			kit.NewText(kit.Body, s.T("plan.empty_help")),
			kit.NewRow(12, forward))...)
	}
	for _, item := range a.Plan {
		parts = append(parts, p.card(a, item))
	}
	print := kit.NewButton(kit.Primary, s.T("plan.print"), func() { s.paper(s.desk.Plan) })
	if p.first == nil {
		p.first = print
	}
	return kit.NewPage(16, parts...).SetFoot(kit.NewSpread(12, kit.NewSpace(0), print))
}

// card is one statement with its measures.
func (p *plan) card(a *app.Assessment, item app.Row) fyne.CanvasObject {
	s, q := p.s, item.Question
	toQuestion := kit.NewButton(kit.SmallLink, s.T("plan.to_question"), func() { s.showQuestion(q) })
	if p.first == nil {
		p.first = toQuestion
	}
	head := []fyne.CanvasObject{kit.NewPicture(mark(item.Answer.State), 18), kit.NewQuiet(kit.Small, q.Number+" · "+s.stateWord(item.Answer.State))}
	if q.Standing == app.Duty {
		head = append(head, kit.NewBadge(s.T("standing.duty")))
	}
	parts := []fyne.CanvasObject{
		kit.NewSpread(12, kit.NewRow(10, head...), toQuestion),
		kit.NewRich(kit.Body, kit.Run{Text: q.Statement.In(s.words.Lang()), Bold: true}),
	}
	for _, x := range item.Actions {
		parts = append(parts, p.action(a, x))
	}
	if len(item.Actions) == 0 {
		parts = append(parts, kit.NewQuiet(kit.Body, s.T("plan.nothing_planned")))
	}
	return kit.NewCard(8, append(parts, p.suggestions(item))...)
}

// action is one measure: what, who, when and how far; every field saves itself.
func (p *plan) action(a *app.Assessment, x app.Action) fyne.CanvasObject {
	s := p.s
	field := func(of desk.Field, kind fieldKind, word string) fyne.CanvasObject {
		return s.field(desk.ActionAt(x.ID, of), kind, s.T(word), "").Field
	}
	var words []string
	for _, st := range app.ActionStatuses() {
		words = append(words, s.T("plan."+string(st)))
	}
	status := kit.NewSegments(words, slices.Index(app.ActionStatuses(), x.Status), func(i int) {
		p.s.save()
		s.Do(func() error { return s.desk.Say(desk.ActionAt(x.ID, desk.Status), string(app.ActionStatuses()[i])) })
	})
	body := kit.NewStack(12,
		field(desk.Text, lineField, "plan.what"),
		kit.NewColumns(16, 200, field(desk.Owner, lineField, "plan.who"), field(desk.Due, dayField, "plan.when")),
		kit.NewSpread(16, kit.NewRich(kit.Small, kit.Run{Text: s.T("plan.status"), Bold: true}), status),
		kit.NewRow(12, kit.NewButton(kit.SmallLink, s.T("button.remove"), func() {
			s.confirm(s.T("plan.remove_title"), s.T("plan.remove_help"), s.T("button.remove"), func() {
				s.Do(func() error { return s.desk.RemoveAction(x.ID) })
				s.Refresh()
			})
		})))
	return kit.NewFold(x.Text, p.summary(a, x), body, p.opened == x.ID, func(open bool) {
		if p.opened = ""; open {
			p.opened = x.ID
		}
	})
}

func (p *plan) summary(a *app.Assessment, x app.Action) string {
	s := p.s
	text := s.T("plan." + string(x.Status))
	if x.Overdue(a.Today) {
		text = s.T("plan.overdue", "day", string(x.Due))
	} else if x.Due != "" {
		text += " · " + string(x.Due)
	}
	if x.Owner != "" {
		text += " · " + x.Owner
	}
	return text
}

// suggestions are the ready measures that are not planned, and a field for one of one's own.
func (p *plan) suggestions(item app.Row) fyne.CanvasObject {
	s, id := p.s, item.Question.ID
	add := func(text string) {
		p.s.save()
		s.Do(func() error {
			key, err := s.desk.AddAction(id, text)
			p.opened = key
			return err
		})
		s.Refresh()
	}
	var rows []fyne.CanvasObject
	for _, m := range item.Question.Measures.In(s.words.Lang()) {
		if slices.ContainsFunc(item.Actions, func(x app.Action) bool { return x.Text == m }) {
			continue
		}
		rows = append(rows, kit.NewSpread(12, kit.NewText(kit.Body, m), kit.NewButton(kit.SmallLink, s.T("list.add_action"), func() { add(m) })))
	}
	own := kit.NewTextField(s.T("plan.own"), "")
	own.OnChanged = func(string) { s.touch(); own.SetFault("") }
	save := func() {
		if own.Text() == "" {
			own.SetFault(s.T("plan.write_first"))
			return
		}
		add(own.Text())
	}
	own.OnSubmitted(func(string) { save() })
	rows = append(rows, own, kit.NewRow(12, kit.NewButton(kit.Secondary, s.T("button.add"), save)))
	return s.planFold(item, kit.NewStack(10, rows...))
}

// planFold is open for a statement that has no measure yet.
func (s *Shell) planFold(item app.Row, body fyne.CanvasObject) fyne.CanvasObject {
	return kit.NewFold(s.T("plan.choose"), "", body, len(item.Actions) == 0, nil)
}
