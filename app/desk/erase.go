package desk

import (
	"errors"
	"fmt"

	"trygghylla/app"
	"trygghylla/app/vault"
)

// Erase deletes what stands in an answer of people (GDPR Art. 17): its notes, its reason, who owns it and who was
// with, its drafts, the owner and the drafts of its actions, and its attachments. What was answered and when it is due stays; an
// answer "not applicable" without its reason becomes none. Then the file is written anew without any remains, so
// that earlier wordings are gone too. Backups hold it until [Desk.BackupsHoldUntil].
//
// On an error from the first step nothing has changed. Is a later one cut off, by a full disk or the power, the
// answer is cleared already, and the rest is done at the next opening or the next Erase.
func (d *Desk) Erase(id app.QuestionID) error {
	q, err := d.c.Question(id)
	if err != nil {
		return err
	}
	old := d.dossier.Answers[id]
	var gone []vault.Attachment
	for _, e := range old.Evidence {
		ref, err := attachment(e)
		if err != nil {
			return err
		}
		gone = append(gone, ref)
	}
	a := app.Answer{State: old.State, Scale: old.Scale, Due: old.Due, Checked: old.Checked, At: old.At}
	if errors.Is(q.Check(a), app.ErrReason) {
		a.State = app.Unanswered
	}
	if err := d.clear(id, a, gone); err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	return nil
}

// clear puts the cleared answer and actions in place, and erases what they said, and what was attached, for good.
func (d *Desk) clear(id app.QuestionID, a app.Answer, gone []vault.Attachment) error {
	_, answered := d.dossier.Answers[id]
	actions := append([]app.Action(nil), d.dossier.Actions...)
	drafts := d.draftsOf(drawerAnswer, string(id))
	var changed []app.Action
	for i := range actions {
		if actions[i].Question == id {
			drafts = append(drafts, d.draftsOf(drawerAction, actions[i].ID)...)
		}
		if actions[i].Question == id && actions[i].Owner != "" {
			actions[i].Owner = ""
			changed = append(changed, actions[i])
		}
	}
	return d.erase(gone, func(tx *vault.Tx) error {
		var err error
		if answered {
			err = vault.Put(tx, drawerAnswer, string(id), a)
		}
		for _, x := range changed {
			err = errors.Join(err, vault.Put(tx, drawerAction, x.ID, x))
		}
		return errors.Join(err, d.deleteDrafts(tx, drafts...))
	}, func() {
		if answered {
			d.dossier.Answers[id] = a
		}
		d.dossier.Actions = actions
		d.forgetDrafts(drafts...)
	})
}

// erase erases records and attachments for good; after the records are gone it changes the dossier. See keep.Keeper.
func (d *Desk) erase(attached []vault.Attachment, write func(*vault.Tx) error, then func()) error {
	return d.EraseRecords(attached, write, func() { d.changed(then) })
}
