package keep

import (
	"errors"
	"time"

	"trygghylla/app/vault"
)

// Rescued is what the opening found broken and brought back, for one sentence.
type Rescued struct {
	// Found is the number of records that are there, each proven to be as it was saved.
	Found int
	// Expected is the number there should be, or -1 when nobody knows any more.
	Expected int
	// All says that everything of the last save is there.
	All bool
	// Mixed says that the file has parts of different days; see vault.Damage.
	Mixed bool
	// Kept is the damaged file, which was put aside.
	Kept string
	// Compare is when the newest backup was made, to compare with; the zero time without one.
	Compare time.Time
}

// Rescuable tells of an error of opening what an opening with vault.Options.Rescue would bring back, before anything is
// changed. False when the error is another, or nothing can be brought back: then a backup is restored.
func Rescuable(err error) (Rescued, bool) {
	var damage *vault.Damage
	if !errors.As(err, &damage) || damage.Found == 0 {
		return Rescued{}, false
	}
	return Rescued{
		Found: damage.Found, Expected: damage.Expected, All: damage.Exact, Mixed: damage.Mixed,
	}, true
}

// Rescued tells what the opening, or a save since, had to bring back of a damaged file; nil if it was sound. It must
// be shown.
func (k *Keeper) Rescued() *Rescued {
	r := k.v.Rescued()
	if r == nil {
		return nil
	}
	last, _ := k.LastBackup()
	return &Rescued{Found: r.Found, Expected: r.Expected, All: r.Exact, Mixed: r.Mixed, Kept: r.Kept, Compare: last.At}
}

// CutOff reports that the last save before this opening was cut off, by a power cut or a kill. Everything confirmed
// before it is there; what was being typed at that moment may not be.
func (k *Keeper) CutOff() bool { return k.v.CutOff() }

// KeyReplaced reports that the key file was gone, damaged or another vault's at this opening, and that the copy inside
// the vault was used; see vault.Vault.KeyReplaced.
func (k *Keeper) KeyReplaced() bool { return k.v.KeyReplaced() != nil }

// ReadOnly reports whether nothing can be changed; see [Keeper.Held].
func (k *Keeper) ReadOnly() bool { return k.v.ReadOnly() }

// Held gives the error with which every change fails, and which must be shown: vault.ErrReadOnly when the vault's place
// cannot be written to, vault.ErrNewer when a newer program has changed the vault. Everything can be read and
// backed up all the same. It is nil when changes are possible.
func (k *Keeper) Held() error { return k.v.Held() }
