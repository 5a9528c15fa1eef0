package app_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
)

// TestApplies: a question that may be met is asked; only a plain no to everything it is about spares it.
func TestApplies(t *testing.T) {
	cameras, either := []app.Fact{app.HasCameras}, []app.Fact{app.HasCameras, app.HasCounter}
	for _, x := range []struct {
		name  string
		q     app.Question
		facts app.Facts
		want  bool
	}{
		{"always asked, nothing said", app.Question{}, nil, true},
		{"always asked, all denied", app.Question{}, app.Facts{app.HasCameras: app.No}, true},
		{"yes", app.Question{When: cameras}, app.Facts{app.HasCameras: app.Yes}, true},
		{"no", app.Question{When: cameras}, app.Facts{app.HasCameras: app.No}, false},
		{"not said", app.Question{When: cameras}, app.Facts{app.HasWifi: app.No}, true},
		{"nothing said", app.Question{When: cameras}, nil, true},
		{"one of two denied, one not said", app.Question{When: either}, app.Facts{app.HasCameras: app.No}, true},
		{"one of two denied, one affirmed", app.Question{When: either}, app.Facts{app.HasCameras: app.No, app.HasCounter: app.Yes}, true},
		{"both denied", app.Question{When: either}, app.Facts{app.HasCameras: app.No, app.HasCounter: app.No}, false},
		{"retired", app.Question{Retired: "2027.1"}, nil, false},
		{"retired, though it is met", app.Question{Retired: "2027.1", When: cameras}, app.Facts{app.HasCameras: app.Yes}, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			if got := x.q.Applies(x.facts); got != x.want {
				t.Errorf("asked is %v", got)
			}
		})
	}
}

func TestCheckForEachKind(t *testing.T) {
	type answers []app.Answer
	for _, x := range []struct {
		kind app.QuestionKind
		want error
		of   answers
	}{
		{app.StateQuestion, nil, answers{
			{},
			{State: app.InOrder},
			{State: app.Partly},
			{State: app.Missing},
			{State: app.Unknown},
			{State: app.NotApplicable, Reason: "none here"},
			{Note: "only a note"},
			{State: app.InOrder, Reason: "an old one"},
		}},
		{app.StateQuestion, app.ErrReason, answers{{State: app.NotApplicable}, {State: app.NotApplicable, Note: "a note is no reason"}, {State: app.NotApplicable, Reason: " \n"}}},
		{app.StateQuestion, app.ErrState, answers{{Scale: 1}, {State: app.InOrder, Scale: 1}, {State: "splendid"}, {State: "In_order"}}},
		{app.ScaleQuestion, nil, answers{{}, {Scale: 1}, {Scale: 4}, {State: app.Unknown}, {Note: "a note"}}},
		{app.ScaleQuestion, app.ErrState, answers{
			{Scale: 5}, {Scale: -1}, {State: app.InOrder}, {State: app.NotApplicable, Reason: "x"}, {State: app.NotApplicable}, {State: app.Missing, Scale: 2}, {State: app.Unknown, Scale: 2},
		}},
		{app.TextQuestion, nil, answers{{}, {Note: "a text"}}},
		{app.TextQuestion, app.ErrState, answers{{State: app.InOrder}, {State: app.NotApplicable}, {State: app.Unknown}, {Scale: 1}, {Note: "a text", Scale: 3}}},
	} {
		q := &app.Question{Number: "X1", Kind: x.kind}
		for _, a := range x.of {
			t.Run(fmt.Sprintf("%s %+v", x.kind, a), func(t *testing.T) {
				if err := q.Check(a); !errors.Is(err, x.want) || (x.want == nil) != (err == nil) {
					t.Errorf("got %v, want %v", err, x.want)
				}
			})
		}
	}
}

// TestAnsweredAndMark: what counts as an answer, and which sign it gets.
func TestAnsweredAndMark(t *testing.T) {
	for _, x := range []struct {
		kind     app.QuestionKind
		a        app.Answer
		answered bool
		mark     app.State
	}{
		{app.StateQuestion, app.Answer{}, false, app.Unanswered},
		{app.StateQuestion, app.Answer{Note: "a note", Protected: "p", Owner: "o", Due: "2026-01-01"}, false, app.Unanswered},
		{app.StateQuestion, app.Answer{State: app.Missing}, true, app.Missing},
		{app.StateQuestion, app.Answer{State: app.Unknown}, true, app.Unknown},
		{app.StateQuestion, app.Answer{State: app.NotApplicable, Reason: "r"}, true, app.NotApplicable},
		{app.ScaleQuestion, app.Answer{}, false, app.Unanswered},
		{app.ScaleQuestion, app.Answer{Scale: 4}, true, app.InOrder},
		{app.ScaleQuestion, app.Answer{State: app.Unknown}, true, app.Unknown},
		{app.TextQuestion, app.Answer{Note: " \n "}, false, app.Unanswered},
		{app.TextQuestion, app.Answer{Note: "slow"}, true, app.InOrder},
	} {
		t.Run(fmt.Sprintf("%s %+v", x.kind, x.a), func(t *testing.T) {
			q := &app.Question{Kind: x.kind}
			if got := q.Answered(x.a); got != x.answered {
				t.Errorf("answered is %v", got)
			}
			if got := q.Mark(x.a); got != x.mark {
				t.Errorf("the sign is %q, want %q", got, x.mark)
			}
		})
	}
	if diff := cmp.Diff([]app.State{app.InOrder, app.Partly, app.Missing, app.NotApplicable, app.Unknown}, app.States()); diff != "" {
		t.Errorf("the keys 1 to 5 stand for others (-want +got):\n%s", diff)
	}
}
