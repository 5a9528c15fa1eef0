package ui

import (
	"fyne.io/fyne/v2"

	"trygghylla/app"
)

// mark is the shape of a state: always a shape and a colour, and a word stands beside it.
func mark(s app.State) fyne.Resource { return statusSymbol(string(s)) }

// stateWord is the word of a state.
func (s *Shell) stateWord(x app.State) string {
	if x == app.Unanswered {
		return s.T("state.none")
	}
	return s.T("state." + string(x))
}

// planMark is the shape of the action plan: missing while something is without a measure or late.
func planMark(a *app.Assessment) fyne.Resource {
	open, bare := openPlan(a)
	switch {
	case bare > 0 || a.Overdue > 0:
		return mark(app.Missing)
	case open > 0:
		return mark(app.Partly)
	case len(a.Plan) > 0:
		return mark(app.InOrder)
	}
	return mark(app.Unanswered)
}

func planCount(a *app.Assessment) string {
	if open, _ := openPlan(a); open > 0 {
		return number(open)
	}
	return ""
}

// openPlan counts what is not done, and what has no measure yet.
func openPlan(a *app.Assessment) (open, bare int) {
	for _, item := range a.Plan {
		if len(item.Actions) == 0 {
			bare++
			open++
		}
		for _, x := range item.Actions {
			if x.Status != app.Done {
				open++
			}
		}
	}
	return open, bare
}

// noKeys is embedded by screens that have no use for keys of their own.
type noKeys struct{}

func (noKeys) Key(*fyne.KeyEvent) bool { return false }
