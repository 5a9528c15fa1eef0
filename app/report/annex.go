package report

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"trygghylla/app"
	"trygghylla/app/pdf"
	"trygghylla/app/record"
)

// ErrNothingProtected tells that a library has no protected note, so that there is no annex to make.
var ErrNothingProtected = errors.New("no protected notes")

// Annex lays out the protected annex: the protected notes of one edition and nothing else, under the marking
// that says by which provision they may be secret, the day and the authority (OSL 5 kap. 5 §; offentleglova
// § 24). The head of every page says what it is. There is one empty signature field, [record.LibrarianField]. It is unsigned.
// It never goes with the package and is made from the protected part alone: an open disclosure is [ErrPart], one
// without notes [ErrNothingProtected].
func Annex(x *app.Disclosure, m Making) ([]byte, error) {
	if x.Part() != app.Protected {
		return nil, fmt.Errorf("lay out annex: %w", ErrPart)
	}
	notes := 0
	for _, l := range x.Lists() {
		notes += len(l.Rows)
	}
	if notes == 0 {
		return nil, fmt.Errorf("lay out annex: %w", ErrNothingProtected)
	}
	p, err := start(x.Language(), x, m)
	if err != nil {
		return nil, err
	}
	err = p.begin(frame{
		title: p.w.T("paper.annex.title"), right: p.w.T("paper.edition", "n", x.Edition()),
		foot: p.w.T("paper.code", "code", code(said(x))), banner: p.w.T("paper.annex.banner"),
	})
	if err != nil {
		return nil, err
	}
	p.Title(p.w.T("paper.annex.title"))
	p.marking()
	p.Text(pdf.Lead, pdf.Run{Text: line(x.Library().Name), Bold: true})
	p.Text(pdf.Body, pdf.Plain(p.w.N("paper.annex.about", notes, "edition", x.Edition()))...)
	p.Text(pdf.Body, pdf.Plain(p.w.T("paper.annex.care"))...)
	for _, l := range x.Lists() {
		p.protected(l)
	}
	p.annexSignature()
	return p.finish("annex")
}

// marking is the block that the law asks for: provision, day and authority.
func (p *paper) marking() {
	l := p.x.Library()
	authority := line(l.Municipality)
	if authority == "" {
		authority = line(l.Name)
	}
	p.Callout(
		pdf.Run{Text: p.x.Catalogue().Marking.In(p.lang) + ".", Bold: true},
		pdf.Run{Text: "\n" + p.w.T("paper.annex.marked", "day", p.x.Made(), "who", authority)},
	)
}

// protected is the table of one list's protected notes.
func (p *paper) protected(l app.DisclosedList) {
	t := pdf.Table{Columns: p.columns(
		pdf.Column{Head: "paper.col.number", Width: 1}, pdf.Column{Head: "paper.col.question", Width: 6},
		pdf.Column{Head: "paper.col.answer", Width: 3}, pdf.Column{Head: "paper.annex.note", Width: 9},
	)}
	for _, r := range l.Rows {
		answer := p.state(r.State)
		switch r.Question.Kind {
		case app.ScaleQuestion:
			answer = p.step(r)
		case app.TextQuestion:
			answer = cell("–")
		}
		t.Rows = append(t.Rows, []pdf.Cell{
			cell(r.Question.Number), {Runs: p.statement(r.Question)}, answer, cell(strings.TrimSpace(r.Note)),
		})
	}
	p.Heading(1, l.List.Title.In(p.lang))
	p.Table(t)
}

// annexSignature is the librarian's field, where the signature itself shows the key's fingerprint.
func (p *paper) annexSignature() {
	p.Together(func(*pdf.Doc) {
		p.Heading(1, p.w.T("paper.annex.sign"))
		p.Text(pdf.Body, pdf.Plain(p.w.T("paper.annex.sign_about"))...)
		p.Space(8)
		p.Signatures(pdf.Signature{
			Field: record.LibrarianField, Label: p.w.T("paper.sign.librarian"),
			Lines: []string{p.w.T("paper.sign.librarian_who", "library", clip(line(p.x.Library().Name)))},
		})
	})
}

// said is what the check code of an annex is made of.
func said(x *app.Disclosure) []byte {
	parts := []string{x.Library().Name, string(x.Made()), strconv.Itoa(x.Edition())}
	for _, l := range x.Lists() {
		for _, r := range l.Rows {
			parts = append(parts, string(r.Question.ID), string(r.State), strconv.Itoa(r.Scale), r.Note)
		}
	}
	return []byte(strings.Join(parts, "\x00"))
}
