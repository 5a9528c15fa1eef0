package keep

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"trygghylla/app/disk"
)

// linksMost is how many links in a row are followed.
const linksMost = 16

// realPath follows links to the folder that is meant, also where it is not there now: what lies beside a vault lies
// beside its folder, not beside a link to it.
func realPath(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", disk.Meaning("follow links", err)
	}
	for range linksMost {
		whole, err := filepath.EvalSymlinks(dir)
		if err == nil {
			return whole, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", disk.Meaning("follow links", err)
		}
		to, err := os.Readlink(dir)
		if err != nil { // no link, and not there
			parent := filepath.Dir(dir)
			if parent == dir {
				return dir, nil
			}
			if parent, err = realPath(parent); err != nil {
				return "", err
			}
			return filepath.Join(parent, filepath.Base(dir)), nil
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(dir), to)
		}
		dir = to
	}
	return "", disk.Meaning("follow links", fs.ErrInvalid)
}
