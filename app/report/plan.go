package report

import (
	"trygghylla/app"
	"trygghylla/app/pdf"
)

// Plan lays out the action plan as a paper of its own. It needs the open part: a protected
// disclosure holds no plan.
func Plan(x *app.Disclosure, m Making) ([]byte, error) {
	p, err := start(x.Language(), x, m)
	if err != nil {
		return nil, err
	}
	if err := p.begin(frame{title: p.w.T("paper.plan.title")}); err != nil {
		return nil, err
	}
	p.Title(p.w.T("paper.plan.title"))
	p.Text(pdf.Lead, pdf.Plain(join(", ", x.Library().Name, string(x.Made())))...)
	p.plan()
	return p.finish("action plan")
}

// plan is the table of what is to be done.
func (p *paper) plan() {
	lines := p.x.Plan()
	if len(lines) == 0 {
		p.Text(pdf.Body, pdf.Plain(p.w.T("paper.plan.empty"))...)
		return
	}
	overdue := 0
	t := pdf.Table{Columns: p.columns(
		pdf.Column{Head: "paper.col.number", Width: 1}, pdf.Column{Head: "paper.col.what", Width: 6},
		pdf.Column{Head: "paper.col.action", Width: 5}, pdf.Column{Head: "paper.col.owner", Width: 3},
		pdf.Column{Head: "paper.col.due", Width: 2},
	)}
	var before *app.Question
	for _, a := range lines {
		if a.Overdue {
			overdue++
		}
		what := pdf.Cell{}
		if a.Question != before {
			what = p.state(a.State)
			what.Runs = append([]pdf.Run{{Text: what.Runs[0].Text + ". ", Bold: true}}, p.statement(a.Question)...)
		}
		before = a.Question
		t.Rows = append(t.Rows, []pdf.Cell{cell(a.Question.Number), what, p.action(a), cell(a.Owner), p.when(a)})
	}
	s := p.w.N("paper.plan.count", len(lines))
	if overdue > 0 {
		s = join(" ", s, p.w.N("paper.plan.overdue", overdue))
	}
	p.Text(pdf.Small, pdf.Plain(s)...)
	p.Table(t)
}

// action is what is to be done, or that nothing is planned yet.
func (p *paper) action(a app.DisclosedAction) pdf.Cell {
	if a.Text == "" {
		return cell(p.w.T("paper.plan.nothing"))
	}
	return cell(a.Text)
}

// when is the day and how far it has come.
func (p *paper) when(a app.DisclosedAction) pdf.Cell {
	c := cell(string(a.Due))
	if a.Due == "" {
		c = cell("–")
	}
	if a.Status != "" {
		c.Runs = append(c.Runs, pdf.Run{Text: "\n" + p.w.T("plan."+string(a.Status))})
	}
	if a.Overdue {
		c.Runs = append(c.Runs, pdf.Run{Text: "\n" + p.w.T("paper.plan.late"), Bold: true})
	}
	return c
}
