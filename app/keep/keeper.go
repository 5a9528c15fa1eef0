// Package keep is the custody of a vault: its password and recovery code, its backups and the places where they lie,
// its restore, its move to another folder, the renewal of its keys, what was erased and what was rescued. It knows
// no library and no question: what stands in the records is its caller's, but for the few that are its own
// (drawers "backup" and "erase", and "code" in "identity"); their names are part of the file format.
//
// A [Keeper] is embedded by whoever works in the vault. Methods that take long say so; those that may run on any
// goroutine say that too, all others belong to the goroutine that changes the vault.
package keep

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"trygghylla/app/vault"
)

// Options are what a keeper is given from outside.
type Options struct {
	// Vault says where the vault is and what it may draw on. Now and Rand are needed.
	Vault vault.Options
	// Name is what the names of backups begin with, and Ending what they end with, with its dot; see [Names].
	Names Names
	// Host is this computer's name, told nowhere; empty asks the system.
	Host string
	// Attached lists what the records refer to; nil when they refer to nothing.
	Attached func(*vault.Vault) ([]vault.Attachment, error)
}

// Code is a recovery code in its seven groups of four letters, as it stands on the printed sheet.
type Code = [7]string

// Keeper has the custody of an open vault.
type Keeper struct {
	o     Options
	v     *vault.Vault
	found time.Time // when it was last saved before this opening

	backing sync.Mutex // held while backups are made
	noting  sync.Mutex // held while the note about backups is changed
}

// The drawers that are the keeper's. Their names are part of the file format.
const (
	drawerBackup   vault.Drawer = "backup"   // what is remembered of backups
	drawerErase    vault.Drawer = "erase"    // what is being erased, until it is
	drawerIdentity vault.Drawer = "identity" // keyCode here, and keys of the caller's
)

// Exists reports whether there is a vault in dir, a damaged one too, so that damage is never taken for a first start.
// A restore that was cut off before its last step is finished first, see [Settle].
func Exists(dir string) (bool, error) {
	if err := Settle(dir); err != nil {
		return false, err
	}
	return vault.Exists(dir)
}

// Create makes a new vault, sealed by a password, and returns its recovery code, which is shown and printed once. An
// existing vault is vault.ErrExists, a password that is guessed at once [ErrGuessed]. first puts the first records: cut off before they are on the disk, there is no
// vault, and Create can be called again; cut off later, the vault opens and [Keeper.CodeAgain] tells the code. It takes
// about a second.
func Create(o Options, password []byte, first func(*vault.Tx) error) (*Keeper, Code, error) {
	if err := admit(password); err != nil {
		return nil, Code{}, err
	}
	o.Vault.First = func(tx *vault.Tx, code vault.Code) error {
		err := errors.Join(
			vault.Put(tx, drawerIdentity, keyCode, code[:]),
			vault.Put(tx, drawerBackup, keyNote, backupNote{Clock: o.Vault.Now()}),
		)
		if err != nil {
			return err
		}
		return first(tx)
	}
	v, code, err := vault.Create(o.Vault, password)
	if err != nil {
		return nil, Code{}, err
	}
	o.Vault.First = nil
	return &Keeper{o: o, v: v}, code.Groups(), nil
}

// Open opens a vault with its password; the errors are those of vault.Open. It takes about a second.
func Open(o Options, password []byte) (*Keeper, error) {
	v, err := vault.Open(o.Vault, password)
	if err != nil {
		return nil, err
	}
	return &Keeper{o: o, v: v, found: v.SavedAt()}, nil
}

// OpenWithCode opens a vault with its recovery code as typed from the sheet; spaces, hyphens and lower case do not
// matter. A typing error is vault.ErrCodeTyping, another vault's code vault.ErrCode. The caller lets the user choose a
// new password next ([Keeper.SetPassword]).
func OpenWithCode(o Options, typed string) (*Keeper, error) {
	code, err := vault.ParseCode(typed)
	if err != nil {
		return nil, err
	}
	v, err := vault.OpenWithCode(o.Vault, code)
	if err != nil {
		return nil, err
	}
	return &Keeper{o: o, v: v, found: v.SavedAt()}, nil
}

// Vault is what is kept.
func (k *Keeper) Vault() *vault.Vault { return k.v }

// Close locks the vault and wipes its keys. The keeper must not be used afterwards.
func (k *Keeper) Close() error { return k.v.Close() }

// Tidy does at an opening what earlier ones have left undone: an erasure or a renewal that was cut off, attachments that no record
// refers to, what one does refer to and lies elsewhere, the trash, folders that a restore or a move has left beside the vault. It is housekeeping: what cannot be done now is done at the next opening.
func (k *Keeper) Tidy() {
	k.fetchBack()
	k.noteClock()
	if now, right := k.sure(); right {
		k.v.EmptyTrash(now)
	}
	k.resumeErase()
	k.resumeRenewal()
	k.sweep()
	if dir, err := realPath(k.v.Dir()); err == nil && !k.v.ReadOnly() {
		_ = clearLeftovers(filepath.Dir(dir)) // else at the next opening
	}
}

// attached lists what the records refer to.
func (k *Keeper) attached() ([]vault.Attachment, error) {
	if k.o.Attached == nil {
		return nil, nil
	}
	all, err := k.o.Attached(k.v)
	if err != nil {
		return nil, fmt.Errorf("list what is attached: %w", err)
	}
	return all, nil
}

// now is the time by the clock.
func (k *Keeper) now() time.Time { return k.o.Vault.Now() }

// dayOf writes a day as names of files have it.
func dayOf(t time.Time) string { return t.Format(time.DateOnly) }
