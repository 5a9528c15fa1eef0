//go:build !windows

package system

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"trygghylla/app/disk"

	"golang.org/x/sys/unix"
)

// Instance is the right to be the one program that runs with a data
// directory. It ends with Release, or with the process however that ends.
type Instance struct{ lock *os.File }

// Single takes that right, making the directory if needed. ErrRunning when
// another process has it.
func Single(dataDir string) (*Instance, error) {
	if err := os.MkdirAll(dataDir, 0o700); err != nil {
		return nil, disk.Meaning("single instance", err)
	}
	f, err := os.OpenFile(filepath.Join(dataDir, "instance.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, disk.Meaning("single instance", err)
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		err = ErrRunning
	}
	if err != nil {
		return nil, fmt.Errorf("single instance: %w", errors.Join(err, f.Close()))
	}
	return &Instance{f}, nil
}

// Release gives the right up. The lock file stays: removing it would let two
// programs hold locks on two files of one name.
func (i *Instance) Release() error { return i.lock.Close() }

// launch starts a program that goes on by itself. A program that ends at once
// and unhappily has found nothing to open the file with: ErrNoProgram.
func launch(name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // it outlives us
	if err := cmd.Start(); err != nil {
		return errors.Join(ErrNoProgram, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			return errors.Join(ErrNoProgram, err)
		}
	case <-time.After(2 * time.Second): // it is busy showing the file
	}
	return nil
}

// answer runs a dialog program and returns what it printed. Its exit code 1
// means ErrCancelled.
func answer(name string, args ...string) (string, error) {
	var out, complaint bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &out, &complaint
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 1 {
		return "", ErrCancelled
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w: %s", filepath.Base(name), err, strings.TrimSpace(complaint.String()))
	}
	chosen := strings.TrimSuffix(out.String(), "\n")
	if chosen == "" {
		return "", ErrCancelled
	}
	return chosen, nil
}

// printMessage is the message box of those who have none.
func printMessage(w io.Writer, title, text string) error {
	_, err := fmt.Fprintf(w, "%s: %s\n", title, text)
	return err
}
