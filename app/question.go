package app

import (
	"fmt"
	"strings"
)

// ListID names a list: staff, unstaffed, cameras, it, privacy or survey.
type ListID string

// The lists, in their order.
const (
	Staff     ListID = "staff"
	Unstaffed ListID = "unstaffed"
	Cameras   ListID = "cameras"
	IT        ListID = "it"
	Privacy   ListID = "privacy"
	Survey    ListID = "survey"
)

// List is one checklist, or the survey.
type List struct {
	ID        ListID      `toml:"id"`
	Kind      string      `toml:"kind"` // checklist or survey
	Title     Text        `toml:"title"`
	Short     Text        `toml:"short"`
	Intro     Text        `toml:"intro"`
	Questions []*Question `toml:"question"`
	Sections  []Section   `toml:"section"` // the survey's; empty for a checklist
}

// IsSurvey reports whether the list is answered on a scale instead of by the five answers.
func (l *List) IsSurvey() bool { return l.Kind == "survey" }

// Section is a part of the survey with its own two free texts.
type Section struct {
	ID        string      `toml:"id"`
	Part      int         `toml:"part"` // 1 equipment, 2 the municipal IT organisation, 3 digitalisation
	Title     Text        `toml:"title"`
	Questions []*Question `toml:"question"`
}

// QuestionID names a question for ever: country-list-number ("se-cameras-03"). Never renamed, never reused.
type QuestionID string

// QuestionKind says how a question is answered.
type QuestionKind string

// The kinds of question.
const (
	StateQuestion QuestionKind = "state" // one of the five answers
	ScaleQuestion QuestionKind = "scale" // four steps or don't know
	TextQuestion  QuestionKind = "text"  // free text
)

// Standing says what a question rests on.
type Standing string

// The standings, strongest first.
const (
	Duty        Standing = "duty"     // the law asks for it
	Advice      Standing = "advice"   // an authority advises it
	OwnPractice Standing = "practice" // the libraries' own work
)

// Knower is the role that usually knows an answer.
type Knower string

// The roles.
const (
	KnowsStaff    Knower = "staff"
	KnowsManager  Knower = "manager"
	KnowsSafety   Knower = "safety_rep"
	KnowsSecurity Knower = "security"
	KnowsIT       Knower = "it"
	KnowsDPO      Knower = "dpo"
	KnowsProperty Knower = "property"
	KnowsSupplier Knower = "supplier"
	KnowsArchive  Knower = "archive"
)

// Knowers lists every role, in the order in which they are offered.
func Knowers() []Knower {
	return []Knower{KnowsStaff, KnowsManager, KnowsSafety, KnowsSecurity, KnowsIT, KnowsDPO, KnowsProperty, KnowsSupplier, KnowsArchive}
}

// Question is one statement that is judged, with why it matters and what it rests on.
type Question struct {
	ID        QuestionID   `toml:"id"`
	Number    string       `toml:"number"` // what people say to each other: "K7"
	Kind      QuestionKind `toml:"kind"`
	Role      string       `toml:"role"` // hinders or works, for the survey's free texts
	Standing  Standing     `toml:"standing"`
	Weight    int          `toml:"weight"` // 1–3
	Knows     Knower       `toml:"knows"`
	Minutes   int          `toml:"minutes"`
	Protected bool         `toml:"protected"` // the note is protected from the start
	When      []Fact       `toml:"when"`
	Sources   []Reference  `toml:"sources"`
	Statement Text         `toml:"statement"`
	Why       Text         `toml:"why"`
	Measures  Texts        `toml:"measures"`
	Replaces  QuestionID   `toml:"replaces"`
	Retired   string       `toml:"retired"` // the edition that dropped it

	List    *List    `toml:"-"`
	Section *Section `toml:"-"` // nil outside the survey
}

// Applies reports whether the question is asked of a library with these facts: always when it
// names none, else unless the library has said no to every fact that it names.
func (q *Question) Applies(facts Facts) bool {
	return q.Retired == "" && facts.meets(q.When)
}

// Check reports what is wrong with an answer to this question: [ErrState] when it is of another
// kind, [ErrReason] when "not applicable" says no reason. An empty answer is fine.
func (q *Question) Check(a Answer) error {
	switch {
	case a.State == NotApplicable && q.Kind == StateQuestion && strings.TrimSpace(a.Reason) == "":
		return fmt.Errorf("answer %s: %w", q.Number, ErrReason)
	case q.Kind == StateQuestion && (a.Scale != 0 || !a.State.valid()):
		return fmt.Errorf("answer %s: %w", q.Number, ErrState)
	case q.Kind == ScaleQuestion && (a.Scale < 0 || a.Scale > 4 || (a.State != Unanswered && (a.State != Unknown || a.Scale != 0))):
		return fmt.Errorf("answer %s: %w", q.Number, ErrState)
	case q.Kind == TextQuestion && (a.Scale != 0 || a.State != Unanswered):
		return fmt.Errorf("answer %s: %w", q.Number, ErrState)
	}
	return nil
}

// Answered reports whether the answer says something: one of the five, a step of the scale, or a text.
func (q *Question) Answered(a Answer) bool {
	if q.Kind == TextQuestion {
		return strings.TrimSpace(a.Note) != ""
	}
	return a.State != Unanswered || a.Scale != 0
}

// Mark returns the state that a sign for this answer shows: the state itself, and for the
// survey in order for any step or text.
func (q *Question) Mark(a Answer) State {
	if a.State == Unanswered && q.Answered(a) {
		return InOrder
	}
	return a.State
}
