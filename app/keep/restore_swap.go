package keep

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"trygghylla/app/disk"
	"trygghylla/app/vault"
)

// The names beside a vault's folder "vault": ".restoring-vault" for one that is being made, "vault-new" for one that
// is complete and about to take its place, "vault-2026-05-28" and "vault-2026-05-28-2" for those that were replaced on
// a day, and "vault-restore.json" for the mark of a restore under way.
const (
	asideSuffix     = "-new"
	restoringPrefix = ".restoring-"
)

// kept matches what follows a folder's name when it was replaced.
var kept = regexp.MustCompile(`^-(\d{4}-\d\d-\d\d)(-\d+)?$`)

func aside(dir string) string { return dir + asideSuffix }

// making is where a restore makes the new vault; it is called aside once it is complete.
func making(dir string) string {
	return filepath.Join(filepath.Dir(dir), restoringPrefix+filepath.Base(dir))
}

// Settle finishes a restore that was cut off after the new vault was complete: that one takes the place of what is in
// dir. One that was cut off before is left as it is; [RestoreCutOff] tells. While another program has the vault open
// nothing is done. [Exists] calls it.
func Settle(dir string) error {
	dir, err := realPath(dir)
	if err != nil {
		return fmt.Errorf("finish restore: %w", err)
	}
	if err := settle(dir); err != nil && !errors.Is(err, vault.ErrInUse) {
		return fmt.Errorf("finish restore: %w", err)
	}
	return nil
}

func settle(dir string) (err error) {
	m, marked, err := readMark(dir)
	if err != nil || marked && !m.Ready {
		return err
	}
	if marked {
		if there, err := vault.Exists(making(dir)); err != nil {
			return err
		} else if there {
			if err := renameFolder(making(dir), aside(dir)); err != nil {
				return err
			}
		}
	} else if there, err := vault.Exists(dir); err != nil || there {
		return err
	}
	// Without a mark it is one that an earlier version of the program has made, between its last two steps.
	if ready, err := vault.Exists(aside(dir)); err != nil || !ready {
		return err
	}
	held, err := holdVault(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.release()) }()
	info, err := os.Stat(aside(dir)) // what is in dir is moved away under the day of the new one
	if err != nil {
		return err
	}
	if err = held.releaseToRename(); err != nil {
		return err
	}
	if m.Kept, err = swap(dir, dayOf(info.ModTime())); err != nil {
		return err
	}
	m.Ready = true
	return m.put(dir)
}

// swap lets the vault that lies ready aside take the place of dir, which first gets a name with the day. It
// returns that name, empty when there was nothing to keep. If the second step fails the first is taken back.
func swap(dir, day string) (string, error) {
	old, err := setAside(dir, day)
	if err != nil {
		return "", err
	}
	if err := renameFolder(aside(dir), dir); err != nil {
		if old != "" {
			err = errors.Join(err, renameFolder(old, dir))
		}
		return "", err
	}
	return old, nil
}

// setAside gives a folder a name with the day, and returns it; an empty folder is removed.
func setAside(dir, day string) (string, error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", disk.Meaning("write", err)
	case len(entries) == 0:
		return "", os.Remove(dir)
	}
	to := dir + "-" + day
	for n := 2; ; n++ {
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			break
		} else if err != nil {
			return "", disk.Meaning("write", err)
		}
		to = dir + "-" + day + "-" + strconv.Itoa(n)
	}
	return to, renameFolder(dir, to)
}

// clearAside removes what a restore has left that was cut off before it was ready to take its place.
func clearAside(dir string) error {
	for _, path := range []string{making(dir), aside(dir)} {
		if err := os.RemoveAll(path); err != nil {
			return disk.Meaning("remove", err)
		}
	}
	return clearLeftovers(filepath.Dir(dir))
}

// clearLeftovers removes from a folder what was being restored or moved when it was cut off.
func clearLeftovers(parent string) error {
	entries, err := os.ReadDir(parent)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return disk.Meaning("write", err)
	}
	for _, e := range entries {
		path := filepath.Join(parent, e.Name())
		whose, ours := strings.CutPrefix(e.Name(), restoringPrefix)
		if !ours || !e.IsDir() || !onlyVault(path) {
			continue
		}
		if _, marked, err := readMark(filepath.Join(parent, whose)); err == nil && !marked {
			if err := os.RemoveAll(path); err != nil {
				return disk.Meaning("write", err)
			}
		}
	}
	return nil
}

// onlyVault reports whether a folder holds nothing but what a vault's folder does.
func onlyVault(dir string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, e := range entries {
		switch strings.TrimSuffix(e.Name(), ".part") {
		case "vault.key", "vault.lock", "records.db", "att", "trash", "quarantine", "creating":
		default:
			return false
		}
	}
	return true
}

// renameFolder renames a folder and makes that last through a power cut.
func renameFolder(from, to string) error {
	if err := disk.Rename(from, to); err != nil {
		return fmt.Errorf("rename folder: %w", err)
	}
	return nil
}

// Replaced is a vault's folder that was kept when another took its place.
type Replaced struct {
	Dir string
	On  string // 2026-05-28
}

// ReplacedBeside lists what was kept beside the vault in dir, oldest first by name.
func ReplacedBeside(dir string) []Replaced {
	dir, err := realPath(dir)
	if err != nil {
		return nil
	}
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		return nil
	}
	var all []Replaced
	for _, e := range entries {
		tail, ok := strings.CutPrefix(e.Name(), filepath.Base(dir))
		m := kept.FindStringSubmatch(tail)
		if !ok || m == nil || !e.IsDir() {
			continue
		}
		path := filepath.Join(filepath.Dir(dir), e.Name())
		if there, err := vault.Exists(path); err == nil && there {
			all = append(all, Replaced{path, m[1]})
		}
	}
	return all
}
