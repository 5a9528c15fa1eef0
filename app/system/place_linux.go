package system

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// mount is a line of /proc/self/mountinfo (proc(5)).
type mount struct {
	device, point, kind string
}

// mountOf finds the mount that a path without links lies on: the longest point, and of those the last, which covers
// the others.
func mountOf(mountinfo []byte, path string) (mount, bool) {
	var best mount
	found := false
	for line := range bytes.Lines(mountinfo) {
		before, after, ok := strings.Cut(string(line), " - ")
		head, tail := strings.Fields(before), strings.Fields(after)
		if !ok || len(head) < 6 || len(tail) < 1 {
			continue
		}
		m := mount{device: head[2], point: unescape(head[4]), kind: tail[0]}
		below := m.point == "/" || path == m.point || strings.HasPrefix(path, m.point+"/")
		if below && (!found || len(m.point) >= len(best.point)) {
			best, found = m, true
		}
	}
	return best, found
}

// unescape undoes the octal escapes of mountinfo: \040 is a space.
func unescape(s string) string {
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				out = append(out, byte(n))
				i += 3
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

// magics are the numbers of network file systems in statfs(2), for where there is no /proc.
var magics = map[uint32]string{
	unix.NFS_SUPER_MAGIC: "nfs", unix.SMB_SUPER_MAGIC: "smb", unix.SMB2_SUPER_MAGIC: "smb2", unix.CIFS_SUPER_MAGIC: "cifs",
	unix.AFS_SUPER_MAGIC: "afs", unix.V9FS_MAGIC: "9p", unix.CODA_SUPER_MAGIC: "coda", unix.CEPH_SUPER_MAGIC: "ceph",
}

// askSystem adds what the kernel says of the folder.
func askSystem(f *placeFacts, real string) {
	info, err := os.ReadFile("/proc/self/mountinfo")
	if m, ok := mountOf(info, real); err == nil && ok {
		f.setKind(m.kind)
		if m.point != "/" && isRemovable("/sys", m.device) {
			f.removable = m.point
		}
	}
	var s unix.Statfs_t
	if unix.Statfs(nearest(real), &s) == nil {
		if kind, ok := magics[uint32(s.Type)]; ok && f.network == "" {
			f.network = kind
		}
	}
}

// isRemovable reports whether the kernel calls a block device (major:minor) removable, or the disk that it is a part
// of, or it is plugged in by USB. sys is where sysfs is.
func isRemovable(sys, device string) bool {
	real, err := filepath.EvalSymlinks(filepath.Join(sys, "dev/block", device))
	if err != nil {
		return false
	}
	if strings.Contains(real, "/usb") {
		return true
	}
	for _, dir := range []string{real, filepath.Dir(real)} {
		b, err := os.ReadFile(filepath.Join(dir, "removable"))
		if err == nil {
			return strings.TrimSpace(string(b)) == "1"
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return false
		}
	}
	return false
}
