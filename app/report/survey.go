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
	part := 0
	for rows := l.Rows; len(rows) > 0; {
		n := 1
		for n < len(rows) && rows[n].Question.Section == rows[0].Question.Section {
			n++
		}
		if s := rows[0].Question.Section; s != nil {
			if s.Part != part {
				part = s.Part
				p.Heading(2, p.w.T("list.part_"+strconv.Itoa(part)))
			}
			p.Heading(3, s.Title.In(p.lang))
		}
		p.section(rows[:n])
		rows = rows[n:]
	}
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

// freeText is a question with what was written.
func (p *paper) freeText(r app.DisclosedRow) {
	answer := strings.TrimSpace(r.Note)
	if answer == "" {
		answer = p.w.T("paper.survey.nothing")
	}
	p.Text(pdf.Body, pdf.Run{Text: r.Question.Number + "\u00a0\u00a0" + r.Question.Statement.In(p.lang), Bold: true})
	p.Text(pdf.Body, pdf.Plain(answer)...)
}

// scale lists the words of the four steps, from 1, and of don't know.
func scale() []string {
	return []string{"scale.s1", "scale.s2", "scale.s3", "scale.s4", "scale.unknown"}
}
