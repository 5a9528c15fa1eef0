package keep

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"trygghylla/app/disk"
	"trygghylla/app/vault"
)

// Restored says what a restore did.
type Restored struct {
	// Kept is the folder that the replaced vault was moved to, whole, or empty when there was none.
	Kept string
	// Missing is how many attachments of the records are neither in the backup, nor in the replaced vault, nor
	// in an older complete backup beside it. The records still name them.
	Missing int
}

// key is one of the two things that open a backup and the vault that is made of it.
type key struct {
	restore func(backup, into string) error
	open    func(vault.Options) (*vault.Vault, error)
}

func passwordKey(password []byte) key {
	return key{
		restore: func(backup, into string) error { return vault.RestoreWithPassword(backup, into, password) },
		open:    func(o vault.Options) (*vault.Vault, error) { return vault.Open(o, password) },
	}
}

func codeKey(code vault.Code) key {
	return key{
		restore: func(backup, into string) error { return vault.RestoreWithCode(backup, into, code) },
		open:    func(o vault.Options) (*vault.Vault, error) { return vault.OpenWithCode(o, code) },
	}
}

// RestoreBackup puts the vault of a backup in the place of the one in o.Vault.Dir, which must be closed, or makes it
// there when there is none: on another computer, after a wiped profile. The new vault is made beside, proven to
// its end, opened, and given the attachments that the backup does not hold but the replaced vault, or an older
// complete backup beside the backup, does. Only then the replaced folder gets another name with the day, and
// the new one takes its place; nothing is deleted. Cut off before the new one is complete, the old one stands as it
// was, or there is none; cut off later, [Exists] finishes it. [RestoreCutOff] tells which. Meanwhile nobody can open the vault.
// It takes some seconds.
//
// The password is the one of the day when the backup was made: vault.ErrPassword if it is another. Other errors:
// [ErrBackupDamaged] (choose another backup), vault.ErrNewer, vault.ErrInUse, vault.ErrFull, vault.ErrReadOnly; then
// nothing has changed.
func RestoreBackup(o Options, backup string, password []byte) (Restored, error) {
	return restoreBackup(o, backup, passwordKey(password))
}

// RestoreBackupWithCode is [RestoreBackup] with the recovery code as typed from the sheet: vault.ErrCodeTyping or
// vault.ErrCode if it is none or another's. Let the person choose a new password afterwards.
func RestoreBackupWithCode(o Options, backup, typed string) (Restored, error) {
	code, err := vault.ParseCode(typed)
	if err != nil {
		return Restored{}, fmt.Errorf("restore backup: %w", err)
	}
	return restoreBackup(o, backup, codeKey(code))
}

func restoreBackup(o Options, backup string, by key) (r Restored, err error) {
	dir, err := realPath(o.Vault.Dir)
	if err == nil {
		err = settle(dir) // one that is complete is not thrown away
	}
	var held *hold
	if err == nil {
		held, err = holdVault(dir)
	}
	defer func() { err = errors.Join(err, held.release()) }()
	if err == nil {
		err = clearAside(dir)
	}
	if err == nil {
		err = os.MkdirAll(filepath.Dir(dir), disk.UserFolder)
	}
	if err != nil {
		return Restored{}, fmt.Errorf("restore backup: %w", disk.Meaning("prepare", err))
	}
	o.Vault.Dir = dir
	m := mark{Backup: backup}
	if err = m.put(dir); err == nil {
		r.Missing, err = makeNew(o, backup, by)
	}
	if err != nil {
		return Restored{}, fmt.Errorf("restore backup: %w", errors.Join(ofBackup(err), os.RemoveAll(making(dir)), disk.Remove(markOf(dir))))
	}
	// From here on the new one stays, whatever happens: it may be the one that is needed.
	m.Ready = true
	err = m.put(dir)
	if err == nil {
		err = renameFolder(making(dir), aside(dir))
	}
	if err == nil {
		err = held.releaseToRename()
	}
	if err == nil {
		r.Kept, err = swap(dir, dayOf(o.Vault.Now()))
	}
	if err == nil {
		err = disk.Remove(markOf(dir))
	} else if there, _ := vault.Exists(dir); there { // it could not take the place of the old one
		err = errors.Join(err, disk.Remove(markOf(dir)), clearAside(dir))
	}
	if err != nil {
		return Restored{}, fmt.Errorf("restore backup: %w", err)
	}
	return r, nil
}

// makeNew makes the new vault of a backup, complete, and returns how many attachments are missing.
func makeNew(o Options, backup string, by key) (missing int, err error) {
	if err := by.restore(backup, making(o.Vault.Dir)); err != nil {
		return 0, err
	}
	return complete(o, backup, by)
}

// complete opens the vault that is being made, which proves it, and gives it the attachments that can be
// found. It returns how many are missing.
func complete(o Options, backup string, by key) (missing int, err error) {
	replaced := o.Vault.Dir
	o.Vault.Dir = making(replaced)
	v, err := by.open(o.Vault)
	if err != nil {
		return 0, err
	}
	k := &Keeper{o: o, v: v}
	defer func() { err = errors.Join(err, k.Close()) }()
	if err := k.fetch(replaced); err != nil {
		return 0, err
	}
	others := k.mine(o.Names.FindBackups([]string{filepath.Dir(backup)}))
	for _, b := range others {
		if missing, err = k.Missing(); missing == 0 || err != nil {
			break
		}
		if b.Complete && b.Path != backup {
			if err := k.adoptFrom(b.Path, by); err != nil {
				return 0, err
			}
		}
	}
	if err != nil {
		return 0, err
	}
	// What is newer was there to be chosen, and was not.
	for _, b := range others {
		if b.Seq > v.Seq() {
			if err := k.KeepThis(b); err != nil {
				return 0, err
			}
		}
	}
	return k.Missing()
}

// adoptFrom takes attachments out of another backup. One that does not open is passed over: it may be damaged, or
// from before the password was changed.
func (k *Keeper) adoptFrom(backup string, by key) (err error) {
	dir, err := os.MkdirTemp(filepath.Dir(k.v.Dir()), restoringPrefix+"*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := by.restore(backup, dir); errors.Is(err, vault.ErrFull) {
		return err
	} else if err != nil {
		return nil
	}
	return k.fetch(dir)
}

// fetch takes what the records refer to and is missing out of another folder of this vault, its trash too.
func (k *Keeper) fetch(dir string) error {
	all, err := k.attached()
	if err == nil {
		_, err = k.v.Fetch(dir, all)
	}
	return err
}

// fetchBack takes back what the records refer to and is missing: out of the trash, or out of a vault that was replaced
// and is kept beside. If it cannot now, it can at the next opening.
func (k *Keeper) fetchBack() {
	if k.v.ReadOnly() {
		return
	}
	_ = k.fetch(k.v.Dir())
	for _, r := range ReplacedBeside(k.v.Dir()) {
		_ = k.fetch(r.Dir)
	}
}

// Missing counts the attachments of the records that cannot be read. It reads them all.
func (k *Keeper) Missing() (int, error) {
	all, err := k.lacking()
	return len(all), err
}

// lacking lists the ids of the attachments of the records that cannot be read.
func (k *Keeper) lacking() (ids []string, err error) {
	all, err := k.attached()
	for _, ref := range all {
		if _, err := k.v.Attachment(ref); err != nil {
			ids = append(ids, ref.ID)
		}
	}
	return ids, err
}
