package app

import "time"

// State is what is said of a statement.
type State string

// The five answers, and none.
const (
	Unanswered    State = ""
	InOrder       State = "in_order"
	Partly        State = "partly"
	Missing       State = "missing"
	NotApplicable State = "not_applicable"
	Unknown       State = "unknown"
)

// States lists the five answers in the order of their keys 1–5.
func States() []State { return []State{InOrder, Partly, Missing, NotApplicable, Unknown} }

func (s State) valid() bool {
	switch s {
	case Unanswered, InOrder, Partly, Missing, NotApplicable, Unknown:
		return true
	}
	return false
}

// Answer is what a library says to one question.
type Answer struct {
	State     State      `json:"state,omitempty"`
	Scale     int        `json:"scale,omitempty"`     // the survey: 1 agree fully … 4 not at all, 0 none
	Reason    string     `json:"reason,omitempty"`    // why it is not applicable
	Note      string     `json:"note,omitempty"`      // open: goes with the package. A text question's answer stands here
	Protected string     `json:"protected,omitempty"` // never leaves the library in the open package
	Owner     string     `json:"owner,omitempty"`
	Due       Date       `json:"due,omitempty"`
	Checked   Date       `json:"checked,omitempty"` // when it was last looked at in the library
	With      string     `json:"with,omitempty"`    // who was with
	Evidence  []Evidence `json:"evidence,omitempty"`
	At        time.Time  `json:"at"`

	// An answer that an incident spoke against is unanswered again until it is given anew.
	Was      State `json:"was,omitempty"`      // what it said before
	Reopened Date  `json:"reopened,omitempty"` // the day of the incident
}

// Reopen takes the answer back because of an incident on a day, and remembers what it said.
func (a Answer) Reopen(day Date) Answer {
	if a.State != Unanswered {
		a.Was, a.State = a.State, Unanswered
	}
	a.Reopened = day
	return a
}

// Evidence is a photo or PDF that shows how things are. The file itself is sealed by the vault;
// its name can tell something, so it never leaves the library.
type Evidence struct {
	Name string `json:"name"`
	Type string `json:"type"` // MIME type: image/jpeg, image/png or application/pdf
	Ref  []byte `json:"ref"`  // what the vault needs to find and open it
	Size int64  `json:"size"` // bytes
}

// IsPhoto reports whether the attachment is a picture.
func (e Evidence) IsPhoto() bool { return e.Type == "image/jpeg" || e.Type == "image/png" }
