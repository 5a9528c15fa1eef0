package desk

import (
	"fmt"

	"trygghylla/app"
	"trygghylla/app/vault"
)

// Fill puts an invented library into this one, in one transaction. It is for the demonstration; what
// stood here before is replaced question by question.
func (d *Desk) Fill(s *app.Sample) error {
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
		for _, a := range s.Answers {
			answer := a.Answer()
			answer.At = d.p.Now()
			if err := vault.Put(tx, drawerAnswer, string(a.Question), answer); err != nil {
				return err
			}
		}
		for i, x := range s.Actions {
			key := actionKey(d.p.Now(), fmt.Sprintf("%03d", i+1))
			action := app.Action{ID: key, Question: x.Question, Text: x.Text, Owner: x.Owner, Due: x.Due, Status: x.Status}
			if err := vault.Put(tx, drawerAction, key, action); err != nil {
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
