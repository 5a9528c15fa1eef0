package vault

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"trygghylla/app/disk"
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
	suffixPart     = disk.SuffixPart

	fileMost = 1 << 30           // largest records file that is read
	growMost = fileMost - 64<<20 // largest one that is written
	dirMode  = disk.UserFolder
	fileMode = disk.ForUser
)

// isFile reports whether there is something at path.
func isFile(path string) (bool, error) {
	there, err := disk.Exists(path)
	return there, meant("look for file", err)
}

// readAtMost reads a whole file of at most most bytes.
func readAtMost(path string, most int64) ([]byte, error) {
	b, err := disk.Read(path, most)
	return b, meant("read file", err)
}

// writeDurably puts a file in place whole or not at all, see [disk.Write].
func writeDurably(path string, b []byte) error {
	return meant("write file", disk.Put(path, disk.ForUser, b))
}

// rename gives a file its final name and makes the name durable, see
// [disk.Rename].
func rename(from, to string) error { return meant("rename file", disk.Rename(from, to)) }

// move is rename without making the name durable.
func move(from, to string) error { return meant("rename file", disk.Move(from, to)) }

// syncName makes the name of a file durable.
func syncName(path string) error {
	return meant("make name durable", disk.SyncFolder(filepath.Dir(path)))
}

// removeIfThere removes a file; that there is none is well.
func removeIfThere(path string) error { return meant("remove file", disk.Remove(path)) }

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
