package app

import (
	"fmt"
	"strings"
)

// ActionStatus says how far a measure has come.
type ActionStatus string

// The statuses.
const (
	Planned ActionStatus = "planned"
	Doing   ActionStatus = "doing"
	Done    ActionStatus = "done"
)

// ActionStatuses lists the statuses in their order.
func ActionStatuses() []ActionStatus { return []ActionStatus{Planned, Doing, Done} }

// Action is one line of the action plan: what, who, when and how far
// (arbetsmiljölagen 3 kap. 2 a §; internkontrollforskrifta § 5).
type Action struct {
	ID       string       `json:"id"`
	Question QuestionID   `json:"question"`
	Text     string       `json:"text"`
	Owner    string       `json:"owner,omitempty"`
	Due      Date         `json:"due,omitempty"`
	Status   ActionStatus `json:"status"`
}

// Check reports [ErrEmpty] for an action without text.
func (a Action) Check() error {
	if strings.TrimSpace(a.Text) == "" {
		return fmt.Errorf("action for %s: %w", a.Question, ErrEmpty)
	}
	return nil
}

// Overdue reports whether the action should have been done before today.
func (a Action) Overdue(today Date) bool { return a.Status != Done && a.Due.Before(today) }
