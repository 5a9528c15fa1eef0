package system

import "golang.org/x/sys/unix"

// askSystem adds what statfs(2) says of the folder.
func askSystem(f *placeFacts, real string) {
	var s unix.Statfs_t
	if unix.Statfs(nearest(real), &s) != nil {
		return
	}
	kind := unix.ByteSliceToString(s.Fstypename[:])
	f.setKind(kind)
	if s.Flags&unix.MNT_LOCAL == 0 && f.network == "" {
		f.network = kind
	}
	if s.Flags&unix.MNT_REMOVABLE != 0 {
		f.removable = unix.ByteSliceToString(s.Mntonname[:])
	}
}
