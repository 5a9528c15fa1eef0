package desk

import (
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"time"

	"trygghylla/app"
	"trygghylla/app/vault"
)

// AddAction plans a measure for a question and returns its id. Owner and day are taken from the
// answer when it has them. A measure without text is app.ErrEmpty.
func (d *Desk) AddAction(id app.QuestionID, text string) (string, error) {
	if _, err := d.c.Question(id); err != nil {
		return "", err
	}
	key, err := d.timeKey()
	if err != nil {
		return "", err
	}
	a := d.dossier.Answers[id]
	x := app.Action{ID: key, Question: id, Text: text, Owner: a.Owner, Due: a.Due, Status: app.Planned}
	return key, d.ChangeAction(x)
}

// timeKey makes a key that sorts by time, so that actions keep the order in which they were made.
func (d *Desk) timeKey() (string, error) {
	var tail [6]byte
	if _, err := io.ReadFull(d.p.Rand, tail[:]); err != nil {
		return "", fmt.Errorf("new key: %w", err)
	}
	return keyOf(d.p.Now(), hex.EncodeToString(tail[:])), nil
}

func keyOf(at time.Time, tail string) string {
	return fmt.Sprintf("%015x-%s", at.UnixMicro(), tail)
}

// ChangeAction saves a measure whole, under its id.
func (d *Desk) ChangeAction(x app.Action) error {
	c, err := d.putAction(x)
	if err != nil {
		return err
	}
	return d.update(c.write, c.then)
}

func (d *Desk) putAction(x app.Action) (change, error) {
	return change{
		func(tx *vault.Tx) error { return vault.Put(tx, drawerAction, x.ID, x) },
		func() {
			d.dossier.Actions = slices.Clone(d.dossier.Actions)
			if i := d.action(x.ID); i >= 0 {
				d.dossier.Actions[i] = x
				return
			}
			d.dossier.Actions = append(d.dossier.Actions, x)
		},
	}, x.Check()
}

// RemoveAction takes a measure off the plan, with its drafts.
func (d *Desk) RemoveAction(id string) error {
	drafts := d.draftsOf(drawerAction, id)
	return d.update(func(tx *vault.Tx) error {
		if err := d.deleteDrafts(tx, drafts...); err != nil {
			return err
		}
		return vault.Delete(tx, drawerAction, id)
	}, func() {
		d.dossier.Actions = slices.DeleteFunc(slices.Clone(d.dossier.Actions), func(x app.Action) bool { return x.ID == id })
		d.forgetDrafts(drafts...)
	})
}

func (d *Desk) action(id string) int {
	return slices.IndexFunc(d.dossier.Actions, func(x app.Action) bool { return x.ID == id })
}
