package desk_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"unsafe"

	"trygghylla/app"
	"trygghylla/app/desk"
)

const (
	memoryDir  = "DESK_TEST_MEMORY_DIR"
	memoryMask = 0x55
)

// starMark begins every text of the test. It is written masked, so that the search does not find itself.
func starMark() []byte {
	mark := []byte("\x06\x01\x14\x07\x78\x1c\x78\x18\x1c\x1b\x1b\x10\x01\x78") // STAR-I-MINNET-
	for i := range mark {
		mark[i] ^= memoryMask
	}
	return mark
}

// inMemory counts how often a word stands in the memory of this process that can be written to.
func inMemory(word []byte) (int, error) {
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return 0, err
	}
	mem, err := os.Open("/proc/self/mem")
	if err != nil {
		return 0, err
	}
	defer mem.Close() // only read from
	masked := make([]byte, len(word))
	for i := range word {
		masked[i] = word[i] ^ memoryMask
	}
	clear(word)
	n := 0
	buf := make([]byte, 1<<20)
	own := int64(uintptr(unsafe.Pointer(&buf[0])))
	lines := bufio.NewScanner(bytes.NewReader(maps))
	for lines.Scan() {
		var from, to int64
		var mode string
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &mode); err != nil || !strings.HasPrefix(mode, "rw") {
			continue
		}
		for at := from; at < to; at += int64(len(buf)) - 64 {
			if at < own+int64(len(buf)) && own < at+int64(len(buf)) { // not what is being read into
				continue
			}
			k, _ := mem.ReadAt(buf[:min(int64(len(buf)), to-at)], at)
			for i := range buf[:k] {
				j := 0
				for j < len(masked) && i+j < k && buf[i+j]^memoryMask == masked[j] {
					j++
				}
				if j == len(masked) {
					n++
				}
			}
			clear(buf)
		}
	}
	return n, lines.Err()
}

// TestMemoryChild opens a library, works with it, locks it, and says how often a text stands in its memory before and after.
func TestMemoryChild(t *testing.T) {
	dir := os.Getenv(memoryDir)
	if dir == "" {
		t.Skip("a part of another test")
	}
	p := params(t)
	p.Dir = dir
	d, err := desk.Open(p, []byte(secret))
	must(t, err)
	a := d.Assessment()
	open, err := inMemory(starMark())
	must(t, errors.Join(err, d.Close()))
	if len(a.Lists) == 0 {
		t.Error("nothing was read")
	}
	desk.Scrub()
	locked, err := inMemory(starMark())
	must(t, err)
	fmt.Println("in memory:", open, locked)
}

// TestNothingInMemoryAfterLock scans a process for texts of the library once it is locked, those that Go has freed
// included. Of some hundreds none is left, but for one now and then in a page that Go has given to a stack meanwhile.
func TestNothingInMemoryAfterLock(t *testing.T) {
	if testing.Short() {
		t.Skip("slow under the race detector")
	}
	d, p, _ := create(t, app.Sweden)
	for _, l := range d.Catalogue().Lists[:5] {
		for i, q := range l.Questions {
			must(t, d.Say(desk.AnswerAt(q.ID, desk.Note), string(starMark())+strings.Repeat("en anteckning ", i)))
			must(t, d.Say(desk.AnswerAt(q.ID, desk.Protected), string(starMark())+"skyddat"))
		}
	}
	_, err := d.NoteIncident(app.Incident{Kind: app.ThreatIncident, What: string(starMark()) + "ett hot"})
	must(t, errors.Join(err, d.Close()))
	cmd := onceMore(t, "TestMemoryChild", memoryDir+"="+p.Dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	_, said, _ := strings.Cut(string(out), "in memory: ")
	var open, locked int
	if _, err := fmt.Sscan(said, &open, &locked); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if open < 100 {
		t.Fatalf("the scan does not see what is there: %d", open)
	}
	t.Logf("in memory: texts %d times while open, %d times after the lock", open, locked)
	if locked > open/50 {
		t.Errorf("texts stand %d times in memory after the lock, %d times before", locked, open)
	}
}
