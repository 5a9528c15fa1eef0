package vault

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The names inside a vault's directory.
const (
	nameKey        = "vault.key"
	nameLock       = "vault.lock"
	nameRecords    = "records.db"
	nameCreating   = "creating"
	dirAttachments = "att"
	dirTrash       = "trash"
	dirQuarantine  = "quarantine"
	suffixPart     = ".part"

	fileMost = 1 << 30 // largest records file
	dirMode  = 0o700
	fileMode = 0o600
)

// isFile reports whether there is something at path.
func isFile(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, meant("look for file", err)
	}
	return true, nil
}

// readAtMost reads a whole file of at most most bytes.
func readAtMost(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, meant("read file", err)
	}
	defer f.Close() // only read from
	info, err := f.Stat()
	if err != nil {
		return nil, meant("read file", err)
	}
	if info.Size() > most {
		return nil, fmt.Errorf("read file of %d bytes: %w", info.Size(), ErrTooLarge)
	}
	b := make([]byte, info.Size())
	if n, err := io.ReadFull(f, b); errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		b = b[:n]
	} else if err != nil {
		return nil, meant("read file", err)
	}
	return b, nil
}

// writeDurably puts a file in place whole or not at all: written beside its
// name, synced, read back, renamed. Nothing half-written stays. After an error
// the file may be in place all the same, whole; see rename.
func writeDurably(path string, b []byte) error {
	part := path + suffixPart
	if err := writeSynced(part, b); err != nil {
		return errors.Join(err, removeIfThere(part))
	}
	if err := rename(part, path); err != nil {
		return errors.Join(err, removeIfThere(part))
	}
	return nil
}

// writeSynced writes a file, syncs it and compares what the disk gives back.
func writeSynced(path string, b []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, fileMode)
	if err != nil {
		return meant("write file", err)
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return meant("write file", err)
	}
	back, err := readAtMost(path, int64(len(b)))
	if err != nil {
		return err
	}
	if string(back) != string(b) {
		return damaged("file was not written as it should")
	}
	return nil
}

// rename gives a file its final name and makes the name durable. An error may
// come after the renaming: then the new name may be gone after a power cut.
func rename(from, to string) error {
	if err := move(from, to); err != nil {
		return err
	}
	return syncName(to)
}

// move gives a file another name. A virus scanner's short look at either file
// is waited out for a second.
func move(from, to string) error {
	err := os.Rename(from, to)
	for wait := 10 * time.Millisecond; err != nil && isSharing(err) && wait < time.Second; wait *= 2 {
		time.Sleep(wait)
		err = os.Rename(from, to)
	}
	return meant("rename file", err)
}

// syncName makes the name of a file durable.
func syncName(path string) error { return meant("make name durable", syncDir(filepath.Dir(path))) }

// removeIfThere removes a file; that there is none is well.
func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return meant("remove file", err)
	}
	return nil
}

// removeParts removes what interrupted writes have left in a directory.
func removeParts(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return meant("look for leftovers", err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), suffixPart) {
			if err := removeIfThere(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
