package vault

import (
	"errors"
	"fmt"
	"os"
	"time"
)

// Rescue says what an opening with [Options.Rescue] brought back.
type Rescue struct {
	Damage
	// Kept is the damaged file, in the quarantine directory.
	Kept string
}

// Rescued tells what the opening had to rescue, nil if the file was sound.
// Whoever opens with [Options.Rescue] must show it.
func (v *Vault) Rescued() *Rescue {
	v.mem.RLock()
	defer v.mem.RUnlock()
	return v.rescued
}

// CutOff reports that the opening met the remains of a save that was cut off
// before its end, by a kill or a power cut. Everything confirmed before it is
// there; what was being saved at that moment is not. Unless the vault is held,
// see [Vault.Held], only this one opening can tell.
func (v *Vault) CutOff() bool {
	v.mem.RLock()
	defer v.mem.RUnlock()
	return v.cutOff
}

// Compact writes the records file anew, without the remains of what was
// deleted or replaced, and proves the new file before it takes the old one's
// place. Backups made before still hold what they held.
func (v *Vault) Compact() error {
	v.writing.Lock()
	defer v.writing.Unlock()
	if err := v.ready(); err != nil {
		return err
	}
	if err := v.store.same(); err != nil {
		return fmt.Errorf("compact: %w", err)
	}
	if err := v.rebuild(); err != nil {
		return fmt.Errorf("compact: %w", err)
	}
	return nil
}

// shrinkFrom is the size in pages above which a records file is written anew at
// closing when more than half of it is free.
const shrinkFrom = 256

// shrink compacts a records file if that is worth it.
func (v *Vault) shrink() {
	if v.closed || v.broken || v.held != nil || v.store == nil {
		return
	}
	if used, all, err := v.store.pages(); err != nil || all < shrinkFrom || 2*used >= all {
		return
	}
	if v.store.same() == nil {
		_ = v.rebuild() // the old file is as good
	}
}

// makeRoom refuses changes that would make a records file too large to be opened
// again, and compacts it first where that helps. What only deletes is never
// refused.
func (v *Vault) makeRoom(changes []change) error {
	size := int64(0)
	for _, c := range changes {
		if len(c.body) > bodyMost {
			return fmt.Errorf("record of %d bytes: %w", len(c.body), ErrTooLarge)
		}
		if !c.dead {
			size += int64(padded(len(c.body)+recordInner+drawerMost+nameMost)) + pageSize
		}
	}
	if size == 0 || v.store == nil || v.store.info.Size()+2*size <= v.most {
		return nil
	}
	used, _, err := v.store.pages()
	if err != nil {
		return err
	}
	if int64(used)*pageSize+2*size > v.most {
		return fmt.Errorf("records of %d MiB: %w", used*pageSize>>20, ErrTooLarge)
	}
	if err := v.store.same(); err != nil {
		return nil // the save tells
	}
	return v.rebuild()
}

// replace puts a damaged file, whose bytes are given, into quarantine and
// writes the state in memory in its place.
func (v *Vault) replace(old []byte) error {
	if v.rescued != nil {
		if err := os.MkdirAll(v.o.path(dirQuarantine), dirMode); err != nil {
			return meant("keep damaged file", err)
		}
		name := "records-" + v.o.Now().UTC().Format("20060102T150405") + fmt.Sprintf("-%d.db", v.floor)
		v.rescued.Kept = v.o.path(dirQuarantine, name)
		if err := writeDurably(v.rescued.Kept, old); err != nil {
			return fmt.Errorf("keep damaged file: %w", err)
		}
	}
	return v.rebuild()
}

// rebuild writes the state in memory as a new records file and goes on with
// that one. Until the renaming the old file stays as it is.
func (v *Vault) rebuild() error {
	img, err := v.prepare(v.keys, v.keyfile)
	if err != nil {
		return err
	}
	if err := v.install(); err != nil {
		img.wipe()
		return err
	}
	return v.resume(img)
}

// prepare writes a new records file beside the old one, proves it and gives
// what is in it.
func (v *Vault) prepare(k *keys, f *keyfile) (image, error) {
	var puts []put
	for in, d := range v.state.live {
		for key, e := range d {
			sealed, err := k.seal(e.record(natural{in, key}), v.o.Rand)
			if err != nil {
				return image{}, err
			}
			puts = append(puts, put{e.id, sealed})
		}
	}
	v.floor = max(v.floor, v.state.seq) + 1
	return writeFresh(v.o.file(nameRecords)+suffixPart, k, puts, manifest{seq: v.floor, time: v.o.Now()}, f.raw)
}

// install lets the prepared file take the old one's place.
func (v *Vault) install() error {
	part, path := v.o.file(nameRecords)+suffixPart, v.o.file(nameRecords)
	info, err := os.Stat(part)
	if err != nil {
		return errors.Join(meant("install records file", err), removeIfThere(part))
	}
	// On Windows a file that is open cannot be replaced.
	err = v.store.close()
	v.store = nil
	if err == nil {
		err = move(part, path)
	}
	if err != nil {
		v.broken = true
		return errors.Join(err, removeIfThere(part))
	}
	if err := syncName(path); err != nil {
		v.broken, v.unwanted = true, info
		return err
	}
	v.unwanted = nil
	return nil
}

// resume goes on with the file that was installed and holds what is given.
func (v *Vault) resume(img image) error {
	if err := v.openSound(); err != nil {
		v.broken = true
		img.wipe()
		return err
	}
	v.swap(img)
	v.broken, v.doubt, v.keyStale = false, nil, false
	return nil
}

// swap lets an image take the place of the state in memory.
func (v *Vault) swap(img image) {
	v.mem.Lock()
	defer v.mem.Unlock()
	if v.state != nil && v.state != img.state {
		v.state.wipe()
	}
	v.state, v.floor = img.state, max(v.floor, img.floor)
}

// supersede saves what is confirmed once more, with a number above those of
// saves that were cut off or failed, so that what these have left in the file
// is not taken for anything later on. It may fail, as on a full disk.
func (v *Vault) supersede() error {
	if v.broken {
		return nil // settle does it
	}
	v.keyStale = true // the copy of the key file is what this writes, besides the manifest
	if v.attempt(nil) != nil && v.broken {
		return v.recover()
	}
	return nil
}

// settle finds out what a failed commit left on the disk and brings the disk
// back to what is in memory: the caller was told that nothing has changed.
func (v *Vault) settle() error {
	if err := v.recover(); err != nil {
		return err
	}
	return v.supersede()
}

// recover is settle but for what the failed commit has left in pages that
// nothing refers to.
func (v *Vault) recover() error {
	var before os.FileInfo
	if v.store != nil {
		before = v.store.info
	}
	_ = v.store.close() // its state is in doubt anyway; what counts is read next
	path := v.o.file(nameRecords)
	now, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) || err == nil && before != nil && !os.SameFile(before, now) {
		return fmt.Errorf("settle failed save: %w", ErrReplaced)
	}
	if err != nil {
		return meant("settle failed save", err)
	}
	if v.unwanted != nil && os.SameFile(v.unwanted, now) {
		return v.rebuild()
	}
	b, lost, err := readSectors(path, fileMost)
	if err != nil {
		return err
	}
	img, err := v.keys.read(b, v.floor)
	if err != nil && !errors.Is(err, ErrNewer) || err == nil && (!img.sound || lost > 0) {
		return v.heal(b, err)
	}
	if err != nil || !v.ours(img) {
		return fmt.Errorf("settle failed save: %w", ErrReplaced)
	}
	if err := v.openSound(); err != nil {
		return err
	}
	if img.seq != v.state.seq {
		if err := v.undo(img); err != nil {
			return err
		}
	}
	v.broken, v.doubt = false, nil
	return nil
}

// ours reports whether a file is that of the last save that was confirmed, or
// of a later one that failed.
func (v *Vault) ours(img image) bool {
	if img.seq == v.state.seq {
		return img.sum == v.state.sum
	}
	return img.seq > v.state.seq && img.seq <= v.floor
}

// heal writes the file anew from memory, which was proven and is all there
// is, after the file has been spoilt behind our back.
func (v *Vault) heal(spoilt []byte, cause error) error {
	n := v.state.records()
	v.mem.Lock()
	v.rescued = &Rescue{Damage: Damage{Found: n, Expected: n, Seq: v.state.seq, Exact: true, cause: cause}}
	v.mem.Unlock()
	return v.replace(spoilt)
}

// undo takes back a save that reached the disk although it failed.
func (v *Vault) undo(img image) error {
	back := make([]change, 0, len(v.doubt))
	for _, c := range v.doubt {
		old := v.state.get(c.natural)
		c.body, c.dead = nil, old == nil
		if old != nil {
			c.schema = old.schema
			c.body = append(c.body, old.body...)
		}
		back = append(back, c)
	}
	d, _, err := v.write(img.state, back)
	if err != nil {
		return fmt.Errorf("undo failed save: %w", err)
	}
	img.apply(d)
	v.swap(img)
	return nil
}

// trashDays is how long a detached attachment can be brought back.
const trashDays = 30

// tidy removes what interrupted writes have left. It is housekeeping: what it
// cannot remove stays.
func (v *Vault) tidy() {
	for _, dir := range []string{v.o.Dir, v.o.path(dirAttachments), v.o.path(dirQuarantine)} {
		_ = removeParts(dir)
	}
	_ = removeIfThere(v.o.path(nameCreating))
}

// EmptyTrash removes the attachments that have lain in the trash for 30 days at
// the given time, which must be one that can be believed: the clock may lie. It
// is housekeeping: what it cannot remove stays.
func (v *Vault) EmptyTrash(now time.Time) {
	v.writing.Lock()
	defer v.writing.Unlock()
	if v.ready() != nil {
		return
	}
	entries, err := os.ReadDir(v.o.path(dirTrash))
	if err != nil {
		return
	}
	old := now.Add(-trashDays * 24 * time.Hour)
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.ModTime().Before(old) {
			_ = removeIfThere(v.o.path(dirTrash, e.Name()))
		}
	}
}
