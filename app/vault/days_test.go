package vault

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
)

// isOlder reports whether a vault holds just what the earlier day's file held.
func (s specimen) isOlder(v *Vault) bool {
	if s.older == nil {
		return false
	}
	lost, strange := s.older.want.compare(content(v))
	return lost+strange == 0
}

// savesIn counts the saves after one of which there is a trace in a file. If
// there is none it is that day's file, put back.
func savesIn(t *testing.T, v *Vault, db []byte, seq uint64) int {
	t.Helper()
	saves := make(map[uint64]bool)
	err := eachRecord(db, seq, func(sealed []byte) error {
		if r, err := v.keys.open(sealed); err == nil {
			saves[r.seq] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	v.keys.eachManifest(db, func(m manifest) {
		if m.seq > seq {
			saves[m.seq] = true
		}
	})
	return len(saves)
}

// mixed makes one file of the pages of two.
func mixed(older, newer []byte, isNewer func(page int) bool) []byte {
	b := make([]byte, 0, max(len(older), len(newer)))
	for p := 0; p < max(len(older), len(newer)); p += pageSize {
		from := older
		if p >= len(older) || p < len(newer) && isNewer(p/pageSize) {
			from = newer
		}
		b = append(b, from[p:p+pageSize]...)
	}
	return b
}

// judgeMixes judges n files made of those of two saves.
func judgeMixes(t *testing.T, s specimen, saves []save, name string, mix func(older, newer []byte, rng *rand.Rand) []byte) (sum verdict) {
	t.Helper()
	n := roundsOr(100)
	sums := make([]verdict, n)
	spread(t, n, func(t *testing.T, i int) {
		rng := rand.New(rand.NewPCG(uint64(n), uint64(i)))
		at := 1 + rng.IntN(len(saves)-1)
		from := rng.IntN(at)
		s := s
		s.older, s.want = &saves[from], saves[at].want
		db := mix(saves[from].db, saves[at].db, rng)
		sums[i] = s.judge(t, s.with(t, db), fmt.Sprintf("%s %d, saves %d and %d", name, i, from, at))
	})
	for _, x := range sums {
		sum.add(x)
	}
	t.Logf("%-22s %d: %d no effect, %d reported (%d records lost in all, at most %d), %d told as cut off, %d without a trace of the later day, %d refused, 0 silent",
		name, n, sum.clean, sum.rescued, sum.lost, sum.mostLost, sum.cutOff, sum.traceless, sum.refused)
	return sum
}

// days is a history of which the file was compacted half way.
func days(t *testing.T) (specimen, []save) {
	t.Helper()
	s, saves := history(t, 40, 300)
	v, err := OpenWithCode(Options{Dir: s.dir}, s.code)
	if err == nil {
		err = v.Compact()
	}
	if err != nil {
		t.Fatal(err)
	}
	saves = append(saves, further(t, v, 30, 300)...)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	return s, saves
}

// TestDestructiveDays mixes the files of two days, as a synchronising program or
// a disk may leave them that has given back a part of an older state.
func TestDestructiveDays(t *testing.T) {
	s, saves := days(t)
	cutAt := func(headNewer bool) func(older, newer []byte, rng *rand.Rand) []byte {
		return func(older, newer []byte, rng *rand.Rand) []byte {
			at := rng.IntN(max(len(older), len(newer)) / pageSize)
			return mixed(older, newer, func(page int) bool { return page < at == headNewer })
		}
	}
	judgeMixes(t, s, saves, "head older", cutAt(false))
	judgeMixes(t, s, saves, "head newer", cutAt(true))
	judgeMixes(t, s, saves, "page by page", func(older, newer []byte, rng *rand.Rand) []byte {
		return mixed(older, newer, func(int) bool { return rng.IntN(2) == 0 })
	})
}

// TestDestructiveStaleMeta puts back meta pages of an earlier save. The later one
// is there as a whole, so nothing may be lost.
func TestDestructiveStaleMeta(t *testing.T) {
	s, saves := days(t)
	sum := judgeMixes(t, s, saves, "stale meta page", func(older, newer []byte, rng *rand.Rand) []byte {
		b, which := bytes.Clone(newer), rng.IntN(3)
		for page := range 2 {
			if which == page || which == 2 {
				copy(b[page*pageSize:], older[page*pageSize:(page+1)*pageSize])
			}
		}
		return b
	})
	if sum.mostLost+sum.cutOff+sum.traceless+sum.refused > 0 {
		t.Errorf("a save that is whole in the file was given up: %+v", sum)
	}
}

// TestMixedDaysAreTold: what a mixed file is told with.
func TestMixedDaysAreTold(t *testing.T) {
	s, saves := history(t, 30, 300)
	older, newer := saves[5], saves[29]
	var db []byte
	for cut := 2; db == nil; cut++ {
		b := mixed(older.db, newer.db, func(page int) bool { return page >= cut })
		_, err := OpenWithCode(Options{Dir: s.with(t, b)}, s.code)
		if d := new(Damage); errors.As(err, &d) && d.Mixed {
			db = b
		}
		if cut > len(newer.db)/pageSize {
			t.Fatal("no cut makes a mixed file")
		}
	}
	v, err := OpenWithCode(Options{Dir: s.with(t, db), Rescue: true}, s.code)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close() // only read from
	r := v.Rescued()
	if r == nil || r.Exact || r.Found < 100 || r.Seq <= older.seq || r.Seq > newer.seq || r.Kept == "" {
		t.Errorf("told is %+v", r)
	}
	if v.CutOff() {
		t.Error("taken for a save that was cut off")
	}
}
