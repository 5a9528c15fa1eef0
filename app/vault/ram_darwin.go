package vault

import "golang.org/x/sys/unix"

// memoryKiB gives the memory of the computer, 0 when it cannot be known.
func memoryKiB() uint64 {
	n, err := unix.SysctlUint64("hw.memsize")
	if err != nil {
		return 0
	}
	return n >> 10
}
