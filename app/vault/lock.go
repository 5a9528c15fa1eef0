package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"trygghylla/app/disk"
)

// lock is the vault's own lock, besides bbolt's: held from before the first
// look at the files until after the last.
type lock struct{ f *os.File }

// takeLock takes the lock of a directory. Where nothing can be written, an
// existing lock file is used as it is, and without one there is nobody who
// could write: then the lock is empty.
func takeLock(dir string) (lock, error) {
	path := filepath.Join(dir, nameLock)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, fileMode)
	if errors.Is(disk.Meaning("open", err), disk.ErrReadOnly) {
		if f, err = os.Open(path); errors.Is(err, fs.ErrNotExist) {
			return lock{}, nil
		}
	}
	if err != nil {
		return lock{}, meant("open lock file", err)
	}
	if err := lockFile(f); err != nil {
		return lock{}, errors.Join(fmt.Errorf("lock vault: %w", err), f.Close())
	}
	l := lock{f}
	l.note()
	return l, nil
}

// note writes into the lock file who holds it, for people who look. The first
// byte is left out: on Windows nobody else can read it. A failure does not
// matter, the lock is held.
func (l lock) note() {
	host, _ := os.Hostname()
	text := fmt.Sprintf("\npid %d\nhost %s\n", os.Getpid(), host)
	if n, err := l.f.WriteAt([]byte(text), 0); err == nil {
		_ = l.f.Truncate(int64(n))
	}
}

// release gives the lock back. Closing the file alone would not do while a
// mapping keeps it open.
func (l lock) release() error {
	if l.f == nil {
		return nil
	}
	return errors.Join(unlockFile(l.f), l.f.Close())
}

// Hold keeps everybody from opening the vault in a directory until release is
// called: while it is copied, or another takes its place. [ErrInUse] if
// somebody has it open.
func Hold(dir string) (release func() error, err error) {
	l, err := takeLock(dir)
	if err != nil {
		return nil, fmt.Errorf("hold vault: %w", err)
	}
	return l.release, nil
}
