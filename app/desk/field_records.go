package desk

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"trygghylla/app"
	"trygghylla/app/vault"
)

// What can be wrong with what is said in a field.
var (
	// ErrNoRecord means that there is no such record, no longer, or no such field of it.
	ErrNoRecord = errors.New("no such record")
	// ErrFuture means a day or time to come where one that has been is meant. It is app.ErrDate too.
	ErrFuture = fmt.Errorf("time to come: %w", app.ErrDate)
	// ErrMoment means a time that is not written as one. It is app.ErrDate too.
	ErrMoment = fmt.Errorf("time of day: %w", app.ErrDate)
)

// answers are the answers to the questions.
var answers = kind[app.Answer]{
	fields: map[Field]field[app.Answer]{
		Note:      typed(func(a *app.Answer) *string { return &a.Note }),
		Protected: typed(func(a *app.Answer) *string { return &a.Protected }),
		Owner:     line(func(a *app.Answer) *string { return &a.Owner }),
		With:      line(func(a *app.Answer) *string { return &a.With }),
		Due:       date(func(a *app.Answer) *app.Date { return &a.Due }, anyDay),
		Checked:   date(func(a *app.Answer) *app.Date { return &a.Checked }, anyDay),
		Reason: {
			get: func(_ *Desk, a app.Answer) string { return a.Reason },
			set: func(_ *Desk, a *app.Answer, text string) error {
				a.State, a.Was, a.Reopened = app.NotApplicable, "", ""
				a.Reason = strings.TrimSpace(text)
				return nil
			},
		},
	},
	find: func(d *Desk, key string) (app.Answer, error) {
		_, err := d.c.Question(app.QuestionID(key))
		return d.Answered(app.QuestionID(key)), err
	},
	put: func(d *Desk, key string, a app.Answer) (change, error) { return d.putAnswer(app.QuestionID(key), a) },
}

// actions are the measures of the plan.
var actions = kind[app.Action]{
	fields: map[Field]field[app.Action]{
		Text:  typed(func(x *app.Action) *string { return &x.Text }),
		Owner: typed(func(x *app.Action) *string { return &x.Owner }),
		Due:   date(func(x *app.Action) *app.Date { return &x.Due }, anyDay),
		Status: {
			get: func(_ *Desk, x app.Action) string { return string(x.Status) },
			set: func(_ *Desk, x *app.Action, text string) error {
				if x.Status = app.ActionStatus(text); !slices.Contains(app.ActionStatuses(), x.Status) {
					return fmt.Errorf("status of a measure: %w", app.ErrState)
				}
				return nil
			},
		},
	},
	find: func(d *Desk, key string) (app.Action, error) {
		if i := d.action(key); i >= 0 {
			return d.dossier.Actions[i], nil
		}
		return app.Action{}, fmt.Errorf("measure: %w", ErrNoRecord)
	},
	put: func(d *Desk, _ string, x app.Action) (change, error) { return d.putAction(x) },
}

// incidents are what has happened.
var incidents = kind[app.Incident]{
	fields: map[Field]field[app.Incident]{
		Kind: {
			get: func(_ *Desk, x app.Incident) string { return string(x.Kind) },
			set: func(d *Desk, x *app.Incident, text string) error {
				if x.Kind = app.KindID(text); d.c.Incidents.Kind(x.Kind) == nil {
					return fmt.Errorf("kind of incident: %w", app.ErrState)
				}
				return nil
			},
		},
		What:      typed(func(x *app.Incident) *string { return &x.What }),
		Day:       date(func(x *app.Incident) *app.Date { return &x.Day }, pastDay),
		Known:     {get: knownText, set: setKnown},
		Measures:  typed(func(x *app.Incident) *string { return &x.Measures }),
		Reporter:  line(func(x *app.Incident) *string { return &x.Reporter }),
		Feedback:  date(func(x *app.Incident) *app.Date { return &x.Feedback }, pastOrNone),
		KeepUntil: date(func(x *app.Incident) *app.Date { return &x.KeepUntil }, someDay),
	},
	find: func(d *Desk, key string) (app.Incident, error) {
		x, ok := d.Incident(key)
		if !ok {
			return x, ErrNoIncident
		}
		return x, nil
	},
	put: func(d *Desk, _ string, x app.Incident) (change, error) { return d.putIncident(x) },
}

func knownText(d *Desk, x app.Incident) string { return app.Moment(x.Known.In(d.p.Now().Location())) }

func setKnown(d *Desk, x *app.Incident, text string) error {
	now := d.p.Now()
	t, err := app.ParseMoment(text, now.Location())
	switch {
	case err != nil:
		return ErrMoment
	case t.After(now):
		return ErrFuture
	}
	x.Known = t
	return nil
}

// The records of which there is one.
var (
	card = kind[app.Library]{
		fields: map[Field]field[app.Library]{
			Name:            typed(func(l *app.Library) *string { return &l.Name }),
			Municipality:    typed(func(l *app.Library) *string { return &l.Municipality }),
			Region:          typed(func(l *app.Library) *string { return &l.Region }),
			RegionAddress:   typed(func(l *app.Library) *string { return &l.RegionAddress }),
			Contact:         typed(func(l *app.Library) *string { return &l.Contact }),
			SecurityOfficer: typed(func(l *app.Library) *string { return &l.SecurityOfficer }),
			ITSupplier:      typed(func(l *app.Library) *string { return &l.ITSupplier }),
		},
		find: func(d *Desk, _ string) (app.Library, error) { return d.Library(), nil },
		put: func(d *Desk, _ string, l app.Library) (change, error) {
			return putOne(keyCard, l, func() { d.dossier.Library = l })
		},
	}
	signoff = kind[app.Signoff]{
		fields: map[Field]field[app.Signoff]{
			With:       typed(func(s *app.Signoff) *string { return &s.With }),
			CaseNumber: typed(func(s *app.Signoff) *string { return &s.CaseNumber }),
			On:         date(func(s *app.Signoff) *app.Date { return &s.On }, anyDay),
		},
		find: func(d *Desk, _ string) (app.Signoff, error) { return d.Signoff(), nil },
		put: func(d *Desk, _ string, s app.Signoff) (change, error) {
			return putOne(keySignoff, s, func() { d.dossier.Signoff = s })
		},
	}
	year = kind[app.Year]{
		fields: map[Field]field[app.Year]{
			SendBy:   date(func(y *app.Year) *app.Date { return &y.SendBy }, anyDay),
			FollowUp: date(func(y *app.Year) *app.Date { return &y.FollowUp }, anyDay),
			Answered: date(func(y *app.Year) *app.Date { return &y.Answered }, anyDay),
			Followed: date(func(y *app.Year) *app.Date { return &y.Followed }, anyDay),
		},
		find: func(d *Desk, _ string) (app.Year, error) { return d.Year(), nil },
		put: func(d *Desk, _ string, y app.Year) (change, error) {
			return putOne(keyYear, y, func() { d.dossier.Year = y })
		},
	}
	keepings = kind[keeping]{
		fields: map[Field]field[keeping]{Months: {
			get: func(d *Desk, _ keeping) string { return strconv.Itoa(d.KeepMonths()) },
			set: func(_ *Desk, k *keeping, text string) error {
				months, err := strconv.Atoi(strings.TrimSpace(text))
				if err != nil || months < 1 || months > mostMonths {
					return fmt.Errorf("keep incidents: %w", ErrMonths)
				}
				k.Months = months
				return nil
			},
		}},
		find: func(d *Desk, _ string) (keeping, error) { return d.keeping, nil },
		put: func(d *Desk, _ string, k keeping) (change, error) {
			return putOne(keyKeeping, k, func() { d.keeping = k })
		},
	}
)

// putOne saves a record of which there is one.
func putOne[R any](key string, r R, then func()) (change, error) {
	return change{func(tx *vault.Tx) error { return vault.Put(tx, drawerLibrary, key, r) }, then}, nil
}
