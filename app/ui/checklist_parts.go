package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
)

// field is a text of an answer.
func (c *checklist) field(r app.Row, of desk.Field, kind fieldKind, label, help string) *input {
	return c.s.field(desk.AnswerAt(r.Question.ID, of), kind, label, help)
}

// reasonField asks why a question does not apply.
func (c *checklist) reasonField(r app.Row) fyne.CanvasObject {
	c.reason = c.field(r, desk.Reason, lineField, c.s.T("list.reason"), c.s.T("list.reason_help"))
	c.reason.after = c.update
	c.reason.OnSubmitted(func(string) { c.step(1) })
	if r.Answer.State != app.NotApplicable {
		c.reason.Hide()
	}
	return c.reason.Field
}

// reopened tells that an incident opened the answer again, and what it was.
func (c *checklist) reopened(r app.Row) fyne.CanvasObject {
	s, a := c.s, r.Answer
	text := s.T("list.reopened", "day", string(a.Reopened))
	if a.Was != app.Unanswered {
		text += " " + s.T("list.was", "was", s.stateWord(a.Was))
	}
	c.again = kit.NewCallout(kit.NewText(kit.Body, text))
	if a.Reopened == "" {
		c.again.Hide()
	}
	return c.again
}

// freeText is the answer to a question of the survey that is written.
func (c *checklist) freeText(r app.Row) fyne.CanvasObject {
	in := c.field(r, desk.Note, noteField, c.s.T("list.answer_free"), c.s.T("list.note_help"))
	in.SetRows(6)
	c.first = in.Focusable()
	return in.Field
}

// notes are the open note and the protected one. Where the answer itself would help somebody who means harm, the
// protected one comes first and says so.
func (c *checklist) notes(r app.Row) fyne.CanvasObject {
	s := c.s
	open := c.field(r, desk.Note, noteField, s.T("list.note"), s.T("list.note_help"))
	if r.Question.Kind != app.StateQuestion {
		return open.Field
	}
	shut := c.field(r, desk.Protected, protectedField, s.T("list.protected"), s.T("list.protected_help"))
	if r.Question.Protected {
		return kit.NewStack(8, kit.NewColumns(16, 260, shut.Field, open.Field), kit.NewQuiet(kit.Small, s.T("list.protected_first")))
	}
	return kit.NewColumns(16, 260, open.Field, shut.Field)
}

// details are who, when and what shows it.
func (c *checklist) details(r app.Row) fyne.CanvasObject {
	s, a := c.s, r.Answer
	field := func(of desk.Field, kind fieldKind, word string) fyne.CanvasObject {
		return c.field(r, of, kind, s.T(word), "").Field
	}
	return kit.NewStack(14,
		kit.NewColumns(16, 220, field(desk.Owner, lineField, "list.owner"), field(desk.Due, dayField, "list.due")),
		kit.NewStack(0, append([]fyne.CanvasObject{
			s.fold("list.more", s.T("list.more"), c.moreSummary(a), kit.NewStack(12,
				kit.NewColumns(16, 220, field(desk.Checked, dayField, "list.checked"), field(desk.With, lineField, "list.with")),
				c.evidence(r))),
		}, c.folds(r)...)...))
}

func (c *checklist) moreSummary(a app.Answer) string {
	if len(a.Evidence) == 0 {
		return string(a.Checked)
	}
	return string(a.Checked) + " " + c.s.N("list.files", len(a.Evidence))
}

// evidence are the photos and PDFs of an answer, to be opened and removed, and a way to add one.
func (c *checklist) evidence(r app.Row) fyne.CanvasObject {
	s, id := c.s, r.Question.ID
	parts := []fyne.CanvasObject{kit.NewRich(kit.Small, kit.Run{Text: s.T("list.evidence"), Bold: true})}
	for i, e := range r.Answer.Evidence {
		var ways []fyne.CanvasObject
		if e.IsPhoto() {
			ways = append(ways, kit.NewButton(kit.SmallLink, s.T("unlock.show"), func() { s.seeEvidence(e) }))
		}
		ways = append(ways,
			kit.NewButton(kit.SmallLink, s.T("list.evidence_save"), func() { s.saveEvidence(e) }),
			kit.NewButton(kit.SmallLink, s.T("button.remove"), func() {
				s.confirm(s.T("list.evidence_remove", "name", e.Name), s.T("list.evidence_remove_help"), s.T("button.remove"), func() {
					s.Do(func() error { return s.desk.Detach(id, i) })
					s.Refresh()
				})
			}))
		parts = append(parts, kit.NewSpread(12, kit.NewText(kit.Body, e.Name), kit.NewRow(16, ways...)))
	}
	add := kit.NewButton(kit.Secondary, s.T("list.evidence_add"), func() {
		s.chooseFile(s.T("list.evidence"), s.T("list.evidence_path"), s.T("list.evidence_path_help"), func(path string) error {
			return s.desk.AttachFile(id, path)
		})
	})
	erase := kit.NewButton(kit.SmallLink, s.T("list.erase"), func() {
		s.confirm(s.T("list.erase_title"), s.T("list.erase_help"), s.T("list.erase"), func() {
			s.Do(func() error { return s.desk.Erase(id) })
			s.Refresh()
		})
	})
	return kit.NewStack(8, append(parts, kit.NewSpread(12, kit.NewRow(12, add), erase))...)
}

// folds are the measures, why the question is asked, and the law.
func (c *checklist) folds(r app.Row) []fyne.CanvasObject {
	s, q, lang := c.s, r.Question, c.s.words.Lang()
	var measures []fyne.CanvasObject
	for _, m := range q.Measures.In(lang) {
		measures = append(measures, c.measure(r, m))
	}
	laws, summary := s.sourceLines(q.Sources)
	return []fyne.CanvasObject{
		s.fold("list.measures", s.T("list.measures"), "", kit.NewStack(8, measures...)),
		s.fold("list.why", s.T("list.why"), "", kit.NewText(kit.Body, q.Why.In(lang))),
		s.fold("list.law", s.T("list.law"), summary, kit.NewStack(6, laws...)),
	}
}

// sourceLines are the sources that something rests on, each with the day on which it was checked; first is the first of
// them in short.
func (s *Shell) sourceLines(refs []app.Reference) (lines []fyne.CanvasObject, first string) {
	lang := s.words.Lang()
	for i, ref := range refs {
		src, authority := s.desk.Catalogue().Source(ref.ID)
		name := src.Title.In(lang)
		if ref.Section != "" {
			name += " " + ref.Section
		}
		checked := s.T("list.law_checked", "day", string(src.Checked))
		if i == 0 {
			first = name + " · " + checked
		}
		lines = append(lines, kit.NewRich(kit.Small, kit.Run{Text: name},
			kit.Run{Text: "  " + authority.Name.In(lang) + " · " + checked, Colour: kit.ColorQuiet}))
	}
	return lines, first
}

// measure is one ready measure, with a link that puts it on the plan.
func (c *checklist) measure(r app.Row, text string) fyne.CanvasObject {
	s, id := c.s, r.Question.ID
	if slices.ContainsFunc(r.Actions, func(x app.Action) bool { return x.Text == text }) {
		return kit.NewSpread(12, kit.NewText(kit.Body, text), kit.NewQuiet(kit.Small, s.T("list.added_action")))
	}
	return kit.NewSpread(12, kit.NewText(kit.Body, text), kit.NewButton(kit.SmallLink, s.T("list.add_action"), func() {
		c.s.save()
		s.Do(func() error {
			_, err := s.desk.AddAction(id, text)
			return err
		})
		s.Refresh()
	}))
}

// whole is the list as rows, each with its question, its answer and the way to it.
func (c *checklist) whole(l *app.ListAssessment) fyne.CanvasObject {
	s, lang := c.s, c.s.words.Lang()
	parts := []fyne.CanvasObject{
		kit.NewText(kit.Title, l.List.Title.In(lang)),
		kit.NewText(kit.Body, l.List.Intro.In(lang)),
	}
	var rows []fyne.CanvasObject
	var section *app.Section
	c.first = nil
	for i, r := range l.Rows {
		q := r.Question
		if q.Section != section && q.Section != nil {
			if section = q.Section; len(rows) > 0 {
				parts = append(parts, kit.NewRows(rows...))
			}
			parts = append(parts, kit.NewText(kit.Section, section.Title.In(lang)))
			rows = nil
		}
		open := kit.NewButton(kit.SmallLink, s.T("button.open"), func() {
			c.at = i
			c.view(false)
		})
		if c.first == nil {
			c.first = open
		}
		rows = append(rows, kit.NewCells(12, []float32{20, 36, 0, -1},
			kit.NewPicture(mark(q.Mark(r.Answer)), 18),
			kit.NewQuiet(kit.Small, q.Number),
			kit.NewStack(0, kit.NewText(kit.Body, q.Statement.In(lang)), kit.NewQuiet(kit.Small, c.word(r))),
			open))
	}
	parts = append(parts, kit.NewRows(rows...))
	one := kit.NewButton(kit.Primary, s.T("list.one_by_one"), func() { c.view(false) })
	return kit.NewPage(16, parts...).SetFoot(kit.NewSpread(12, kit.NewSpace(0), one))
}

// word is what is answered, in words.
func (c *checklist) word(r app.Row) string {
	switch {
	case r.Answer.Scale > 0:
		return c.s.T(scaleWords[r.Answer.Scale-1])
	case r.Question.Kind == app.TextQuestion && r.Question.Answered(r.Answer):
		return c.s.T("list.written")
	}
	word := c.s.stateWord(r.Answer.State)
	if r.Answer.Reopened != "" {
		word += " · " + c.s.T("list.reopened", "day", string(r.Answer.Reopened))
	}
	return word
}
