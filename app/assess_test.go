package app_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/data"
)

var update = flag.Bool("update", false, "write how the samples are judged now into testdata")

const day = app.Date("2026-05-28")

// judged says what of the small country's questions.
func judged(t *testing.T, answers map[app.QuestionID]app.Answer, facts app.Facts, actions ...app.Action) *app.Assessment {
	t.Helper()
	c := small(t)
	return app.Assess(c, &app.Dossier{Library: app.Library{Facts: facts}, Answers: answers, Actions: actions}, day)
}

type said = map[app.QuestionID]app.Answer

// counts are the sums of a list.
type counts struct {
	Rows, Answered, ByLaw, Unplanned, Minutes, Relevant int
	Mark                                                app.State
}

func TestAssessCounts(t *testing.T) {
	missing, partly := app.Answer{State: app.Missing}, app.Answer{State: app.Partly}
	for _, x := range []struct {
		name    string
		answers said
		facts   app.Facts
		actions []app.Action
		want    counts
	}{
		{name: "nothing said", want: counts{Rows: 3, Minutes: 10, Relevant: 3}},
		{name: "no cameras", facts: app.Facts{app.HasCameras: app.No}, want: counts{Rows: 2, Minutes: 7, Relevant: 2}},
		{
			name: "a duty missing", answers: said{"se-staff-01": missing},
			want: counts{Rows: 3, Answered: 1, ByLaw: 1, Unplanned: 1, Minutes: 8, Relevant: 3, Mark: app.Partly},
		},
		{
			name: "a duty missing, with a measure", answers: said{"se-staff-01": missing}, actions: []app.Action{{Question: "se-staff-01", Text: "x"}},
			want: counts{Rows: 3, Answered: 1, ByLaw: 1, Minutes: 8, Relevant: 3, Mark: app.Partly},
		},
		{
			name: "an advice missing", answers: said{"se-staff-02": missing},
			want: counts{Rows: 3, Answered: 1, Unplanned: 1, Minutes: 7, Relevant: 3, Mark: app.Partly},
		},
		{
			name: "an advice missing that is not met", answers: said{"se-staff-02": missing}, facts: app.Facts{app.HasCameras: app.No},
			want: counts{Rows: 2, Minutes: 7, Relevant: 2},
		},
		{
			name: "a duty partly", answers: said{"se-staff-01": partly},
			want: counts{Rows: 3, Answered: 1, Unplanned: 1, Minutes: 8, Relevant: 3, Mark: app.Partly},
		},
		{name: "a retired duty missing", answers: said{"se-staff-04": missing}, want: counts{Rows: 3, Minutes: 10, Relevant: 3}},
		{
			name: "all answered", answers: said{"se-staff-01": {State: app.InOrder}, "se-staff-02": {State: app.Unknown}, "se-staff-03": {State: app.NotApplicable, Reason: "r"}},
			want: counts{Rows: 3, Answered: 3, Relevant: 2, Mark: app.InOrder},
		},
	} {
		t.Run(x.name, func(t *testing.T) {
			l := judged(t, x.answers, x.facts, x.actions...).List(app.Staff)
			got := counts{l.Applicable(), l.Answered, l.MissingByLaw, l.Unplanned, l.MinutesLeft, l.Relevant(), l.Mark()}
			if diff := cmp.Diff(x.want, got); diff != "" {
				t.Errorf("the counts differ (-want +got):\n%s", diff)
			}
			sum := 0
			for _, n := range l.Counts {
				sum += n
			}
			if sum != len(l.Rows) {
				t.Errorf("the counts %v do not add up to %d rows", l.Counts, len(l.Rows))
			}
		})
	}
}

func TestAssessSurvey(t *testing.T) {
	a := judged(t, said{"se-survey-01": {Scale: 2}}, nil)
	l := a.List(app.Survey)
	if l.Answered != 1 || l.MinutesLeft != 1 || l.Counts[app.Unanswered] != 1 || len(l.Counts) != 1 || l.Mark() != app.Partly || len(a.Plan) != 0 {
		t.Errorf("one step said: %+v", l)
	}
	a = judged(t, said{"se-survey-01": {State: app.Unknown}, "se-survey-02": {Note: "slow"}}, nil)
	if l := a.List(app.Survey); l.Answered != 2 || l.MinutesLeft != 0 || l.Mark() != app.InOrder {
		t.Errorf("all said: %+v", l)
	}
	if len(a.Unknown) != 1 || a.Unknown[0].Question.Number != "S1" {
		t.Errorf("don't know is %+v", a.Unknown)
	}
	if a.List(app.IT) != nil {
		t.Error("a list that is none is found")
	}
}

// TestAssessPlan: what is missing or partly stands in the plan with and without measures; a measure
// keeps its place there when its answer is put right, so that it can be ticked off.
func TestAssessPlan(t *testing.T) {
	late := app.Action{ID: "1", Question: "se-staff-01", Text: "x", Due: "2026-05-01", Status: app.Doing}
	done := app.Action{ID: "2", Question: "se-staff-01", Text: "y", Due: "2026-05-01", Status: app.Done}
	other := app.Action{ID: "3", Question: "se-staff-02", Text: "z", Due: "2026-05-01", Status: app.Planned}
	answers := said{"se-staff-01": {State: app.Missing}, "se-staff-02": {State: app.InOrder}, "se-staff-03": {State: app.Partly}}
	a := judged(t, answers, nil, late, other, done)
	var plan []string
	for _, p := range a.Plan {
		line := p.Question.Number + " " + string(p.Answer.State)
		for _, x := range p.Actions {
			line += " " + x.ID
		}
		plan = append(plan, line)
	}
	if want := []string{"P1 missing 1 2", "P2 in_order 3", "P3 partly"}; !slices.Equal(plan, want) {
		t.Errorf("the plan is %q, want %q", plan, want)
	}
	if a.Overdue != 2 {
		t.Errorf("%d are overdue, want 2", a.Overdue)
	}
	// The camera is gone: its measure is not shown, so it must not be counted as late either.
	if a := judged(t, answers, app.Facts{app.HasCameras: app.No}, late, other, done); a.Overdue != 1 || len(a.Plan) != 2 {
		t.Errorf("without cameras %d are overdue in a plan of %d", a.Overdue, len(a.Plan))
	}
}

func TestNextQuestion(t *testing.T) {
	ok := app.Answer{State: app.InOrder}
	for _, x := range []struct {
		name    string
		answers said
		want    string
	}{
		{"nothing said", nil, "P1"},
		{"the first list begun", said{"se-staff-01": ok}, "P2"},
		{"a gap", said{"se-staff-01": ok, "se-staff-03": ok}, "P2"},
		{"only the second begun", said{"se-survey-01": {Scale: 1}}, "S2"},
		{"both begun", said{"se-staff-02": ok, "se-survey-01": {Scale: 1}}, "P1"},
		{"the first finished", said{"se-staff-01": ok, "se-staff-02": ok, "se-staff-03": ok}, "S1"},
		{"all finished", said{"se-staff-01": ok, "se-staff-02": ok, "se-staff-03": ok, "se-survey-01": {Scale: 1}, "se-survey-02": {Note: "n"}}, ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			l, row, found := judged(t, x.answers, nil).Next()
			got := ""
			if found {
				got = l.Rows[row].Question.Number
			}
			if got != x.want {
				t.Errorf("next is %q, want %q", got, x.want)
			}
		})
	}
	l := judged(t, said{"se-staff-02": ok}, nil).List(app.Staff)
	for from, want := range map[int]int{0: 0, 1: 2, 2: 2, 3: 0} {
		if got := l.NextOpen(from); got != want {
			t.Errorf("from row %d the next open one is %d, want %d", from, got, want)
		}
	}
	if got := (&app.ListAssessment{}).NextOpen(0); got != -1 {
		t.Errorf("a list that asks nothing is open at %d", got)
	}
}

func TestProgress(t *testing.T) {
	a := judged(t, said{"se-staff-01": {State: app.Missing}, "se-survey-02": {Note: "n"}, "se-staff-04": {State: app.InOrder}, "se-staff-02": {State: app.InOrder}},
		app.Facts{app.HasCameras: app.No})
	if answered, applicable := a.Progress(); answered != 2 || applicable != 4 {
		t.Errorf("%d of %d", answered, applicable)
	}
}

// TestSamplesAreJudgedAsBefore holds every number of an assessment of the invented libraries against
// testdata: read the difference, then run with -update.
func TestSamplesAreJudgedAsBefore(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		t.Run(string(j), func(t *testing.T) {
			got := assessmentText(sampleJudged(t, j))
			golden := filepath.Join("testdata", "assessment."+string(j)+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("judged otherwise than in %s (-before +now):\n%s", golden, diff)
			}
		})
	}
}

// sampleJudged judges the invented library of a country, as it is shipped, on the day that it was made.
func sampleJudged(t *testing.T, j app.Jurisdiction) *app.Assessment {
	t.Helper()
	c, err := content.Load(data.Files, j)
	if err != nil {
		t.Fatal(err)
	}
	s, err := content.LoadSample(data.Files, c)
	if err != nil {
		t.Fatal(err)
	}
	d := &app.Dossier{Library: s.Library, Signoff: s.Signoff, Year: s.Year, Answers: said{}}
	for _, a := range s.Answers {
		d.Answers[a.Question] = a.Answer()
	}
	for _, x := range s.Actions {
		d.Actions = append(d.Actions, app.Action{Question: x.Question, Text: x.Text, Owner: x.Owner, Due: x.Due, Status: x.Status})
	}
	return app.Assess(c, d, s.Made)
}

// orNone names the state that has no name.
func orNone(s app.State) app.State {
	if s == app.Unanswered {
		return "none"
	}
	return s
}

// assessmentText writes an assessment as numbers and ids, without a word of the content.
func assessmentText(a *app.Assessment) string {
	var b strings.Builder
	p := func(format string, values ...any) { fmt.Fprintf(&b, format+"\n", values...) }
	answered, applicable := a.Progress()
	p("%s on %s: %d of %d, edition %d, overdue %d", a.Catalogue.Jurisdiction, a.Today, answered, applicable, a.Edition, a.Overdue)
	if l, row, ok := a.Next(); ok {
		p("next: %s", l.Rows[row].Question.ID)
	}
	p("steps: %s", stepsLine(a.Steps))
	for _, l := range a.Lists {
		p("\n%s: %d of %d, relevant %d, by law %d, unplanned %d, %d minutes left, mark %q", l.List.ID, l.Answered, l.Applicable(),
			l.Relevant(), l.MissingByLaw, l.Unplanned, l.MinutesLeft, l.Mark())
		for _, state := range append(app.States(), app.Unanswered) {
			p("  %-14s %d", orNone(state), l.Counts[state])
		}
		for i, r := range l.Rows {
			p("  %2d %-4s %s %d actions", i, r.Question.Number, orNone(r.Question.Mark(r.Answer)), len(r.Actions))
		}
	}
	p("\nplan:")
	for _, item := range a.Plan {
		p("  %s %s", item.Question.Number, item.Answer.State)
		for _, x := range item.Actions {
			p("    %s by %s, overdue %v", x.Status, x.Due, x.Overdue(a.Today))
		}
	}
	p("\ndon't know:")
	for _, r := range a.Unknown {
		p("  %s ask %s", r.Question.Number, r.Question.Knows)
	}
	return b.String()
}

// TestUpcoming: what is next by day, without what is done or has no day, and no more than asked for.
func TestUpcoming(t *testing.T) {
	a := &app.Assessment{Plan: []app.Row{
		{Actions: []app.Action{{ID: "later", Due: "2026-09-01"}, {ID: "done", Due: "2026-01-01", Status: app.Done}}},
		{Actions: []app.Action{{ID: "never"}, {ID: "soon", Due: "2026-06-01"}, {ID: "late", Due: "2026-05-01", Status: app.Doing}}},
	}}
	for n, want := range map[int][]string{0: nil, 2: {"late", "soon"}, 3: {"late", "soon", "later"}, 9: {"late", "soon", "later"}} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			var got []string
			for _, x := range a.Upcoming(n) {
				got = append(got, x.ID)
			}
			if !slices.Equal(got, want) {
				t.Errorf("next come %v, want %v", got, want)
			}
		})
	}
}
