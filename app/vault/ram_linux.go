package vault

import "golang.org/x/sys/unix"

// memoryKiB gives the memory of the computer, 0 when it cannot be known.
func memoryKiB() uint64 {
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) != nil {
		return 0
	}
	return uint64(info.Totalram) * uint64(info.Unit) >> 10
}
