package desk

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"trygghylla/app"
	"trygghylla/app/vault"
)

// drawerIncident holds what has happened. Its name is part of the file format.
const drawerIncident vault.Drawer = "incident"

// keyKeeping is where in [drawerLibrary] it stands how long incidents are kept.
const keyKeeping = "keeping"

// keeping is how long incidents are kept.
type keeping struct {
	Months int `json:"months"`
}

// Incidents returns what has happened, latest first.
func (d *Desk) Incidents() []app.Incident { return slices.Clone(d.dossier.Incidents) }

// Incident returns the incident of an id, and whether there is one.
func (d *Desk) Incident(id string) (app.Incident, bool) {
	i := d.incident(id)
	if i < 0 {
		return app.Incident{}, false
	}
	x := d.dossier.Incidents[i]
	x.Clocks, x.Reopened = maps.Clone(x.Clocks), slices.Clone(x.Reopened)
	return x, true
}

func (d *Desk) incident(id string) int {
	return slices.IndexFunc(d.dossier.Incidents, func(x app.Incident) bool { return x.ID == id })
}

// NoteIncident saves something that has happened and returns its id. Without a day it happened today, without a time it
// became known now, and it is kept for [Desk.KeepMonths]. One that says nothing is app.ErrEmpty.
func (d *Desk) NoteIncident(x app.Incident) (string, error) { return d.noteIncident(x) }

// noteIncident saves it, and what was kept of it while it was typed goes in the same transaction.
func (d *Desk) noteIncident(x app.Incident, drafts ...At) (string, error) {
	key, err := d.timeKey()
	if err != nil {
		return "", err
	}
	x.ID, x.Day = key, cmp.Or(x.Day, d.Today())
	if x.Known.IsZero() {
		x.Known = d.p.Now()
	}
	if x.KeepUntil == "" {
		x.KeepUntil = app.KeepUntil(x.Day, d.KeepMonths())
	}
	c, err := d.putIncident(x)
	if err != nil {
		return "", err
	}
	return key, d.update(func(tx *vault.Tx) error {
		if err := d.deleteDrafts(tx, drafts...); err != nil {
			return err
		}
		return c.write(tx)
	}, func() {
		d.forgetDrafts(drafts...)
		c.then()
	})
}

// ChangeIncident saves an incident whole, under its id.
func (d *Desk) ChangeIncident(x app.Incident) error {
	c, err := d.putIncident(x)
	if err != nil {
		return err
	}
	return d.update(c.write, c.then)
}

func (d *Desk) putIncident(x app.Incident) (change, error) {
	return change{
		func(tx *vault.Tx) error { return vault.Put(tx, drawerIncident, x.ID, x) },
		func() { d.followIncident(x) },
	}, x.Check()
}

// followIncident lets the dossier follow a saved incident.
func (d *Desk) followIncident(x app.Incident) {
	d.dossier.Incidents = slices.Clone(d.dossier.Incidents)
	if i := d.incident(x.ID); i >= 0 {
		d.dossier.Incidents[i] = x
	} else {
		d.dossier.Incidents = append(d.dossier.Incidents, x)
	}
	app.LatestFirst(d.dossier.Incidents)
}

// RemoveIncident deletes an incident with its drafts, and writes the file anew without any remains. Backups hold it until
// [Desk.BackupsHoldUntil]. On an error from the first step nothing has changed; is the second cut off, it is
// done at the next opening.
func (d *Desk) RemoveIncident(id string) error {
	drafts := d.draftsOf(drawerIncident, id)
	err := d.erase(nil, func(tx *vault.Tx) error {
		if err := d.deleteDrafts(tx, drafts...); err != nil {
			return err
		}
		return vault.Delete(tx, drawerIncident, id)
	}, func() {
		d.dossier.Incidents = slices.DeleteFunc(slices.Clone(d.dossier.Incidents), func(x app.Incident) bool { return x.ID == id })
		d.forgetDrafts(drafts...)
	})
	if err != nil {
		return fmt.Errorf("remove incident: %w", err)
	}
	return nil
}

// Clocks returns what must be done in time about an incident, in order.
func (d *Desk) Clocks(x app.Incident) []app.Clock {
	return d.c.Incidents.Clocks(x, d.dossier.Library.Facts)
}

// Mark saves what the library says of one clock of an incident.
func (d *Desk) Mark(id string, clock app.ClockID, m app.ClockMark) error {
	x, ok := d.Incident(id)
	if !ok {
		return fmt.Errorf("mark clock: %w", ErrNoIncident)
	}
	if x.Clocks == nil {
		x.Clocks = map[app.ClockID]app.ClockMark{}
	}
	x.Clocks[clock] = m
	return d.ChangeIncident(x)
}

// Against returns the rows whose answer "in order" an incident speaks against.
func (d *Desk) Against(x app.Incident) []app.Row {
	kind := d.c.Incidents.Kind(x.Kind)
	if kind == nil {
		return nil
	}
	var rows []app.Row
	for _, l := range d.Assessment().Lists {
		for _, r := range l.Rows {
			if r.Answer.State == app.InOrder && slices.Contains(kind.Questions, r.Question.ID) {
				rows = append(rows, r)
			}
		}
	}
	return rows
}

// Reopen takes answers back because of an incident, in one transaction with the note of it: they are asked again, and
// what they said is remembered.
func (d *Desk) Reopen(id string, questions ...app.QuestionID) error {
	x, ok := d.Incident(id)
	if !ok {
		return fmt.Errorf("reopen answers: %w", ErrNoIncident)
	}
	answers := map[app.QuestionID]app.Answer{}
	for _, q := range questions {
		if _, err := d.c.Question(q); err != nil {
			return err
		}
		a := d.dossier.Answers[q].Reopen(x.Day)
		a.At = d.p.Now()
		answers[q] = a
		if !slices.Contains(x.Reopened, q) {
			x.Reopened = append(x.Reopened, q)
		}
	}
	return d.update(func(tx *vault.Tx) error {
		for q, a := range answers {
			if err := vault.Put(tx, drawerAnswer, string(q), a); err != nil {
				return err
			}
		}
		return vault.Put(tx, drawerIncident, id, x)
	}, func() {
		maps.Copy(d.dossier.Answers, answers)
		d.followIncident(x)
	})
}

// Expired returns the incidents that should not be kept any longer. Nothing is deleted by itself: that is the
// library's decision (arkivlagen; arkivlova). A wrong clock makes none of them old; see keep.Keeper.WrongClock.
func (d *Desk) Expired() []app.Incident {
	today := app.DateOf(d.Sure())
	return slices.DeleteFunc(d.Incidents(), func(x app.Incident) bool { return !x.Expired(today) })
}

// KeepMonths returns how many months an incident is kept unless something else is said for it.
func (d *Desk) KeepMonths() int { return cmp.Or(d.keeping.Months, d.c.Incidents.KeepMonths) }

// mostMonths is how long incidents may be kept: fifty years.
const mostMonths = 600

// DueIncidents returns the incidents about which something must be done in time, that which ends first first.
func (d *Desk) DueIncidents() []app.DueIncident {
	return d.c.Incidents.Due(d.dossier.Incidents, d.dossier.Library.Facts)
}

// IncidentState returns the shape of an incident, see app.IncidentRules.State.
func (d *Desk) IncidentState(x app.Incident) app.State {
	return d.c.Incidents.State(x, d.dossier.Library.Facts, d.Today())
}

// IncidentsState returns the worst of the shapes of all incidents, and how many of them something is to be done about.
func (d *Desk) IncidentsState() (worst app.State, open int) {
	return d.c.Incidents.WorstState(d.dossier.Incidents, d.dossier.Library.Facts, d.Today())
}

// Waiting returns how many of those who told of an incident wait for an answer.
func (d *Desk) Waiting() int {
	n := 0
	for _, x := range d.dossier.Incidents {
		if x.AwaitsAnswer() {
			n++
		}
	}
	return n
}
