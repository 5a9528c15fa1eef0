package system

import (
	"errors"

	"golang.org/x/sys/unix"
)

// guard makes the process not dumpable (prctl(2)): ptrace, /proc/PID/mem,
// process_vm_readv and core dumps then need CAP_SYS_PTRACE. The desktop's
// portals refuse such a process, too; dialogs here are programs of their own.
// Those inherit the limit of core files, but not the rest.
func guard() error {
	return errors.Join(
		unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0),
		unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}))
}
