package report

import (
	"time"

	"trygghylla/app/pdf"
	"trygghylla/app/record"
)

// signoff is the page with the signatures, and what was left out.
func (p *paper) signoff() {
	l, s := p.x.Library(), p.x.Signoff()
	p.Heading(1, p.w.T("paper.sign.title"))
	p.Text(pdf.Body, pdf.Plain(p.w.T("paper.sign.about"))...)
	p.Fields(
		p.field("paper.cover.library", join(", ", l.Name, l.Municipality)),
		p.field("paper.sign.edition", p.w.T("paper.sign.edition_value", "n", p.x.Edition(), "day", p.x.Made())),
		p.field("paper.cover.walk", join(", ", s.With, string(s.On))),
		p.field("paper.cover.case", s.CaseNumber),
		p.field("paper.cover.receiver", l.Region),
	)
	p.Space(8)
	p.Signatures(
		pdf.Signature{
			Field: record.LibrarianField, Label: p.w.T("paper.sign.librarian"),
			Lines: []string{p.w.T("paper.sign.librarian_who", "library", clip(line(l.Name)))},
		},
		pdf.Signature{
			Field: record.OfficerField, Label: p.w.T("paper.sign.officer"),
			Lines: []string{p.w.T("paper.sign.officer_who")},
		},
	)
	if p.m.Fingerprint != "" {
		p.Heading(2, p.w.T("paper.sign.key"))
		help := "\n" + p.w.T("paper.sign.key_help")
		if n := len(p.m.Vouched); n > 0 {
			v := p.m.Vouched[n-1]
			help = "\n" + p.w.T("paper.sign.key_before", "key", solid(short(v.By)), "day", v.At.Format(time.DateOnly))
		}
		p.Callout(pdf.Run{Text: solid(p.m.Fingerprint), Bold: true}, pdf.Run{Text: help})
	}
	p.leftOut()
}

// short is the beginning of a whole fingerprint, as people read it out: four groups of four digits.
func short(fingerprint string) string { return fingerprint[:min(len(fingerprint), 19)] }

// leftOut tells in numbers what stays in the library.
func (p *paper) leftOut() {
	c := p.x.LeftOut()
	p.Heading(2, p.w.T("paper.sign.left_out"))
	if c.ProtectedNotes == 0 && c.Evidence == 0 {
		p.Text(pdf.Body, pdf.Plain(p.w.T("paper.sign.left_out_none"))...)
		return
	}
	p.List(
		pdf.Plain(p.w.N("paper.sign.notes", c.ProtectedNotes)),
		pdf.Plain(p.w.N("paper.sign.files", c.Evidence)),
	)
}
