package record_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/app/record"
	"trygghylla/data"
)

// norway is the content that the machine data of the tests is made of.
func norway(t testing.TB) *app.Catalogue {
	t.Helper()
	c, err := content.Load(os.DirFS(filepath.Join("..", "report", "testdata", "content")), app.Norway)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// filled is a small invented library, which says one thing of each kind.
func filled(c *app.Catalogue) *app.Dossier {
	d := &app.Dossier{Answers: map[app.QuestionID]app.Answer{}, Editions: []app.Edition{{Number: 1}, {Number: 2}}}
	d.Library = app.Library{
		Name: "Klepp folkebibliotek", Municipality: "Klepp kommune", Region: "Rogaland fylkesbibliotek",
		RegionAddress: "post@rogfk.example", Contact: "Solveig på Bærøy", ITSupplier: "IT-avdelinga",
		Facts: app.Facts{app.HasCameras: app.Yes, app.HasGate: app.No},
	}
	d.Signoff = app.Signoff{CaseNumber: "2026/1184", With: "Tryggleiksansvarleg", On: "2026-03-12"}
	q := c.List(app.Staff).Questions
	d.Answers[q[0].ID] = app.Answer{State: app.InOrder, Note: "Perm i skåpet.\n\"Rute\" to <b>.", Checked: "2026-03-12", With: "verneombodet", Protected: "bakdøra"}
	d.Answers[q[1].ID] = app.Answer{State: app.Partly, Owner: "Leiaren", Due: "2026-05-01"}
	d.Answers[q[2].ID] = app.Answer{State: app.NotApplicable, Reason: "Vi har ingen nøklar."}
	d.Answers[q[3].ID] = app.Answer{State: app.Missing, Evidence: []app.Evidence{{Name: "a.jpg"}, {Name: "b.pdf"}}}
	d.Answers[q[4].ID] = app.Answer{State: app.Unknown}
	d.Actions = []app.Action{{ID: "1", Question: q[3].ID, Text: "Skriv rutinen.", Owner: "Leiaren", Due: "2026-05-09", Status: app.Doing}}
	s := c.List(app.Survey).Questions
	d.Answers[s[0].ID] = app.Answer{Scale: 2}
	d.Answers[s[1].ID] = app.Answer{Note: "Det er tregt.\n\nOfte på laurdagar."}
	d.Answers[s[3].ID] = app.Answer{State: app.Unknown}
	d.Incidents = []app.Incident{
		{ID: "1", Kind: app.ThreatIncident, Day: "2026-02-01", What: "Nokon slo i disken."},
		{ID: "2", Kind: app.ThreatIncident, Day: "2025-12-01", What: "Nokon skreik."},
		{ID: "3", Kind: app.OtherIncident, Day: "2026-05-28", What: "Straumen gjekk.", Reporter: "Vikaren"},
	}
	return d
}

// disclosed is a part of the library on the day of the tests.
func disclosed(t testing.TB, part app.Part) *app.Disclosure {
	t.Helper()
	c := norway(t)
	d := filled(c)
	return app.Disclose(app.Assess(c, d, "2026-05-28"), part, d.NextEdition())
}

func encoded(t testing.TB) []byte {
	t.Helper()
	b, err := record.Encode(disclosed(t, app.Open), "4C1E 9A07 55D2 81B3", nil, true)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestReleasedRecordIsReadable reads the machine data that version 1 was fixed with. The file is never
// written anew: what a library has once sent is readable for ever.
func TestReleasedRecordIsReadable(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("testdata", "record.v1.json"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := record.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if r.Country != app.Norway || r.Language != "nn" || r.Edition != 3 || r.Made != "2026-05-28" || !r.Example ||
		r.Key != "4C1E 9A07 55D2 81B3" || r.Content != "2026.1" {
		t.Errorf("the head is %+v", r)
	}
	if l := r.Library; l.Name != "Klepp folkebibliotek" || l.Region != "Rogaland fylkesbibliotek" || l.Contact != "Solveig på Bærøy" ||
		!reflect.DeepEqual(l.Facts, app.Facts{app.HasCameras: app.Yes, app.HasGate: app.No}) {
		t.Errorf("the library is %+v", l)
	}
	if r.Signoff != (app.Signoff{CaseNumber: "2026/1184", With: "Tryggleiksansvarleg", On: "2026-03-12"}) {
		t.Errorf("the sign-off is %+v", r.Signoff)
	}
	if len(r.Lists) != 3 || r.Lists[0].ID != app.Staff || r.Lists[2].ID != app.Survey {
		t.Fatalf("the lists are %+v", r.Lists)
	}
	staff, survey := r.Lists[0].Rows, r.Lists[2].Rows
	if staff[0].Note != "Perm i skåpet.\n\"Rute\" to <b>." || staff[0].State != app.InOrder || staff[1].Due != "2026-05-01" ||
		staff[2].Reason != "Vi har ingen nøklar." || staff[3].Evidence != 2 || survey[0].Scale != 2 || survey[1].Kind != app.TextQuestion ||
		survey[3].State != app.Unknown {
		t.Errorf("the rows are %+v and %+v", staff, survey)
	}
	if r.LeftOut != (record.LeftOut{ProtectedNotes: 1, Evidence: 2}) {
		t.Errorf("left out: %+v", r.LeftOut)
	}
	// Every action, and every statement that is missing or partly without one.
	if len(r.Plan) != 2 || r.Plan[0].Text != "" || !r.Plan[0].Overdue || r.Plan[1].Text != "Skriv rutinen." || r.Plan[1].Status != app.Doing {
		t.Errorf("the plan is %+v", r.Plan)
	}
	counts := r.Counts()
	if counts[app.InOrder] != 1 || counts[app.Partly] != 1 || counts[app.NotApplicable] != 1 || counts[app.Missing] != 1 || counts[app.Unknown] != 1 {
		t.Errorf("the counts are %v", counts)
	}
	if answered, all := r.Progress(); answered != 8 || all != len(staff)+len(r.Lists[1].Rows)+len(survey) {
		t.Errorf("%d of %d are answered", answered, all)
	}
}

func TestRecordComesBackAsItWas(t *testing.T) {
	b := encoded(t)
	if !bytes.Equal(b, encoded(t)) {
		t.Error("the same disclosure gives other bytes")
	}
	if !bytes.HasSuffix(b, []byte("}\n")) || bytes.Contains(b, []byte("bakdøra")) || bytes.Contains(b, []byte("a.jpg")) || bytes.Contains(b, []byte("IT-avdelinga")) ||
		bytes.Contains(b, []byte("disken")) || bytes.Contains(b, []byte("Vikaren")) || !bytes.Contains(b, []byte("<b>")) {
		t.Errorf("the bytes are not what may leave: %s", b)
	}
	r, err := record.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	want := &record.Incidents{From: "2025-05-29", To: "2026-05-28", All: 3, Kinds: []record.IncidentCount{
		{Kind: app.ThreatIncident, Count: 2}, {Kind: app.OtherIncident, Count: 1},
	}}
	if !reflect.DeepEqual(r.Incidents, want) {
		t.Errorf("the incidents are %+v", r.Incidents)
	}
	again, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var flat bytes.Buffer
	if err := json.Compact(&flat, b); err != nil {
		t.Fatal(err)
	}
	if back, err := record.Decode(again); err != nil || !reflect.DeepEqual(back, r) {
		t.Errorf("read again: %v\n%s\n%s", err, again, flat.Bytes())
	}
	if _, err := record.Encode(disclosed(t, app.Protected), "", nil, false); !errors.Is(err, record.ErrPart) {
		t.Errorf("the protected part: %v", err)
	}
}

// TestSampleRecordsAreReadable encodes the whole libraries of both countries.
func TestSampleRecordsAreReadable(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		t.Run(string(j), func(t *testing.T) {
			c, err := content.Load(data.Files, j)
			if err != nil {
				t.Fatal(err)
			}
			s, err := content.LoadSample(data.Files, c)
			if err != nil {
				t.Fatal(err)
			}
			d := &app.Dossier{Library: s.Library, Signoff: s.Signoff, Answers: map[app.QuestionID]app.Answer{}}
			for _, a := range s.Answers {
				d.Answers[a.Question] = a.Answer()
			}
			sampleIsReadable(t, app.Assess(c, d, s.Made))
		})
	}
}

func sampleIsReadable(t *testing.T, a *app.Assessment) {
	t.Helper()
	b, err := record.Encode(app.Disclose(a, app.Open, a.Edition), "", nil, false)
	if err != nil {
		t.Fatal(err)
	}
	r, err := record.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	answered, all := a.Progress()
	if n, of := r.Progress(); n != answered || of != all {
		t.Errorf("%d of %d answered, want %d of %d", n, of, answered, all)
	}
	if len(r.Lists) != len(a.Lists) {
		t.Fatalf("%d lists came back of %d", len(r.Lists), len(a.Lists))
	}
	for k, l := range a.Lists {
		var want []record.Row
		for _, row := range l.Rows {
			x := record.Row{
				ID: row.Question.ID, Number: row.Question.Number, State: row.Answer.State, Scale: row.Answer.Scale, Note: row.Answer.Note,
				Reason: row.Answer.Reason, Owner: row.Answer.Owner, Due: row.Answer.Due, Checked: row.Answer.Checked, With: row.Answer.With,
			}
			if row.Question.Kind != app.StateQuestion {
				x.Kind = row.Question.Kind
			}
			want = append(want, x)
		}
		if diff := cmp.Diff(want, r.Lists[k].Rows); diff != "" {
			t.Errorf("%s came back otherwise (-judged +read):\n%s", l.List.ID, diff)
		}
	}
}

// TestDescriptionIsRight reads the example of RECORD.md, and looks there for every member that is written.
func TestDescriptionIsRight(t *testing.T) {
	b, err := os.ReadFile("RECORD.md")
	if err != nil {
		t.Fatal(err)
	}
	text, example, _ := strings.Cut(string(b), "```json\n")
	example, _, _ = strings.Cut(example, "```")
	r, err := record.Decode([]byte(example))
	if err != nil {
		t.Fatal(err)
	}
	if answered, all := r.Progress(); answered != 2 || all != 2 {
		t.Errorf("the example has %d of %d answers", answered, all)
	}
	for _, x := range []any{record.Record{}, record.Library{}, record.List{}, record.Row{}, record.Action{}, record.LeftOut{}, record.Vouching{}, record.Incidents{}, record.IncidentCount{}, app.Signoff{}} {
		for f := range reflect.TypeOf(x).Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if !strings.Contains(text, "`"+name+"`") {
				t.Errorf("RECORD.md does not tell of %s", name)
			}
		}
	}
}
