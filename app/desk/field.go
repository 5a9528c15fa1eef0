package desk

import (
	"fmt"
	"strings"

	"trygghylla/app"
	"trygghylla/app/vault"
)

// Field names one text of a record.
type Field string

// The texts of an answer. Owner and Due are those of a measure too, With that of the sign-off.
const (
	Note      Field = "note"
	Protected Field = "protected"
	Owner     Field = "owner"
	Due       Field = "due"
	Checked   Field = "checked"
	With      Field = "with"
	Reason    Field = "reason" // why the question does not apply; saying it answers that it does not
)

// The texts of a measure.
const (
	Text   Field = "text"
	Status Field = "status" // one of app.ActionStatuses
)

// The texts of an incident.
const (
	Kind      Field = "kind" // one that the country knows
	What      Field = "what"
	Day       Field = "day"   // on which it happened
	Known     Field = "known" // when the library learnt of it, as app.Moment writes it
	Measures  Field = "measures"
	Reporter  Field = "reporter"
	Feedback  Field = "feedback"
	KeepUntil Field = "keep_until"
)

// The texts of the library card.
const (
	Name            Field = "name"
	Municipality    Field = "municipality"
	Region          Field = "region"
	RegionAddress   Field = "region_address"
	Contact         Field = "contact"
	SecurityOfficer Field = "security_officer"
	ITSupplier      Field = "it_supplier"
)

// The texts of the sign-off, of the year, and of how long incidents are kept.
const (
	CaseNumber Field = "case_number"
	On         Field = "on"
	SendBy     Field = "send_by"
	FollowUp   Field = "follow_up"
	Answered   Field = "answered"
	Followed   Field = "followed"
	Months     Field = "months"
)

// At names a field that a person writes in: which record, and what of it. It is made by [AnswerAt] and its like.
type At struct {
	in    vault.Drawer
	key   string
	field Field
}

// AnswerAt names a field of the answer to a question.
func AnswerAt(id app.QuestionID, f Field) At { return At{drawerAnswer, string(id), f} }

// ActionAt names a field of a measure.
func ActionAt(id string, f Field) At { return At{drawerAction, id, f} }

// IncidentAt names a field of an incident.
func IncidentAt(id string, f Field) At { return At{drawerIncident, id, f} }

// NewIncidentAt names a field of the incident that is being noted, see [Desk.SaveNewIncident].
func NewIncidentAt(f Field) At { return At{drawerIncident, keyNew, f} }

// CardAt names a field of the library card.
func CardAt(f Field) At { return At{drawerLibrary, keyCard, f} }

// SignoffAt names a field of what stands beside the signatures.
func SignoffAt(f Field) At { return At{drawerLibrary, keySignoff, f} }

// YearAt names a field of the dates of the year.
func YearAt(f Field) At { return At{drawerLibrary, keyYear, f} }

// KeepingAt names how many months incidents are kept.
func KeepingAt() At { return At{drawerLibrary, keyKeeping, Months} }

// Say saves a text that was written in a field, in one transaction with the end of its draft. A day or time that is none
// is app.ErrDate, one to come where only the past can be meant [ErrFuture], a number of months that is none [ErrMonths]:
// such a text is kept as the field's draft, so that it is there again after a lock. A record that is not there is
// [ErrNoRecord], for an incident [ErrNoIncident].
func (d *Desk) Say(at At, text string) error {
	r := recordOf(at)
	if r == nil {
		return fmt.Errorf("field %s: %w", at, ErrNoRecord)
	}
	return r.say(d, at, text)
}

// Said returns what stands in a field, and whether that is a draft: a text that could not be saved as it stands.
func (d *Desk) Said(at At) (text string, draft bool) {
	r := recordOf(at)
	if r == nil {
		return "", false
	}
	if text, draft = d.drafts[at]; draft && at.key != keyNew {
		return text, true
	}
	return r.said(d, at), false
}

// recordKind is a kind of record with fields.
type recordKind interface {
	has(d *Desk, at At) bool
	said(d *Desk, at At) string
	say(d *Desk, at At, text string) error
}

// recordOf returns the kind of record that a field is of, or nil.
func recordOf(at At) recordKind {
	switch {
	case at.in == drawerAnswer:
		return answers
	case at.in == drawerAction:
		return actions
	case at.in == drawerIncident && at.key == keyNew:
		return newIncident{}
	case at.in == drawerIncident:
		return incidents
	case at.in != drawerLibrary:
		return nil
	}
	switch at.key {
	case keyCard:
		return card
	case keySignoff:
		return signoff
	case keyYear:
		return year
	case keyKeeping:
		return keepings
	}
	return nil
}

// kind is a kind of record whose fields are texts of R.
type kind[R any] struct {
	fields map[Field]field[R]
	// find returns the record of a key as it is saved now.
	find func(d *Desk, key string) (R, error)
	// put checks a record and returns what saves it, and what follows in memory.
	put func(d *Desk, key string, r R) (change, error)
}

// field is one text of a record: how it reads, and how a text is taken.
type field[R any] struct {
	get func(d *Desk, r R) string
	set func(d *Desk, r *R, text string) error
}

// change is what one transaction writes, and what follows in memory once that is on disk.
type change struct {
	write func(*vault.Tx) error
	then  func()
}

func (k kind[R]) has(d *Desk, at At) bool {
	_, known := k.fields[at.field]
	_, err := k.find(d, at.key)
	return known && err == nil
}

func (k kind[R]) said(d *Desk, at At) string {
	r, err := k.find(d, at.key)
	f, known := k.fields[at.field]
	if err != nil || !known {
		return ""
	}
	return f.get(d, r)
}

func (k kind[R]) say(d *Desk, at At, text string) error {
	f, known := k.fields[at.field]
	if !known {
		return fmt.Errorf("field %s: %w", at, ErrNoRecord)
	}
	r, err := k.find(d, at.key)
	if err != nil {
		return err
	}
	if err := f.set(d, &r, text); err != nil {
		return d.keepUnfit(at, text, err)
	}
	c, err := k.put(d, at.key, r)
	if err != nil {
		return err
	}
	return d.update(func(tx *vault.Tx) error {
		if err := c.write(tx); err != nil {
			return err
		}
		return d.deleteDrafts(tx, at)
	}, func() {
		c.then()
		d.forgetDrafts(at)
	})
}

// typed is a text as it is typed.
func typed[R any](of func(*R) *string) field[R] {
	return field[R]{
		get: func(_ *Desk, r R) string { return *of(&r) },
		set: func(_ *Desk, r *R, text string) error { *of(r) = text; return nil },
	}
}

// line is a text without the space around it.
func line[R any](of func(*R) *string) field[R] {
	f := typed(of)
	f.set = func(_ *Desk, r *R, text string) error { *of(r) = strings.TrimSpace(text); return nil }
	return f
}

// date is a day, or none, that read accepts.
func date[R any](of func(*R) *app.Date, read func(*Desk, string) (app.Date, error)) field[R] {
	return field[R]{
		get: func(_ *Desk, r R) string { return string(*of(&r)) },
		set: func(d *Desk, r *R, text string) error {
			day, err := read(d, strings.TrimSpace(text))
			if err == nil {
				*of(r) = day
			}
			return err
		},
	}
}

// The days that a field may take.
func anyDay(_ *Desk, text string) (app.Date, error) { return app.ParseDate(text) }

func someDay(_ *Desk, text string) (app.Date, error) {
	if text == "" {
		return "", fmt.Errorf("no day: %w", app.ErrDate)
	}
	return app.ParseDate(text)
}

// pastDay is a day that has been or is today.
func pastDay(d *Desk, text string) (app.Date, error) {
	day, err := someDay(d, text)
	if err == nil && d.Today().Before(day) {
		return "", ErrFuture
	}
	return day, err
}

func pastOrNone(d *Desk, text string) (app.Date, error) {
	if text == "" {
		return "", nil
	}
	return pastDay(d, text)
}
