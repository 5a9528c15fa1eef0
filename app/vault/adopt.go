package vault

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Sweep puts into the trash every attachment that is not among the known ones,
// and says how many: what is left when the program was ended between an Attach
// and the Update that was to refer to it.
func (v *Vault) Sweep(known []Attachment) (int, error) {
	refers := make(map[string]bool, len(known))
	for _, a := range known {
		refers[a.ID] = true
	}
	ids, err := attachmentsIn(v.o.Dir)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, id := range ids {
		if refers[id] {
			continue
		}
		if err := v.Detach(Attachment{ID: id, Key: make([]byte, keySize)}); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Fetch copies out of a directory of this vault, its own too, the attachments
// among the known ones that are missing here or cut short, from its trash as
// well, and says how many: what a record refers to again that had been detached,
// or after a restore from a backup of the records only, out of the vault that it
// replaces. What is not what was attached is left out.
func (v *Vault) Fetch(dir string, known []Attachment) (int, error) {
	v.writing.Lock()
	defer v.writing.Unlock()
	if err := v.ready(); err != nil {
		return 0, fmt.Errorf("fetch attachments: %w", err)
	}
	n := 0
	for _, a := range known {
		name, err := a.file()
		if err != nil {
			continue // a reference to nothing
		}
		to := v.o.path(dirAttachments, name)
		if info, err := os.Stat(to); err == nil && info.Size() == attachSize(a.Size) {
			continue
		}
		for _, from := range []string{filepath.Join(dir, dirAttachments, name), filepath.Join(dir, dirTrash, name)} {
			b, _, err := readSectors(from, attachSize(a.Size))
			if err != nil {
				continue
			}
			if _, err := openAttachment(v.keys.id, a, b); err != nil {
				continue
			}
			if err := os.MkdirAll(v.o.path(dirAttachments), dirMode); err != nil {
				return n, meant("fetch attachments", err)
			}
			if err := writeDurably(to, b); err != nil {
				return n, fmt.Errorf("fetch attachments: %w", err)
			}
			n++
			break
		}
	}
	return n, nil
}

// AttachedSize gives the size in bytes of all attachments as they lie on the
// disk. It may be called from any goroutine, and after Close.
func (v *Vault) AttachedSize() int64 {
	entries, err := os.ReadDir(v.o.path(dirAttachments))
	if err != nil {
		return 0 // without the directory there are none
	}
	var size int64
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			size += info.Size()
		}
	}
	return size
}

// SavedAt gives when the last save was made, by the clock of then.
func (v *Vault) SavedAt() time.Time {
	v.mem.RLock()
	defer v.mem.RUnlock()
	if v.state == nil {
		return time.Time{}
	}
	return v.state.time
}

// attachmentsIn lists the ids of the attachments in a vault's directory, links
// to files too.
func attachmentsIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(dir, dirAttachments))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, meant("list attachments", err)
	}
	var ids []string
	for _, e := range entries {
		id, err := hex.DecodeString(e.Name())
		if err != nil || len(id) != 16 || hex.EncodeToString(id) != e.Name() {
			continue
		}
		if info, err := os.Stat(filepath.Join(dir, dirAttachments, e.Name())); err == nil && info.Mode().IsRegular() {
			ids = append(ids, e.Name())
		}
	}
	return ids, nil
}
