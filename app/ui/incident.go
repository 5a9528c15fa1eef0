package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
)

// incident is one thing that has happened: what must be done about it in time, which answers it speaks against, and what
// was done. Every field saves itself.
type incident struct {
	s        *Shell
	id       string
	first    fyne.Focusable
	cards    []*clockCard
	against  *fyne.Container
	feedback *input
	answered *kit.Button // that the one who told got an answer today
}

func newIncident(s *Shell, id string) *incident { return &incident{s: s, id: id} }

func (p *incident) Title() string { return p.s.T("place.incidents") }

func (*incident) Place() PlaceID { return PlaceIncidents }

func (p *incident) Focus() fyne.Focusable { return p.first }

// Key goes back to all incidents with Escape.
func (p *incident) Key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape {
		p.back()
		return true
	}
	return false
}

func (p *incident) back() { p.s.Show(newIncidents(p.s)) }

func (p *incident) Content() fyne.CanvasObject {
	s := p.s
	x, ok := s.desk.Incident(p.id)
	p.cards = nil
	back := kit.NewButton(kit.Secondary, s.T("incident.all"), p.back).SetArrow(kit.Back)
	p.first = back
	if !ok {
		f := explain(s.words, desk.ErrNoIncident)
		return kit.NewPage(16, kit.NewText(kit.Section, f.what), kit.NewText(kit.Body, f.hint), kit.NewRow(12, back))
	}
	parts := []fyne.CanvasObject{kit.NewText(kit.Question, s.kindTitle(x.Kind)), p.happened(x)}
	parts = append(parts, p.clocks(x)...)
	p.against = kit.NewStack(12)
	p.fillAgainst(x)
	parts = append(parts, p.against, kit.NewText(kit.Section, s.T("incident.after")), p.after(x))
	return kit.NewPage(16, parts...).SetFoot(kit.NewSpread(12, back,
		kit.NewButton(kit.SmallLink, s.T("incident.remove"), p.remove)))
}

// update brings up to date what a change of a field changes elsewhere.
func (p *incident) update() {
	x, _ := p.s.desk.Incident(p.id)
	for _, card := range p.cards {
		card.retime()
	}
	if was := p.answered.Visible(); was != x.AwaitsAnswer() {
		p.showAnswered(x)
		kit.Relayout(p.answered)
	}
}

func (p *incident) showAnswered(x app.Incident) {
	if x.AwaitsAnswer() {
		p.answered.Show()
	} else {
		p.answered.Hide()
	}
}

// field is a field of the incident that saves itself.
func (p *incident) field(of desk.Field, kind fieldKind, label, help string) *input {
	in := p.s.field(desk.IncidentAt(p.id, of), kind, label, help)
	in.after = p.update
	return in
}

// happened is what happened and when, and a way to say that it was something else.
func (p *incident) happened(x app.Incident) fyne.CanvasObject {
	s := p.s
	what := p.field(desk.What, noteField, s.T("incident.what"), s.T("incident.what_help"))
	when := []fyne.CanvasObject{p.field(desk.Day, dayField, s.T("incident.day"), "").Field}
	if slices.ContainsFunc(s.desk.Clocks(x), func(c app.Clock) bool { return c.Rule.Hours > 0 }) {
		when = append(when, p.field(desk.Known, momentField, s.T("incident.known"), s.T("incident.known_help")).Field)
	}
	kinds := s.desk.Catalogue().Incidents.Offered(s.desk.Library().Facts)
	tiles := s.kindTiles(kinds, x.Kind, func(i int) {
		p.s.save()
		s.Do(func() error { return s.desk.Say(desk.IncidentAt(p.id, desk.Kind), string(kinds[i].ID)) })
		s.Refresh()
		s.focus()
	})
	return kit.NewStack(12, what.Field, kit.NewColumns(16, 240, when...),
		kit.NewFold(s.T("incident.kind_other"), "", tiles, false, nil))
}

// clocks is what must be done in time, a card for each.
func (p *incident) clocks(x app.Incident) []fyne.CanvasObject {
	var parts []fyne.CanvasObject
	for _, c := range p.s.desk.Clocks(x) {
		card := newClockCard(p, c)
		p.cards = append(p.cards, card)
		if c.Running() && len(parts) == 0 || c.Running() && p.first == nil {
			p.first = card.next
		}
		parts = append(parts, card.box)
	}
	if len(parts) == 0 {
		return nil
	}
	return []fyne.CanvasObject{kit.NewText(kit.Section, p.s.T("incident.clocks")), kit.NewStack(12, parts...)}
}

// fillAgainst shows the answers that the incident speaks against, to be opened again, and those that were.
func (p *incident) fillAgainst(x app.Incident) {
	s, lang := p.s, p.s.words.Lang()
	var rows []fyne.CanvasObject
	var open []app.QuestionID
	for _, r := range s.desk.Against(x) {
		id := r.Question.ID
		if slices.Contains(x.Reopened, id) {
			continue // looked at already, and in order after all
		}
		open = append(open, id)
		rows = append(rows, kit.NewCells(12, []float32{20, 36, 0, -1},
			kit.NewPicture(mark(r.Answer.State), 18), kit.NewQuiet(kit.Small, r.Question.Number),
			kit.NewText(kit.Body, r.Question.Statement.In(lang)),
			kit.NewButton(kit.SmallLink, s.T("incident.reopen"), func() { p.reopen(id) })))
	}
	for _, l := range s.desk.Assessment().Lists {
		for _, r := range l.Rows {
			if !slices.Contains(x.Reopened, r.Question.ID) {
				continue
			}
			rows = append(rows, kit.NewCells(12, []float32{20, 36, 0, -1},
				kit.NewPicture(mark(r.Answer.State), 18), kit.NewQuiet(kit.Small, r.Question.Number),
				kit.NewStack(0, kit.NewText(kit.Body, r.Question.Statement.In(lang)),
					kit.NewQuiet(kit.Small, s.T("incident.reopened")+" · "+s.stateWord(r.Answer.State))),
				kit.NewButton(kit.SmallLink, s.T("plan.to_question"), func() { s.showQuestion(r.Question) })))
		}
	}
	p.against.Objects = nil
	if len(rows) == 0 {
		return
	}
	p.against.Objects = []fyne.CanvasObject{
		kit.NewStack(0, kit.NewText(kit.Section, s.T("incident.against")), kit.NewQuiet(kit.Body, s.T("incident.against_help"))),
		kit.NewRows(rows...),
	}
	if len(open) > 1 {
		p.against.Add(kit.NewRow(12, kit.NewButton(kit.Secondary, s.T("incident.reopen_all", "n", len(open)), func() { p.reopen(open...) })))
	}
}

// reopen opens answers again, and goes on at the first that is still to be looked at, else at the first question.
func (p *incident) reopen(ids ...app.QuestionID) {
	s := p.s
	p.s.save()
	s.Do(func() error { return s.desk.Reopen(p.id, ids...) })
	x, _ := s.desk.Incident(p.id)
	p.fillAgainst(x)
	kit.Relayout(p.against)
	if next := firstButton(p.against); next != nil {
		s.window.Canvas().Focus(next)
	}
}

// firstButton is the first button in a container, nil when there is none.
func firstButton(in *fyne.Container) *kit.Button {
	for _, o := range in.Objects {
		switch o := o.(type) {
		case *kit.Button:
			return o
		case *fyne.Container:
			if b := firstButton(o); b != nil {
				return b
			}
		}
	}
	return nil
}

// after is what was done, who told and got an answer, and how long it is kept.
func (p *incident) after(x app.Incident) fyne.CanvasObject {
	s := p.s
	p.answered = kit.NewButton(kit.Secondary, s.T("incident.answered_today"), p.answeredToday)
	p.showAnswered(x)
	p.feedback = p.field(desk.Feedback, dayField, s.T("incident.feedback"), "")
	return kit.NewStack(14,
		p.field(desk.Measures, noteField, s.T("incident.measures"), s.T("incident.what_help")).Field,
		kit.NewColumns(16, 240,
			p.field(desk.Reporter, lineField, s.T("incident.reporter"), s.T("incident.reporter_help")).Field, p.feedback.Field),
		kit.NewRow(12, p.answered),
		kit.NewColumns(16, 240,
			p.field(desk.KeepUntil, dayField, s.T("incident.keep_until"), s.T("incident.keep_help")).Field, kit.NewSpace(0)))
}

// answeredToday says that the one who told got an answer today.
func (p *incident) answeredToday() {
	s := p.s
	p.s.save()
	p.feedback.write(string(s.desk.Today()))
	s.window.Canvas().Focus(p.feedback.Focusable())
}

// remove asks, deletes the incident, and tells until when backups hold it.
func (p *incident) remove() {
	s := p.s
	s.confirm(s.T("incident.remove_title"), s.T("incident.remove_help"), s.T("incident.remove"), func() {
		err := s.desk.RemoveIncident(p.id)
		if _, there := s.desk.Incident(p.id); !there { // also when clearing away its remains goes on at the next opening
			list := newIncidents(s)
			list.removed = true
			s.Show(list)
		}
		s.Tell(err)
	})
}
