package desk

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// What can go wrong with a file that is written for others.
var (
	// ErrNoFolder means that the folder is not there (any more).
	ErrNoFolder = errors.New("no such folder")
	// ErrFolderReadOnly means that nothing may be written in the folder.
	ErrFolderReadOnly = errors.New("folder cannot be written")
	// ErrDiskFull means that the disk is full.
	ErrDiskFull = errors.New("disk is full")
	// ErrFileOpen means that another program has the file open and lets nobody write it.
	ErrFileOpen = errors.New("file is open in another program")
	// ErrReadBack means that what stands on the disk is not what was written.
	ErrReadBack = errors.New("file read back differs")
)

// The rights of a file that others read, and of one that they must not.
const (
	forOthers fs.FileMode = 0o644
	forUser   fs.FileMode = 0o600
)

// Errors of Windows: ERROR_DISK_FULL, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION.
const (
	winDiskFull = syscall.Errno(112)
	winSharing  = syscall.Errno(32)
	winLocked   = syscall.Errno(33)
)

// writeFile writes data next to path, flushes it to the disk, reads it back, lets check look at
// what was read and only then gives it its name and its rights. On any error before the name is given nothing
// is left behind and an older file at path is untouched.
func writeFile(path string, perm fs.FileMode, data []byte, check func([]byte) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".trygghylla-*")
	if err != nil {
		return folderError(path, err)
	}
	tmp := f.Name()
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreMissing(os.Remove(tmp)))
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return folderError(path, err)
	}
	back, err := os.ReadFile(tmp)
	if err != nil {
		return folderError(path, err)
	}
	if !bytes.Equal(back, data) {
		return fmt.Errorf("write %s: %w", filepath.Base(path), ErrReadBack)
	}
	if err := check(back); err != nil {
		return err
	}
	if err := os.Chmod(tmp, perm); err != nil {
		return folderError(path, err)
	}
	if err := rename(tmp, path); err != nil {
		if _, there := os.Lstat(path); there == nil && errors.Is(err, fs.ErrPermission) {
			err = winSharing // Windows says "access denied" of a file that another program holds open
		}
		return folderError(path, err)
	}
	return syncFolder(filepath.Dir(path))
}

// rename gives a file or a folder another name. A virus scanner's short look at it is waited out for a second.
func rename(from, to string) error {
	err := os.Rename(from, to)
	for wait := 10 * time.Millisecond; err != nil && runtime.GOOS == "windows" && wait < time.Second; wait *= 2 {
		time.Sleep(wait)
		err = os.Rename(from, to)
	}
	return err
}

// syncFolder makes the names in a folder durable. NTFS does that by its journal; some file systems cannot, and a folder
// that may only be written to cannot be opened for it.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if errors.Is(err, fs.ErrPermission) {
		return nil
	}
	if err != nil {
		return folderError(dir, err)
	}
	err = f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return folderError(dir, err)
	}
	return nil
}

// freePath returns path, or when there is something already a name with a running number before its ending.
func freePath(path string) (string, error) {
	ending := filepath.Ext(path)
	base := strings.TrimSuffix(path, ending)
	for n := 2; ; n++ {
		_, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
		if err != nil {
			return "", folderError(path, err)
		}
		path = base + "-" + strconv.Itoa(n) + ending
	}
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// folderError gives a system error its meaning; it names the file but not the folder.
func folderError(path string, err error) error {
	meaning := err
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		meaning = ErrNoFolder
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		meaning = ErrFolderReadOnly
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, winDiskFull):
		meaning = ErrDiskFull
	case errors.Is(err, winSharing), errors.Is(err, winLocked):
		meaning = ErrFileOpen
	}
	return fmt.Errorf("write %s: %w", filepath.Base(path), meaning)
}
