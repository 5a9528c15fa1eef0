package report_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"trygghylla/app"
	"trygghylla/app/content"
)

var update = flag.Bool("update", false, "write what the papers say now into testdata")

// TestPapersReadAsBefore holds all papers of a small invented library, as they are read, against the
// files in testdata. Its questions are its own, so that only the layout and its words can change it:
// read the difference, then run with -update.
func TestPapersReadAsBefore(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		t.Run(string(j), func(t *testing.T) {
			c, err := content.Load(os.DirFS(filepath.Join("testdata", "content")), j)
			if err != nil {
				t.Fatal(err)
			}
			all := papers(t, disclose(c, small(c)), true)
			var b strings.Builder
			for _, name := range slices.Sorted(maps.Keys(all)) {
				if strings.HasSuffix(name, ".eml") {
					d := read(t, all[name])
					fmt.Fprintf(&b, "==== %s\nTo: %s\nSubject: %s\n\n%s\n", name, d.Get("To"), d.subject, strings.ReplaceAll(d.text, "\r", ""))
					continue
				}
				for i, page := range text(t, all[name], true) {
					fmt.Fprintf(&b, "==== %s, %d\n%s\n", name, i+1, strings.TrimSpace(page))
				}
			}
			golden := filepath.Join("testdata", string(j)+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			is, was := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
			for i := range min(len(is), len(was)) {
				if is[i] != was[i] {
					t.Fatalf("line %d of %s\nis   %q\nwas  %q", i+1, golden, is[i], was[i])
				}
			}
			if len(is) != len(was) {
				t.Errorf("%d lines, %s has %d", len(is), golden, len(was))
			}
		})
	}
}

// small is a dossier with one answer of each kind.
func small(c *app.Catalogue) *app.Dossier {
	d := &app.Dossier{Answers: map[app.QuestionID]app.Answer{}}
	d.Library, d.Signoff = card(c.Jurisdiction)
	q := c.List(app.Staff).Questions
	d.Answers[q[0].ID] = app.Answer{State: app.InOrder, Note: "Pärmen i skåpet.\nRuta två.", Checked: "2026-03-12", With: "skyddsombudet", Protected: "bakdörren"}
	d.Answers[q[1].ID] = app.Answer{State: app.Partly, Owner: "Chefen", Due: "2026-05-01"}
	d.Answers[q[2].ID] = app.Answer{State: app.NotApplicable, Reason: "Vi har inga nycklar."}
	d.Answers[q[3].ID] = app.Answer{State: app.Missing, Evidence: []app.Evidence{{Name: "a.jpg"}, {Name: "b.pdf"}}}
	d.Answers[q[4].ID] = app.Answer{State: app.Unknown, Note: "Frågat 2026-04-02."}
	d.Actions = []app.Action{
		{ID: "1", Question: q[3].ID, Text: "Skriv rutinen.", Owner: "Chefen", Due: "2026-09-01", Status: app.Doing},
		{ID: "2", Question: q[3].ID, Text: "Läs den tillsammans.", Status: app.Planned},
	}
	s := c.List(app.Survey).Questions
	d.Answers[s[0].ID] = app.Answer{Scale: 2}
	d.Answers[s[1].ID] = app.Answer{Note: "Det är långsamt.\n\nOfta på lördagar."}
	d.Answers[s[3].ID] = app.Answer{State: app.Unknown}
	return d
}
