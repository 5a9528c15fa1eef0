package report

import (
	"strings"
	"time"

	"trygghylla/app/pdf"
)

// RecoverySheet lays out one page with the recovery code: the code, what it is for, where it is
// kept and the day. It names no library, so that who finds it does not know what it opens.
func RecoverySheet(code [7]string, language string, m Making) ([]byte, error) {
	p, err := start(language, nil, m)
	if err != nil {
		return nil, err
	}
	if err := p.begin(frame{title: p.w.T("paper.recovery.title"), anonymous: true}); err != nil {
		return nil, err
	}
	p.Title(p.w.T("paper.recovery.title"))
	p.Text(pdf.Lead, pdf.Plain(p.w.T("paper.recovery.what"))...)
	p.Space(24)
	const gap = "\u00a0\u00a0 "
	p.Title(strings.Join(code[:4], gap) + "\n" + strings.Join(code[4:], gap))
	p.Text(pdf.Small, pdf.Plain(p.w.T("paper.recovery.groups"))...)
	p.Space(12)
	p.Fields(p.field("paper.recovery.made", m.At.Format(time.DateOnly)))
	p.Heading(2, p.w.T("paper.recovery.keep"))
	p.List(
		pdf.Plain(p.w.T("paper.recovery.keep_1")), pdf.Plain(p.w.T("paper.recovery.keep_2")),
		pdf.Plain(p.w.T("paper.recovery.keep_3")),
	)
	p.Heading(2, p.w.T("paper.recovery.use"))
	p.Steps(
		pdf.Plain(p.w.T("paper.recovery.use_1", "button", p.w.T("unlock.forgot"))), pdf.Plain(p.w.T("paper.recovery.use_2")),
		pdf.Plain(p.w.T("paper.recovery.use_3")),
	)
	p.Text(pdf.Body, pdf.Plain(p.w.T("paper.recovery.lost", "place", p.w.T("place.settings")))...)
	return p.finish("recovery sheet")
}
