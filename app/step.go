package app

import (
	"cmp"
	"strconv"
)

// StepID names a step of the year.
type StepID string

// The steps of the year, in order.
const (
	StepContact     StepID = "contact"
	StepWalkthrough StepID = "walkthrough"
	StepSend        StepID = "send"
	StepAnswer      StepID = "answer"
	StepFollowUp    StepID = "follow_up"
)

// Step is where the library is with one step of the year.
type Step struct {
	ID   StepID
	Done bool
	On   Date // done on this day, or to be done by it; empty when there is none
	Days int  // days left to On when it is not done; negative when it has passed
	Now  bool // the first step that is not done
}

// Steps returns the five steps of today's year for a dossier.
func Steps(d *Dossier, today Date) []Step {
	year := strconv.Itoa(today.Year())
	this := func(day Date) Date { // another year's day says nothing of this one
		if day.Year() != today.Year() {
			return ""
		}
		return day
	}
	var sent Date
	for _, e := range d.Editions {
		sent = cmp.Or(this(e.Made), sent)
	}
	walked, answered, followed := this(d.Signoff.On), this(d.Year.Answered), this(d.Year.Followed)
	steps := []Step{
		{ID: StepContact, Done: d.Library.HasContact()},
		{ID: StepWalkthrough, Done: walked != "" && !today.Before(walked), On: walked},
		{ID: StepSend, Done: sent != "", On: cmp.Or(sent, this(d.Year.SendBy), Date(year+"-05-31"))},
		{ID: StepAnswer, Done: answered != "", On: answered},
		{ID: StepFollowUp, Done: followed != "", On: cmp.Or(followed, this(d.Year.FollowUp), Date(year+"-09-15"))},
	}
	now := true
	for i := range steps {
		s := &steps[i]
		if !s.Done {
			s.Now, now = now, false
			s.Days = today.DaysUntil(s.On)
		}
	}
	return steps
}
