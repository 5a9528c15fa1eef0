package keep

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"trygghylla/app/disk"
)

// Sweep takes away what programs that were killed have left in folders, under the names of files that are not whole yet;
// see disk.Sweep. It returns how many there were. A folder that is missing, or does not answer within some seconds, has
// none. It may run on any goroutine.
func Sweep(folders []string) int {
	n := 0
	for _, folder := range folders {
		swept, _ := ask(filepath.Clean(folder), patience, func() int { return disk.Sweep(folder) })
		n += swept
	}
	return n
}

// sweep puts into the trash the attachments that no record refers to: the program was ended between sealing a file and
// saving the record that was to hold it. Nothing is swept while something beside the vault may still refer to it: a
// damaged file, a replaced vault, a copy. It is housekeeping: what cannot be done now is done at the next opening.
func (k *Keeper) sweep() {
	if k.o.Attached == nil || k.v.ReadOnly() || k.v.Rescued() != nil || len(ReplacedBeside(k.v.Dir())) > 0 {
		return
	}
	kept, err := os.ReadDir(filepath.Join(k.v.Dir(), dirQuarantine))
	if err != nil && !errors.Is(err, fs.ErrNotExist) || len(kept) > 0 {
		return
	}
	if copies, err := k.v.Copies(); err != nil || len(copies) > 0 {
		return
	}
	if known, err := k.attached(); err == nil {
		_, _ = k.v.Sweep(known) // tried again at the next opening
	}
}
