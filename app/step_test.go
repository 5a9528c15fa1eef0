package app_test

import (
	"fmt"
	"strings"
	"testing"

	"trygghylla/app"
)

// stepsLine writes the steps as "walkthrough done 2026-03-12", "send now 2026-05-31 3" (days left),
// "answer later".
func stepsLine(steps []app.Step) string {
	var lines []string
	for _, s := range steps {
		line := string(s.ID)
		switch {
		case s.Done && (s.Now || s.Days != 0):
			line += " done and to be done"
		case s.Done:
			line += " done " + string(s.On)
		case s.Now:
			line += fmt.Sprintf(" now %s %d", s.On, s.Days)
		default:
			line += fmt.Sprintf(" later %s %d", s.On, s.Days)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

func TestStepsOfTheYear(t *testing.T) {
	const today = app.Date("2026-05-28")
	contact := app.Library{Contact: "Maja"}
	walked := app.Signoff{On: "2026-03-12"}
	for _, x := range []struct {
		name  string
		d     app.Dossier
		today app.Date
		want  string
	}{
		{"an empty library", app.Dossier{}, today, "contact now  0; walkthrough later  0; send later 2026-05-31 3; answer later  0; follow_up later 2026-09-15 110"},
		{"a blank contact", app.Dossier{Library: app.Library{Contact: " \t"}}, today, "contact now  0; walkthrough later  0; send later 2026-05-31 3; answer later  0; follow_up later 2026-09-15 110"},
		{"a walk-through to come", app.Dossier{Library: contact, Signoff: app.Signoff{On: "2026-06-02"}}, today, "contact done ; walkthrough now 2026-06-02 5; send later 2026-05-31 3; answer later  0; follow_up later 2026-09-15 110"},
		{"walked through today", app.Dossier{Library: contact, Signoff: app.Signoff{On: today}}, today, "contact done ; walkthrough done 2026-05-28; send now 2026-05-31 3; answer later  0; follow_up later 2026-09-15 110"},
		{"the last day", app.Dossier{Library: contact, Signoff: walked}, "2026-05-31", "contact done ; walkthrough done 2026-03-12; send now 2026-05-31 0; answer later  0; follow_up later 2026-09-15 107"},
		{"late", app.Dossier{Library: contact, Signoff: walked}, "2026-06-04", "contact done ; walkthrough done 2026-03-12; send now 2026-05-31 -4; answer later  0; follow_up later 2026-09-15 103"},
		{"moved dates", app.Dossier{Library: contact, Signoff: walked, Year: app.Year{SendBy: "2026-06-10", FollowUp: "2026-10-01"}}, "2026-06-04", "contact done ; walkthrough done 2026-03-12; send now 2026-06-10 6; answer later  0; follow_up later 2026-10-01 119"},
		{"sent twice", app.Dossier{Library: contact, Signoff: walked, Editions: []app.Edition{{Number: 1, Made: "2026-05-20"}, {Number: 2, Made: "2026-05-26"}}}, today, "contact done ; walkthrough done 2026-03-12; send done 2026-05-26; answer now  0; follow_up later 2026-09-15 110"},
		{"all done", app.Dossier{Library: contact, Signoff: walked, Editions: []app.Edition{{Number: 1, Made: "2026-05-20"}}, Year: app.Year{FollowUp: "2026-09-01", Answered: "2026-06-15", Followed: "2026-09-03"}}, "2026-09-04", "contact done ; walkthrough done 2026-03-12; send done 2026-05-20; answer done 2026-06-15; follow_up done 2026-09-03"},
		{"out of order", app.Dossier{Signoff: walked, Editions: []app.Edition{{Number: 1, Made: "2026-05-20"}}}, today, "contact now  0; walkthrough done 2026-03-12; send done 2026-05-20; answer later  0; follow_up later 2026-09-15 110"},
		{"last year's dates do not count", app.Dossier{
			Library: contact, Signoff: app.Signoff{On: "2025-03-12"}, Editions: []app.Edition{{Number: 1, Made: "2025-05-20"}},
			Year: app.Year{SendBy: "2025-06-10", FollowUp: "2025-10-01", Answered: "2025-06-15", Followed: "2025-10-02"},
		}, "2026-01-15", "contact done ; walkthrough now  0; send later 2026-05-31 136; answer later  0; follow_up later 2026-09-15 243"},
	} {
		t.Run(x.name, func(t *testing.T) {
			if got := stepsLine(app.Steps(&x.d, x.today)); got != x.want {
				t.Errorf("\n got %s\nwant %s", got, x.want)
			}
		})
	}
}
