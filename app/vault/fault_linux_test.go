package vault

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// faultKind is a call of the system that fails, with the error that it gives.
type faultKind struct {
	calls string // as strace knows them; "?" where not every system has it
	errno syscall.Errno
	name  string // of the error
	every int    // about as many of the calls as the longest act makes
}

// renames and removals are the calls by which Go's os does them.
const (
	renames  = "?rename,?renameat,?renameat2"
	removals = "?unlink,?unlinkat,?rmdir"
)

var faultKinds = []faultKind{
	{"fdatasync", syscall.EIO, "EIO", 8},
	{"fsync", syscall.EIO, "EIO", 12},
	{"fsync", syscall.ENOSPC, "ENOSPC", 12},
	{"pwrite64", syscall.EIO, "EIO", 30},
	{"pwrite64", syscall.ENOSPC, "ENOSPC", 30},
	{"write", syscall.EIO, "EIO", 7},
	{"write", syscall.ENOSPC, "ENOSPC", 7},
	{renames, syscall.EACCES, "EACCES", 4},
	{renames, syscall.EIO, "EIO", 4},
	{"ftruncate", syscall.EIO, "EIO", 4},
	{"ftruncate", syscall.ENOSPC, "ENOSPC", 4},
	{removals, syscall.EACCES, "EACCES", 9},
	{"read,pread64", syscall.EIO, "EIO", 12},
	{"openat", syscall.EIO, "EIO", 24},
	{"fdatasync,fsync,pwrite64,write,ftruncate," + renames, syscall.EIO, "EIO", 30},
}

// strace gives the program that lets calls of the system fail, after a proof
// that it can do so here.
func strace(t *testing.T) string {
	t.Helper()
	demanded := os.Getenv("TRYGGHYLLA_TOOLS") == "1"
	path, err := exec.LookPath("strace")
	if err != nil && demanded {
		t.Fatal("strace is not installed, and TRYGGHYLLA_TOOLS=1 demands it")
	}
	if err != nil {
		t.Skip("lets calls of the system fail by strace, which is not installed")
	}
	cmd := child("remover", t.TempDir(), Code{}, 0)
	wrap(cmd, path, filepath.Join(t.TempDir(), "trace"), "?unlink,?unlinkat", "?unlink,?unlinkat:error=EIO")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	switch {
	case bytes.Contains(out, []byte(syscall.EIO.Error())):
		return path
	case len(out) == 0: // the child was not even started, as where ptrace is forbidden
		t.Skipf("strace may not be used here: %v: %s", err, bytes.TrimSpace(said.Bytes()))
	case demanded:
		t.Fatalf("strace lets no call fail here, and TRYGGHYLLA_TOOLS=1 demands it: %s%s", out, said.Bytes())
	}
	t.Skipf("strace lets no call fail here: %s%s", out, said.Bytes())
	return ""
}

// wrap lets a command run under strace. Without -f, which is left out, only
// its main thread is looked at.
func wrap(cmd *exec.Cmd, strace, log, calls, inject string) {
	cmd.Args = append([]string{strace, "-qq", "-o", log, "-e", "signal=none", "-e", "trace=" + calls, "-e", "inject=" + inject}, cmd.Args...)
	cmd.Path = strace
}

// when draws the calls that fail: single ones now and then, or a few in a row
// once, which a second try does not overcome.
func (k faultKind) when(rng *rand.Rand) string {
	first := 1 + rng.IntN(k.every)
	if rng.IntN(3) == 0 {
		first += rng.IntN(5 * k.every)
		return fmt.Sprintf("%d..%d", first, first+1+rng.IntN(10))
	}
	return fmt.Sprintf("%d+%d", first, k.every+rng.IntN(k.every/2+1))
}

// run lets a child work with failing calls in a new vault, and judges what is
// left when the fault has passed. It gives the number of calls that failed.
func (k faultKind) run(t *testing.T, strace string, seed int) (int, faultReport) {
	t.Helper()
	place := scratch(t)
	v, code := newVaultIn(t, place)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(uint64(seed), 22))
	when := k.when(rng)
	log := filepath.Join(t.TempDir(), fmt.Sprintf("trace%d", seed))
	cmd := child("faulty", v.Dir(), code, seed)
	cmd.Env = append(cmd.Env, childErrno+"="+strconv.Itoa(int(k.errno)))
	if k.leaves() {
		cmd.Env = append(cmd.Env, childLeaves+"=1")
	}
	wrap(cmd, strace, log, k.calls, k.calls+":error="+k.name+":when="+when)
	out, err := cmd.Output()
	trace, rerr := os.ReadFile(log)
	if rerr != nil {
		t.Fatal(rerr)
	}
	failed := bytes.Count(trace, []byte("(INJECTED)"))
	if err != nil {
		t.Fatalf("seed %d, when=%s, %d failing calls: %v", seed, when, failed, err)
	}
	var rep faultReport
	if err := json.Unmarshal(out, &rep); err != nil {
		t.Fatalf("seed %d: %v: %s", seed, err, out)
	}
	if err := k.judge(v.Dir(), rep); err != nil {
		t.Fatalf("seed %d, when=%s: when the fault had passed: %v", seed, when, err)
	}
	if err := os.RemoveAll(place); err != nil {
		t.Fatal(err)
	}
	return failed, rep
}

// leaves reports whether a failed write may leave something because removing
// it fails too.
func (k faultKind) leaves() bool { return k.calls == removals || k.calls == "openat" }

// judge opens what is left and compares it with what was confirmed.
func (k faultKind) judge(dir string, rep faultReport) error {
	code, err := ParseCode(rep.Code)
	if err != nil {
		return err
	}
	want := make(texts)
	for _, x := range rep.Texts {
		want[natural{Drawer(x[0]), x[1]}] = x[2]
	}
	for _, open := range []func() (*Vault, error){
		func() (*Vault, error) { return Open(Options{Dir: dir}, []byte(rep.Password)) },
		func() (*Vault, error) { return OpenWithCode(Options{Dir: dir}, code) },
	} {
		v, err := open()
		if err != nil {
			return err
		}
		lost, strange := want.compare(content(v))
		if err := v.Close(); err != nil || lost+strange > 0 {
			return fmt.Errorf("%d lost, %d strange: %w", lost, strange, err)
		}
	}
	for path, code := range rep.Backups {
		c, err := ParseCode(code)
		if err == nil {
			_, err = VerifyBackupWithCode(path, c)
		}
		if err != nil {
			return fmt.Errorf("confirmed backup: %w", err)
		}
	}
	if quarantined, err := os.ReadDir(filepath.Join(dir, dirQuarantine)); err == nil && len(quarantined) > 0 {
		return errors.New("something sound was put into quarantine")
	}
	if k.leaves() {
		return nil
	}
	return noLeftovers(filepath.Dir(dir))
}

// TestDestructiveFaults lets single calls of the system fail. What was
// confirmed stays; what was refused is not there, or whole until the next
// save; every error says what failed; and the vault goes on by itself.
func TestDestructiveFaults(t *testing.T) {
	path := strace(t)
	var mu sync.Mutex
	acts := make(map[string][2]int)
	t.Run("of", func(t *testing.T) {
		for i, k := range faultKinds {
			name := k.name + " " + strings.ReplaceAll(k.calls, "?", "")
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				var sum faultReport
				failed, runs := 0, 0
				for n := roundsOr(15); failed < n; runs++ {
					if runs == 10 && failed == 0 {
						t.Fatal("strace let nothing fail")
					}
					f, rep := k.run(t, path, 1000*i+runs)
					failed += f
					sum.Confirmed += rep.Confirmed
					sum.Refused += rep.Refused
					sum.Through += rep.Through
					mu.Lock()
					for act, n := range rep.Acts {
						acts[act] = [2]int{acts[act][0] + n[0], acts[act][1] + n[1]}
					}
					mu.Unlock()
				}
				t.Logf("%s: %d calls failed in %d runs: %d acts confirmed, 0 lost; %d refused, of which %d stood, whole, at the next opening",
					name, failed, runs, sum.Confirmed, sum.Refused, sum.Through)
			})
		}
	})
	for _, act := range slices.Sorted(maps.Keys(acts)) {
		t.Logf("%-18s %d confirmed, %d refused", act, acts[act][0], acts[act][1])
	}
}
