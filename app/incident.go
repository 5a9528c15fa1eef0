package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// KindID names a kind of incident, alike in both countries so that a region can count them together.
type KindID string

// The kinds of incident. The machine data of a package name them.
const (
	ThreatIncident    KindID = "threat"    // threats, violence, harassment
	NearMiss          KindID = "near_miss" // tillbud, nestenulykke
	InjuryIncident    KindID = "injury"
	UnstaffedIncident KindID = "unstaffed" // in the hours without staff
	DamageIncident    KindID = "damage"    // damage, theft, burglary
	BreachIncident    KindID = "breach"    // of personal data (GDPR Art. 4.12)
	ITIncident        KindID = "it"
	OtherIncident     KindID = "other"
)

// IncidentKinds lists the kinds in the order in which they are offered.
func IncidentKinds() []KindID {
	return []KindID{
		ThreatIncident, NearMiss, InjuryIncident, UnstaffedIncident, DamageIncident, BreachIncident, ITIncident, OtherIncident,
	}
}

// ClockID names something that must be done about an incident in time.
type ClockID string

// IncidentRules is what one country says of incidents: the kinds, what must be done in time, and how long they are kept.
type IncidentRules struct {
	KeepMonths int            `toml:"keep_months"` // a suggestion; the library's own plan for its records decides
	Keep       Text           `toml:"keep"`        // what decides how long
	Sources    []Reference    `toml:"sources"`     // of Keep
	Kinds      []IncidentKind `toml:"kind"`
	Rules      []ClockRule    `toml:"clock"`
}

// IncidentKind is one kind of incident.
type IncidentKind struct {
	ID        KindID       `toml:"id"`
	Title     Text         `toml:"title"`
	Examples  Text         `toml:"examples"`
	When      []Fact       `toml:"when"`      // offered unless the library has said no to all of these
	Clocks    []ClockID    `toml:"clocks"`    // in the order in which they are done
	Questions []QuestionID `toml:"questions"` // whose answer "in order" such an incident speaks against
}

// ClockRule is something that must be done about an incident in time, and what it rests on.
type ClockRule struct {
	ID       ClockID     `toml:"id"`
	Standing Standing    `toml:"standing"`
	Hours    int         `toml:"hours"` // from when the library knew; 0: without delay
	Soon     bool        `toml:"soon"`  // nobody sets a time: as soon as one can
	When     []Fact      `toml:"when"`  // for libraries that have not said no to all of these
	Title    Text        `toml:"title"`
	Ask      Text        `toml:"ask"` // the question that decides whether it is needed; empty: always
	Do       Text        `toml:"do"`
	Sources  []Reference `toml:"sources"`
}

// Incident is something that has happened. Nothing of it ever leaves the library but that it is counted.
type Incident struct {
	ID        string                `json:"id"`
	Kind      KindID                `json:"kind"`
	Day       Date                  `json:"day"`   // on which it happened
	Known     time.Time             `json:"known"` // when the library learnt of it: hours are counted from here (GDPR Art. 33.1)
	What      string                `json:"what"`
	Measures  string                `json:"measures,omitempty"` // what was done
	Reporter  string                `json:"reporter,omitempty"` // who told of it, and waits for an answer
	Feedback  Date                  `json:"feedback,omitempty"` // the day on which the reporter got one
	KeepUntil Date                  `json:"keep_until"`         // the last day on which it is kept
	Clocks    map[ClockID]ClockMark `json:"clocks,omitempty"`
	Reopened  []QuestionID          `json:"reopened,omitempty"` // whose answers were opened again because of it
}

// ClockMark is what the library says of one clock of an incident.
type ClockMark struct {
	Needed YesNo     `json:"needed,omitempty"` // the answer to the rule's question
	Told   time.Time `json:"told,omitzero"`    // when it was done
}

// Check reports [ErrEmpty] for an incident that says nothing and [ErrDate] for one of no day.
func (i Incident) Check() error {
	if strings.TrimSpace(i.What) == "" {
		return fmt.Errorf("incident: %w", ErrEmpty)
	}
	if i.Day == "" {
		return fmt.Errorf("incident: %w", ErrDate)
	}
	return nil
}

// AwaitsAnswer reports whether the one who told of the incident has not got an answer yet.
func (i Incident) AwaitsAnswer() bool { return strings.TrimSpace(i.Reporter) != "" && i.Feedback == "" }

// Expired reports whether the incident should not be kept any longer.
func (i Incident) Expired(today Date) bool { return i.KeepUntil.Before(today) }

// Clock is one clock of one incident.
type Clock struct {
	Rule *ClockRule
	Mark ClockMark
	Due  time.Time // the last moment; zero: without delay
}

// Running reports whether it is still to be done, or to be said that it is not needed.
func (c Clock) Running() bool { return c.Mark.Needed != No && c.Mark.Told.IsZero() }

// Left returns how long there is until Due, negative when that has passed, zero when it is without delay.
func (c Clock) Left(now time.Time) time.Duration {
	if c.Due.IsZero() {
		return 0
	}
	return c.Due.Sub(now)
}

// Kind returns a kind of incident, or nil.
func (r *IncidentRules) Kind(id KindID) *IncidentKind {
	for i := range r.Kinds {
		if r.Kinds[i].ID == id {
			return &r.Kinds[i]
		}
	}
	return nil
}

// Offered returns the kinds that a library with these facts can meet, in order.
func (r *IncidentRules) Offered(facts Facts) []*IncidentKind {
	var all []*IncidentKind
	for i := range r.Kinds {
		if facts.meets(r.Kinds[i].When) {
			all = append(all, &r.Kinds[i])
		}
	}
	return all
}

// Clocks returns what must be done in time about an incident in a library with these facts, in order.
func (r *IncidentRules) Clocks(i Incident, facts Facts) []Clock {
	kind := r.Kind(i.Kind)
	if kind == nil {
		return nil
	}
	var all []Clock
	for _, id := range kind.Clocks {
		for k := range r.Rules {
			rule := &r.Rules[k]
			if rule.ID != id || !facts.meets(rule.When) {
				continue
			}
			c := Clock{Rule: rule, Mark: i.Clocks[id]}
			if rule.Hours > 0 {
				c.Due = i.Known.Add(time.Duration(rule.Hours) * time.Hour)
			}
			all = append(all, c)
		}
	}
	return all
}

// IncidentCounts tells how many incidents a library has noted in a year: all that ever leaves it of them.
type IncidentCounts struct {
	From, To Date // the twelve months up to the day of judging
	All      int
	Kinds    []IncidentCount // those that occurred, in the order of the rules
}

// IncidentCount is the number of incidents of one kind.
type IncidentCount struct {
	Kind  *IncidentKind
	Count int
}

// count counts the incidents of the twelve months up to a day; nil when the library notes none here.
func (r *IncidentRules) count(all []Incident, today Date) *IncidentCounts {
	if len(all) == 0 {
		return nil
	}
	sum := &IncidentCounts{From: today.addMonths(-12).addDays(1), To: today}
	by := map[KindID]int{}
	for _, i := range all {
		if !i.Day.Before(sum.From) && !today.Before(i.Day) {
			by[i.Kind]++
			sum.All++
		}
	}
	for k := range r.Kinds {
		if n := by[r.Kinds[k].ID]; n > 0 {
			sum.Kinds = append(sum.Kinds, IncidentCount{Kind: &r.Kinds[k], Count: n})
		}
	}
	return sum
}

// KeepUntil returns the last day on which an incident of a day is kept, by a number of months.
func KeepUntil(day Date, months int) Date { return day.addMonths(months) }

// LatestFirst sorts incidents by the day on which they happened, those of one day by when they became known.
func LatestFirst(all []Incident) {
	slices.SortStableFunc(all, func(a, b Incident) int {
		return cmp.Or(strings.Compare(string(b.Day), string(a.Day)), b.Known.Compare(a.Known))
	})
}
