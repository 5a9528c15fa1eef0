package system

import (
	"errors"

	"golang.org/x/sys/unix"
)

// guard refuses debuggers (PT_DENY_ATTACH of ptrace(2)), the only programs of
// the same person that macOS gives memory to, and core files.
func guard() error {
	return errors.Join(
		unix.PtraceDenyAttach(),
		unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}))
}
