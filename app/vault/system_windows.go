package vault

import (
	"errors"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// memoryKiB gives the memory of the computer, 0 when it cannot be known.
func memoryKiB() uint64 {
	var kib uint64
	call := windows.NewLazySystemDLL("kernel32.dll").NewProc("GetPhysicallyInstalledSystemMemory")
	if call.Find() != nil {
		return 0
	}
	if ok, _, _ := call.Call(uintptr(unsafe.Pointer(&kib))); ok == 0 {
		return 0
	}
	return kib
}

// isFull reports whether err is a full disk or quota.
func isFull(err error) bool {
	return flattened(err, windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED)
}

// isReadOnly reports whether err is a place that cannot be written.
func isReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }

// isSharing reports whether err is somebody's short look at the file, such as
// a virus scanner's, that passes by itself.
func isSharing(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION) ||
		errors.Is(err, windows.ERROR_ACCESS_DENIED)
}

// lockFile takes the lock of f or says ErrInUse.
func lockFile(f *os.File) error {
	err := windows.LockFileEx(windows.Handle(f.Fd()),
		windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return ErrInUse
	}
	return err
}

// unlockFile gives the lock of f back.
func unlockFile(f *os.File) error {
	return windows.UnlockFileEx(windows.Handle(f.Fd()), 0, 1, 0, new(windows.Overlapped))
}

// syncDir makes the names in a directory durable: NTFS does that by its journal.
func syncDir(string) error { return nil }
