package report_test

import (
	"strings"
	"testing"

	"trygghylla/app"
)

// TestLongAndStrangeTexts writes notes of every bad kind everywhere and reads the last word of each.
func TestLongAndStrangeTexts(t *testing.T) {
	c := catalogue(t, app.Sweden)
	long := strings.Repeat("Ett mycket långt stycke om larmet vid entrén. ", 217)[:9990] + " SLUTORD"
	texts := []string{
		long,
		strings.Repeat("x", 10_000) + "SLUTORD",
		strings.Repeat("rad\n", 2000) + "SLUTORD",
		"\x00\x01\x1b[31m\x7f\u0085\u200b\u202e SLUTORD",
		"👩‍🚒 🇸🇪 e\u0301 \U0010FFFF \xff\xfe SLUTORD",
		"(\\) <<>> %%EOF endobj stream\nendstream trailer SLUTORD",
		"\r\n\t   \u2028\u2029 SLUTORD",
		"{{.n}} {{template \"x\"}} [paper.title] SLUTORD",
	}
	for i, s := range texts {
		d := filled(c)
		d.Library.Name, d.Library.Region, d.Library.Municipality, d.Library.Contact = s, s, s, s
		d.Signoff.CaseNumber, d.Signoff.With = s, s
		q := c.List(app.Staff).Questions
		d.Answers[q[0].ID] = app.Answer{State: app.NotApplicable, Reason: s, Note: s, Owner: s, With: s}
		d.Answers[q[1].ID] = app.Answer{State: app.Missing, Note: s, Owner: s, Due: app.Date(s[:4])}
		d.Answers[q[2].ID] = app.Answer{State: app.Unknown, Note: s}
		d.Actions = append(d.Actions, app.Action{ID: "long", Question: q[1].ID, Text: s, Owner: s, Status: app.Planned})
		for _, q := range c.List(app.Survey).Questions {
			if q.Kind == app.TextQuestion {
				d.Answers[q.ID] = app.Answer{Note: s}
			}
		}
		all := papers(t, disclose(c, d), true)
		if i != 0 && i != 3 && i != 5 {
			continue
		}
		if got := strings.Count(squeeze(strings.Join(text(t, all["package.pdf"], false), "")), "SLUTORD"); got < 30 {
			t.Errorf("text %d: its last word stands %d times on the paper", i, got)
		}
	}
}

// TestEmptyLibrary makes every paper of a library that has said nothing at all, and of one without
// any question.
func TestEmptyLibrary(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		papers(t, disclose(catalogue(t, j), &app.Dossier{}), false)
		papers(t, disclose(&app.Catalogue{Jurisdiction: j}, &app.Dossier{}), false)
		none := catalogue(t, j)
		for _, l := range none.Lists {
			for _, q := range l.Questions {
				q.Retired = "2026.1"
			}
		}
		papers(t, disclose(none, &app.Dossier{}), false)
	}
}
