package ui

import (
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/ui/kit"
)

// checklist shows one question of a list at a time in large type, or the whole list. Answers are saved at once.
type checklist struct {
	s    *Shell
	id   app.ListID
	at   int // index of the question in the assessment's rows
	head *kit.Text
	dots *kit.Dots

	answers *kit.AnswerRow
	again   *fyne.Container // that an incident opened the answer again, until there is one
	reason  *input          // why a question does not apply; shown when that is chosen
	first   fyne.Focusable
	message *kit.Message
}

func newChecklist(s *Shell, id app.ListID) *checklist {
	c := &checklist{s: s, id: id}
	c.at = max(c.list().NextOpen(0), 0)
	return c
}

func (c *checklist) Place() PlaceID { return listPlace(c.id) }

func (c *checklist) Title() string { return c.list().List.Short.In(c.s.words.Lang()) }

func (c *checklist) list() *app.ListAssessment { return c.s.desk.Assessment().List(c.id) }

func (c *checklist) row() app.Row { return c.list().Rows[c.at] }

func (c *checklist) Focus() fyne.Focusable { return c.first }

// Key goes on with Enter and back to the overview with Escape.
func (c *checklist) Key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		c.step(1)
	case fyne.KeyEscape:
		c.s.Show(newOverview(c.s))
	default:
		return false
	}
	return true
}

// Rune answers with 1–5 also when the focus is elsewhere on the screen.
func (c *checklist) Rune(r rune) {
	if c.answers != nil && r >= '1' && r <= '9' {
		c.answers.Choose(int(r - '1'))
	}
}

// step goes to another question, saving what is typed.
func (c *checklist) step(by int) {
	n := len(c.list().Rows)
	if c.s.settings.ListView || c.at+by < 0 {
		return
	}
	c.s.save()
	if c.unsaved() {
		return
	}
	if c.at+by >= n {
		c.finish()
		return
	}
	c.at += by
	c.s.Refresh()
	c.s.focus()
}

// unsaved reports whether "not applicable" is chosen but waits for its reason; it is then said beside it.
func (c *checklist) unsaved() bool {
	if c.reason == nil || !c.reason.Visible() || c.row().Answer.State == app.NotApplicable {
		return false
	}
	f := explain(c.s.words, app.ErrReason)
	c.reason.SetFault(f.what + " " + f.hint)
	c.s.window.Canvas().Focus(c.reason.Focusable())
	return true
}

// finish goes on to the next open question of the list, else to the overview.
func (c *checklist) finish() {
	if next := c.list().NextOpen(0); next >= 0 && next != c.at {
		c.at = next
		c.s.Refresh()
		c.s.focus()
		return
	}
	c.s.Show(newOverview(c.s))
}

// Content is one question, the whole list, or that there is none.
func (c *checklist) Content() fyne.CanvasObject {
	l := c.list()
	c.answers, c.reason, c.message = nil, nil, kit.NewMessage()
	switch {
	case len(l.Rows) == 0:
		return c.empty(l)
	case c.s.settings.ListView:
		return c.whole(l)
	}
	c.at = min(c.at, len(l.Rows)-1)
	return c.single(l)
}

func (c *checklist) empty(l *app.ListAssessment) fyne.CanvasObject {
	s := c.s
	open := kit.NewButton(kit.Secondary, s.T("place.settings"), func() { s.Show(newSettings(s)) })
	c.first = open
	return kit.NewPage(16,
		kit.NewText(kit.Title, l.List.Title.In(s.words.Lang())),
		kit.NewText(kit.Section, s.T("list.empty")),
		kit.NewText(kit.Body, s.T("list.empty_help")),
		kit.NewRow(12, open))
}

func (c *checklist) single(l *app.ListAssessment) fyne.CanvasObject {
	s, r := c.s, l.Rows[c.at]
	q := r.Question
	c.head = kit.NewRich(kit.Body,
		kit.Run{Text: l.List.Short.In(s.words.Lang()), Bold: true},
		kit.Run{Text: "  " + c.count(l), Colour: kit.ColorQuiet})
	c.dots = kit.NewDots(c.marks(l), c.at, c.jump)
	parts := []fyne.CanvasObject{
		kit.NewSpread(16, c.head, c.dots),
		c.facts(q),
		kit.NewText(kit.Question, q.Statement.In(s.words.Lang())),
	}
	switch q.Kind {
	case app.TextQuestion:
		parts = append(parts, c.freeText(r))
	default:
		parts = append(parts, c.reopened(r), c.answerRow(r))
		if q.Kind == app.StateQuestion {
			parts = append(parts, c.reasonField(r))
		}
		parts = append(parts, c.message, c.notes(r))
	}
	if q.Kind == app.StateQuestion {
		parts = append(parts, c.details(r))
	}
	return kit.NewPage(14, parts...).SetFoot(c.foot(l))
}

func (c *checklist) count(l *app.ListAssessment) string {
	q := l.Rows[c.at].Question
	if q.Section != nil {
		return c.s.T("list.section_of", "section", q.Section.Title.In(c.s.words.Lang()), "n", c.at+1, "of", l.Applicable())
	}
	return c.s.T("list.question_of", "n", c.at+1, "of", l.Applicable())
}

// facts is what kind of demand it is, its number, who knows and how long it takes.
func (c *checklist) facts(q *app.Question) fyne.CanvasObject {
	s := c.s
	words := kit.NewQuiet(kit.Small, q.Number+" · "+s.T("list.knows", "who", s.T("knows."+string(q.Knows)))+" · "+s.N("list.minutes", q.Minutes))
	if q.Standing == "" {
		return words
	}
	return kit.NewRow(10, kit.NewBadge(s.T("standing."+string(q.Standing))), words)
}

func (c *checklist) marks(l *app.ListAssessment) []fyne.Resource {
	var all []fyne.Resource
	for _, r := range l.Rows {
		all = append(all, mark(r.Question.Mark(r.Answer)))
	}
	return all
}

func (c *checklist) jump(i int) { c.step(i - c.at) }

func (c *checklist) foot(l *app.ListAssessment) fyne.CanvasObject {
	s := c.s
	back := kit.NewButton(kit.Secondary, s.T("button.previous"), func() { c.step(-1) }).SetArrow(kit.Back)
	if c.at == 0 {
		back.Disable()
	}
	word := s.T("button.next")
	if c.at == len(l.Rows)-1 {
		word = s.T("button.done")
	}
	return kit.NewSpread(12,
		kit.NewRow(20, back, kit.NewButton(kit.SmallLink, s.T("list.as_list"), func() { c.view(true) })),
		kit.NewButton(kit.Primary, word, func() { c.step(1) }).SetHint("Enter"))
}

// view changes between one question and the whole list, and remembers it.
func (c *checklist) view(list bool) {
	c.s.save()
	c.s.settings.ListView = list
	c.s.keepSettings()
	c.s.Refresh()
	c.s.focus()
}

// answerRow is the large buttons: the five answers, or the steps of the scale.
func (c *checklist) answerRow(r app.Row) fyne.CanvasObject {
	s := c.s
	var answers []kit.Answer
	if r.Question.Kind == app.ScaleQuestion {
		for _, word := range scaleWords {
			answers = append(answers, kit.Answer{Word: s.T(word)})
		}
	} else {
		for _, x := range app.States() {
			answers = append(answers, kit.Answer{Symbol: mark(x), Word: s.stateWord(x)})
		}
	}
	c.answers = kit.NewAnswerRow(answers, chosen(r), c.choose)
	c.first = c.answers
	return c.answers
}

// scaleWords are the words of the survey's answers in the order of their keys.
var scaleWords = []string{"scale.s1", "scale.s2", "scale.s3", "scale.s4", "scale.unknown"}

// chosen is the index of the answer that is saved, -1 for none.
func chosen(r app.Row) int {
	if r.Question.Kind == app.ScaleQuestion {
		if r.Answer.State == app.Unknown {
			return 4
		}
		return r.Answer.Scale - 1
	}
	for i, x := range app.States() {
		if r.Answer.State == x {
			return i
		}
	}
	return -1
}

// choose saves an answer. "Not applicable" waits for its reason.
func (c *checklist) choose(i int) {
	q, d := c.row().Question, c.s.desk
	var err error
	switch {
	case q.Kind == app.ScaleQuestion && i == 4:
		err = d.DontKnow(q.ID)
	case q.Kind == app.ScaleQuestion:
		err = d.Scale(q.ID, i+1)
	default:
		err = d.Answer(q.ID, app.States()[i])
	}
	waits := errors.Is(err, app.ErrReason)
	if waits {
		err = nil
	}
	c.s.Do(func() error { return err })
	if err != nil {
		c.answers.SetChosen(chosen(c.row()))
	}
	if c.reason != nil {
		c.showReason(waits || c.row().Answer.State == app.NotApplicable, waits)
	}
	if c.row().Answer.Reopened == "" && c.again.Visible() {
		c.again.Hide()
		kit.Relayout(c.answers)
	}
	c.update()
}

func (c *checklist) showReason(show, focus bool) {
	if show {
		c.reason.Show()
	} else {
		c.reason.Hide()
	}
	kit.Relayout(c.reason.Field)
	if focus {
		c.s.window.Canvas().Focus(c.reason.Focusable())
	}
}

// update brings the row of shapes up to date without building the screen again.
func (c *checklist) update() { c.dots.Set(c.marks(c.list()), c.at) }

// showQuestion goes to one question.
func (s *Shell) showQuestion(q *app.Question) {
	c := newChecklist(s, q.List.ID)
	c.at = max(slices.IndexFunc(c.list().Rows, func(r app.Row) bool { return r.Question == q }), 0)
	s.settings.ListView = false
	s.Show(c)
}
