package report

import (
	"fmt"

	"trygghylla/app"
	"trygghylla/app/pdf"
	"trygghylla/app/record"
)

// Package lays out the package to the region: cover, checklists, survey, action plan, questions to
// others, sources and the sign-off page with two empty signature fields, with the same content as
// machine data attached as trygghylla.json. It is unsigned. A protected disclosure is [ErrPart].
func Package(x *app.Disclosure, m Making) ([]byte, error) {
	if x.Part() != app.Open {
		return nil, fmt.Errorf("lay out package: %w", ErrPart)
	}
	data, err := record.Encode(x, m.Fingerprint, m.Vouched, m.Example)
	if err != nil {
		return nil, fmt.Errorf("lay out package: %w", err)
	}
	p, err := start(x.Language(), x, m)
	if err != nil {
		return nil, err
	}
	err = p.begin(frame{
		title: p.w.T("paper.title"), right: p.w.T("paper.edition", "n", x.Edition()),
		foot: p.w.T("paper.code", "code", code(data)),
	})
	if err != nil {
		return nil, err
	}
	p.cover()
	for _, l := range x.Lists() {
		p.PageBreak()
		if l.List.IsSurvey() {
			p.survey(l)
		} else {
			p.checklist(l)
		}
	}
	p.PageBreak()
	p.Heading(1, p.w.T("paper.plan.title"))
	p.plan()
	p.PageBreak()
	p.questions()
	p.PageBreak()
	p.sources()
	p.PageBreak()
	p.signoff()
	p.Attach(pdf.Attachment{
		Name: record.File, MIME: "application/json", Description: p.w.T("paper.data"), Relationship: "Data", Data: data,
	})
	return p.finish("package")
}
