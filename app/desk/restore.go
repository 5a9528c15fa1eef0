package desk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"trygghylla/app"
	"trygghylla/app/vault"
)

// Restored says what a restore did.
type Restored struct {
	// Kept is the folder that the replaced library was moved to, whole, or empty when there was none.
	Kept string
	// Missing is how many attachments of the answers are neither in the backup, nor in the replaced library, nor
	// in an older complete backup beside it. The answers still name them.
	Missing int
}

// key is one of the two things that open a backup and the library that is made of it.
type key struct {
	restore func(backup, into string) error
	open    func(Params) (*Desk, error)
}

func passwordKey(password []byte) key {
	return key{
		restore: func(backup, into string) error { return vault.RestoreWithPassword(backup, into, password) },
		open:    func(p Params) (*Desk, error) { return Open(p, password) },
	}
}

func codeKey(code vault.Code) key {
	return key{
		restore: func(backup, into string) error { return vault.RestoreWithCode(backup, into, code) },
		open:    func(p Params) (*Desk, error) { return OpenWithCode(p, code.String()) },
	}
}

// RestoreBackup puts the library of a backup in the place of the one in p.Dir, which must be closed, or makes it
// there when there is none: on another computer, after a wiped profile. The new library is made beside, proven to
// its end, opened, and given the attachments that the backup does not hold but the replaced library, or an older
// complete backup beside the backup, does. Only then the replaced folder gets another name with the day, and
// the new one takes its place; nothing is deleted. Cut off at any moment, one of both is complete, and
// [Exists] finds it. It takes some seconds.
//
// The password is the one of the day when the backup was made: [ErrPassword] if it is another. Other errors:
// [ErrBackupDamaged] (choose another backup), vault.ErrNewer, vault.ErrInUse, vault.ErrFull, vault.ErrReadOnly; then
// nothing has changed.
func RestoreBackup(p Params, backup string, password []byte) (Restored, error) {
	return restoreBackup(p, backup, passwordKey(password))
}

// RestoreBackupWithCode is [RestoreBackup] with the recovery code as typed from the sheet: [ErrCodeTyping] or
// [ErrCode] if it is none or another's. Let the person choose a new password afterwards.
func RestoreBackupWithCode(p Params, backup, typed string) (Restored, error) {
	code, err := vault.ParseCode(typed)
	if err != nil {
		return Restored{}, fmt.Errorf("restore backup: %w", err)
	}
	return restoreBackup(p, backup, codeKey(code))
}

func restoreBackup(p Params, backup string, k key) (r Restored, err error) {
	if err := free(p.Dir); err != nil {
		return Restored{}, fmt.Errorf("restore backup: %w", err)
	}
	if err := clearAside(p.Dir); err != nil {
		return Restored{}, fmt.Errorf("restore backup: %w", err)
	}
	if err := k.restore(backup, aside(p.Dir)); err != nil {
		return Restored{}, fmt.Errorf("restore backup: %w", ofBackup(err))
	}
	if r.Missing, err = complete(p, backup, k); err != nil {
		return Restored{}, fmt.Errorf("restore backup: %w", errors.Join(ofBackup(err), os.RemoveAll(aside(p.Dir))))
	}
	// From here on the new one stays, whatever happens: it may be the one that is needed.
	if r.Kept, err = swap(p.Dir, p.today()); err != nil {
		return Restored{}, fmt.Errorf("restore backup: %w", err)
	}
	return r, nil
}

// complete opens the library that was restored aside, which proves it, and gives it the attachments that can be
// found. It returns how many are missing.
func complete(p Params, backup string, k key) (missing int, err error) {
	to := p
	to.Dir = aside(p.Dir)
	d, err := k.open(to)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if _, err := d.v.Adopt(p.Dir); err != nil {
		return 0, err
	}
	others := d.mine(FindBackups([]string{filepath.Dir(backup)}))
	for _, b := range others {
		if missing = d.missing(); missing == 0 {
			break
		}
		if b.Complete && b.Path != backup {
			if err := d.adoptFrom(b.Path, k); err != nil {
				return 0, err
			}
		}
	}
	// What is newer was there to be chosen, and was not.
	for _, b := range others {
		if b.Seq > d.v.Seq() {
			if err := d.KeepThis(b); err != nil {
				return 0, err
			}
		}
	}
	return d.missing(), nil
}

// adoptFrom takes attachments out of another backup. One that does not open is passed over: it may be damaged, or
// from before the password was changed.
func (d *Desk) adoptFrom(backup string, k key) (err error) {
	dir, err := os.MkdirTemp(filepath.Dir(d.p.Dir), restoringPrefix+"*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := k.restore(backup, dir); errors.Is(err, vault.ErrFull) {
		return err
	} else if err != nil {
		return nil
	}
	_, err = d.v.Adopt(dir)
	return err
}

// missing counts the attachments of the answers that cannot be read.
func (d *Desk) missing() int {
	n := 0
	for _, a := range d.dossier.Answers {
		n += len(slices.DeleteFunc(slices.Clone(a.Evidence), func(e app.Evidence) bool {
			_, err := d.Evidence(e)
			return err == nil
		}))
	}
	return n
}

// free reports vault.ErrInUse when a program has the library in dir open.
func free(dir string) error {
	v, err := vault.Open(vault.Options{Dir: dir}, nil)
	if err == nil {
		return v.Close()
	}
	if errors.Is(err, vault.ErrInUse) {
		return err
	}
	return nil // whether it can be opened is not the question
}
