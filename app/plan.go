package app

// OpenActions counts what of the plan is not done: measures, and statements that have none yet, which are counted in
// bare too.
func (a *Assessment) OpenActions() (open, bare int) {
	for _, item := range a.Plan {
		if len(item.Actions) == 0 {
			bare++
			open++
		}
		for _, x := range item.Actions {
			if x.Status != Done {
				open++
			}
		}
	}
	return open, bare
}

// PlanState is the shape of the plan: missing while something is without a measure or late, partly while something is not
// done, in order when all is, unanswered when there is nothing.
func (a *Assessment) PlanState() State {
	switch open, bare := a.OpenActions(); {
	case bare > 0 || a.Overdue > 0:
		return Missing
	case open > 0:
		return Partly
	case len(a.Plan) > 0:
		return InOrder
	}
	return Unanswered
}
