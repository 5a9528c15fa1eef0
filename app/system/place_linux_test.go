package system

import (
	"os"
	"path/filepath"
	"testing"
)

const mountinfo = `22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 253:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
40 27 0:45 / /home/anna/My\040share rw,relatime shared:7 master:2 - cifs //server/hem rw,vers=3
41 27 8:17 / /media/anna/STICK rw,nosuid - vfat /dev/sdb1 rw
42 27 0:50 / /home/anna/over rw - ext4 /dev/vdb rw
43 42 0:51 / /home/anna/over rw - fuse.sshfs anna@server: rw
broken line
44 27 0:52 - nfs
`

func TestMountOf(t *testing.T) {
	for path, want := range map[string]mount{
		"/home/anna":                {"253:0", "/", "ext4"},
		"/home/anna/My share/vault": {"0:45", "/home/anna/My share", "cifs"},
		"/home/anna/My share2":      {"253:0", "/", "ext4"},
		"/media/anna/STICK":         {"8:17", "/media/anna/STICK", "vfat"},
		"/home/anna/over/vault":     {"0:51", "/home/anna/over", "fuse.sshfs"},
	} {
		if got, ok := mountOf([]byte(mountinfo), path); !ok || got != want {
			t.Errorf("%s is on %+v, %t", path, got, ok)
		}
	}
	if _, ok := mountOf(nil, "/"); ok {
		t.Error("a mount out of nothing")
	}
}

// TestIsRemovable looks into a sysfs made by hand: a stick with a partition, a disk inside, a USB disk.
func TestIsRemovable(t *testing.T) {
	sys := t.TempDir()
	for name, removable := range map[string]string{
		"devices/pci/ata1/block/sda/removable":      "0\n",
		"devices/pci/mmc0/block/mmcblk0/removable":  "1\n",
		"devices/pci/mmc0/block/mmcblk0/p1/size":    "1\n",
		"devices/pci/ata1/block/sda/sda1/partition": "1\n",
		"devices/pci/usb1/1-2/block/sdb/removable":  "0\n",
	} {
		path := filepath.Join(sys, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(removable), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(sys, "dev/block"), 0o700); err != nil {
		t.Fatal(err)
	}
	for device, x := range map[string]struct {
		to   string
		want bool
	}{
		"8:0":    {"devices/pci/ata1/block/sda", false},
		"8:1":    {"devices/pci/ata1/block/sda/sda1", false},
		"179:0":  {"devices/pci/mmc0/block/mmcblk0", true},
		"179:1":  {"devices/pci/mmc0/block/mmcblk0/p1", true},
		"8:16":   {"devices/pci/usb1/1-2/block/sdb", true},
		"253:99": {"", false},
	} {
		if x.to != "" {
			if err := os.Symlink(filepath.Join("../..", x.to), filepath.Join(sys, "dev/block", device)); err != nil {
				t.Fatal(err)
			}
		}
		if got := isRemovable(sys, device); got != x.want {
			t.Errorf("%s: %t", device, got)
		}
	}
}
