package keep

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"trygghylla/app/disk"
	"trygghylla/app/vault"
)

// What can be wrong with a place for backups, and with what lies there.
var (
	// ErrPlaceMissing means that the place is not there now or does not answer: a stick that is not in, a share
	// that cannot be reached. Nothing is wrong with the vault.
	ErrPlaceMissing = errors.New("place for backups is missing")
	// ErrPlaceInside means that the place lies in the vault's own folder, which it is to outlive.
	ErrPlaceInside = errors.New("place for backups is inside the vault")
	// ErrBackupDamaged means that a backup is damaged, and tells nothing of the vault. It is also a vault.ErrDamaged.
	ErrBackupDamaged = errors.New("backup is damaged")
)

// backupEvery is how often a backup is made while there are changes.
const backupEvery = time.Hour

// StoredBackup is a backup of this vault in one of the places.
type StoredBackup struct {
	Path     string
	Place    string
	Seq      uint64    // the number of the last save in it; it only grows
	Time     time.Time // when it was made
	Complete bool      // with the attachments
	// Lacks are the ids of attachments that the records refer to and that a complete backup, just made, has not got: they
	// cannot be read here. It is not remembered.
	Lacks []string
	// Verified is when it was last read to its end and proven. No backup gets its name before that.
	Verified time.Time
}

// PlaceReport says how backing up to one place went.
type PlaceReport struct {
	Place string
	// Made is the backup, empty after an error.
	Made StoredBackup
	// Removed is how many older ones were taken away.
	Removed int
	// Err is nil, [ErrPlaceMissing], [ErrPlaceInside], or vault.ErrFull, vault.ErrReadOnly or another of the
	// vault's. Older backups in the place are then as they were.
	Err error
}

// BackupReport says how backing up went, in each place by itself.
type BackupReport struct {
	At     time.Time
	Places []PlaceReport
	// Err says that the backups are there, but that the vault could not remember it.
	Err error
}

// Good returns how many of the places have a new, verified backup.
func (r BackupReport) Good() int {
	n := 0
	for _, p := range r.Places {
		if p.Err == nil {
			n++
		}
	}
	return n
}

// BackupNow writes a backup of the records, without attachments, into each of the places, reads it back and proves
// it to its end before it has its name; then takes away the backups there that are not needed any more, see
// vault.Surplus. No file is ever written over. A place that fails or does not answer does not hinder the others; see
// [ErrPlaceMissing]. It may run on any goroutine, also while the vault is used.
func (k *Keeper) BackupNow(places []string) BackupReport {
	k.backing.Lock()
	defer k.backing.Unlock()
	return k.backUp(places, patienceToWrite, func(string) bool { return false })
}

// backUp makes a backup in each place, in so much time there, before it a complete one where wanted says so.
func (k *Keeper) backUp(places []string, most time.Duration, complete func(place string) bool) BackupReport {
	r := BackupReport{At: k.now()}
	var seen []string
	for _, place := range places {
		if place = filepath.Clean(place); slices.Contains(seen, place) {
			continue
		}
		seen = append(seen, place)
		p, answered := ask(place, most, func() PlaceReport { return k.backUpTo(place, complete) })
		if !answered {
			p = PlaceReport{Place: place, Err: errSilent}
		}
		r.Places = append(r.Places, p)
	}
	r.Err = k.remember(r)
	if r.Good() > 0 {
		k.dropOverdue()
		r.Err = errors.Join(r.Err, k.finishRenewal())
	}
	return r
}

// backUpTo makes the backups of one place.
func (k *Keeper) backUpTo(place string, complete func(place string) bool) PlaceReport {
	p := PlaceReport{Place: place, Err: k.reach(place)}
	if p.Err == nil && complete(place) {
		_, p.Err = k.put(place, true)
	}
	if p.Err == nil {
		p.Made, p.Err = k.put(place, false)
	}
	if p.Err == nil {
		p.Removed = k.rotate(place, p.Made)
	}
	return p
}

// remember notes a report in the vault. Where nothing can be written there is nothing to remember.
func (k *Keeper) remember(r BackupReport) error {
	var last *LastBackup
	for _, p := range r.Places {
		switch {
		case p.Err != nil:
		case last == nil:
			last = &LastBackup{Path: p.Made.Path, Seq: p.Made.Seq, At: p.Made.Time, Verified: p.Made.Verified, Places: []string{p.Place}}
		default:
			last.Seq = min(last.Seq, p.Made.Seq)
			last.Places = append(last.Places, p.Place)
		}
	}
	if last == nil || k.v.ReadOnly() {
		return nil
	}
	return k.changeNote(func(n *backupNote) {
		if !k.changed(*n) { // the same content in more places
			for _, place := range n.Last.Places {
				if !slices.Contains(last.Places, place) {
					last.Places = append(last.Places, place)
				}
			}
		}
		n.Last = last
		if last.Seq == k.v.Seq() {
			n.After = last.Seq
		}
	})
}

// put makes and proves one backup in a place that is there.
func (k *Keeper) put(place string, complete bool) (StoredBackup, error) {
	path, err := disk.Free(filepath.Join(place, k.backupName(complete)))
	if err != nil {
		return StoredBackup{}, err
	}
	write := k.v.BackupRecords
	if complete {
		write = k.v.Backup
	}
	if err := write(path); err != nil {
		return StoredBackup{}, err
	}
	info, err := vault.PeekBackup(path)
	if err != nil {
		return StoredBackup{}, err
	}
	b := StoredBackup{Path: path, Place: place, Seq: info.Seq, Time: info.Time, Complete: info.Complete, Verified: k.now()}
	if complete {
		b.Lacks, err = k.lacking()
	}
	return b, err
}

// BackupComplete writes one backup with everything in it, attachments too, into a place and proves it, as
// [Keeper.BackupNow] does; it names what it lacks. It takes about a second for each 250 MB on this computer's disk.
func (k *Keeper) BackupComplete(place string) (StoredBackup, error) {
	k.backing.Lock()
	defer k.backing.Unlock()
	place = filepath.Clean(place)
	p, answered := ask(place, k.patienceForAll(), func() PlaceReport {
		p := PlaceReport{Err: k.reach(place)}
		if p.Err == nil {
			p.Made, p.Err = k.put(place, true)
		}
		if p.Err == nil {
			k.rotate(place, p.Made)
		}
		return p
	})
	if !answered {
		p.Err = errSilent
	}
	if p.Err != nil {
		return StoredBackup{}, fmt.Errorf("back up everything: %w", p.Err)
	}
	return p.Made, k.remember(BackupReport{Places: []PlaceReport{{Place: place, Made: p.Made}}})
}

// CompleteDue returns those of the places that are there and have no backup with attachments from the last month.
// Without attachments there is nothing that is due. It may run on any goroutine.
func (k *Keeper) CompleteDue(places []string) []string {
	if k.v.AttachedSize() == 0 {
		return nil
	}
	now := k.now()
	var due []string
	for _, place := range places {
		if k.reach(place) != nil {
			continue
		}
		fresh := slices.ContainsFunc(k.Backups([]string{place}), func(b StoredBackup) bool {
			return b.Complete && b.Time.After(now.AddDate(0, -1, 0)) && !b.Time.After(now.Add(24*time.Hour))
		})
		if !fresh {
			due = append(due, place)
		}
	}
	return due
}

// BackupDue reports whether something has changed since the last backup, and that is an hour ago or lies in the
// future of a clock that was wrong.
func (k *Keeper) BackupDue() bool {
	n, err := k.note()
	if err != nil || !k.changed(n) {
		return false
	}
	if n.Last == nil {
		return true
	}
	age := k.now().Sub(n.Last.At)
	return age >= backupEvery || age < 0
}

// changed reports whether the vault has changed since what a note remembers.
func (k *Keeper) changed(n backupNote) bool { return n.Last == nil || k.v.Seq() != n.After }

// BackupToClose makes a backup if something has changed, or in those of the places that missed the last one.
func (k *Keeper) BackupToClose(places []string) BackupReport {
	report := BackupReport{At: k.now()}
	n, err := k.note()
	if err == nil && !k.changed(n) {
		places = slices.DeleteFunc(slices.Clone(places), func(place string) bool {
			return slices.Contains(n.Last.Places, filepath.Clean(place))
		})
	}
	if len(places) > 0 {
		report = k.BackupNow(places)
	}
	return report
}

// TestBackup reads a backup of this vault to its end, proves all of it and remembers that. One that is
// damaged, or was made before [Keeper.Renew], is [ErrBackupDamaged]; another vault's is [ErrPassword]. It
// may run on any goroutine.
func (k *Keeper) TestBackup(path string) error {
	path = filepath.Clean(path)
	err, answered := ask(filepath.Dir(path), k.patienceForAll(), func() error { _, err := k.v.TestBackup(path); return err })
	if !answered {
		err = errSilent
	}
	if err != nil {
		return fmt.Errorf("test backup: %w", ofBackup(err))
	}
	if k.v.ReadOnly() {
		return nil
	}
	now := k.now()
	return k.changeNote(func(n *backupNote) {
		n.proven(path, now)
		if n.Last != nil && n.Last.Path == path {
			last := *n.Last
			last.Verified = now
			n.Last = &last
		}
	})
}

// reach reports whether a place is there, without waiting long for a share that is gone.
func (k *Keeper) reach(place string) error {
	if in, err := filepath.Rel(k.v.Dir(), place); err == nil && filepath.IsLocal(in) {
		return fmt.Errorf("back up: %w", ErrPlaceInside)
	}
	if !IsPlace(place) {
		return fmt.Errorf("back up: %w", ErrPlaceMissing)
	}
	return nil
}

// ofBackup tells the damage of a backup from that of the vault.
func ofBackup(err error) error {
	if errors.Is(err, vault.ErrDamaged) {
		return fmt.Errorf("%w: %w", ErrBackupDamaged, err)
	}
	return err
}
