package report

import (
	"strconv"
	"strings"

	"trygghylla/app"
	"trygghylla/app/pdf"
)

// survey is the list that is answered on a scale, section by section.
func (p *paper) survey(l app.DisclosedList) {
	p.Heading(1, l.List.Title.In(p.lang))
	if len(l.Rows) == 0 {
		p.Text(pdf.Body, pdf.Plain(p.w.T("paper.list.empty"))...)
		return
	}
	p.Text(pdf.Small, pdf.Plain(p.w.T("paper.survey.answered", "n", l.Answered, "of", len(l.Rows)))...)
	sections := bySection(l.Rows)
	inPart := map[int]int{}
	for _, rows := range sections {
		if s := rows[0].Question.Section; s != nil {
			inPart[s.Part]++
		}
	}
	part := 0
	for _, rows := range sections {
		if s := rows[0].Question.Section; s != nil {
			if s.Part != part {
				part = s.Part
				p.Heading(2, p.w.T("list.part_"+strconv.Itoa(part)))
			}
			if inPart[part] > 1 { // a part's only section says the same as the part
				p.Heading(3, s.Title.In(p.lang))
			}
		}
		p.section(rows)
	}
}

// bySection divides the rows where the section changes.
func bySection(rows []app.DisclosedRow) [][]app.DisclosedRow {
	var all [][]app.DisclosedRow
	for i, r := range rows {
		if i == 0 || r.Question.Section != rows[i-1].Question.Section {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], r)
	}
	return all
}

// section is a table of the statements with their steps, and the free texts below it.
func (p *paper) section(rows []app.DisclosedRow) {
	t := pdf.Table{Columns: p.columns(
		pdf.Column{Head: "paper.col.number", Width: 1}, pdf.Column{Head: "paper.col.statement", Width: 11},
		pdf.Column{Head: "paper.col.answer", Width: 5},
	)}
	var texts []app.DisclosedRow
	for _, r := range rows {
		if r.Question.Kind == app.TextQuestion {
			texts = append(texts, r)
			continue
		}
		said := pdf.Plain(r.Question.Statement.In(p.lang))
		if note := strings.TrimSpace(join("\n", r.Reason, r.Note)); note != "" {
			said = append(said, pdf.Run{Text: "\n" + note})
		}
		t.Rows = append(t.Rows, []pdf.Cell{cell(r.Question.Number), {Runs: said}, p.step(r)})
	}
	if len(t.Rows) > 0 {
		p.Table(t)
	}
	for _, r := range texts {
		p.freeText(r)
	}
}

// step is the step of the scale in words.
func (p *paper) step(r app.DisclosedRow) pdf.Cell {
	switch {
	case r.State == app.Unknown:
		return pdf.Cell{Mark: pdf.DontKnow, Runs: pdf.Plain(p.w.T("scale.unknown"))}
	case r.Scale == 0:
		return p.state(app.Unanswered)
	}
	return cell(p.box(r.Scale, scale()[r.Scale-1]))
}

// freeText is a question with what was written, as one paragraph so that no page break parts them.
func (p *paper) freeText(r app.DisclosedRow) {
	question := pdf.Run{Text: r.Question.Number + "\u00a0\u00a0" + r.Question.Statement.In(p.lang), Bold: true}
	if answer := strings.TrimSpace(r.Note); answer != "" {
		p.Text(pdf.Body, question, pdf.Run{Text: "\n" + answer})
	} else {
		p.Text(pdf.Body, question, pdf.Run{Text: " " + p.w.T("paper.survey.nothing")})
	}
}

// scale lists the words of the four steps, from 1, and of don't know.
func scale() []string {
	return []string{"scale.s1", "scale.s2", "scale.s3", "scale.s4", "scale.unknown"}
}
