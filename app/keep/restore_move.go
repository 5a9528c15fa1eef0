package keep

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"trygghylla/app/disk"
	"trygghylla/app/vault"
)

// What can hinder a move.
var (
	// ErrChanging means that a vault changed while it was being moved: another program has it open.
	ErrChanging = errors.New("vault changed while it was moved")
	// ErrNotPlain means that there is something in a vault's folder that is neither a file nor a folder, nor a link to
	// one: it cannot be copied, and nothing was.
	ErrNotPlain = errors.New("neither a file nor a folder")
)

// Move moves the vault in o.Vault.Dir, which must be closed, to another folder, which must not exist or be empty: away
// from a share or a synchronised folder. Everything is copied, flushed, read back, compared and counted; links are
// followed, so that the copy has plain files only, and it opens as far as the old place does. Then remember is
// called, which writes down where the vault is from now on (nil if nobody needs to know); last the old folder
// gets a name with the day, which is returned; was it a link, that is the folder that it led to, and the link goes.
// Cut off at any moment, the folder that was written down holds the whole vault. An error changes nothing:
// vault.ErrNone, vault.ErrInUse, vault.ErrExists, [ErrChanging], [ErrNotPlain], disk.ErrFull, disk.ErrReadOnly, or that
// of remember. Only when the old folder cannot be renamed afterwards (disk.ErrOpen, disk.ErrReadOnly) the move stands
// all the same, and the returned name is the old one.
func Move(o Options, to string, remember func() error) (old string, err error) {
	dir, err := realPath(o.Vault.Dir)
	if err == nil {
		to, err = realPath(to)
	}
	if err != nil {
		return "", fmt.Errorf("move vault: %w", err)
	}
	if there, err := vault.Exists(dir); err != nil || !there {
		return "", fmt.Errorf("move vault: %w", errors.Join(vault.ErrNone, err))
	}
	if in, err := filepath.Rel(dir, to); err == nil && filepath.IsLocal(in) {
		return "", fmt.Errorf("move vault: %w", vault.ErrExists)
	}
	how := opens(dir)
	held, err := holdVault(dir)
	if err != nil {
		return "", fmt.Errorf("move vault: %w", err)
	}
	defer func() { err = errors.Join(err, held.release()) }()
	if err := moveTo(dir, to, how); err != nil {
		return "", fmt.Errorf("move vault: %w", err)
	}
	if remember != nil {
		if err := remember(); err != nil {
			return "", fmt.Errorf("move vault: %w", errors.Join(err, os.RemoveAll(to)))
		}
	}
	if err := held.releaseToRename(); err != nil {
		return dir, fmt.Errorf("move vault: %w", err)
	}
	old, err = setAside(dir, dayOf(o.Vault.Now()))
	if err != nil {
		return dir, fmt.Errorf("move vault: %w", err)
	}
	if err := removeLink(o.Vault.Dir); err != nil {
		return old, fmt.Errorf("move vault: %w", err)
	}
	return old, nil
}

// removeLink removes a link that leads nowhere any more; what is no link stays.
func removeLink(path string) error {
	if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return nil
	}
	return disk.Remove(path)
}

// moveTo makes a proven copy of a folder, which appears whole or not at all.
func moveTo(from, to string, how error) error {
	if entries, err := os.ReadDir(to); err == nil && len(entries) > 0 {
		if sameFolder(from, to) == nil {
			return nil // an earlier move that was cut off after copying
		}
		return vault.ErrExists
	} else if err == nil {
		if err := os.Remove(to); err != nil {
			return disk.Meaning("remove", err)
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return disk.Meaning("read", err)
	}
	if err := os.MkdirAll(filepath.Dir(to), disk.UserFolder); err != nil {
		return disk.Meaning("make", err)
	}
	if err := clearLeftovers(filepath.Dir(to)); err != nil {
		return err
	}
	part, err := os.MkdirTemp(filepath.Dir(to), restoringPrefix+"*")
	if err != nil {
		return disk.Meaning("make", err)
	}
	err = copyFolder(from, part)
	if err == nil {
		err = sameFolder(from, part)
	}
	if err == nil {
		err = opensAs(part, how)
	}
	if err == nil {
		err = renameFolder(part, to)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(part))
	}
	return nil
}

// opens gives the error of opening a vault without a key: vault.ErrPassword when it is sound as far as that shows.
func opens(dir string) error {
	v, err := vault.Open(vault.Options{Dir: dir}, nil)
	if err == nil {
		return v.Close()
	}
	return err
}

// opensAs reports [ErrChanging] when a copy does not open as far without a key as the vault did that it was made of.
func opensAs(dir string, how error) error {
	is := opens(dir)
	for _, meaning := range []error{vault.ErrPassword, vault.ErrDamaged, vault.ErrNewer, vault.ErrNone} {
		if errors.Is(how, meaning) != errors.Is(is, meaning) {
			return fmt.Errorf("open copy: %w", errors.Join(ErrChanging, is))
		}
	}
	return nil
}

// deepest is how many folders deep a vault's folder is at most; a link that leads back into it is deeper.
const deepest = 4

// content lists the folders and the files below dir, by path from there, links followed.
func content(dir string) (folders, files []string, err error) {
	var walk func(rel string, depth int) error
	walk = func(rel string, depth int) error {
		if depth > deepest {
			return fmt.Errorf("read %s: %w", filepath.Base(rel), ErrNotPlain)
		}
		folders = append(folders, rel)
		entries, err := os.ReadDir(filepath.Join(dir, rel))
		if err != nil {
			return disk.Meaning("read", err)
		}
		for _, e := range entries {
			at := filepath.Join(rel, e.Name())
			info, err := os.Stat(filepath.Join(dir, at))
			switch {
			case errors.Is(err, fs.ErrNotExist) && e.Type()&fs.ModeSymlink != 0: // leads nowhere
				return fmt.Errorf("read %s: %w", e.Name(), ErrNotPlain)
			case err != nil:
				return disk.Meaning("read", err)
			case info.IsDir():
				if err := walk(at, depth+1); err != nil {
					return err
				}
			case info.Mode().IsRegular():
				files = append(files, at)
			default:
				return fmt.Errorf("read %s: %w", e.Name(), ErrNotPlain)
			}
		}
		return nil
	}
	return folders, files, walk(".", 0)
}

// copyFolder copies what is below a folder, for this user alone, and flushes it.
func copyFolder(from, to string) error {
	folders, files, err := content(from)
	if err != nil {
		return err
	}
	for _, rel := range folders {
		if err := os.MkdirAll(filepath.Join(to, rel), disk.UserFolder); err != nil {
			return disk.Meaning("make", err)
		}
	}
	for _, rel := range files {
		if err := copyFile(filepath.Join(from, rel), filepath.Join(to, rel)); err != nil {
			return err
		}
	}
	for _, rel := range folders {
		if err := disk.SyncFolder(filepath.Join(to, rel)); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return disk.Meaning("read", err)
	}
	defer in.Close() // only read from
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, disk.ForUser)
	if err != nil {
		return disk.Meaning("write", err)
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	return disk.Meaning("write", errors.Join(err, out.Close()))
}

// nameLock is the file in a vault's folder whose text says only who used it last.
const nameLock = "vault.lock"

// sameFolder reports [ErrChanging] unless two folders hold the same files, and those the same bytes.
func sameFolder(a, b string) error {
	_, files, err := content(a)
	if err != nil {
		return err
	}
	_, others, err := content(b)
	if err != nil {
		return err
	}
	lock := func(rel string) bool { return rel == nameLock }
	files, others = slices.DeleteFunc(files, lock), slices.DeleteFunc(others, lock)
	if len(files) == 0 || !slices.Equal(files, others) {
		return fmt.Errorf("compare %d files with %d: %w", len(files), len(others), ErrChanging)
	}
	for _, rel := range files {
		if err := sameFile(filepath.Join(a, rel), filepath.Join(b, rel)); err != nil {
			return err
		}
	}
	return nil
}

func sameFile(a, b string) error {
	x, err := os.Open(a)
	if err != nil {
		return disk.Meaning("read", err)
	}
	defer x.Close() // only read from
	y, err := os.Open(b)
	if err != nil {
		return disk.Meaning("read", err)
	}
	defer y.Close() // only read from
	p, q := make([]byte, 1<<16), make([]byte, 1<<16)
	for {
		n, err := io.ReadFull(x, p)
		m, err2 := io.ReadFull(y, q)
		if !bytes.Equal(p[:n], q[:m]) {
			return fmt.Errorf("compare %s: %w", filepath.Base(a), ErrChanging)
		}
		ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		switch {
		case err != nil && !ended:
			return disk.Meaning("read", err)
		case err2 != nil && !errors.Is(err2, io.EOF) && !errors.Is(err2, io.ErrUnexpectedEOF):
			return disk.Meaning("read", err2)
		case ended:
			return nil
		}
	}
}
