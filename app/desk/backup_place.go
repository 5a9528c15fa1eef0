package desk

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

	"trygghylla/app/vault"
)

// The names of backups: trygghylla-2026-05-28-000123-4f09ac.thb, with the day, the number of the save and a mark
// of the computer, so that no two computers ever write one file; -full when the attachments are in it.
const (
	backupPrefix = "trygghylla-"
	backupEnding = ".thb"
	backupFull   = "-full"
)

// backupName gives the name of the next backup. It tells nothing of the library or the computer.
func (d *Desk) backupName(complete bool) string {
	name := fmt.Sprintf("%s%s-%06d-%s", backupPrefix, d.Today(), d.v.Seq(), d.mark())
	if complete {
		name += backupFull
	}
	return name + backupEnding
}

// mark tells computers apart without naming them.
func (d *Desk) mark() string {
	host := d.p.Host
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

// FindBackups lists the backups in places, of whatever library, without a key: the newest first, those of one
// library together, unreadable ones last. A place that is missing, or does not answer within
// some seconds, has none.
func FindBackups(places []string) []FoundBackup {
	var found []FoundBackup
	var seen []string
	for _, place := range places {
		if place = filepath.Clean(place); slices.Contains(seen, place) || !IsPlace(place) {
			continue
		}
		seen = append(seen, place)
		there, _ := ask(place, patience, func() []FoundBackup { return look(place) })
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
func look(place string) []FoundBackup {
	entries, err := os.ReadDir(place)
	if err != nil {
		return nil
	}
	var found []FoundBackup
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.EqualFold(filepath.Ext(e.Name()), backupEnding) {
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

// Backups lists this library's backups in places, the newest save first. It may run on any goroutine.
func (d *Desk) Backups(places []string) []StoredBackup {
	n, _ := d.note() // without it the times of the proofs are those of the making
	var stored []StoredBackup
	for _, b := range d.mine(FindBackups(places)) {
		s := StoredBackup{Path: b.Path, Place: b.Place, Seq: b.Seq, Time: b.Time, Complete: b.Complete, Verified: b.Time}
		if at := n.Tested[b.Path]; at.After(b.Time) {
			s.Verified = at
		}
		stored = append(stored, s)
	}
	return stored
}

// mine keeps the readable backups of this library.
func (d *Desk) mine(found []FoundBackup) []FoundBackup {
	id := d.v.ID()
	return slices.DeleteFunc(found, func(b FoundBackup) bool { return b.Problem != nil || b.Vault != id })
}

// NewerBackup tells of the newest backup in places that holds later saves than this library does: the library was
// put back by somebody, or its profile was wiped. False if there is none, or if [Desk.KeepThis] was said of it.
// It may run on any goroutine.
func (d *Desk) NewerBackup(places []string) (FoundBackup, bool) {
	n, err := d.note()
	if err != nil {
		return FoundBackup{}, false
	}
	for _, b := range d.mine(FindBackups(places)) {
		if b.Seq > d.v.Seq() && b.Seq > n.Passed {
			return b, true
		}
	}
	return FoundBackup{}, false
}

// KeepThis remembers that the library as it stands is wanted, rather than a newer backup.
func (d *Desk) KeepThis(newer FoundBackup) error {
	return d.changeNote(func(n *backupNote) { n.Passed = max(n.Passed, newer.Seq) })
}

// rotate takes away what a place needs no longer, after a backup was made and proven there, and returns how many. A
// file that was given another name is somebody's own and stays. What cannot be removed now is at the next time.
func (d *Desk) rotate(place string, made StoredBackup) int {
	n, err := d.note()
	if err != nil {
		return 0
	}
	now := d.p.Now()
	var spare []vault.StoredBackup
	removed := 0
	for _, b := range d.mine(look(place)) {
		name := filepath.Base(b.Path)
		switch {
		case b.Path == made.Path || !strings.HasPrefix(name, backupPrefix):
		case b.Seq < n.Renewed.Seq || n.overdue(b, now) || d.opensByOldKeys(n, b):
			removed += remove(b.Path)
		case b.Seq <= made.Seq:
			// Only saves before this one: those after it are of a time that was lost, and stand apart.
			spare = append(spare, vault.StoredBackup{Path: b.Path, BackupInfo: vault.BackupInfo{
				Vault: b.Vault, Seq: b.Seq, Time: b.Time, Complete: b.Complete,
			}})
		}
	}
	spare = append(spare, vault.StoredBackup{Path: made.Path, BackupInfo: vault.BackupInfo{
		Vault: d.v.ID(), Seq: made.Seq, Time: made.Time, Complete: made.Complete,
	}})
	for _, b := range vault.Surplus(spare, now) {
		if b.Path != made.Path {
			removed += remove(b.Path)
		}
	}
	d.tidy(place)
	return removed
}

// opensByOldKeys reports whether a backup of a time that was lost, with numbers that tell nothing, is from before the
// keys were renewed, or not sound.
func (d *Desk) opensByOldKeys(n backupNote, b FoundBackup) bool {
	if !b.Time.Before(n.Renewed.At) {
		return false
	}
	_, err := d.v.TestBackup(b.Path)
	return errors.Is(err, vault.ErrDamaged) || errors.Is(err, vault.ErrPassword)
}

// tidy removes what this computer's interrupted backups have left in a place.
func (d *Desk) tidy(place string) {
	entries, err := os.ReadDir(place)
	if err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), backupPrefix) && strings.Contains(e.Name(), "-"+d.mark()) &&
			strings.HasSuffix(e.Name(), backupEnding+".part") {
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
