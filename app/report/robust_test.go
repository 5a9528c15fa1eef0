package report_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"trygghylla/app"
)

// bad is a dossier that says s wherever something can be said.
func bad(c *app.Catalogue, s string) *app.Dossier {
	d := filled(c)
	d.Library.Name, d.Library.Region, d.Library.Municipality, d.Library.Contact = s, s, s, s
	d.Signoff.CaseNumber, d.Signoff.With = s, s
	q := c.List(app.Staff).Questions
	d.Answers[q[0].ID] = app.Answer{State: app.NotApplicable, Reason: s, Note: s, Owner: s, With: s}
	d.Answers[q[1].ID] = app.Answer{State: app.Missing, Note: s, Owner: s}
	d.Answers[q[2].ID] = app.Answer{State: app.Unknown, Note: s}
	d.Actions = append(d.Actions, app.Action{ID: "bad", Question: q[1].ID, Text: s, Owner: s, Status: app.Planned})
	for _, q := range c.List(app.Survey).Questions {
		if q.Kind == app.TextQuestion {
			d.Answers[q.ID] = app.Answer{Note: s}
		}
	}
	return d
}

// TestLongAndStrangeTexts writes texts of every bad kind everywhere and looks for the last word of each.
func TestLongAndStrangeTexts(t *testing.T) {
	c := catalogue(t, app.Sweden)
	rect := regexp.MustCompile(`/Rect ?\[([^\]]*)\]`)
	for i, s := range []string{
		strings.Repeat("Ett mycket långt stycke om larmet vid entrén. ", 217) + " SLUTORD",
		strings.Repeat("x", 10_000) + "SLUTORD",
		strings.Repeat("rad\n", 200) + "SLUTORD",
		"\x00\x01\x1b[31m\x7f\u0085\u200b\u202e SLUTORD",
		"👩‍🚒 🇸🇪 e\u0301 \U0010FFFF \xff\xfe SLUTORD",
		"(\\) <<>> %%EOF endobj stream\nendstream trailer SLUTORD",
		"\r\n\t   \u2028\u2029 SLUTORD",
		"{{.n}} {{template \"x\"}} SLUTORD",
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			paper := papers(t, disclose(c, bad(c, s)), true)["package.pdf"]
			// What can be pressed or signed stands on the page: 595 by 842 points.
			found := rect.FindAllSubmatch(insides(t, paper), -1)
			if len(found) < 12 {
				t.Errorf("found %d rectangles, want ten lines of contents and two signature fields", len(found))
			}
			for _, r := range found {
				for k, n := range strings.Fields(string(r[1])) {
					if v, err := strconv.ParseFloat(n, 64); err != nil || v < 0 || v > []float64{596, 842}[k%2] {
						t.Errorf("a rectangle leaves the page: %s", r[1])
					}
				}
			}
			if got := strings.Count(squeeze(strings.Join(text(t, paper, false), "")), "SLUTORD"); got < 25 {
				t.Errorf("the last word stands %d times on the paper", got)
			}
		})
	}
}

// TestEmptyLibrary makes every paper of a library that has said nothing at all, of one that meets no
// question, and of a country without lists.
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
