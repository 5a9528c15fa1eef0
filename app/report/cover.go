package report

import (
	"slices"
	"strconv"
	"strings"

	"trygghylla/app"
	"trygghylla/app/pdf"
)

// cover is the first page: who, to whom, how it stands, and what is missing by law.
func (p *paper) cover() {
	year := p.x.Made().Year()
	p.Title(p.w.T("paper.title"))
	review := pdf.Run{Text: p.w.T("paper.cover.review", "year", year)}
	if region := line(p.x.Library().Region); region != "" {
		review.Text = p.w.T("paper.cover.review_to", "year", year, "region", region)
	}
	name := pdf.Run{Bold: true}
	if s := line(p.x.Library().Name); s != "" {
		name.Text = s + ". "
	}
	p.Text(pdf.Lead, name, review)
	if p.m.Example {
		p.Callout(pdf.Plain(p.w.T("paper.cover.example"))...)
	}
	p.Fields(p.who()...)
	p.areas()
	p.byLaw()
	p.Together(func(*pdf.Doc) {
		p.Heading(2, p.w.T("paper.cover.contents"))
		p.Contents(func(page int) string { return p.w.T("paper.cover.page", "n", page) })
	})
}

// who is the contact person, the walk-through, sender and receiver.
func (p *paper) who() []pdf.Field {
	l, s := p.x.Library(), p.x.Signoff()
	contact := l.Contact
	if !l.HasContact() {
		contact = p.w.T("paper.cover.no_contact")
	}
	fields := []pdf.Field{
		p.field("paper.cover.contact", contact),
		p.field("paper.cover.walk", join(", ", s.With, string(s.On))),
		p.field("paper.cover.case", s.CaseNumber),
		p.field("paper.cover.sender", join(", ", l.Name, l.Municipality)),
		p.field("paper.cover.receiver", l.Region),
		p.field("paper.cover.has", p.has()),
	}
	if sum := p.x.Incidents(); sum != nil {
		fields = append(fields, p.field("paper.cover.incidents", p.incidents(sum)))
	}
	return fields
}

// incidents is how many there were of each kind, and in which months.
func (p *paper) incidents(sum *app.IncidentCounts) string {
	all := p.w.N("paper.cover.incidents_all", sum.All, "from", string(sum.From), "to", string(sum.To))
	var kinds []string
	for _, k := range sum.Kinds {
		kinds = append(kinds, k.Kind.Title.In(p.lang)+"\u00a0"+strconv.Itoa(k.Count))
	}
	if len(kinds) == 0 {
		return all
	}
	return all + ": " + strings.Join(kinds, " · ")
}

// has lists what the library has, as it has said itself.
func (p *paper) has() string {
	var all []string
	for _, f := range app.AllFacts() {
		if p.x.Library().Facts[f] == app.Yes {
			all = append(all, p.w.T("fact."+string(f)))
		}
	}
	return strings.Join(all, " · ")
}

// shown lists the states in the order in which the bars show them. "Not applicable" is not counted.
func shown() []app.State {
	return []app.State{app.InOrder, app.Partly, app.Missing, app.Unknown, app.Unanswered}
}

// areas draws how far each checklist has come.
func (p *paper) areas() {
	var rows []pdf.Bar
	var alt []string
	for _, l := range p.x.Lists() {
		if l.List.IsSurvey() {
			continue
		}
		bar := pdf.Bar{Label: l.List.Short.In(p.lang), Text: p.w.T("paper.cover.bar", "n", l.Counts[app.InOrder], "of", l.Relevant())}
		if l.Relevant() == 0 {
			bar.Text = p.w.T("paper.cover.bar_none")
		}
		for _, s := range shown() {
			bar.Parts = append(bar.Parts, l.Counts[s])
		}
		rows = append(rows, bar)
		alt = append(alt, bar.Label+": "+join(", ", p.counts(l), bar.Text)+".")
	}
	if len(rows) == 0 {
		return
	}
	legend := pdf.Legend{Remark: p.w.T("paper.cover.remark")}
	for _, s := range shown() {
		legend.Parts = append(legend.Parts, p.w.T("paper.legend."+stateWord(s)))
	}
	p.Heading(2, p.w.T("paper.cover.areas"))
	p.Bars(strings.Join(alt, " "), rows, legend)
}

// byLaw lists the duties that are missing, each with what is planned.
func (p *paper) byLaw() {
	var rows [][]pdf.Cell
	open := 0
	for _, l := range p.x.Lists() {
		for _, r := range l.Rows {
			switch {
			case r.Question.Standing != app.Duty:
			case r.State == app.Missing:
				rows = append(rows, p.lacking(r)...)
			case r.State == app.Unanswered || r.State == app.Unknown:
				open++
			}
		}
	}
	p.Heading(2, p.w.T("paper.cover.by_law"))
	if len(rows) == 0 {
		p.Text(pdf.Body, pdf.Plain(p.w.T("paper.cover.by_law_none"))...)
	} else {
		p.Table(pdf.Table{Rows: rows, Columns: p.columns(
			pdf.Column{Head: "paper.col.number", Width: 1}, pdf.Column{Head: "paper.col.what", Width: 6},
			pdf.Column{Head: "paper.col.action", Width: 5}, pdf.Column{Head: "paper.col.owner", Width: 3},
			pdf.Column{Head: "paper.col.due", Width: 2},
		)})
	}
	if open > 0 {
		p.Text(pdf.Small, pdf.Plain(p.w.N("paper.cover.by_law_open", open))...)
	}
}

// lacking is one missing duty: a row for each action, the statement in the first only.
func (p *paper) lacking(r app.DisclosedRow) [][]pdf.Cell {
	var rows [][]pdf.Cell
	what := r.Question.Statement.In(p.lang)
	for _, a := range p.x.Plan() {
		if a.Question != r.Question {
			continue
		}
		rows = append(rows, []pdf.Cell{cell(r.Question.Number), cell(what), p.action(a), cell(a.Owner), p.when(a)})
		what = ""
	}
	return slices.Clip(rows)
}
