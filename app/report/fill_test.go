package report_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/app/report"
)

// today is the day on which the papers of the tests are made.
const today = app.Date("2026-05-28")

func making(example bool) report.Making {
	return report.Making{
		At:          time.Date(2026, 5, 28, 14, 2, 0, 0, time.FixedZone("", 2*3600)),
		Fingerprint: "4C1E 9A07 55D2 81B3", Example: example,
	}
}

func catalogue(t testing.TB, j app.Jurisdiction) *app.Catalogue {
	t.Helper()
	c, err := content.Load(os.DirFS(filepath.Join("..", "..", "data")), j)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// card is a library of the country.
func card(j app.Jurisdiction) (app.Library, app.Signoff) {
	facts := app.Facts{app.HasUnstaffed: app.Yes, app.HasCameras: app.Yes, app.HasPublicPCs: app.Yes, app.HasWifi: app.Yes, app.HasGate: app.No}
	if j == app.Norway {
		return app.Library{
			Name: "Klepp folkebibliotek", Municipality: "Klepp kommune", Region: "Rogaland fylkesbibliotek",
			RegionAddress: "post@rogfk.example", Contact: "Solveig på Bærøy", SecurityOfficer: "Tryggleiksansvarleg",
			ITSupplier: "IT-avdelinga", Facts: facts,
		}, app.Signoff{CaseNumber: "2026/1184", With: "Tryggleiksansvarleg i kommunen", On: "2026-03-12"}
	}
	return app.Library{
		Name: "Vadstena bibliotek", Municipality: "Vadstena kommun", Region: "Regionbibliotek Östergötland",
		RegionAddress: "bibliotek@region.example", Contact: "Bibliotekarien i Vadstena", SecurityOfficer: "Säkerhetsansvarig",
		ITSupplier: "It-enheten", Facts: facts,
	}, app.Signoff{CaseNumber: "KUN 2026/118", With: "Kommunens säkerhetsansvarig", On: "2026-03-12"}
}

// filled is a dossier that answers nearly everything, in every way there is.
func filled(c *app.Catalogue) *app.Dossier {
	d := &app.Dossier{Answers: map[app.QuestionID]app.Answer{}, Editions: []app.Edition{{Number: 1}, {Number: 2}}}
	d.Library, d.Signoff = card(c.Jurisdiction)
	notes := []string{
		"Två kameror, entrén och utlåningen. Räknaren vid dörren känner bara värme.",
		"", "Händelser från 2025 finns.\nBelysning prövas i höst.", "", "",
		"Ærlege svar frå åtte tilsette, øving kvar haust.",
	}
	states := []app.State{
		app.InOrder, app.InOrder, app.Partly, app.InOrder, app.Missing, app.InOrder, app.Unknown,
		app.InOrder, app.NotApplicable, app.InOrder, app.Unanswered,
	}
	n := 0
	for _, l := range c.Lists {
		for _, q := range l.Questions {
			n++
			a := app.Answer{Note: notes[n%len(notes)]}
			switch q.Kind {
			case app.ScaleQuestion:
				a.Note = ""
				if a.Scale = n % 5; a.Scale == 0 {
					a.State = app.Unknown
				}
			case app.TextQuestion:
				if n%4 == 0 {
					a.Note = ""
				}
			default:
				a.State = states[n%len(states)]
			}
			if a.State == app.NotApplicable {
				a.Reason = "Kamerorna sattes upp 2025."
			}
			if a.State == app.Missing || a.State == app.Partly {
				a.Owner, a.Due = "Säkerhetsansvarig", "2026-06-15"
				if n%2 == 0 {
					d.Actions = append(d.Actions, app.Action{
						ID: fmt.Sprint("a", n), Question: q.ID, Text: q.Measures.In(c.Jurisdiction.Language())[0],
						Owner: "Bibliotekschefen", Due: app.Date([]string{"2026-09-01", "2026-05-01", ""}[n%3]),
						Status: app.ActionStatuses()[n%3],
					})
				}
			}
			if n%5 == 0 && q.Kind == app.StateQuestion {
				a.Checked = "2026-03-12"
			}
			if n%10 == 0 {
				a.With = "skyddsombudet"
			}
			if n%7 == 0 {
				a.Protected = "bakdörren"
				a.Evidence = []app.Evidence{{Name: "foto.jpg", Type: "image/jpeg"}}
			}
			d.Answers[q.ID] = a
		}
	}
	d.Incidents = []app.Incident{
		{Kind: app.ThreatIncident, Day: "2026-03-02", What: "XQINCIDENTQX"},
		{Kind: app.OtherIncident, Day: "2025-09-14", What: "XQINCIDENTQX", Reporter: "XQREPORTERQX"},
	}
	return d
}

func disclose(c *app.Catalogue, d *app.Dossier) *app.Disclosure {
	return app.Disclose(app.Assess(c, d, today), app.Open, d.NextEdition())
}

// TestPapers writes every paper where REPORT_OUT says, to be looked at.
func TestPapers(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		x := disclose(catalogue(t, j), filled(catalogue(t, j)))
		for name, paper := range papers(t, x, true) {
			if len(paper) < 1000 {
				t.Errorf("%s: %s has %d bytes", j, name, len(paper))
			}
			if out := os.Getenv("REPORT_OUT"); out != "" {
				if err := os.WriteFile(filepath.Join(out, string(j)+"-"+name), paper, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// papers makes one of each.
func papers(t testing.TB, x *app.Disclosure, example bool) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	add := func(name string, paper []byte, err error) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = paper
	}
	m := making(example)
	paper, err := report.Package(x, m)
	add("package.pdf", paper, err)
	draft, err := report.Email(x, false, x.FileName(), paper)
	add("package.eml", draft, err)
	paper, err = report.EmptyLists(x, m)
	add("empty.pdf", paper, err)
	paper, err = report.Plan(x, m)
	add("plan.pdf", paper, err)
	paper, err = report.RecoverySheet([7]string{"K7QD", "9F2M", "3XPA", "T6WN", "8HJV", "2RCB", "5YGE"}, x.Language(), m)
	add("recovery.pdf", paper, err)
	return all
}
