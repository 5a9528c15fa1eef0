package desk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"trygghylla/app/vault"
)

// sweep puts into the trash the attachments that no answer refers to: the program was ended between sealing a file and
// saving the answer that was to hold it. Nothing is swept while something beside the library may still refer to it: a
// damaged file, a replaced library, a copy. It is housekeeping: what cannot be done now is done at the next opening.
func (d *Desk) sweep() {
	if d.v.ReadOnly() || d.v.Rescued() != nil || len(ReplacedBeside(d.v.Dir())) > 0 {
		return
	}
	if kept, err := os.ReadDir(filepath.Join(d.v.Dir(), dirQuarantine)); err != nil && !errors.Is(err, fs.ErrNotExist) || len(kept) > 0 {
		return
	}
	if copies, err := d.v.Copies(); err != nil || len(copies) > 0 {
		return
	}
	var known []vault.Attachment
	for _, a := range d.dossier.Answers {
		for _, e := range a.Evidence {
			ref, err := attachment(e)
			if err != nil {
				return
			}
			known = append(known, ref)
		}
	}
	_, _ = d.v.Sweep(known) // tried again at the next opening
}
