package vault

import (
	"errors"
	"fmt"

	"trygghylla/app/disk"
)

// The sentinels of this package, one per meaning. Every error that it returns
// wraps at most one of them; test with [errors.Is].
var (
	// ErrPassword says that the password does not open this vault or backup.
	// The file itself is sound.
	ErrPassword = errors.New("wrong password")
	// ErrKeyFile says that vault.key is missing, cannot be read, is damaged or
	// belongs to another vault, and that the copy in the records file does not
	// open with what was given. Whether that is wrong nobody can tell.
	ErrKeyFile = errors.New("key file not usable")
	// ErrCode says that the recovery code is well formed but belongs to
	// something else, or has been replaced by a newer one.
	ErrCode = errors.New("wrong recovery code")
	// ErrCodeTyping says that what was typed cannot be a recovery code: its
	// length, a letter or its check letters are wrong.
	ErrCodeTyping = errors.New("mistyped recovery code")
	// ErrDamaged says that a file is not as it was written. Nothing of it was
	// taken for true. See [Damage] for what a rescue would find.
	ErrDamaged = errors.New("damaged file")
	// ErrInUse says that another program, or another Vault in this one, has
	// the vault open.
	ErrInUse = errors.New("file in use")
	// ErrNewer says that the file is sound and was written by a newer version
	// of the program, in a format that this one does not know.
	ErrNewer = errors.New("newer file format")
	// ErrNone says that there is no vault in the directory.
	ErrNone = errors.New("no vault")
	// ErrExists says that there is something already where a new vault or a
	// restored one was to be made.
	ErrExists = errors.New("already exists")
	// ErrReadOnly says that the place cannot be written to. Reading works. It
	// is a [disk.ErrReadOnly], told of the vault's own place.
	ErrReadOnly = fmt.Errorf("vault: %w", disk.ErrReadOnly)
	// ErrFull says that the disk or the quota is full. Nothing has changed. It
	// is a [disk.ErrFull], told of the vault's own place.
	ErrFull = fmt.Errorf("vault: %w", disk.ErrFull)
	// ErrReplaced says that the file on disk is no longer the one that was
	// opened: replaced, removed or cut short by somebody else. Nothing was
	// written to it.
	ErrReplaced = errors.New("file replaced by another program")
	// ErrTooLarge says that a record, an attachment or a file is over its
	// limit, or that a file demands more memory than this computer should give.
	ErrTooLarge = fmt.Errorf("vault: %w", disk.ErrTooLarge)
	// ErrClosed says that the vault has been closed.
	ErrClosed = errors.New("vault is closed")
)

// Damage is the error of a records file that is not as it was written, with
// what an opening with [Options.Rescue] would bring back. It wraps
// [ErrDamaged].
type Damage struct {
	// Found is the number of sound records that a rescue brings back.
	Found int
	// Expected is the number of records at the last save that the file knows
	// of, or -1 when that is lost too.
	Expected int
	// Seq is the number of the newest save of which a record was found.
	Seq uint64
	// Exact says that the rescue brings back everything of that last save,
	// proven by its manifest.
	Exact bool
	// Mixed says that the file shows the state of one save and holds traces of
	// several later ones: its parts are of different days. A backup whose Seq
	// is not below this one's may hold what is missing.
	Mixed bool

	cause error
}

// Error says what was wrong and how much can be brought back.
func (d *Damage) Error() string {
	return fmt.Sprintf("records file (%d sound records, %d expected): %v", d.Found, d.Expected, d.cause)
}

// Unwrap gives the cause, which wraps [ErrDamaged].
func (d *Damage) Unwrap() error { return d.cause }

// damaged makes an error that wraps ErrDamaged.
func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

// meant puts the sentinel of its meaning on an error of the file system.
func meant(doing string, err error) error {
	if err == nil {
		return nil
	}
	err = disk.Meaning(doing, err)
	for _, sentinel := range []error{ErrFull, ErrReadOnly, ErrDamaged, ErrTooLarge} {
		if errors.Is(err, sentinel) {
			return err
		}
	}
	switch {
	case errors.Is(err, disk.ErrFull):
		return fmt.Errorf("%w: %w", ErrFull, err)
	case errors.Is(err, disk.ErrReadOnly):
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	case errors.Is(err, disk.ErrReadBack):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	case errors.Is(err, disk.ErrTooLarge):
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	return err
}
