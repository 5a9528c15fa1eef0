package keep

import (
	"os"
	"path/filepath"

	"trygghylla/app/disk"
)

// dirQuarantine is where a vault keeps damaged files.
const dirQuarantine = "quarantine"

// HasCopies reports whether there are other copies of the records file beside it, such as a synchronising program
// makes; see vault.Copies.
func (k *Keeper) HasCopies() bool {
	paths, err := k.v.Copies()
	return err == nil && len(paths) > 0
}

// PutCopyAway puts a copy that was looked through among the damaged files, so that it is not found again.
func (k *Keeper) PutCopyAway(path string) error {
	dir := filepath.Join(k.v.Dir(), dirQuarantine)
	if err := os.MkdirAll(dir, disk.UserFolder); err != nil {
		return disk.Meaning("put copy away", err)
	}
	to, err := disk.Free(filepath.Join(dir, filepath.Base(path)))
	if err != nil {
		return err
	}
	return disk.Rename(path, to)
}
