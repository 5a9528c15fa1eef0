package keep

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"trygghylla/app/disk"
)

// markMost is the largest mark in bytes: a path is in it.
const markMost = 64 << 10

// CutOff tells of a restore that was cut off, by a power cut or a kill.
type CutOff struct {
	// Backup is the one that was to be restored.
	Backup string
	// Finished says that it was brought to its end since; [Keeper.Missing] then counts what it could not find. Else
	// nothing has changed: the vault is the old one, or there is none, and the restore is to be done again.
	Finished bool
	// Kept is where the replaced vault lies now, empty when there was none.
	Kept string
}

// mark stands beside a vault's folder from before the first step of a restore until after its last.
type mark struct {
	Backup string `json:"backup"`
	// Ready says that the new vault is complete: from then on the restore is finished by whoever finds the mark.
	Ready bool   `json:"ready,omitempty"`
	Kept  string `json:"kept,omitempty"`
}

func markOf(dir string) string { return dir + "-restore.json" }

func (m mark) put(dir string) error {
	text, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("mark restore: %w", err)
	}
	return disk.Put(markOf(dir), disk.ForUser, text)
}

// readMark reads the mark beside a folder. One that cannot be understood says that a restore was begun.
func readMark(dir string) (m mark, there bool, err error) {
	text, err := disk.Read(markOf(dir), markMost)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return mark{}, false, nil
	case err != nil && !errors.Is(err, disk.ErrTooLarge):
		return mark{}, false, err
	}
	if json.Unmarshal(text, &m) != nil {
		m = mark{}
	}
	return m, true, nil
}

// RestoreCutOff tells of a restore into dir that was cut off and of which nobody has been told yet; [ForgetCutOff]
// says that it was.
func RestoreCutOff(dir string) (CutOff, bool) {
	if Settle(dir) != nil {
		return CutOff{}, false // the next opening tells what is wrong
	}
	dir, err := realPath(dir)
	if err != nil {
		return CutOff{}, false
	}
	m, there, err := readMark(dir)
	if err != nil || !there {
		return CutOff{}, false
	}
	return CutOff{Backup: m.Backup, Finished: m.Ready, Kept: m.Kept}, true
}

// ForgetCutOff remembers that a restore that was cut off has been told, and takes away what it has left.
func ForgetCutOff(dir string) error {
	dir, err := realPath(dir)
	if err != nil {
		return err
	}
	if err := disk.Remove(markOf(dir)); err != nil {
		return err
	}
	return clearLeftovers(filepath.Dir(dir))
}
