package app

import (
	"fmt"
	"strings"
	"time"
)

// Text is one wording in each language of a country, keyed by its BCP 47 tag ("sv", "nn").
type Text map[string]string

// In returns the wording in language lang, or the empty string when there is none;
// the content lint promises that every text of a country exists in each of its languages.
func (t Text) In(lang string) string { return t[lang] }

// Texts is a short list of wordings in each language.
type Texts map[string][]string

// In returns the wordings in language lang.
func (t Texts) In(lang string) []string { return t[lang] }

// Date is a calendar day as year, month and day ("2026-05-28"), without time zone; empty means no day.
type Date string

// ParseDate reads a day written as 2026-05-28. The empty string is the empty date.
// Anything else is [ErrDate], which does not repeat what was written.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return "", nil
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", fmt.Errorf("read date: %w", ErrDate)
	}
	return Date(s), nil
}

// DateOf returns the day that t falls on where t's location is.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// momentForm is how a day and a time of day are written in Swedish and Norwegian.
const momentForm = "2006-01-02 15.04"

// Moment writes a time as day and time of day: "2026-05-28 14.02".
func Moment(t time.Time) string { return t.Format(momentForm) }

// ParseMoment reads what [Moment] writes, in a time zone, also with a colon (14:02). Anything else is [ErrDate], which does
// not repeat what was written.
func ParseMoment(s string, in *time.Location) (time.Time, error) {
	t, err := time.ParseInLocation(momentForm, strings.ReplaceAll(strings.TrimSpace(s), ":", "."), in)
	if err != nil {
		return time.Time{}, fmt.Errorf("read time: %w", ErrDate)
	}
	return t, nil
}

// Before reports whether d is an earlier day than e; an empty date is before nothing.
func (d Date) Before(e Date) bool { return d != "" && d < e }

// time returns the beginning of the day in UTC; false for the empty date and for none.
func (d Date) time() (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	return t, err == nil
}

// DaysUntil returns the number of days from d to e, negative when e has passed;
// zero when either is empty.
func (d Date) DaysUntil(e Date) int {
	from, ok1 := d.time()
	to, ok2 := e.time()
	if !ok1 || !ok2 {
		return 0
	}
	return int(to.Sub(from).Hours() / 24)
}

// Year returns the calendar year of d, or 0 for the empty date.
func (d Date) Year() int {
	t, ok := d.time()
	if !ok {
		return 0
	}
	return t.Year()
}

// addDays returns the day n days later; the empty date stays empty.
func (d Date) addDays(n int) Date {
	t, ok := d.time()
	if !ok {
		return ""
	}
	return DateOf(t.AddDate(0, 0, n))
}

// addMonths returns the same day n months later, or the last of that month when it has no such day; the
// empty date stays empty.
func (d Date) addMonths(n int) Date {
	t, ok := d.time()
	if !ok {
		return ""
	}
	first := t.AddDate(0, n, 1-t.Day())
	return DateOf(first.AddDate(0, 0, min(t.Day(), first.AddDate(0, 1, -1).Day())-1))
}
