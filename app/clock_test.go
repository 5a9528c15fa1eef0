package app_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
)

// clockRules are those of a breach: one that is asked about and has 72 hours, one without delay, and one of 24 hours.
func clockRules() *app.IncidentRules {
	return &app.IncidentRules{
		Kinds: []app.IncidentKind{{ID: app.BreachIncident, Clocks: []app.ClockID{"tell", "now", "police"}}, {ID: app.OtherIncident}},
		Rules: []app.ClockRule{
			{ID: "tell", Hours: 72, Ask: swedish("Risk?")}, {ID: "now"}, {ID: "police", Hours: 24},
		},
	}
}

var known = time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)

// breach is an incident with marks on its clocks.
func breach(id string, at time.Time, marks map[app.ClockID]app.ClockMark) app.Incident {
	return app.Incident{ID: id, Kind: app.BreachIncident, Day: app.DateOf(at), Known: at, What: "x", KeepUntil: "2028-03-12", Clocks: marks}
}

func TestClockHasAShape(t *testing.T) {
	asked, plain := &app.ClockRule{Ask: swedish("Risk?")}, &app.ClockRule{}
	for name, x := range map[string]struct {
		clock app.Clock
		want  app.State
	}{
		"not said whether needed": {app.Clock{Rule: asked}, app.Unknown},
		"needed":                  {app.Clock{Rule: asked, Mark: app.ClockMark{Needed: app.Yes}}, app.Missing},
		"not needed":              {app.Clock{Rule: asked, Mark: app.ClockMark{Needed: app.No}}, app.NotApplicable},
		"done":                    {app.Clock{Rule: asked, Mark: app.ClockMark{Needed: app.Yes, Told: known}}, app.InOrder},
		"always needed":           {app.Clock{Rule: plain}, app.Missing},
		"always needed and done":  {app.Clock{Rule: plain, Mark: app.ClockMark{Told: known}}, app.InOrder},
	} {
		t.Run(name, func(t *testing.T) {
			if got := x.clock.State(); got != x.want {
				t.Errorf("it is %q, want %q", got, x.want)
			}
		})
	}
}

func TestSoonestClock(t *testing.T) {
	done, no := app.ClockMark{Told: known}, app.ClockMark{Needed: app.No}
	for name, x := range map[string]struct {
		marks map[app.ClockID]app.ClockMark
		first app.ClockID
		more  int
		ok    bool
	}{
		"all run":                 {nil, "police", 2, true},
		"the first is done":       {map[app.ClockID]app.ClockMark{"police": done}, "tell", 1, true},
		"one without delay":       {map[app.ClockID]app.ClockMark{"police": done, "tell": no}, "now", 0, true},
		"a delay before one none": {map[app.ClockID]app.ClockMark{"police": done}, "tell", 1, true},
		"none runs":               {map[app.ClockID]app.ClockMark{"police": done, "tell": no, "now": done}, "", 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			c, more, ok := app.Soonest(clockRules().Clocks(breach("a", known, x.marks), nil))
			var id app.ClockID
			if ok {
				id = c.Rule.ID
			}
			if id != x.first || more != x.more || ok != x.ok {
				t.Errorf("%q and %d more, %v; want %q and %d more", id, more, ok, x.first, x.more)
			}
		})
	}
}

// TestIncidentsAreSortedByTheirEnd: those with an end first, by it; those without delay after them; what does not run is
// not among them, and the worst shape is that of all.
func TestIncidentsAreSortedByTheirEnd(t *testing.T) {
	const today = "2026-03-12"
	done := app.ClockMark{Told: known}
	settled := map[app.ClockID]app.ClockMark{"tell": done, "now": done, "police": done}
	waits, old := breach("waits", known, settled), breach("old", known, settled)
	waits.Reporter, old.KeepUntil = "vikarien", "2026-03-11"
	all := []app.Incident{
		breach("now", known, map[app.ClockID]app.ClockMark{"tell": done, "police": done}), waits,
		breach("late", known.Add(time.Hour), nil), breach("early", known, nil), old,
		{ID: "other", Kind: app.OtherIncident, KeepUntil: "2028-01-01"},
	}
	r := clockRules()
	var order []string
	for _, d := range r.Due(all, nil) {
		order = append(order, d.Incident.ID)
	}
	if diff := cmp.Diff([]string{"early", "late", "now"}, order); diff != "" {
		t.Error(diff)
	}
	shapes := map[string]app.State{}
	for _, i := range all {
		shapes[i.ID] = r.State(i, nil, today)
	}
	if diff := cmp.Diff(map[string]app.State{
		"now": app.Missing, "late": app.Missing, "early": app.Missing, "waits": app.Partly, "old": app.Partly, "other": app.InOrder,
	}, shapes); diff != "" {
		t.Error(diff)
	}
	for name, x := range map[string]struct {
		of    []app.Incident
		worst app.State
		open  int
	}{
		"none": {nil, app.Unanswered, 0}, "all": {all, app.Missing, 5}, "in order and partly": {[]app.Incident{all[5], waits}, app.Partly, 1},
		"partly and in order": {[]app.Incident{waits, all[5]}, app.Partly, 1}, "in order": {all[5:], app.InOrder, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if worst, open := r.WorstState(x.of, nil, today); worst != x.worst || open != x.open {
				t.Errorf("%q, %d open; want %q, %d", worst, open, x.worst, x.open)
			}
		})
	}
}

func TestPlanHasAShape(t *testing.T) {
	item := func(s ...app.ActionStatus) app.Row {
		var i app.Row
		for _, x := range s {
			i.Actions = append(i.Actions, app.Action{Status: x})
		}
		return i
	}
	for name, x := range map[string]struct {
		plan       []app.Row
		overdue    int
		open, bare int
		want       app.State
	}{
		"nothing":           {nil, 0, 0, 0, app.Unanswered},
		"without a measure": {[]app.Row{item(), item(app.Done)}, 0, 1, 1, app.Missing},
		"late":              {[]app.Row{item(app.Doing)}, 1, 1, 0, app.Missing},
		"under way":         {[]app.Row{item(app.Planned, app.Done, app.Doing)}, 0, 2, 0, app.Partly},
		"done":              {[]app.Row{item(app.Done)}, 0, 0, 0, app.InOrder},
	} {
		t.Run(name, func(t *testing.T) {
			a := &app.Assessment{Plan: x.plan, Overdue: x.overdue}
			if open, bare := a.OpenActions(); open != x.open || bare != x.bare || a.PlanState() != x.want {
				t.Errorf("%d open, %d bare, %q; want %d, %d, %q", open, bare, a.PlanState(), x.open, x.bare, x.want)
			}
		})
	}
}
