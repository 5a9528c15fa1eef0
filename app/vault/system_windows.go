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

// isUnreadable reports whether err is a part of a disk that cannot be read.
func isUnreadable(err error) bool {
	return errors.Is(err, windows.ERROR_CRC) || errors.Is(err, windows.ERROR_SECTOR_NOT_FOUND) ||
		errors.Is(err, windows.ERROR_READ_FAULT) || errors.Is(err, windows.ERROR_IO_DEVICE)
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
