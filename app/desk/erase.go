package desk

import (
	"errors"
	"fmt"
	"os"
	"time"

	"trygghylla/app"
	"trygghylla/app/vault"
)

// drawerErase holds what is being erased, until it is. Its name is part of the file format.
const drawerErase vault.Drawer = "erase"

// keyPending is the one key in [drawerErase].
const keyPending = "pending"

// holdMonths is how long backups may hold what was erased.
const holdMonths = 12

// erasure remembers that something was erased, or the keys renewed: what was saved before that number and time is not
// to be kept.
type erasure struct {
	Seq uint64    `json:"seq"`
	At  time.Time `json:"at"`
}

// until is when the last backup that may hold it goes.
func (e erasure) until() time.Time { return e.At.AddDate(0, holdMonths, 0) }

// pending is what is being erased.
type pending struct {
	Attachments []vault.Attachment `json:"attachments,omitempty"`
}

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
	var gone pending
	if err := d.readPending(&gone); err != nil {
		return err
	}
	for _, e := range old.Evidence {
		ref, err := attachment(e)
		if err != nil {
			return err
		}
		gone.Attachments = append(gone.Attachments, ref)
	}
	a := app.Answer{State: old.State, Scale: old.Scale, Due: old.Due, Checked: old.Checked, At: old.At}
	if errors.Is(q.Check(a), app.ErrReason) {
		a.State = app.Unanswered
	}
	if err := d.clear(id, a, gone); err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	if err := d.finishErase(gone); err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	return nil
}

// clear puts the cleared answer and actions in place, and notes what else is to go, in one transaction.
func (d *Desk) clear(id app.QuestionID, a app.Answer, gone pending) error {
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
	return d.update(func(tx *vault.Tx) error {
		err := vault.Put(tx, drawerErase, keyPending, gone)
		if answered {
			err = errors.Join(err, vault.Put(tx, drawerAnswer, string(id), a))
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

// finishErase removes the attachments and all remains from the file, and notes that it is done.
func (d *Desk) finishErase(gone pending) error {
	for _, ref := range gone.Attachments {
		if err := d.v.Erase(ref); err != nil {
			return err
		}
	}
	if err := d.v.Compact(); err != nil {
		return err
	}
	done := erasure{Seq: d.v.Seq(), At: d.p.Now()}
	if err := d.changeNote(func(n *backupNote) { n.erased(done) }); err != nil {
		return err
	}
	return d.v.Update(func(tx *vault.Tx) error { return vault.Delete(tx, drawerErase, keyPending) })
}

// erased adds an erasure and forgets those that a later one has overtaken.
func (n *backupNote) erased(e erasure) {
	for len(n.Erased) > 1 && n.Erased[1].until().Before(e.At) {
		n.Erased = n.Erased[1:]
	}
	n.Erased = append(n.Erased, e)
}

func (d *Desk) readPending(into *pending) error {
	x, _, err := vault.Get[pending](d.v, drawerErase, keyPending)
	if err != nil {
		return fmt.Errorf("read what is being erased: %w", err)
	}
	*into = x
	return nil
}

// resumeErase finishes an erasure that was cut off. If it cannot now, it can at the next opening.
func (d *Desk) resumeErase() {
	gone, there, err := vault.Get[pending](d.v, drawerErase, keyPending)
	if err == nil && there && !d.v.ReadOnly() {
		_ = d.finishErase(gone) // what is pending stays noted
	}
}

// BackupsHoldUntil returns the day until which backups in the places, replaced libraries and damaged files that were
// kept may hold what was erased last; at the first backup after it, those are removed. False when there are
// none. A place that is never there again is nobody's to clear, nor a backup that was given another name.
func (d *Desk) BackupsHoldUntil() (app.Date, bool) {
	n, err := d.note()
	if err != nil || len(n.Erased) == 0 {
		return "", false
	}
	until := n.Erased[len(n.Erased)-1].until()
	return app.DateOf(until), d.p.Now().Before(until)
}

// overdue reports whether a backup has held for too long what was erased. One of a time that was lost has numbers
// that tell nothing; its day does.
func (n backupNote) overdue(b FoundBackup, now time.Time) bool {
	for _, e := range n.Erased {
		if !now.Before(e.until()) && (b.Seq < e.Seq || b.Time.Before(e.At)) {
			return true
		}
	}
	return false
}

// dropOverdue removes what was kept beside the library from before an erasure whose time is up. It is housekeeping:
// what cannot be removed now is at the next backup.
func (d *Desk) dropOverdue() {
	n, err := d.note()
	if err != nil {
		return
	}
	now := d.p.Now()
	for _, e := range n.Erased {
		if !now.Before(e.until()) {
			_ = d.dropCopies(func(path string) bool {
				info, err := os.Stat(path)
				return err == nil && info.ModTime().Before(e.At)
			})
		}
	}
}
