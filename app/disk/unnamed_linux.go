package disk

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// unnamed opens a file in a folder that has no name and is gone with the
// program however it ends; nil where the file system has no such thing.
func unnamed(dir string) *os.File {
	fd, err := unix.Open(dir, unix.O_TMPFILE|unix.O_RDWR|unix.O_CLOEXEC, uint32(ForUser))
	if err != nil {
		return nil
	}
	return os.NewFile(uintptr(fd), dir)
}

// link gives an unnamed file a name that is free, else fs.ErrExist.
func link(f *os.File, name string) error {
	from := "/proc/self/fd/" + strconv.Itoa(int(f.Fd()))
	if err := unix.Linkat(unix.AT_FDCWD, from, unix.AT_FDCWD, name, unix.AT_SYMLINK_FOLLOW); err != nil {
		return &os.LinkError{Op: "link", Old: "", New: name, Err: err}
	}
	return nil
}
