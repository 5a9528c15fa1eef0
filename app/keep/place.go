package keep

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"trygghylla/app/disk"
	"trygghylla/app/vault"
)

// Names says what the files of backups are called: with the prefix "name-" and the ending ".end",
// name-2026-05-28-000123-4f09ac.end, with the day, the number of the save and a mark of the computer, so that no two
// computers ever write one file; -full before the ending when the attachments are in it.
type Names struct{ Prefix, Ending string }

const backupFull = "-full"

// backupName gives the name of the next backup. It tells nothing of the vault or the computer.
func (k *Keeper) backupName(complete bool) string {
	name := fmt.Sprintf("%s%s-%06d-%s", k.o.Names.Prefix, dayOf(k.now()), k.v.Seq(), k.mark())
	if complete {
		name += backupFull
	}
	return name + k.o.Names.Ending
}

// mark tells computers apart without naming them.
func (k *Keeper) mark() string {
	host := k.o.Host
	if host == "" {
		host, _ = os.Hostname() // without a name the mark is that of no name
	}
	sum := sha256.Sum256([]byte("trygghylla host\x00" + host))
	return hex.EncodeToString(sum[:3])
}

// FoundBackup is a file in a place that calls itself a backup, as it tells of itself without a key, unproven.
type FoundBackup struct {
	Path     string
	Place    string
	Vault    [16]byte  // whose it is, not secret
	Seq      uint64    // the number of the last save in it
	Time     time.Time // when it was made
	Complete bool      // with the attachments
	Size     int64     // of the file, in bytes
	// Problem is nil, or why not even its head can be read: vault.ErrDamaged, or vault.ErrNewer when a newer
	// version of the program made it.
	Problem error
}

// FindBackups lists the backups in places, of whatever vault, without a key: the newest first, those of one
// vault together, unreadable ones last. A place that is missing, or does not answer within
// some seconds, has none.
func (n Names) FindBackups(places []string) []FoundBackup {
	var found []FoundBackup
	var seen []string
	for _, place := range places {
		if place = filepath.Clean(place); slices.Contains(seen, place) || !IsPlace(place) {
			continue
		}
		seen = append(seen, place)
		there, _ := ask(place, patience, func() []FoundBackup { return n.look(place) })
		found = append(found, there...)
	}
	newest := make(map[[16]byte]time.Time)
	for _, b := range found {
		if b.Problem == nil && b.Time.After(newest[b.Vault]) {
			newest[b.Vault] = b.Time
		}
	}
	slices.SortStableFunc(found, func(a, b FoundBackup) int {
		if (a.Problem == nil) != (b.Problem == nil) {
			if a.Problem == nil {
				return -1
			}
			return 1
		}
		return cmp.Or(
			newest[b.Vault].Compare(newest[a.Vault]),
			slices.Compare(a.Vault[:], b.Vault[:]),
			cmp.Compare(b.Seq, a.Seq),
			b.Time.Compare(a.Time),
		)
	})
	return found
}

// look lists the backups in one place.
func (n Names) look(place string) []FoundBackup {
	entries, err := os.ReadDir(place)
	if err != nil {
		return nil
	}
	var found []FoundBackup
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.EqualFold(filepath.Ext(e.Name()), n.Ending) {
			continue
		}
		b := FoundBackup{Path: filepath.Join(place, e.Name()), Place: place}
		if info, err := e.Info(); err == nil {
			b.Size = info.Size()
		}
		var info vault.BackupInfo
		info, b.Problem = vault.PeekBackup(b.Path)
		b.Vault, b.Seq, b.Time, b.Complete = info.Vault, info.Seq, info.Time, info.Complete
		found = append(found, b)
	}
	return found
}

// Backups lists this vault's backups in places, the newest save first. It may run on any goroutine.
func (k *Keeper) Backups(places []string) []StoredBackup {
	n, _ := k.note() // without it the times of the proofs are those of the making
	var stored []StoredBackup
	for _, b := range k.mine(k.o.Names.FindBackups(places)) {
		s := StoredBackup{Path: b.Path, Place: b.Place, Seq: b.Seq, Time: b.Time, Complete: b.Complete, Verified: b.Time}
		if at := n.Tested[b.Path]; at.After(b.Time) {
			s.Verified = at
		}
		stored = append(stored, s)
	}
	return stored
}

// mine keeps the readable backups of this vault.
func (k *Keeper) mine(found []FoundBackup) []FoundBackup {
	id := k.v.ID()
	return slices.DeleteFunc(found, func(b FoundBackup) bool { return b.Problem != nil || b.Vault != id })
}

// NewerBackup tells of the newest backup in places that holds later saves than this vault does: the vault was
// put back by somebody, or its profile was wiped. False if there is none, or if [Keeper.KeepThis] was said of it.
// It may run on any goroutine.
func (k *Keeper) NewerBackup(places []string) (FoundBackup, bool) {
	n, err := k.note()
	if err != nil {
		return FoundBackup{}, false
	}
	for _, b := range k.mine(k.o.Names.FindBackups(places)) {
		if b.Seq > k.v.Seq() && b.Seq > n.Passed {
			return b, true
		}
	}
	return FoundBackup{}, false
}

// KeepThis remembers that the vault as it stands is wanted, rather than a newer backup.
func (k *Keeper) KeepThis(newer FoundBackup) error {
	return k.changeNote(func(n *backupNote) { n.Passed = max(n.Passed, newer.Seq) })
}

// rotate takes away what a place needs no longer, after a backup was made and proven there, and returns how many. A
// file that was given another name is somebody's own and stays; so does all that only a wrong clock calls old. What cannot be removed now is at the next time.
func (k *Keeper) rotate(place string, made StoredBackup) int {
	n, err := k.note()
	if err != nil {
		return 0
	}
	now, right := k.sureBy(n)
	var spare []vault.StoredBackup
	removed := 0
	for _, b := range k.mine(k.o.Names.look(place)) {
		name := filepath.Base(b.Path)
		switch {
		case b.Path == made.Path || !strings.HasPrefix(name, k.o.Names.Prefix):
		case b.Seq < n.Renewed.Seq || right && n.overdue(b, now) || k.opensByOldKeys(n, b):
			removed += remove(b.Path)
		case b.Seq <= made.Seq:
			// Only saves before this one: those after it are of a time that was lost, and stand apart.
			spare = append(spare, vault.StoredBackup{Path: b.Path, BackupInfo: vault.BackupInfo{
				Vault: b.Vault, Seq: b.Seq, Time: b.Time, Complete: b.Complete,
			}})
		}
	}
	spare = append(spare, vault.StoredBackup{Path: made.Path, BackupInfo: vault.BackupInfo{
		Vault: k.v.ID(), Seq: made.Seq, Time: made.Time, Complete: made.Complete,
	}})
	if !right {
		spare = nil
	}
	for _, b := range vault.Surplus(spare, now) {
		if b.Path != made.Path {
			removed += remove(b.Path)
		}
	}
	k.tidy(place)
	return removed
}

// opensByOldKeys reports whether a backup of a time that was lost, with numbers that tell nothing, is from before the
// keys were renewed, or not sound.
func (k *Keeper) opensByOldKeys(n backupNote, b FoundBackup) bool {
	if !b.Time.Before(n.Renewed.At) {
		return false
	}
	_, err := k.v.TestBackup(b.Path)
	return errors.Is(err, vault.ErrDamaged) || errors.Is(err, vault.ErrPassword)
}

// tidy removes what this computer's interrupted backups have left in a place.
func (k *Keeper) tidy(place string) {
	entries, err := os.ReadDir(place)
	if err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), k.o.Names.Prefix) && strings.Contains(e.Name(), "-"+k.mark()) &&
			strings.HasSuffix(e.Name(), k.o.Names.Ending+disk.SuffixPart) {
			remove(filepath.Join(place, e.Name()))
		}
	}
}

// remove removes a file and returns how many were removed.
func remove(path string) int {
	if os.Remove(path) != nil {
		return 0
	}
	return 1
}
