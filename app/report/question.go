package report

import (
	"unicode"
	"unicode/utf8"

	"trygghylla/app"
	"trygghylla/app/pdf"
)

// questions lists what waits for others, by who knows.
func (p *paper) questions() {
	waiting := map[app.Knower][]app.DisclosedRow{}
	n := 0
	for _, l := range p.x.Lists() {
		for _, r := range l.Rows {
			if r.State == app.Unknown {
				waiting[r.Question.Knows] = append(waiting[r.Question.Knows], r)
				n++
			}
		}
	}
	p.Heading(1, p.w.T("paper.ask.title"))
	if n == 0 {
		p.Text(pdf.Body, pdf.Plain(p.w.T("paper.ask.empty"))...)
		return
	}
	p.Text(pdf.Small, pdf.Plain(p.w.N("paper.ask.count", n))...)
	for _, k := range app.Knowers() {
		if len(waiting[k]) == 0 {
			continue
		}
		t := pdf.Table{Columns: p.columns(
			pdf.Column{Head: "paper.col.number", Width: 1}, pdf.Column{Head: "paper.col.question", Width: 9},
			pdf.Column{Head: "paper.col.note", Width: 8},
		)}
		for _, r := range waiting[k] {
			t.Rows = append(t.Rows, []pdf.Cell{cell(r.Question.Number), {Runs: p.statement(r.Question)}, {Runs: p.note(r)}})
		}
		p.Heading(2, upperFirst(p.w.T("knows."+string(k))))
		p.Table(t)
	}
}

// upperFirst makes the first letter of a heading large.
func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
