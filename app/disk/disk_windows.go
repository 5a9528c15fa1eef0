package disk

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// What the system's errors mean, besides those that Go knows.
var (
	full     = []error{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED}
	readOnly = []error{windows.ERROR_WRITE_PROTECT}
	noFolder = []error{
		windows.ERROR_INVALID_DRIVE, windows.ERROR_BAD_NET_NAME,
		windows.ERROR_NOT_READY, // the stick was pulled out
	}
	sharing = []error{windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION}
)

// passes reports whether an error of a renaming is somebody's short look at
// the file, such as a virus scanner's. Windows says "access denied" of it too.
func passes(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION) ||
		errors.Is(err, windows.ERROR_ACCESS_DENIED)
}

// syncFolder has nothing to do: NTFS keeps names in its journal, and Windows
// cannot flush a folder.
func syncFolder(string) error { return nil }

// hold has nothing to do: what is open cannot be removed.
func hold(*os.File) {}

// held is answered by the removal, which fails.
func held(string) bool { return false }
