package keep

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"trygghylla/app/disk"
	"trygghylla/app/vault"
)

// Renew is for when somebody else knows the password or has seen the code: a new master key, everything sealed
// anew by a new password and a new code, and the backups replaced. In each of the places a new backup is made and
// proven, a complete one too where there was one; only then the older ones of this vault go from there. Once
// there is one new backup, the damaged files and the replaced vaults that were kept beside this one go too, for
// they open with the old keys. A place that is missing keeps its old backups until the first backup
// there; the report tells which. Cut off after the keys are new, the rest is done at the next opening and backup. Old
// backups under names that somebody gave them are somebody's own to remove.
//
// An error means that nothing has changed; a password that is guessed at once is [ErrGuessed]. The code must be shown
// and printed now, and the old sheet burnt.
func (k *Keeper) Renew(password []byte, places []string) (Code, BackupReport, error) {
	if err := admit(password); err != nil {
		return Code{}, BackupReport{}, err
	}
	k.backing.Lock()
	defer k.backing.Unlock()
	before := k.v.KeyGeneration()
	if err := k.changeNote(func(n *backupNote) { n.Renewing = before }); err != nil {
		return Code{}, BackupReport{}, err
	}
	code, err := k.v.Renew(password)
	if err != nil {
		return Code{}, BackupReport{}, errors.Join(err, k.changeNote(func(n *backupNote) { n.Renewing = 0 }))
	}
	k.keepCode(code)
	renewed := erasure{Seq: k.v.Seq(), At: k.Sure()}
	noted := k.changeNote(func(n *backupNote) { n.Renewed = renewed })
	report := k.backUp(places, k.patienceForAll(), func(place string) bool {
		for _, b := range k.mine(k.o.Names.look(place)) {
			if b.Complete {
				return true
			}
		}
		return false
	})
	report.Err = errors.Join(report.Err, noted)
	return code.Groups(), report, nil
}

// resumeRenewal goes on, at an opening, with a renewal that was cut off after the keys were new: what was saved before
// opens with the old ones. One that was cut off before has changed nothing.
func (k *Keeper) resumeRenewal() {
	n, err := k.note()
	if err != nil || n.Renewing == 0 || k.v.ReadOnly() {
		return
	}
	renewed := erasure{Seq: k.v.Seq(), At: k.Sure()}
	done := k.v.KeyGeneration() == n.Renewing
	_ = k.changeNote(func(n *backupNote) { // else at the next opening
		if done {
			n.Renewing = 0
		} else {
			n.Renewed = renewed
		}
	})
}

// finishRenewal removes what was kept and opens with the old keys, once there is a new backup.
func (k *Keeper) finishRenewal() error {
	n, err := k.note()
	if err != nil || n.Renewing == 0 || k.v.KeyGeneration() == n.Renewing {
		return err
	}
	if err := k.dropCopies(func(string) bool { return true }); err != nil {
		return err
	}
	return k.changeNote(func(n *backupNote) { n.Renewing = 0 })
}

// dropCopies removes damaged files and replaced vaults that were kept and that which says so of, by path.
func (k *Keeper) dropCopies(which func(path string) bool) error {
	var all []string
	for _, r := range ReplacedBeside(k.v.Dir()) {
		all = append(all, r.Dir)
	}
	dir := filepath.Join(k.v.Dir(), dirQuarantine)
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return disk.Meaning("write", err)
	}
	err = nil
	for _, e := range entries {
		all = append(all, filepath.Join(dir, e.Name()))
	}
	err = nil
	for _, path := range all {
		if which(path) {
			if gone := os.RemoveAll(path); gone != nil {
				err = errors.Join(err, disk.Meaning("write", gone))
			}
		}
	}
	return err
}

// CheckCode reports whether a code as typed from the sheet is the vault's: nil, [ErrCodeTyping] or [ErrCode], the
// latter also for the sheet that was replaced.
func (k *Keeper) CheckCode(typed string) error {
	code, err := vault.ParseCode(typed)
	if err != nil {
		return fmt.Errorf("check recovery code: %w", err)
	}
	return k.v.CheckCode(code)
}
