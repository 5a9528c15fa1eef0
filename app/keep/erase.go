package keep

import (
	"fmt"
	"os"
	"time"

	"trygghylla/app/vault"
)

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

// EraseRecords erases records, whose removal write puts into its transaction, and attachments; when they are gone, then is
// called. Afterwards the file is written anew without any remains, so that earlier texts are gone too. Backups hold
// them until [Keeper.HeldUntil].
//
// On an error from the first step nothing has changed and then was not called. Is a later one cut off, by a full disk
// or the power, the records are gone already, and the rest is done at the next opening or the next EraseRecords.
func (k *Keeper) EraseRecords(attached []vault.Attachment, write func(*vault.Tx) error, then func()) error {
	gone, _, err := vault.Get[pending](k.v, drawerErase, keyPending)
	if err != nil {
		return fmt.Errorf("read what is being erased: %w", err)
	}
	for _, a := range attached {
		gone.Attachments = append(gone.Attachments, a.WithoutKey()) // what is noted lies in the file until it is compacted again
	}
	err = k.v.Update(func(tx *vault.Tx) error {
		if err := vault.Put(tx, drawerErase, keyPending, gone); err != nil {
			return err
		}
		return write(tx)
	})
	if err != nil {
		return err
	}
	then()
	return k.finishErase(gone)
}

// finishErase removes the attachments and all remains from the file, and notes that it is done.
func (k *Keeper) finishErase(gone pending) error {
	for _, ref := range gone.Attachments {
		if err := k.v.Erase(ref); err != nil {
			return err
		}
	}
	if err := k.v.Compact(); err != nil {
		return err
	}
	done := erasure{Seq: k.v.Seq(), At: k.Sure()}
	if err := k.changeNote(func(n *backupNote) { n.erased(done) }); err != nil {
		return err
	}
	return k.v.Update(func(tx *vault.Tx) error { return vault.Delete(tx, drawerErase, keyPending) })
}

// erased adds an erasure and forgets those that a later one has overtaken.
func (n *backupNote) erased(e erasure) {
	for len(n.Erased) > 1 && n.Erased[1].until().Before(e.At) {
		n.Erased = n.Erased[1:]
	}
	n.Erased = append(n.Erased, e)
}

// resumeErase finishes an erasure that was cut off. If it cannot now, it can at the next opening.
func (k *Keeper) resumeErase() {
	gone, there, err := vault.Get[pending](k.v, drawerErase, keyPending)
	if err == nil && there && !k.v.ReadOnly() {
		_ = k.finishErase(gone) // what is pending stays noted
	}
}

// HeldUntil returns until when backups in the places, replaced vaults and damaged files that were kept may hold what
// was erased last; at the first backup after it, those are removed. False when there are none. A place that is never
// there again is nobody's to clear, nor a backup that was given another name.
func (k *Keeper) HeldUntil() (time.Time, bool) {
	n, err := k.note()
	if err != nil || len(n.Erased) == 0 {
		return time.Time{}, false
	}
	until := n.Erased[len(n.Erased)-1].until()
	now, _ := k.sureBy(n)
	return until, now.Before(until)
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

// dropOverdue removes what was kept beside the vault from before an erasure whose time is up. It is housekeeping:
// what cannot be removed now is at the next backup.
func (k *Keeper) dropOverdue() {
	n, err := k.note()
	if err != nil {
		return
	}
	now, right := k.sureBy(n)
	if !right {
		return
	}
	for _, e := range n.Erased {
		if !now.Before(e.until()) {
			_ = k.dropCopies(func(path string) bool {
				info, err := os.Stat(path)
				return err == nil && info.ModTime().Before(e.At)
			})
		}
	}
}
