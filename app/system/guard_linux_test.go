package system_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"trygghylla/app/system"
)

func init() {
	children["secret"] = holdSecret
	children["spy"] = spyOnSecret
	children["work"] = workGuarded
}

// holdSecret says what secret it holds and where, and holds it until its input ends.
func holdSecret(args []string) error {
	// Where only a parent may read a process (Yama), let anyone of the same person try.
	if err := unix.Prctl(unix.PR_SET_PTRACER, math.MaxUint, 0, 0, 0); err != nil && !errors.Is(err, unix.EINVAL) {
		return err
	}
	var core unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &core); err != nil {
		return err
	}
	core.Cur = core.Max
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &core); err != nil {
		return err
	}
	if args[0] == "guarded" {
		if err := system.Guard(); err != nil {
			return err
		}
	}
	secret := make([]byte, 16)
	if _, err := rand.Read(secret); err != nil {
		return err
	}
	fmt.Printf("%d %x\n", uintptr(unsafe.Pointer(&secret[0])), secret)
	if _, err := os.Stdin.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		return err
	}
	runtime.KeepAlive(secret)
	return nil
}

// ways are those in which one process reads the memory of another.
var ways = map[string]func(pid int, at uintptr, into []byte) error{
	"mem": func(pid int, at uintptr, into []byte) error {
		mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
		if err != nil {
			return err
		}
		_, err = mem.ReadAt(into, int64(at))
		return errors.Join(err, mem.Close())
	},
	"readv": func(pid int, at uintptr, into []byte) error {
		local := []unix.Iovec{{Base: &into[0], Len: uint64(len(into))}}
		_, err := unix.ProcessVMReadv(pid, local, []unix.RemoteIovec{{Base: at, Len: len(into)}}, 0)
		return err
	},
	"ptrace": func(pid int, at uintptr, into []byte) error {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := unix.PtraceAttach(pid); err != nil {
			return err
		}
		if _, err := unix.Wait4(pid, nil, 0, nil); err != nil {
			return err
		}
		_, err := unix.PtracePeekData(pid, at, into)
		return errors.Join(err, unix.PtraceDetach(pid))
	},
}

// spyOnSecret says what it reads of another process in one of the ways.
func spyOnSecret(args []string) error {
	pid, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	at, err := strconv.ParseUint(args[2], 10, 64)
	if err != nil {
		return err
	}
	found := make([]byte, 16)
	if err := ways[args[0]](pid, uintptr(at), found); err != nil {
		return err
	}
	fmt.Printf("%x\n", found)
	return nil
}

// ordinary readies a way to start this binary as a person without rights over
// others: root, who may read all, becomes nobody.
func ordinary(t *testing.T) func(name string, args ...string) *exec.Cmd {
	t.Helper()
	const nobody = 65534
	dir := t.TempDir()
	own := filepath.Join(dir, "own.test")
	binary, err := os.ReadFile(startChild(t, "").Path)
	if err = errors.Join(err, os.WriteFile(own, binary, 0o700)); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		err := errors.Join(os.Chmod(filepath.Dir(dir), 0o755), os.Chown(dir, nobody, nobody), os.Chown(own, nobody, nobody))
		if err != nil {
			t.Fatal(err)
		}
	}
	return func(name string, args ...string) *exec.Cmd {
		cmd := startChild(t, name, args...)
		cmd.Path, cmd.Dir = own, dir
		if os.Getuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
		return cmd
	}
}

// held starts a process with a secret, guarded or open, and returns it with
// the secret's place and its bytes as text.
func held(t *testing.T, start func(string, ...string) *exec.Cmd, how string) (cmd *exec.Cmd, at, secret string) {
	t.Helper()
	cmd = start("secret", how)
	cmd.Env = append(cmd.Env, "GOTRACEBACK=crash") // so that an abort is one
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if cmd.ProcessState == nil {
			_ = cmd.Process.Kill() // it may have ended
			_ = cmd.Wait()
		}
	})
	if _, err := fmt.Fscan(out, &at, &secret); err != nil {
		t.Fatalf("%s: %v", how, err)
	}
	return cmd, at, secret
}

// TestGuardKeepsMemoryFromOthers lets a second process of the same person read
// a secret of the first, without the guard, so that the way is known to work,
// and with it.
func TestGuardKeepsMemoryFromOthers(t *testing.T) {
	start := ordinary(t)
	for way := range ways {
		t.Run(way, func(t *testing.T) {
			open, at, secret := held(t, start, "open")
			out, err := start("spy", way, strconv.Itoa(open.Process.Pid), at).Output()
			if err != nil || strings.TrimSpace(string(out)) != secret {
				t.Skipf("this system forbids it in any case: %v, %s", err, out)
			}
			guarded, at, secret := held(t, start, "guarded")
			out, err = start("spy", way, strconv.Itoa(guarded.Process.Pid), at).Output()
			if err == nil || strings.Contains(string(out), secret) {
				t.Errorf("the memory could be read: %v, %s", err, out)
			}
		})
	}
}

// TestGuardLeavesNoCore aborts a process without and with the guard.
func TestGuardLeavesNoCore(t *testing.T) {
	start := ordinary(t)
	dumped := func(how string) bool {
		cmd, _, _ := held(t, start, how)
		if err := cmd.Process.Signal(unix.SIGABRT); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the process did not abort")
		}
		status := cmd.ProcessState.Sys().(syscall.WaitStatus)
		if !status.Signaled() || status.Signal() != unix.SIGABRT {
			t.Fatalf("the process ended in another way: %v", cmd.ProcessState)
		}
		return status.CoreDump()
	}
	if !dumped("open") {
		t.Skip("this system dumps nothing in any case")
	}
	if dumped("guarded") {
		t.Error("a core was dumped")
	}
}

// TestGuardedProgramGoesOn lets an ordinary person's guarded program do what needs files of /proc.
func TestGuardedProgramGoesOn(t *testing.T) {
	start := ordinary(t)
	if out, err := start("work").CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// workGuarded looks up on what kind of disk a folder lies, and starts another program.
func workGuarded([]string) error {
	if err := system.Guard(); err != nil {
		return err
	}
	if _, err := system.JudgePlace(os.Getenv, os.TempDir()); err != nil {
		return err
	}
	if _, err := os.Executable(); err != nil {
		return err
	}
	return exec.Command("true").Run()
}
