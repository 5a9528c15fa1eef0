package keep_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// inOwnMounts runs the test again in a process that may mount disks of its own, and reports whether this
// is that process. Where the machine lets nobody do that, the test is skipped.
func inOwnMounts(t *testing.T) bool {
	t.Helper()
	const inside = "TRYGGHYLLA_OWN_MOUNTS"
	if os.Getenv(inside) == "1" {
		err := syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, "")
		if err != nil && !errors.Is(err, syscall.EINVAL) { // EINVAL: / is no mount in a changed root
			t.Skipf("mounts cannot be kept apart: %v", err)
		}
		return true
	}
	run := func(attr *syscall.SysProcAttr) (string, error) {
		cmd := onceMore(t, t.Name(), inside+"=1")
		cmd.SysProcAttr = attr
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		err := cmd.Run()
		return out.String(), err
	}
	out, err := run(&syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	})
	if out == "" && err != nil && os.Getuid() == 0 { // no user namespaces here, but mounts of our own
		out, err = run(&syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS})
	}
	switch {
	case out == "" && err != nil:
		t.Skipf("this machine lets nobody mount a small disk: %v", err)
	case err != nil:
		t.Errorf("%v\n%s", err, out)
	case strings.Contains(out, "--- SKIP"):
		t.Skip(out)
	case !strings.Contains(out, "--- PASS: "+t.Name()):
		t.Errorf("the test was not run again: %s", out)
	}
	return false
}

// mount mounts a file system on dir until the test ends.
func mount(t *testing.T, source, dir, kind string, flags uintptr, options string) {
	t.Helper()
	if err := syscall.Mount(source, dir, kind, flags, options); err != nil {
		t.Skipf("cannot mount: %v", err)
	}
	t.Cleanup(func() { must(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
}

// fill takes the last byte of the disk that dir is on; what it returns gives the room back.
func fill(t *testing.T, dir string) (release func()) {
	t.Helper()
	path := filepath.Join(dir, "somebody else's film")
	f, err := os.Create(path)
	must(t, err)
	for size := 64 << 10; size > 0; {
		if _, err := f.Write(make([]byte, size)); errors.Is(err, syscall.ENOSPC) {
			size /= 2
		} else {
			must(t, err)
		}
	}
	must(t, f.Close())
	return func() { must(t, os.Remove(path)) }
}
