package app

import (
	"cmp"
	"slices"
)

// State is the shape of a clock: in order once it is done, not applicable when it was not needed, unknown while it is
// not said whether it is, else missing.
func (c Clock) State() State {
	switch {
	case !c.Mark.Told.IsZero():
		return InOrder
	case c.Mark.Needed == No:
		return NotApplicable
	case len(c.Rule.Ask) > 0 && c.Mark.Needed == "":
		return Unknown
	}
	return Missing
}

// Soonest returns the clock that ends first of those that run, and how many run besides. One without delay has no end
// that could pass: it comes after those that have. False when none runs.
func Soonest(clocks []Clock) (first Clock, more int, ok bool) {
	running := slices.DeleteFunc(slices.Clone(clocks), func(c Clock) bool { return !c.Running() })
	if len(running) == 0 {
		return Clock{}, 0, false
	}
	return slices.MinFunc(running, compareDue), len(running) - 1, true
}

// compareDue puts the earlier end first, and those without one last.
func compareDue(a, b Clock) int {
	without := func(c Clock) int {
		if c.Due.IsZero() {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(without(a), without(b)), a.Due.Compare(b.Due))
}

// DueIncident is an incident about which something must be done in time.
type DueIncident struct {
	Incident Incident
	Clock    Clock // the one that ends first, see [Soonest]
	More     int   // how many run besides
}

// Due returns the incidents with a clock that runs, in the order in which those end.
func (r *IncidentRules) Due(all []Incident, facts Facts) []DueIncident {
	var due []DueIncident
	for _, i := range all {
		if c, more, ok := Soonest(r.Clocks(i, facts)); ok {
			due = append(due, DueIncident{i, c, more})
		}
	}
	slices.SortStableFunc(due, func(a, b DueIncident) int { return compareDue(a.Clock, b.Clock) })
	return due
}

// State is the shape of an incident: missing while something is to be done in time, partly while somebody waits for an
// answer or it should not be kept any longer, else in order.
func (r *IncidentRules) State(i Incident, facts Facts, today Date) State {
	switch _, _, running := Soonest(r.Clocks(i, facts)); {
	case running:
		return Missing
	case i.AwaitsAnswer(), i.Expired(today):
		return Partly
	}
	return InOrder
}

// WorstState is the worst of the shapes of all incidents, unanswered when there are none, and how many of them something
// is to be done about.
func (r *IncidentRules) WorstState(all []Incident, facts Facts, today Date) (worst State, open int) {
	for _, i := range all {
		s := r.State(i, facts, today)
		if s != InOrder {
			open++
		}
		if s == Missing || worst == Unanswered || worst == InOrder {
			worst = s
		}
	}
	return worst, open
}
