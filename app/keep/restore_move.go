package keep

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"trygghylla/app/disk"
	"trygghylla/app/vault"
)

// ErrChanging means that a vault changed while it was being moved: another program has it open.
var ErrChanging = errors.New("vault changed while it was moved")

// Move moves the vault in o.Vault.Dir, which must be closed, to another folder, which must not exist or be empty: away
// from a share or a synchronised folder. Everything is copied, flushed, read back and compared; then remember is
// called, which writes down where the vault is from now on (nil if nobody needs to know); last the old folder
// gets a name with the day, which is returned. Cut off at any moment, the folder
// that was written down holds the whole vault. An error changes nothing: vault.ErrNone, vault.ErrInUse,
// vault.ErrExists, [ErrChanging], disk.ErrFull, disk.ErrReadOnly, or that of remember. Only when the old
// folder cannot be renamed afterwards (vault.ErrInUse, disk.ErrReadOnly) the move stands all the same, and
// the returned name is o.Vault.Dir.
func Move(o Options, to string, remember func() error) (string, error) {
	dir := o.Vault.Dir
	if there, err := vault.Exists(dir); err != nil || !there {
		return "", fmt.Errorf("move vault: %w", errors.Join(vault.ErrNone, err))
	}
	if in, err := filepath.Rel(dir, to); err == nil && filepath.IsLocal(in) {
		return "", fmt.Errorf("move vault: %w", vault.ErrExists)
	}
	if err := free(dir); err != nil {
		return "", fmt.Errorf("move vault: %w", err)
	}
	if err := moveTo(dir, to); err != nil {
		return "", fmt.Errorf("move vault: %w", err)
	}
	if remember != nil {
		if err := remember(); err != nil {
			return "", fmt.Errorf("move vault: %w", errors.Join(err, os.RemoveAll(to)))
		}
	}
	old, err := setAside(dir, dayOf(o.Vault.Now()))
	if err != nil {
		return dir, fmt.Errorf("move vault: %w", err)
	}
	return old, nil
}

// moveTo makes a proven copy of a folder, which appears whole or not at all.
func moveTo(from, to string) error {
	if entries, err := os.ReadDir(to); err == nil && len(entries) > 0 {
		if sameFolder(from, to) == nil {
			return nil // an earlier move that was cut off after copying
		}
		return vault.ErrExists
	} else if err == nil {
		if err := os.Remove(to); err != nil {
			return disk.Meaning("write", err)
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return disk.Meaning("write", err)
	}
	if err := os.MkdirAll(filepath.Dir(to), disk.UserFolder); err != nil {
		return disk.Meaning("write", err)
	}
	if err := clearLeftovers(filepath.Dir(to)); err != nil {
		return err
	}
	part, err := os.MkdirTemp(filepath.Dir(to), restoringPrefix+"*")
	if err != nil {
		return disk.Meaning("write", err)
	}
	err = copyFolder(from, part)
	if err == nil {
		err = sameFolder(from, part)
	}
	if err == nil {
		err = renameFolder(part, to)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(part))
	}
	return nil
}

// copyFolder copies the regular files below a folder, for this user alone, and flushes them.
func copyFolder(from, to string) error {
	return eachFile(from, func(path, rel string, e fs.DirEntry) error {
		into := filepath.Join(to, rel)
		if !e.IsDir() {
			return copyFile(path, into)
		}
		if err := os.MkdirAll(into, disk.UserFolder); err != nil {
			return disk.Meaning("write", err)
		}
		return nil
	}, func(rel string) error { return disk.SyncFolder(filepath.Join(to, rel)) })
}

// eachFile walks over the folders and regular files below dir, and afterwards over the folders again.
func eachFile(dir string, visit func(path, rel string, e fs.DirEntry) error, after func(rel string) error) error {
	var folders []string
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return disk.Meaning("write", err)
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return fmt.Errorf("walk folder: %w", err)
		}
		if e.IsDir() {
			folders = append(folders, rel)
		} else if !e.Type().IsRegular() {
			return nil
		}
		return visit(path, rel, e)
	})
	for _, rel := range folders {
		if err == nil {
			err = after(rel)
		}
	}
	return err
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return disk.Meaning("write", err)
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
	if err = errors.Join(err, out.Close()); err != nil {
		return disk.Meaning("write", err)
	}
	return nil
}

// nameLock is the file in a vault's folder whose text says only who used it last.
const nameLock = "vault.lock"

// sameFolder reports an error when a copy lacks a file, and [ErrChanging] when one has other bytes.
func sameFolder(from, to string) error {
	return eachFile(from, func(path, rel string, e fs.DirEntry) error {
		if e.IsDir() || rel == nameLock {
			return nil
		}
		return sameFile(path, filepath.Join(to, rel))
	}, func(string) error { return nil })
}

func sameFile(a, b string) error {
	x, err := os.Open(a)
	if err != nil {
		return disk.Meaning("write", err)
	}
	defer x.Close() // only read from
	y, err := os.Open(b)
	if err != nil {
		return disk.Meaning("write", err)
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
			return disk.Meaning("write", err)
		case err2 != nil && !errors.Is(err2, io.EOF) && !errors.Is(err2, io.ErrUnexpectedEOF):
			return disk.Meaning("write", err2)
		case ended:
			return nil
		}
	}
}
