package desk

import (
	"fmt"
	"time"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/app/vault"
)

// Fill puts an invented library into this one, in one transaction. It is for the demonstration; what
// stood here before is replaced question by question. From then on every paper of this library says that it is an example.
func (d *Desk) Fill(s *content.Sample) error {
	err := d.v.Update(func(tx *vault.Tx) error {
		if err := vault.Put(tx, drawerLibrary, keyCard, s.Library); err != nil {
			return err
		}
		if err := vault.Put(tx, drawerLibrary, keySignoff, s.Signoff); err != nil {
			return err
		}
		if err := vault.Put(tx, drawerLibrary, keyYear, s.Year); err != nil {
			return err
		}
		if err := vault.Put(tx, drawerLibrary, keySetup, Setup{}); err != nil {
			return err
		}
		if err := vault.Put(tx, drawerLibrary, keyExample, true); err != nil {
			return err
		}
		for _, a := range s.Answers {
			answer := a.Answer()
			answer.At = d.p.Now()
			if err := vault.Put(tx, drawerAnswer, string(a.Question), answer); err != nil {
				return err
			}
		}
		for i, x := range s.Actions {
			key := keyOf(d.p.Now(), fmt.Sprintf("%03d", i+1))
			action := app.Action{ID: key, Question: x.Question, Text: x.Text, Owner: x.Owner, Due: x.Due, Status: x.Status}
			if err := vault.Put(tx, drawerAction, key, action); err != nil {
				return err
			}
		}
		for i, x := range s.Incidents {
			incident := d.sampleIncident(keyOf(d.p.Now(), fmt.Sprintf("i%03d", i+1)), x)
			if err := vault.Put(tx, drawerIncident, incident.ID, incident); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("fill in sample: %w", err)
	}
	return d.load()
}

// sampleIncident is an incident of the sample, known in the morning of its day and dealt with in the hour after.
func (d *Desk) sampleIncident(id string, x content.SampleIncident) app.Incident {
	known := d.p.Now()
	if day, err := time.ParseInLocation(time.DateOnly, string(x.Day), known.Location()); err == nil {
		known = day.Add(9 * time.Hour)
	}
	marks := map[app.ClockID]app.ClockMark{}
	for _, c := range x.Told {
		marks[c] = app.ClockMark{Needed: app.Yes, Told: known.Add(time.Hour)}
	}
	for _, c := range x.Not {
		marks[c] = app.ClockMark{Needed: app.No}
	}
	return app.Incident{
		ID: id, Kind: x.Kind, Day: x.Day, Known: known, What: x.What, Measures: x.Measures, Reporter: x.Reporter,
		Feedback: x.Feedback, KeepUntil: app.KeepUntil(x.Day, d.c.Incidents.KeepMonths), Clocks: marks,
	}
}
