package report

import (
	"slices"
	"strconv"
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
			pdf.Column{Head: "paper.col.source", Width: 58}, pdf.Column{Head: "paper.col.questions", Width: 27},
			pdf.Column{Head: "paper.col.checked", Width: 15},
		)}
		for _, s := range p.x.Catalogue().Sources {
			if s.Kind != kind || len(numbers[s.ID]) == 0 {
				continue
			}
			_, authority := p.x.Catalogue().Source(s.ID)
			t.Rows = append(t.Rows, []pdf.Cell{
				cell(s.Title.In(p.lang) + "\n" + authority.Name.In(p.lang)), cell(ranges(numbers[s.ID])), cell(string(s.Checked)),
			})
		}
		if len(t.Rows) > 0 {
			p.Heading(2, p.w.T("paper.source."+string(kind)))
			p.Table(t)
		}
	}
}

// ranges writes question numbers shortly: three or more that follow each other become K1–K4.
func ranges(numbers []string) string {
	var parts []string
	for i := 0; i < len(numbers); {
		end := i + 1
		for end < len(numbers) && follows(numbers[end-1], numbers[end]) {
			end++
		}
		if end-i > 2 {
			parts = append(parts, numbers[i]+"–"+numbers[end-1])
		} else {
			parts = append(parts, numbers[i:end]...)
		}
		i = end
	}
	return strings.Join(parts, ", ")
}

// follows reports whether b is the next number after a, such as K4 after K3.
func follows(a, b string) bool {
	const digits = "0123456789"
	letters := strings.TrimRight(a, digits)
	m, err1 := strconv.Atoi(strings.TrimPrefix(a, letters))
	n, err2 := strconv.Atoi(strings.TrimPrefix(b, letters))
	return err1 == nil && err2 == nil && n == m+1
}
