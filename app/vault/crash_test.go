package vault

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The test program starts itself again as one of these.
const (
	childRole = "VAULT_TEST_ROLE"
	childDir  = "VAULT_TEST_DIR"
	childCode = "VAULT_TEST_CODE"
	childSeed = "VAULT_TEST_SEED"
	childMark = "VAULT_TEST_MARK"
)

// moreRoles are those that not every system has.
var moreRoles = make(map[string]func() error)

func TestMain(m *testing.M) {
	if act := moreRoles[os.Getenv(childRole)]; act != nil {
		childFail(act())
		os.Exit(0)
	}
	switch os.Getenv(childRole) {
	case "writer":
		childFail(childWriter())
	case "creator":
		fmt.Println("begin")
		_, _, err := Create(Options{Dir: os.Getenv(childDir), Cost: testCost}, []byte(testPassword))
		childFail(err)
		fmt.Println("done")
		os.Exit(0)
	case "remover":
		fmt.Println(os.Remove(filepath.Join(os.Getenv(childDir), "nothing")))
		os.Exit(0)
	case "faulty":
		childFail(childFaulty())
	case "resident":
		childFail(childResident())
		os.Exit(0)
	case "scanner":
		childFail(childScanner())
		os.Exit(0)
	case "opener":
		_, err := childOpen()
		if !errors.Is(err, ErrInUse) {
			childFail(fmt.Errorf("second instance got %w", err))
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// childFail ends the process if err is an error.
func childFail(err error) {
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(3)
}

func childOpen() (*Vault, error) {
	code, err := ParseCode(os.Getenv(childCode))
	if err != nil {
		return nil, err
	}
	return OpenWithCode(Options{Dir: os.Getenv(childDir)}, code)
}

// child prepares the test program in a role.
func child(role, dir string, code Code, seed int) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childRole+"="+role, childDir+"="+dir, childCode+"="+code.String(), childSeed+"="+strconv.Itoa(seed))
	cmd.Stderr = os.Stderr
	return cmd
}

// childWriter changes the vault until it is killed. It says what it is about
// to do, and that it is done once that is confirmed:
//
//	try put key value | try del key | try two key value | try none | ok
func childWriter() error {
	v, err := childOpen()
	if err != nil {
		return err
	}
	seed, err := strconv.Atoi(os.Getenv(childSeed))
	if err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(uint64(seed), 1))
	for i := 0; ; i++ {
		key, value := fmt.Sprintf("k%03d", rng.IntN(150)), fmt.Sprintf("%d.%d", seed, i)
		switch rng.IntN(12) {
		case 0:
			fmt.Println("try del", key)
			err = v.Update(func(tx *Tx) error { return Delete(tx, "d", key) })
		case 1:
			fmt.Println("try two", key, value)
			err = v.Update(func(tx *Tx) error {
				return errors.Join(Put(tx, "d", key, value), Put(tx, "d", key+"b", value))
			})
		case 2:
			fmt.Println("try none")
			_, err = v.Attach([]byte(strings.Repeat(value, 500)))
		case 3:
			fmt.Println("try none")
			switch rng.IntN(8) {
			case 0:
				err = v.Compact()
			case 1, 2:
				err = v.Backup(filepath.Join(filepath.Dir(v.Dir()), fmt.Sprintf("b%d.bibbak", i)))
			}
		default:
			fmt.Println("try put", key, value)
			err = v.Update(func(tx *Tx) error { return Put(tx, "d", key, value) })
		}
		if err != nil {
			return err
		}
		fmt.Println("ok")
	}
}

// follow applies one line of a writer to what the vault should hold.
func follow(have map[string]string, line string) map[string]string {
	f := strings.Fields(line)
	next := make(map[string]string, len(have))
	for k, x := range have {
		next[k] = x
	}
	switch f[1] {
	case "del":
		delete(next, f[2])
	case "two":
		next[f[2]], next[f[2]+"b"] = f[3], f[3]
	case "put":
		next[f[2]] = f[3]
	}
	return next
}

func TestDestructiveKill(t *testing.T) {
	v, code := newVault(t)
	dir := v.Dir()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(11, uint64(*rounds)))
	have := map[string]string{}
	n, confirmed, flying, arrived, backups := roundsOr(20), 0, 0, 0, 0
	for round := range n {
		var pending string
		have, pending, confirmed = killWriter(t, dir, code, round, rng, have, confirmed)
		w, err := OpenWithCode(Options{Dir: dir}, code)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		got := map[string]string{}
		err = Each(w, "d", func(key, x string) error { got[key] = x; return nil })
		if err = errors.Join(err, w.Close()); err != nil {
			t.Fatal(err)
		}
		if pending != "" {
			flying++
			if next := follow(have, pending); !equal(have, next) && equal(got, next) {
				have = next
				arrived++
			}
		}
		if !equal(got, have) {
			t.Fatalf("round %d: what the vault holds is not what was confirmed (in flight: %q)", round, pending)
		}
		backups += wholeBackups(t, filepath.Dir(dir), code)
		dropOrphans(t, filepath.Join(dir, dirAttachments))
	}
	t.Logf("kill -9: %d rounds, %d confirmed changes, 0 lost, 0 wrong, 0 resurrected, all openings clean; %d in flight, %d of them durable; %d backups, all whole",
		n, confirmed, flying, arrived, backups)
}

// dropOrphans removes the attachments of a killed writer, after a look at what
// the opening since should have removed.
func dropOrphans(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), suffixPart) {
			t.Errorf("leftover %s", e.Name())
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
}

// wholeBackups proves every backup of a directory and removes them, and what a
// killed one has left.
func wholeBackups(t *testing.T, dir string, code Code) int {
	t.Helper()
	whole, err := filepath.Glob(filepath.Join(dir, "*.bibbak"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range whole {
		if _, err := VerifyBackupWithCode(path, code); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	if err := removeParts(dir); err != nil {
		t.Fatal(err)
	}
	return len(whole)
}

func equal(a, b map[string]string) bool {
	for k, x := range a {
		if y, ok := b[k]; !ok || x != y {
			return false
		}
	}
	return len(a) == len(b)
}

// killWriter lets a writer run for a while and kills it. It gives what was
// confirmed, and what was tried last without being confirmed.
func killWriter(t *testing.T, dir string, code Code, seed int, rng *rand.Rand, have map[string]string, confirmed int) (map[string]string, string, int) {
	t.Helper()
	cmd := child("writer", dir, code, seed)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	pending, until := "", 5+rng.IntN(120)
	for count := 0; ; {
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if line = strings.TrimSpace(line); line == "ok" {
			have = follow(have, pending)
			pending = ""
			confirmed++
			if count++; count == until {
				wait := time.Duration(rng.IntN(3000)) * time.Microsecond
				go func() { time.Sleep(wait); _ = cmd.Process.Kill() }()
			}
		} else {
			pending = line
		}
	}
	if err := cmd.Wait(); cmd.ProcessState.ExitCode() == 3 {
		t.Fatalf("writer failed: %v", err)
	}
	return have, pending, confirmed
}

// TestDestructiveCreate kills a creation at any moment. What is left is a vault
// that opens, or none, in whose place one can be made.
func TestDestructiveCreate(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, uint64(*rounds)))
	none, whole, n := 0, 0, roundsOr(20)
	for round := range n {
		dir := filepath.Join(t.TempDir(), "vault")
		cmd := child("creator", dir, Code{}, 0)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(out)
		if _, err := lines.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rng.IntN(60_000)) * time.Microsecond)
		_ = cmd.Process.Kill()
		said, err := lines.ReadString('\n')
		_ = cmd.Wait()
		confirmed := err == nil && said == "done\n"
		there, err := Exists(dir)
		if err != nil || confirmed && !there {
			t.Fatalf("round %d: confirmed %v, there %v, %v", round, confirmed, there, err)
		}
		var v *Vault
		if there {
			whole++
			v, err = Open(Options{Dir: dir}, []byte(testPassword))
		} else {
			none++
			v, _, err = Create(Options{Dir: dir, Cost: testCost}, []byte(testPassword))
		}
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		fillVault(t, v, 3)
		if err := reopen(t, v).Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("creations killed: %d, %d were whole and opened, %d were none and could be made again", n, whole, none)
}

func TestSecondInstance(t *testing.T) {
	v, code := newVault(t)
	if err := child("opener", v.Dir(), code, 0).Run(); err != nil {
		t.Error(err)
	}
	fillVault(t, v, 1)
}
