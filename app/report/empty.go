package report

import (
	"strconv"

	"trygghylla/app"
	"trygghylla/app/pdf"
)

// EmptyLists lays out every question that the library meets with boxes for a pen, to walk round
// with: no answer stands on it, whatever the disclosure holds.
func EmptyLists(x *app.Disclosure, m Making) ([]byte, error) {
	p, err := start(x.Language(), x, m)
	if err != nil {
		return nil, err
	}
	foot := p.w.T("paper.pen.foot", "edition", x.Catalogue().Edition)
	if err := p.begin(frame{title: p.w.T("paper.pen.title"), foot: foot}); err != nil {
		return nil, err
	}
	p.Title(p.w.T("paper.pen.title"))
	p.Text(pdf.Lead, pdf.Plain(x.Library().Name)...)
	p.Steps(pdf.Plain(p.w.T("paper.pen.how_1")), pdf.Plain(p.w.T("paper.pen.how_2")), pdf.Plain(p.w.T("paper.pen.how_3")))
	p.Callout(pdf.Plain(p.w.T("paper.pen.care"))...)
	for i, l := range x.Lists() {
		if i > 0 {
			p.PageBreak()
		}
		p.emptyList(l)
	}
	return p.finish("empty lists")
}

func (p *paper) emptyList(l app.DisclosedList) {
	p.Heading(1, l.List.Title.In(p.lang))
	if len(l.Rows) == 0 {
		p.Text(pdf.Body, pdf.Plain(p.w.T("paper.list.empty"))...)
		return
	}
	p.Text(pdf.Small, pdf.Plain(l.List.Intro.In(p.lang))...)
	var section *app.Section
	for _, r := range l.Rows {
		if s := r.Question.Section; s != nil && s != section {
			section = s
			p.Heading(2, s.Title.In(p.lang))
		}
		p.Together(func(*pdf.Doc) { p.emptyQuestion(r.Question) })
	}
}

// emptyQuestion is the statement, the boxes and room for a note.
func (p *paper) emptyQuestion(q *app.Question) {
	p.Space(6)
	number := pdf.Run{Text: q.Number + "\u00a0\u00a0", Bold: true}
	p.Text(pdf.Body, append([]pdf.Run{number}, p.statement(q)...)...)
	switch q.Kind {
	case app.TextQuestion:
		p.Lines(3)
	case app.ScaleQuestion:
		var labels []string
		for i, word := range scale() {
			labels = append(labels, p.box(i+1, word))
		}
		p.Boxes(labels...)
		p.Lines(1)
	default:
		var labels []string
		for i, s := range app.States() {
			labels = append(labels, p.box(i+1, "state."+string(s)))
		}
		p.Boxes(labels...)
		p.Lines(2)
	}
}

// box is the label of a box: the key on the screen and the word.
func (p *paper) box(key int, word string) string {
	return strconv.Itoa(key) + "\u00a0\u00a0" + p.w.T(word)
}
