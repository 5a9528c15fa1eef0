package report_test

import (
	"fmt"
	"strings"
	"testing"

	"trygghylla/app"
)

// TestNothingProtectedLeaves marks what stays in the library and looks for the marks in every byte of
// every paper, also inside the compressed parts; and marks what leaves, to know that it would see them.
func TestNothingProtectedLeaves(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		c := catalogue(t, j)
		d := filled(c)
		d.Library.ITSupplier = "XQSUPPLIERQX"
		var open []string
		n := 0
		for _, l := range c.Lists {
			for _, q := range l.Questions {
				a := d.Answers[q.ID]
				n++
				a.Protected = fmt.Sprintf("XQSECRET%dQX", n)
				a.Evidence = []app.Evidence{{Name: fmt.Sprintf("XQFILE%dQX.jpg", n), Type: "image/xqtypeqx", Ref: fmt.Appendf(nil, "XQREF%dQX", n)}}
				if q.Applies(d.Library.Facts) && q.Kind == app.StateQuestion {
					a.Note = fmt.Sprintf("XQOPEN%dQX", n)
					open = append(open, a.Note)
				}
				d.Answers[q.ID] = a
			}
		}
		x := disclose(c, d)
		for name, paper := range papers(t, x, false) {
			all := paper
			if strings.HasSuffix(name, ".pdf") {
				all = insides(t, paper)
			}
			for _, s := range []string{"XQSECRET", "XQFILE", "XQREF", "xqtype", "XQINCIDENT", "XQREPORTER", d.Library.ITSupplier} {
				if holds(all, s) {
					t.Errorf("%s: %s holds %s", j, name, s)
				}
			}
			for _, s := range open {
				if name == "package.pdf" && !holds(all, s) {
					t.Errorf("%s: %s does not show %s: the search is blind", j, name, s)
				}
				if name == "empty.pdf" && holds(all, s) {
					t.Errorf("%s: the empty lists hold the note %s", j, s)
				}
			}
			if tools() && strings.HasSuffix(name, ".pdf") && name != "recovery.pdf" && strings.Contains(strings.Join(text(t, paper, false), ""), "XQSECRET") {
				t.Errorf("%s: %s shows a protected note", j, name)
			}
		}
		if got := x.LeftOut(); got.ProtectedNotes == 0 || got.Evidence == 0 {
			t.Errorf("%s: nothing was protected: %+v", j, got)
		}
	}
}
