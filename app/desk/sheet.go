package desk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// RemoveSheet removes the file of a sheet with the recovery code, once it is on paper. One that is gone already is no
// error.
func RemoveSheet(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove the sheet with the code: %w", err)
	}
	return nil
}

// sweepSheets removes sheets with a recovery code that a crash or a viewer left behind in the library's folder. One that
// is still held open is removed at the next opening.
func sweepSheets(dir string) {
	sheets, err := filepath.Glob(filepath.Join(dir, "trygghylla-kod-*.pdf"))
	if err != nil {
		return
	}
	for _, path := range sheets {
		_ = os.Remove(path) // tried again at the next opening
	}
}
