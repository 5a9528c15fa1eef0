package disk_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"trygghylla/app/disk"
)

func init() { children["faults"] = diskFaults }

// TestOldFilesSurviveFaultyDisks makes a full and a read-only disk, in another
// process that has mounts of its own.
func TestOldFilesSurviveFaultyDisks(t *testing.T) {
	cmd := startChild(t, "faults", t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	var out bytes.Buffer
	cmd.Stdout = &out
	err := cmd.Start()
	if errors.Is(err, syscall.EPERM) && os.Getuid() == 0 { // no user namespaces here, but mounts of our own
		cmd = startChild(t, "faults", t.TempDir())
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
		cmd.Stdout = &out
		err = cmd.Start()
	}
	if err != nil {
		t.Skipf("this machine lets nobody mount a small disk: %v", err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v: %s", err, out.String())
	}
}

// diskFaults mounts a small disk, fills it and makes it read-only, and expects
// that an old file survives both.
func diskFaults(args []string) error {
	dir := args[0]
	err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, "")
	if err != nil && !errors.Is(err, unix.EINVAL) { // EINVAL: / is no mount in a changed root
		return err
	}
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		return err
	}
	path := filepath.Join(dir, "paper.pdf")
	if err := disk.Put(path, disk.ForUser, []byte("old")); err != nil {
		return err
	}
	if err := disk.Put(path, disk.ForUser, make([]byte, 1<<20)); !errors.Is(err, disk.ErrFull) {
		return fmt.Errorf("full disk: %w", err)
	}
	if err := onlyOld(dir); err != nil {
		return fmt.Errorf("after the full disk: %w", err)
	}
	if err := unix.Mount("", dir, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		return err
	}
	if err := disk.Put(path, disk.ForUser, []byte("new")); !errors.Is(err, disk.ErrReadOnly) {
		return fmt.Errorf("read-only disk: %w", err)
	}
	return onlyOld(dir)
}

func onlyOld(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(dir, "paper.pdf"))
	if err != nil || string(text) != "old" || len(entries) != 1 {
		return fmt.Errorf("the folder holds %v, the file %q, %v", entries, text, err)
	}
	return nil
}
