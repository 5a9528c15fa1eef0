package desk_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
	"trygghylla/app/desk"
)

// written is all that an assessment says, as text; of the catalogue it holds only ids, since that never changes.
func written(t testing.TB, a *app.Assessment) string {
	t.Helper()
	type row struct {
		ID      app.QuestionID
		Answer  app.Answer
		Actions []app.Action
	}
	type list struct {
		ID     app.ListID
		Rows   []row
		Counts map[app.State]int
		Sums   [4]int
	}
	text := struct {
		Library       app.Library
		Signoff       app.Signoff
		Today         app.Date
		Edition, Late int
		Lists         []list
		Plan, Unknown []row
		Steps         []app.Step
		Incidents     *app.IncidentCounts
	}{Library: a.Library, Signoff: a.Signoff, Today: a.Today, Edition: a.Edition, Late: a.Overdue, Steps: a.Steps, Incidents: a.Incidents}
	rows := func(all []app.Row) (out []row) {
		for _, r := range all {
			out = append(out, row{r.Question.ID, r.Answer, r.Actions})
		}
		return out
	}
	for _, l := range a.Lists {
		text.Lists = append(text.Lists, list{l.List.ID, rows(l.Rows), l.Counts, [4]int{l.Answered, l.MissingByLaw, l.Unplanned, l.MinutesLeft}})
	}
	for _, p := range a.Plan {
		text.Plan = append(text.Plan, row{p.Question.ID, p.Answer, p.Actions})
	}
	text.Unknown = rows(a.Unknown)
	b, err := json.MarshalIndent(text, "", " ")
	must(t, err)
	return string(b)
}

// TestAssessmentIsMadeOnceAChange: who asks again gets the same one until something is saved or the day is over, and
// never one of before.
func TestAssessmentIsMadeOnceAChange(t *testing.T) {
	now := noon
	p := params(t)
	p.Now = func() time.Time { return now }
	d, _, err := desk.Create(p, app.Sweden, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	q := d.Catalogue().List(app.Staff).Questions[0].ID
	for _, x := range []struct {
		name string
		do   func() error
		new  bool
	}{
		{"nothing", func() error { return nil }, false},
		{"an answer", func() error { return d.Answer(q, app.Missing) }, true},
		{"a refused answer", func() error {
			if d.NotApplicable(q, "") == nil {
				t.Error("no reason is enough")
			}
			return nil
		}, false},
		{"an hour later", func() error { now = now.Add(time.Hour); return nil }, false},
		{"midnight", func() error { now = now.Add(12 * time.Hour); return nil }, true},
		{"the sample", func() error { return d.Fill(loadSample(t, d)) }, true},
		{"a package", func() error { _, err := d.Export(t.TempDir()); return err }, true},
		{"an e-mail text", func() error { _, err := d.EmailText(desk.Package{}); return err }, false},
		{"the empty lists", func() error { _, err := d.EmptyLists(t.TempDir()); return err }, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			before := d.Assessment()
			must(t, x.do())
			after := d.Assessment()
			if (before != after) != x.new {
				t.Errorf("a new one is made: %v, want %v", before != after, x.new)
			}
			if after != d.Assessment() {
				t.Error("asked twice, it is judged twice")
			}
			if diff := cmp.Diff(written(t, desk.JudgedAnew(d)), written(t, after)); diff != "" {
				t.Errorf("it is one of before (-now +given):\n%s", diff)
			}
		})
	}
}

// TestAssessmentNeverChanges does 150 random things, makes papers and packages between them, and reads after each what
// was judged before it.
func TestAssessmentNeverChanges(t *testing.T) {
	now := noon
	p := params(t)
	p.Now = func() time.Time { now = now.Add(time.Second); return now }
	d, _, err := desk.Create(p, app.Norway, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	must(t, d.Fill(loadSample(t, d)))
	l, folder := &librarian{rng: rand.New(rand.NewPCG(2026, 11)), password: secret}, t.TempDir()
	id, err := d.NoteIncident(app.Incident{Kind: app.OtherIncident, What: "x"})
	must(t, err)
	for i := range 150 {
		a := d.Assessment()
		before := written(t, a)
		var what string
		switch i % 30 {
		case 7:
			what = "incident"
			_, err = d.NoteIncident(app.Incident{Kind: app.ThreatIncident, What: "x"})
		case 13:
			what, err = "reopen", d.Reopen(id, l.question(d))
		case 17:
			what, err = "erase", d.Erase(l.question(d))
		case 23:
			what = "package"
			_, err = d.Export(folder)
		case 29:
			what = "annex"
			_, err = d.Annex(folder, "")
		default:
			what, err = l.act(d)
		}
		if diff := cmp.Diff(before, written(t, a)); diff != "" {
			t.Fatalf("act %d, %s (%v): what was judged before it changed (-before +after):\n%s", i, what, err, diff)
		}
		if diff := cmp.Diff(written(t, desk.JudgedAnew(d)), written(t, d.Assessment())); diff != "" {
			t.Fatalf("act %d, %s (%v): the assessment is one of before (-now +given):\n%s", i, what, err, diff)
		}
	}
}

// question picks one of the first questions of a list, which [librarian.act] answers too.
func (l *librarian) question(d *desk.Desk) app.QuestionID {
	return pick(l, pick(l, d.Catalogue().Lists).Questions[:3]).ID
}
