package app_test

import (
	"errors"
	"testing"
	"time"

	"trygghylla/app"
)

func TestDatesAreWrittenAsInTheForms(t *testing.T) {
	for _, good := range []string{"", "2026-05-28", "2024-02-29", "0001-01-01", "9999-12-31"} {
		if d, err := app.ParseDate(good); err != nil || string(d) != good {
			t.Errorf("%q is read as %q, %v", good, d, err)
		}
	}
	for _, bad := range []string{
		" ", "2026-02-29", "2026-13-01", "2026-00-10", "2026-5-28", "26-05-28", "2026/05/28", "28.05.2026",
		"2026-05-28T10:00", "2026-05-28 ", "i höst", "20260528", "-2026-05-28", "２０２６-05-28",
	} {
		if d, err := app.ParseDate(bad); !errors.Is(err, app.ErrDate) || d != "" {
			t.Errorf("%q is read as %q, %v", bad, d, err)
		}
	}
}

// TestDateOf: the day is the one on the wall where the clock hangs, not the one in Greenwich.
func TestDateOf(t *testing.T) {
	summer := time.FixedZone("CEST", 2*60*60)
	at := time.Date(2026, 5, 28, 23, 30, 0, 0, time.UTC)
	if d := app.DateOf(at.In(summer)); d != "2026-05-29" {
		t.Errorf("half past one at night is %s", d)
	}
	if d := app.DateOf(at); d != "2026-05-28" {
		t.Errorf("in Greenwich it is %s", d)
	}
}

func TestDatesAreCompared(t *testing.T) {
	for _, x := range []struct {
		from, to app.Date
		before   bool
		days     int
	}{
		{"2026-05-28", "2026-05-31", true, 3},
		{"2026-05-31", "2026-05-28", false, -3},
		{"2026-05-28", "2026-05-28", false, 0},
		{"2025-12-31", "2026-01-01", true, 1},
		{"2024-02-28", "2024-03-01", true, 2}, // a leap year
		{"2026-03-28", "2026-03-30", true, 2}, // the clocks go forward between
		{"2026-10-24", "2026-10-26", true, 2}, // and back
		{"2026-01-01", "2027-01-01", true, 365},
		{"", "2026-05-28", false, 0},
		{"2026-05-28", "", false, 0},
		{"", "", false, 0},
		{"2026-05-28", "soon", true, 0},
	} {
		t.Run(string(x.from+" to "+x.to), func(t *testing.T) {
			if got := x.from.Before(x.to); got != x.before {
				t.Errorf("before is %v", got)
			}
			if got := x.from.DaysUntil(x.to); got != x.days {
				t.Errorf("there are %d days, want %d", got, x.days)
			}
		})
	}
	if y := app.Date("2026-05-28").Year(); y != 2026 {
		t.Errorf("the year is %d", y)
	}
	if y := app.Date("").Year(); y != 0 {
		t.Errorf("the empty date is in the year %d", y)
	}
}

func TestWordingsPerLanguage(t *testing.T) {
	one := app.Text{"sv": "ja", "nn": "ja, det er det"}
	many := app.Texts{"nn": {"eitt", "to"}}
	if one.In("nn") != "ja, det er det" || one.In("en") != "" || len(many.In("nn")) != 2 || many.In("sv") != nil {
		t.Error("a wording is found in another language than its own")
	}
	if app.Sweden.Language() != "sv" || app.Norway.Language() != "nn" {
		t.Error("a country writes another language than its libraries do")
	}
}
