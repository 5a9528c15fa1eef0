package app_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
)

// moment is a time of the tests.
func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := app.ParseMoment(text, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestClocksOfAnIncident: hours are counted from when the library knew, not from when it happened (GDPR Art. 33.1),
// and a clock stands still once it is done or not needed.
func TestClocksOfAnIncident(t *testing.T) {
	c := small(t)
	x := app.Incident{Kind: app.BreachIncident, Day: "2026-03-01", Known: moment(t, "2026-03-05 14.02"), What: "x"}
	facts := app.Facts{app.HasCameras: app.Yes}
	clocks := c.Incidents.Clocks(x, facts)
	if len(clocks) != 2 || clocks[0].Rule.ID != "imy" || clocks[1].Rule.ID != "film" {
		t.Fatalf("the clocks are %+v", clocks)
	}
	if got := app.Moment(clocks[0].Due); got != "2026-03-08 14.02" {
		t.Errorf("72 hours end at %s", got)
	}
	if !clocks[1].Due.IsZero() || clocks[1].Left(x.Known) != 0 {
		t.Errorf("without delay ends at %v", clocks[1].Due)
	}
	if left := clocks[0].Left(moment(t, "2026-03-08 15.02")); left != -time.Hour {
		t.Errorf("an hour too late: %v left", left)
	}
	for mark, runs := range map[app.ClockMark]bool{
		{}:                                   true,
		{Needed: app.Yes}:                    true,
		{Needed: app.No}:                     false,
		{Needed: app.Yes, Told: x.Known}:     false,
		{Told: x.Known.Add(100 * time.Hour)}: false,
	} {
		t.Run(fmt.Sprintf("%+v", mark), func(t *testing.T) {
			x := x
			x.Clocks = map[app.ClockID]app.ClockMark{"imy": mark}
			if got := c.Incidents.Clocks(x, facts)[0].Running(); got != runs {
				t.Errorf("running is %v", got)
			}
		})
	}
	hour := app.IncidentRules{Kinds: c.Incidents.Kinds, Rules: []app.ClockRule{{ID: "imy", Hours: 1}}}
	if got := app.Moment(hour.Clocks(x, facts)[0].Due); got != "2026-03-05 15.02" {
		t.Errorf("one hour ends at %s", got)
	}
	if clocks := c.Incidents.Clocks(x, app.Facts{app.HasCameras: app.No}); len(clocks) != 1 {
		t.Errorf("without cameras there is film: %+v", clocks)
	}
	if clocks := c.Incidents.Clocks(app.Incident{Kind: "unheard of"}, facts); clocks != nil {
		t.Errorf("a kind that is none has clocks: %+v", clocks)
	}
}

// TestIncidentsAreOfferedByFacts: no film without cameras.
func TestIncidentsAreOfferedByFacts(t *testing.T) {
	c := small(t)
	if n := len(c.Incidents.Offered(nil)); n != 2 {
		t.Errorf("a library that has said nothing is offered %d kinds", n)
	}
	if kinds := c.Incidents.Offered(app.Facts{app.HasUnstaffed: app.No}); len(kinds) != 1 || kinds[0].ID != app.BreachIncident {
		t.Errorf("a library without unstaffed hours is offered %+v", kinds)
	}
}

// TestOnlyCountsOfIncidentsLeave: the year up to the day, its first and last day included.
func TestOnlyCountsOfIncidentsLeave(t *testing.T) {
	c := small(t)
	d := &app.Dossier{}
	if sum := app.Disclose(app.Assess(c, d, "2026-05-28"), app.Open, d.NextEdition()).Incidents(); sum != nil {
		t.Errorf("a library that notes none is counted: %+v", sum)
	}
	if sum := app.Assess(c, &app.Dossier{Incidents: []app.Incident{{Kind: app.BreachIncident}}}, "").Incidents; sum.From != "" {
		t.Errorf("on no day the year begins on %s", sum.From)
	}
	for _, day := range []app.Date{"2025-05-28", "2025-05-29", "2026-05-28", "2026-05-29"} {
		d.Incidents = append(d.Incidents, app.Incident{Kind: app.BreachIncident, Day: day})
	}
	d.Incidents = append(d.Incidents, app.Incident{Kind: app.UnstaffedIncident, Day: "2026-01-01"})
	a := app.Assess(c, d, "2026-05-28")
	sum := app.Disclose(a, app.Open, a.Edition).Incidents()
	if sum == nil || sum.From != "2025-05-29" || sum.To != "2026-05-28" || sum.All != 3 || len(sum.Kinds) != 2 ||
		sum.Kinds[0].Kind.ID != app.UnstaffedIncident || sum.Kinds[1].Count != 2 {
		t.Errorf("the counts are %+v", sum)
	}
	one := app.Disclose(app.Assess(c, &app.Dossier{Incidents: d.Incidents[:4]}, "2026-05-28"), app.Open, 1).Incidents()
	if len(one.Kinds) != 1 || one.Kinds[0].Kind.ID != app.BreachIncident {
		t.Errorf("a kind that did not occur is counted: %+v", one)
	}
	if sum := app.Disclose(a, app.Protected, a.Edition).Incidents(); sum != nil {
		t.Errorf("the protected part counts: %+v", sum)
	}
}

// TestKeepUntil: months as people count them, the last day of a month where it is shorter.
func TestKeepUntil(t *testing.T) {
	for _, x := range []struct {
		day    app.Date
		months int
		want   app.Date
	}{
		{"2026-05-28", 24, "2028-05-28"},
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2026-12-31", 2, "2027-02-28"},
		{"", 12, ""},
	} {
		t.Run(fmt.Sprintf("%s and %d months", x.day, x.months), func(t *testing.T) {
			if got := app.KeepUntil(x.day, x.months); got != x.want {
				t.Errorf("until %s, want %s", got, x.want)
			}
		})
	}
	i := app.Incident{KeepUntil: "2026-05-28"}
	if i.Expired("2026-05-28") || !i.Expired("2026-05-29") || (app.Incident{}).Expired("2026-05-29") {
		t.Error("an incident is kept through its last day, and one without a day for as long as it is wanted")
	}
}

func TestIncidentCheck(t *testing.T) {
	if err := (app.Incident{Day: "2026-05-28", What: " \n"}).Check(); !errors.Is(err, app.ErrEmpty) {
		t.Errorf("nothing said: %v", err)
	}
	if err := (app.Incident{What: "x"}).Check(); !errors.Is(err, app.ErrDate) {
		t.Errorf("no day: %v", err)
	}
	if err := (app.Incident{Day: "2026-05-28", What: "x"}).Check(); err != nil {
		t.Errorf("day and text: %v", err)
	}
}

// TestReopenedAnswerRemembers: it is unanswered, and what it said first is not forgotten by a second incident.
func TestReopenedAnswerRemembers(t *testing.T) {
	a := app.Answer{State: app.InOrder, Note: "n"}.Reopen("2026-03-01").Reopen("2026-04-01")
	if a.State != app.Unanswered || a.Was != app.InOrder || a.Reopened != "2026-04-01" || a.Note != "n" {
		t.Errorf("the answer is %+v", a)
	}
}

func TestMoments(t *testing.T) {
	for _, text := range []string{"2026-03-05 14.02", " 2026-03-05 14:02 "} {
		if got := app.Moment(moment(t, text)); got != "2026-03-05 14.02" {
			t.Errorf("%q is read as %s", text, got)
		}
	}
	for _, text := range []string{"", "2026-03-05", "14.02", "2026-03-05 25.00", "2026-02-30 10.00", "i dag"} {
		if _, err := app.ParseMoment(text, time.UTC); !errors.Is(err, app.ErrDate) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestAwaitsAnswer(t *testing.T) {
	for _, x := range []struct {
		name string
		i    app.Incident
		want bool
	}{
		{"nobody told", app.Incident{}, false},
		{"somebody told", app.Incident{Reporter: "Vikarien"}, true},
		{"a blank name", app.Incident{Reporter: " "}, false},
		{"answered", app.Incident{Reporter: "Vikarien", Feedback: "2026-05-28"}, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			if got := x.i.AwaitsAnswer(); got != x.want {
				t.Errorf("awaits an answer: %v", got)
			}
		})
	}
}

func TestLatestFirst(t *testing.T) {
	early, late := moment(t, "2026-05-28 08.00"), moment(t, "2026-05-28 09.00")
	all := []app.Incident{
		{ID: "old", Day: "2026-05-01", Known: late},
		{ID: "known early", Day: "2026-05-28", Known: early},
		{ID: "first of two", Day: "2026-05-02", Known: early},
		{ID: "second of two", Day: "2026-05-02", Known: early},
		{ID: "known late", Day: "2026-05-28", Known: late},
	}
	app.LatestFirst(all)
	var got []string
	for _, i := range all {
		got = append(got, i.ID)
	}
	if diff := cmp.Diff([]string{"known late", "known early", "first of two", "second of two", "old"}, got); diff != "" {
		t.Errorf("the order differs (-want +got):\n%s", diff)
	}
}
