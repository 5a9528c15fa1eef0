package vault

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// save is a records file and what the vault held, after one confirmed save.
type save struct {
	db   []byte
	want texts
	seq  uint64
}

// history makes saves of all kinds, of some records of many, and keeps the file
// after each.
func history(t *testing.T, n, many int) (specimen, []save) {
	t.Helper()
	v, code := newVaultIn(t, scratch(t))
	fillVault(t, v, many*2/3)
	all := further(t, v, n, many)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	return specimen{dir: v.Dir(), code: code}, all
}

// further makes n saves more.
func further(t *testing.T, v *Vault, n, many int) []save {
	t.Helper()
	rng := rand.New(rand.NewPCG(5, v.Seq()))
	var all []save
	for i := range n {
		err := v.Update(func(tx *Tx) error {
			var errs []error
			for range 1 + rng.IntN(3) {
				key := fmt.Sprintf("q%04d", rng.IntN(many))
				if rng.IntN(5) == 0 {
					errs = append(errs, Delete(tx, "answers", key))
				} else {
					errs = append(errs, Put(tx, "answers", key, answer{Value: fmt.Sprint(i), Note: string(make([]byte, rng.IntN(900)))}))
				}
			}
			return errors.Join(errs...)
		})
		if err != nil {
			t.Fatal(err)
		}
		db, err := os.ReadFile(filepath.Join(v.Dir(), nameRecords))
		if err != nil {
			t.Fatal(err)
		}
		x := save{db: db, want: make(texts), seq: v.Seq()}
		for n, body := range content(v) {
			x.want[n] = string([]byte(body))
		}
		all = append(all, x)
	}
	return all
}

// cut makes a file as a power cut in the middle of the save from before to
// after may leave it. An honest disk has written nothing of the meta page
// unless all else is there; a lying one any subset. Either may have torn a
// page between its sectors of 512 bytes and lost the growth of the file.
func cut(before, after []byte, honest bool, rng *rand.Rand) []byte {
	b := make([]byte, len(after))
	copy(b, before)
	var pages []int
	for p := 0; p < len(after); p += pageSize {
		if !bytes.Equal(b[p:p+pageSize], after[p:p+pageSize]) {
			pages = append(pages, p)
		}
	}
	whole := honest && rng.IntN(2) == 0 // all but the meta page is written
	for _, p := range pages {
		isMeta := p < 2*pageSize
		switch {
		case honest && isMeta && !whole, !(honest && whole && !isMeta) && rng.IntN(2) == 0:
		case whole && !isMeta || rng.IntN(3) > 0:
			copy(b[p:p+pageSize], after[p:])
		default:
			for s := p; s < p+pageSize; s += 512 {
				if rng.IntN(2) == 0 {
					copy(b[s:s+512], after[s:])
				}
			}
		}
	}
	if !whole && len(after) > len(before) && rng.IntN(3) == 0 {
		b = b[:len(before)]
	}
	return b
}

// cuts counts what became of files that a power cut had left.
type cuts struct {
	old, done, noticed, rescued, partly int
}

func (c *cuts) add(x cuts) {
	c.old += x.old
	c.done += x.done
	c.noticed += x.noticed
	c.rescued += x.rescued
	c.partly += x.partly
}

// judgeCut opens what a power cut has left of the save from before to after,
// writes, and opens it again.
func (s specimen) judgeCut(t *testing.T, before, after save, honest bool, what string, rng *rand.Rand) (c cuts) {
	t.Helper()
	dir := s.with(t, cut(before.db, after.db, honest, rng))
	v, err := OpenWithCode(Options{Dir: dir}, s.code)
	if honest && err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if errors.Is(err, ErrDamaged) {
		c.rescued++
		v, err = OpenWithCode(Options{Dir: dir, Rescue: true}, s.code)
	}
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	got := content(v)
	lostNew, strangeNew := after.want.compare(got)
	lostOld, strangeOld := before.want.compare(got)
	switch {
	case lostNew+strangeNew == 0:
		c.done++
	case lostOld+strangeOld == 0:
		c.old++
		if v.CutOff() {
			c.noticed++
		}
	case v.Rescued() == nil:
		t.Fatalf("%s: neither the old state nor the new, and no word of it", what)
	default:
		c.partly++
	}
	err = v.Update(func(tx *Tx) error { return Put(tx, "after", "x", answer{Value: "y"}) })
	if err = errors.Join(err, v.Close()); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if v, err = OpenWithCode(Options{Dir: dir}, s.code); err != nil {
		t.Fatalf("%s: second opening: %v", what, err)
	}
	if err := errors.Join(v.Close(), os.RemoveAll(dir)); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	return c
}

func TestDestructivePowerCut(t *testing.T) {
	s, saves := history(t, 60, 90)
	for _, honest := range []bool{true, false} {
		var sum cuts
		var mu sync.Mutex
		n := roundsOr(600)
		spread(t, n, func(t *testing.T, i int) {
			rng := rand.New(rand.NewPCG(uint64(n), uint64(i)))
			at := 1 + rng.IntN(len(saves)-1)
			c := s.judgeCut(t, saves[at-1], saves[at], honest, fmt.Sprintf("cut %d, honest %v, save %d", i, honest, at), rng)
			mu.Lock()
			defer mu.Unlock()
			sum.add(c)
		})
		t.Logf("power cuts, honest=%v: %d, all opened: %d with the whole save, %d without it (%d noticed as cut off), %d in part and reported; %d needed a rescue",
			honest, n, sum.done, sum.old, sum.noticed, sum.partly, sum.rescued)
	}
}
