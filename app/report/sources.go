package report

import (
	"slices"
	"strings"

	"trygghylla/app"
	"trygghylla/app/pdf"
)

// sources lists the laws and the advice that the questions rest on, with the day each was last read.
func (p *paper) sources() {
	numbers := map[string][]string{}
	for _, l := range p.x.Lists() {
		for _, r := range l.Rows {
			for _, s := range r.Question.Sources {
				if n := r.Question.Number; !slices.Contains(numbers[s.ID], n) {
					numbers[s.ID] = append(numbers[s.ID], n)
				}
			}
		}
	}
	p.Heading(1, p.w.T("paper.source.title"))
	p.Text(pdf.Small, pdf.Plain(p.w.T("paper.source.about", "edition", p.x.Catalogue().Edition))...)
	for _, kind := range []app.SourceKind{app.Law, app.Regulation, app.Guidance, app.Practice} {
		t := pdf.Table{Columns: p.columns(
			pdf.Column{Head: "paper.col.source", Width: 9}, pdf.Column{Head: "paper.col.authority", Width: 5},
			pdf.Column{Head: "paper.col.questions", Width: 5}, pdf.Column{Head: "paper.col.checked", Width: 2},
		)}
		for _, s := range p.x.Catalogue().Sources() {
			if s.Kind != kind || len(numbers[s.ID]) == 0 {
				continue
			}
			_, authority := p.x.Catalogue().Source(s.ID)
			t.Rows = append(t.Rows, []pdf.Cell{
				cell(s.Title.In(p.lang)), cell(authority.Name.In(p.lang)),
				cell(strings.Join(numbers[s.ID], ", ")), cell(string(s.Checked)),
			})
		}
		if len(t.Rows) > 0 {
			p.Heading(2, p.w.T("paper.source."+string(kind)))
			p.Table(t)
		}
	}
}
