package system

import (
	"errors"
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// What others of the same person may do with the process: wait for it, ask
// whether it runs, end it.
const othersMay = windows.SYNCHRONIZE | windows.PROCESS_QUERY_LIMITED_INFORMATION | windows.PROCESS_TERMINATE

// werNoHeap is WER_FAULT_REPORTING_FLAG_NOHEAP of werapi.h.
const werNoHeap = 1

var (
	werGetFlags = kernel32.NewProc("WerGetFlags")
	werSetFlags = kernel32.NewProc("WerSetFlags")
)

// guard gives the process a list of rights like KeePassXC's: none to read its
// memory, and none for its owner to change the list. A crash asks no program
// that could write a dump, and no report may hold the heap.
func guard() error {
	const quiet = windows.SEM_FAILCRITICALERRORS | windows.SEM_NOGPFAULTERRORBOX
	windows.SetErrorMode(windows.SetErrorMode(quiet) | quiet)
	return errors.Join(withoutHeap(), ownRights())
}

func withoutHeap() error {
	var flags uint32
	if failed, _, _ := werGetFlags.Call(uintptr(windows.CurrentProcess()), uintptr(unsafe.Pointer(&flags))); int32(failed) < 0 {
		return fmt.Errorf("WerGetFlags: %#x", failed)
	}
	if failed, _, _ := werSetFlags.Call(uintptr(flags | werNoHeap)); int32(failed) < 0 {
		return fmt.Errorf("WerSetFlags: %#x", failed)
	}
	return nil
}

func ownRights() error {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return err
	}
	// S-1-3-4 is whoever owns the process, and would else have READ_CONTROL and WRITE_DAC.
	list, err := windows.SecurityDescriptorFromString(fmt.Sprintf("D:P(A;;%#x;;;%s)(A;;RC;;;S-1-3-4)", othersMay, user.User.Sid))
	if err != nil {
		return err
	}
	dacl, _, err := list.DACL()
	if err != nil {
		return err
	}
	return windows.SetSecurityInfo(windows.CurrentProcess(), windows.SE_KERNEL_OBJECT,
		windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, nil, nil, dacl, nil)
}
