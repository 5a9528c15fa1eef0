//go:build unix

package disk

import (
	"errors"
	"os"
	"syscall"
)

// What the system's errors mean, besides those that Go knows.
var (
	full     = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}
	readOnly = []error{syscall.EROFS}
	noFolder = []error{syscall.ENOTDIR}
	sharing  = []error{syscall.EBUSY, syscall.ETXTBSY}
)

// passes reports whether an error of a renaming passes by itself: never here.
func passes(error) bool { return false }

// syncFolder flushes the names in a folder.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil // a file system without such a thing
	}
	return errors.Join(err, d.Close())
}

// hold marks a file as being written, for as long as it is open.
func hold(f *os.File) { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }

// held reports whether a program is writing the file now.
func held(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close() // only asked
	return errors.Is(syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB), syscall.EWOULDBLOCK)
}
