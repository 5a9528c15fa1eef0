package vault

import (
	"bytes"
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

// Adopt copies from another directory of this vault the attachments that are
// missing here, and says how many: after a restore from a backup of the
// records only, out of the vault that it replaces. Damaged ones are left out.
func (v *Vault) Adopt(dir string) (int, error) {
	v.writing.Lock()
	defer v.writing.Unlock()
	if err := v.ready(); err != nil {
		return 0, fmt.Errorf("adopt attachments: %w", err)
	}
	ids, err := attachmentsIn(dir)
	if err != nil {
		return 0, err
	}
	if err := os.MkdirAll(v.o.path(dirAttachments), dirMode); err != nil {
		return 0, meant("adopt attachments", err)
	}
	n := 0
	for _, id := range ids {
		to := v.o.path(dirAttachments, id)
		if there, err := isFile(to); err != nil {
			return n, err
		} else if there {
			continue
		}
		b, _, err := readSectors(filepath.Join(dir, dirAttachments, id), attachSize(MaxAttachment))
		if err != nil {
			return n, err
		}
		if checkAttachment(id, b) != nil || !bytes.Equal(b[8:24], v.keys.id[:]) {
			continue
		}
		if err := writeDurably(to, b); err != nil {
			return n, fmt.Errorf("adopt attachments: %w", err)
		}
		n++
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

// attachmentsIn lists the ids of the attachments in a vault's directory.
func attachmentsIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(dir, dirAttachments))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, meant("list attachments", err)
	}
	var ids []string
	for _, e := range entries {
		id, err := hex.DecodeString(e.Name())
		if err == nil && len(id) == 16 && hex.EncodeToString(id) == e.Name() && e.Type().IsRegular() {
			ids = append(ids, e.Name())
		}
	}
	return ids, nil
}
