package app_test

import (
	"errors"
	"fmt"
	"testing"

	"trygghylla/app"
)

func TestActionSaysSomething(t *testing.T) {
	for text, want := range map[string]error{"": app.ErrEmpty, "  ": app.ErrEmpty, "\n\t": app.ErrEmpty, "write it down": nil} {
		t.Run(text, func(t *testing.T) {
			if err := (app.Action{Text: text}).Check(); !errors.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
		})
	}
}

func TestActionIsOverdue(t *testing.T) {
	for _, x := range []struct {
		a    app.Action
		want bool
	}{
		{app.Action{Due: "2026-05-27", Status: app.Planned}, true},
		{app.Action{Due: "2026-05-27", Status: app.Doing}, true},
		{app.Action{Due: "2026-05-27", Status: app.Done}, false},
		{app.Action{Due: "2026-05-28", Status: app.Planned}, false}, // today is in time
		{app.Action{Due: "2026-05-29", Status: app.Planned}, false},
		{app.Action{Status: app.Planned}, false},
	} {
		t.Run(fmt.Sprintf("%s by %s", x.a.Status, x.a.Due), func(t *testing.T) {
			if got := x.a.Overdue("2026-05-28"); got != x.want {
				t.Errorf("overdue is %v", got)
			}
		})
	}
}
