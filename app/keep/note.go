package keep

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"trygghylla/app/vault"
)

// keyNote is the one key in [drawerBackup].
const keyNote = "note"

// testedMost is how many proofs of backups are remembered.
const testedMost = 60

// LastBackup is what is remembered of the newest backup.
type LastBackup struct {
	// Path is where it was put first.
	Path string `json:"path"`
	// Seq is the number of the last save that is in it.
	Seq uint64 `json:"seq"`
	// At is when it was made, by this computer's clock then.
	At time.Time `json:"at"`
	// Verified is when it was last read to its end and proven: when it was made, or by [Keeper.TestBackup].
	Verified time.Time `json:"verified"`
	// Places are the folders that have it.
	Places []string `json:"places,omitempty"`
}

// backupNote is the record in [drawerBackup].
type backupNote struct {
	Last     *LastBackup          `json:"last,omitempty"`
	After    uint64               `json:"after,omitempty"`    // the vault's number when nothing has changed since Last
	Tested   map[string]time.Time `json:"tested,omitempty"`   // by path: when a backup was proven again
	Passed   uint64               `json:"passed,omitempty"`   // newer backups up to this number are known and not wanted
	Renewed  erasure              `json:"renewed,omitzero"`   // backups from before open by keys that somebody knows
	Renewing uint64               `json:"renewing,omitempty"` // the keys' generation before a renewal that is not finished
	Erased   []erasure            `json:"erased,omitempty"`   // oldest first
	CodeSeen time.Time            `json:"code_seen,omitzero"` // when she last said where the code's sheet lies
	Clock    time.Time            `json:"clock,omitzero"`     // the last time that was sure
}

// note reads what is remembered; nothing at all is an empty note.
func (k *Keeper) note() (backupNote, error) {
	n, _, err := vault.Get[backupNote](k.v, drawerBackup, keyNote)
	if err != nil {
		return backupNote{}, fmt.Errorf("read note of backups: %w", err)
	}
	return n, nil
}

// changeNote changes what is remembered, in one transaction. By itself it is no change that a backup is due for.
func (k *Keeper) changeNote(f func(*backupNote)) error {
	k.noting.Lock()
	defer k.noting.Unlock()
	n, err := k.note()
	if err != nil {
		return err
	}
	n.Tested = maps.Clone(n.Tested)
	n.Erased = slices.Clone(n.Erased)
	if now, right := k.sureBy(n); right {
		n.Clock = now
	}
	f(&n)
	if n.After != 0 && n.After == k.v.Seq() {
		n.After++ // this save itself
	}
	err = k.v.Update(func(tx *vault.Tx) error { return vault.Put(tx, drawerBackup, keyNote, n) })
	if err != nil {
		return fmt.Errorf("note backup: %w", err)
	}
	return nil
}

// proven remembers when a backup was proven again, and forgets the oldest of too many.
func (n *backupNote) proven(path string, at time.Time) {
	if n.Tested == nil {
		n.Tested = make(map[string]time.Time)
	}
	n.Tested[path] = at
	for len(n.Tested) > testedMost {
		oldest := path
		for other, t := range n.Tested {
			if t.Before(n.Tested[oldest]) {
				oldest = other
			}
		}
		delete(n.Tested, oldest)
	}
}

// LastBackup tells of the newest backup that was made, false if there never was one.
func (k *Keeper) LastBackup() (LastBackup, bool) {
	n, err := k.note()
	if err != nil || n.Last == nil {
		return LastBackup{}, false
	}
	return *n.Last, true
}

// codeReminderMonths is how often she is asked where the recovery code's sheet lies.
const codeReminderMonths = 12

// CodeReminder reports whether it is time to ask where the sheet with the recovery code lies: a year after it
// was last said.
func (k *Keeper) CodeReminder() bool {
	n, err := k.note()
	if err != nil {
		return false
	}
	now, _ := k.sureBy(n)
	return !now.Before(n.CodeSeen.AddDate(0, codeReminderMonths, 0)) || n.CodeSeen.After(now.Add(24*time.Hour))
}

// CodeSeen remembers that the sheet is where it should be, for a year.
func (k *Keeper) CodeSeen() error {
	return k.changeNote(func(n *backupNote) { n.CodeSeen, _ = k.sureBy(*n) })
}
