//go:build unix

package vault

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// isFull reports whether err is a full disk or quota.
func isFull(err error) bool {
	return flattened(err, syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG)
}

// isReadOnly reports whether err is a place that cannot be written.
func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

// isSharing reports whether err passes by itself: never here.
func isSharing(error) bool { return false }

// lockFile takes the lock of f or says ErrInUse.
func lockFile(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return ErrInUse
	}
	return err
}

// unlockFile gives the lock of f back.
func unlockFile(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }

// syncDir makes the names in a directory durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync directory: %w", err)
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil // a file system without such a thing
	}
	return errors.Join(err, d.Close())
}
