package app

import (
	"slices"
	"strings"
)

// Row is one applicable question with its answer, and what is planned for it.
type Row struct {
	Question *Question
	Answer   Answer
	Actions  []Action // none: nothing is planned yet
}

// ListAssessment is how one list stands.
type ListAssessment struct {
	List         *List
	Rows         []Row         // the applicable questions, in order
	Answered     int           // of Rows
	Counts       map[State]int // of Rows, by state; the survey counts only Unanswered
	MissingByLaw int           // duties answered missing
	Unplanned    int           // missing or partly, with nothing planned
	MinutesLeft  int           // for the unanswered rows
}

// Applicable returns the number of questions that the library meets.
func (l *ListAssessment) Applicable() int { return len(l.Rows) }

// Relevant returns the number of rows that are not answered "not applicable": what fulfilment is counted of.
func (l *ListAssessment) Relevant() int { return len(l.Rows) - l.Counts[NotApplicable] }

// Mark returns the sign of the whole list: unanswered before it is begun, in order when every
// row is answered, partly between.
func (l *ListAssessment) Mark() State {
	switch {
	case l.Answered == 0:
		return Unanswered
	case l.Answered == len(l.Rows):
		return InOrder
	}
	return Partly
}

// NextOpen returns the index of the first unanswered row at or after from, going round, or -1.
func (l *ListAssessment) NextOpen(from int) int {
	for i := range l.Rows {
		k := (from + i) % len(l.Rows)
		if r := l.Rows[k]; !r.Question.Answered(r.Answer) {
			return k
		}
	}
	return -1
}

// Assessment is a dossier judged on one day. It is a snapshot: nothing in it changes, and it shares nothing that changes
// with the dossier. Who reads it must not change it, since others read the same.
type Assessment struct {
	Catalogue *Catalogue
	Library   Library
	Signoff   Signoff
	Today     Date
	Edition   int // the number that a package made now gets
	Lists     []*ListAssessment
	Plan      []Row // what is missing or only partly in order, and what else something is planned for
	Unknown   []Row // answered "don't know": questions for others, sorted as asked
	Overdue   int   // actions of the plan that should have been done
	Steps     []Step
	Incidents *IncidentCounts // nil: the library notes none here
}

// Assess judges a dossier by a catalogue on the given day.
func Assess(c *Catalogue, d *Dossier, today Date) *Assessment {
	a := &Assessment{
		Catalogue: c, Library: d.Library, Signoff: d.Signoff, Today: today,
		Edition: d.NextEdition(), Steps: Steps(d, today), Incidents: c.Incidents.count(d.Incidents, today),
	}
	actions := map[QuestionID][]Action{}
	for _, x := range d.Actions {
		actions[x.Question] = append(actions[x.Question], x)
	}
	for _, l := range c.Lists {
		a.Lists = append(a.Lists, a.assessList(l, d, actions))
	}
	return a
}

func (a *Assessment) assessList(l *List, d *Dossier, actions map[QuestionID][]Action) *ListAssessment {
	la := &ListAssessment{List: l, Counts: map[State]int{}}
	for _, q := range l.Questions {
		if !q.Applies(d.Library.Facts) {
			continue
		}
		r := Row{Question: q, Answer: d.Answers[q.ID], Actions: actions[q.ID]}
		la.Rows = append(la.Rows, r)
		if q.Answered(r.Answer) {
			la.Answered++
		} else {
			la.MinutesLeft += q.Minutes
		}
		if q.Kind == StateQuestion || !q.Answered(r.Answer) {
			la.Counts[r.Answer.State]++
		}
		if r.Answer.State == Unknown {
			a.Unknown = append(a.Unknown, r)
		}
		if r.Answer.State == Missing && q.Standing == Duty {
			la.MissingByLaw++
		}
		lacking := r.Answer.State == Missing || r.Answer.State == Partly
		if lacking && len(r.Actions) == 0 {
			la.Unplanned++
		}
		if lacking || len(r.Actions) > 0 {
			a.Plan = append(a.Plan, r)
		}
		for _, x := range r.Actions {
			if x.Overdue(a.Today) {
				a.Overdue++
			}
		}
	}
	return la
}

// List returns the assessment of one list, or nil.
func (a *Assessment) List(id ListID) *ListAssessment {
	for _, l := range a.Lists {
		if l.List.ID == id {
			return l
		}
	}
	return nil
}

// Next returns the list and row to go on with: the first unanswered question of the first list
// that is begun but not finished, else of the first list that is not begun. ok is false when all is answered.
func (a *Assessment) Next() (list *ListAssessment, row int, ok bool) {
	for _, begun := range []bool{true, false} {
		for _, l := range a.Lists {
			if i := l.NextOpen(0); i >= 0 && (l.Answered > 0) == begun {
				return l, i, true
			}
		}
	}
	return nil, 0, false
}

// Progress returns how many of all applicable questions are answered, and how many there are.
func (a *Assessment) Progress() (answered, applicable int) {
	for _, l := range a.Lists {
		answered += l.Answered
		applicable += l.Applicable()
	}
	return answered, applicable
}

// Upcoming returns the measures that are not done and have a day, the earliest first, at most n.
func (a *Assessment) Upcoming(n int) []Action {
	var all []Action
	for _, item := range a.Plan {
		for _, x := range item.Actions {
			if x.Status != Done && x.Due != "" {
				all = append(all, x)
			}
		}
	}
	slices.SortStableFunc(all, func(x, y Action) int { return strings.Compare(string(x.Due), string(y.Due)) })
	return all[:min(n, len(all))]
}
