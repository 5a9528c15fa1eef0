package report

import (
	"strings"

	"trygghylla/app"
	"trygghylla/app/pdf"
)

// checklist is one list with its answers.
func (p *paper) checklist(l app.DisclosedList) {
	p.Heading(1, l.List.Title.In(p.lang))
	if len(l.Rows) == 0 {
		p.Text(pdf.Body, pdf.Plain(p.w.T("paper.list.empty"))...)
		return
	}
	p.Text(pdf.Small, pdf.Plain(p.standing(l))...)
	t := pdf.Table{Columns: p.columns(
		pdf.Column{Head: "paper.col.number", Width: 1}, pdf.Column{Head: "paper.col.question", Width: 7},
		pdf.Column{Head: "paper.col.answer", Width: 3}, pdf.Column{Head: "paper.col.note", Width: 8},
	)}
	for _, r := range l.Rows {
		t.Rows = append(t.Rows, []pdf.Cell{
			cell(r.Question.Number), {Runs: p.statement(r.Question)}, p.state(r.State), {Runs: p.note(r)},
		})
	}
	p.Table(t)
}

// standing says in one line how a list stands.
func (p *paper) standing(l app.DisclosedList) string {
	s := p.w.N("paper.list.relevant", l.Relevant(), "counts", p.counts(l))
	if l.Relevant() == 0 {
		s = p.w.T("paper.list.none_relevant")
	}
	if l.MissingByLaw > 0 {
		s = join(" ", s, p.w.N("paper.list.by_law", l.MissingByLaw))
	}
	if n := l.Counts[app.NotApplicable]; n > 0 {
		s = join(" ", s, p.w.N("paper.list.not_applicable", n))
	}
	return s
}

// counts says how many answers of each kind there are, of those that are counted.
func (p *paper) counts(l app.DisclosedList) string {
	var all []string
	for _, s := range shown() {
		if n := l.Counts[s]; n > 0 {
			all = append(all, p.w.N("paper.count."+stateWord(s), n))
		}
	}
	return strings.Join(all, ", ")
}

// stateWord is the end of the ids of an answer's words.
func stateWord(s app.State) string {
	if s == app.Unanswered {
		return "none"
	}
	return string(s)
}

// note is all that is said to a question besides the answer itself: the reason and the note as they
// were written, and below them who, when and with what.
func (p *paper) note(r app.DisclosedRow) []pdf.Run {
	lines := []string{}
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" {
			lines = append(lines, s)
		}
	}
	if reason := strings.TrimSpace(r.Reason); reason != "" {
		add(p.w.T("paper.list.reason", "text", reason))
	}
	add(r.Note)
	add(p.responsible(r))
	add(p.checked(r))
	if r.Evidence > 0 {
		add(p.w.N("paper.list.evidence", r.Evidence))
	}
	return pdf.Plain(strings.Join(lines, "\n"))
}

// responsible is who answers for it, and by when.
func (p *paper) responsible(r app.DisclosedRow) string {
	owner := line(r.Owner)
	switch {
	case owner != "" && r.Due != "":
		return p.w.T("paper.list.owner_due", "who", owner, "day", r.Due)
	case owner != "":
		return p.w.T("paper.list.owner", "who", owner)
	case r.Due != "":
		return p.w.T("paper.list.due", "day", r.Due)
	}
	return ""
}

// checked is when it was last looked at, and with whom.
func (p *paper) checked(r app.DisclosedRow) string {
	who := line(r.With)
	switch {
	case r.Checked != "" && who != "":
		return p.w.T("paper.list.checked_with", "day", r.Checked, "who", who)
	case r.Checked != "":
		return p.w.T("paper.list.checked", "day", r.Checked)
	case who != "":
		return p.w.T("paper.list.with", "who", who)
	}
	return ""
}
