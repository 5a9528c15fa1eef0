package vault

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unsafe"
)

// masked hides a needle from its own search.
func masked(needle []byte) []byte {
	out := make([]byte, len(needle))
	for i, b := range needle {
		out[i] = ^b
	}
	return out
}

// inMemory counts how often each masked needle stands in the memory of this
// process that can be written to.
func inMemory(needles ...[]byte) ([]int, error) {
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return nil, err
	}
	mem, err := os.Open("/proc/self/mem")
	if err != nil {
		return nil, err
	}
	defer mem.Close() // only read from
	counts := make([]int, len(needles))
	buf := make([]byte, 1<<20)
	own := int64(uintptr(unsafe.Pointer(&buf[0])))
	scan := func(from, to int64) {
		for at := from; at < to; at += int64(len(buf)) - 64 {
			clear(buf)
			n, _ := mem.ReadAt(buf[:min(int64(len(buf)), to-at)], at)
			for i, b := range buf[:n] {
				for j, needle := range needles {
					if ^b == needle[0] && isMasked(buf[i:n], needle) {
						counts[j]++
					}
				}
			}
		}
		clear(buf)
	}
	lines := bufio.NewScanner(bytes.NewReader(maps))
	for lines.Scan() {
		var from, to int64
		var mode string
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &mode); err != nil || !strings.HasPrefix(mode, "rw") {
			continue
		}
		if end := own + int64(len(buf)); from <= own && end <= to { // not what is being read into
			scan(from, own)
			from = end
		}
		scan(from, to)
	}
	return counts, lines.Err()
}

func isMasked(b, needle []byte) bool {
	if len(b) < len(needle) {
		return false
	}
	for i, x := range needle {
		if ^b[i] != x {
			return false
		}
	}
	return true
}

// childScanner opens a vault, works with it, closes it, and says how often the
// master key and the mark stand in its memory before and after.
func childScanner() error {
	v, err := childOpen()
	if err != nil {
		return err
	}
	hidden, err := hex.DecodeString(os.Getenv(childMark))
	if err != nil {
		return err
	}
	master := masked(v.keys.master[:])
	before, err := inMemory(master, hidden)
	if err != nil {
		return err
	}
	// A Put would leave a copy in a buffer of encoding/json, out of our reach.
	err = v.Update(func(tx *Tx) error { return Delete(tx, "d", "3") })
	err = errors.Join(err, v.Compact(), v.SetPassword([]byte("x")), v.BackupRecords(filepath.Join(v.Dir(), "b")), v.Close())
	if err != nil {
		return err
	}
	after, err := inMemory(master, hidden)
	fmt.Println(before[0], before[1], after[0], after[1])
	return err
}

// TestNothingInMemoryAfterClose scans a process for the master key and for the
// texts of records once the vault is closed.
func TestNothingInMemoryAfterClose(t *testing.T) {
	if runtime.GOOS != "linux" || testing.Short() {
		t.Skip("the memory of a process is read by /proc, slowly under the race detector")
	}
	v, code := newVault(t)
	mark := "abcdefghijk-STAR-I-MINNET"
	err := v.Update(func(tx *Tx) error {
		var errs []error
		for i := range 50 {
			errs = append(errs, Put(tx, "d", fmt.Sprint(i), mark))
		}
		return errors.Join(errs...)
	})
	if err = errors.Join(err, v.Close()); err != nil {
		t.Fatal(err)
	}
	cmd := child("scanner", v.Dir(), code, 0)
	cmd.Env = append(cmd.Env, childMark+"="+hex.EncodeToString(masked([]byte(mark))))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var openKey, openText, closedKey, closedText int
	if _, err := fmt.Sscan(string(out), &openKey, &openText, &closedKey, &closedText); err != nil {
		t.Fatalf("%q: %v", out, err)
	}
	if openKey == 0 || openText < 50 {
		t.Fatalf("the scan does not see what is there: %s", out)
	}
	t.Logf("in memory: open, the master key %d times and texts %d times; closed, %d and %d", openKey, openText, closedKey, closedText)
	if closedKey > 0 || closedText > 0 {
		t.Errorf("after closing, the master key stands %d times in memory, texts %d times", closedKey, closedText)
	}
}
