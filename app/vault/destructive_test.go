package vault

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// texts is what a vault should hold: a value for each drawer and key.
type texts map[natural]string

// content reads everything that a vault holds.
func content(v *Vault) texts {
	all := make(texts)
	for in, d := range v.state.live {
		for key, e := range d {
			all[natural{in, key}] = string(e.body)
		}
	}
	return all
}

// compare counts what is missing or different, and what should not be there.
func (want texts) compare(got texts) (lost, strange int) {
	for n, x := range want {
		if got[n] != x {
			lost++
		}
	}
	for n, x := range got {
		if _, ok := want[n]; !ok {
			strange++
		} else if !json.Valid([]byte(x)) {
			strange++
		}
	}
	return lost, strange
}

// specimen is a vault with a history, closed, to be copied and damaged.
type specimen struct {
	dir  string
	code Code
	want texts
	db   []byte
	// older is what an earlier day's file held, where parts of that are in the copies.
	older *save
}

func newSpecimen(t *testing.T, n int) specimen {
	t.Helper()
	v, code := newVaultIn(t, scratch(t))
	fillVault(t, v, n)
	rng := rand.New(rand.NewPCG(7, 7))
	for i := range n / 2 {
		err := v.Update(func(tx *Tx) error {
			key := fmt.Sprintf("q%04d", rng.IntN(n))
			if i%7 == 0 {
				return Delete(tx, "answers", key)
			}
			return Put(tx, "answers", key, answer{Value: "partly", Note: string(bytes.Repeat([]byte("n"), rng.IntN(1500)))})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	s := specimen{dir: v.Dir(), code: code, want: content(v)}
	for n, x := range s.want {
		s.want[n] = string([]byte(x)) // Close wipes what content shares
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	var err error
	if s.db, err = os.ReadFile(filepath.Join(s.dir, nameRecords)); err != nil {
		t.Fatal(err)
	}
	return s
}

// with gives the directory of a copy that has other bytes as records file.
func (s specimen) with(t *testing.T, db []byte) string {
	t.Helper()
	dir := scratch(t)
	key, err := os.ReadFile(filepath.Join(s.dir, nameKey))
	if err == nil {
		err = errors.Join(os.WriteFile(filepath.Join(dir, nameKey), key, 0o600),
			os.WriteFile(filepath.Join(dir, nameRecords), db, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// structure lists the bytes of page heads, element tables, branches, free
// list and meta pages.
func structure(b []byte) []int {
	var at []int
	span := func(from, n int) {
		for i := from; i < min(from+n, len(b)); i++ {
			at = append(at, i)
		}
	}
	high := int(findMetas(b)[0].high)
	for id := 0; id < high; id++ {
		p := id * pageSize
		kind, count, over := pageHead(b[p:])
		switch kind {
		case boltMetaFlag:
			span(p, boltHeader+boltMeta)
		case boltBranch:
			span(p, boltHeader+32*int(count))
		case boltLeaf:
			span(p, boltHeader+16*int(count))
		case boltFree:
			span(p, boltHeader+8*int(count))
		}
		id += int(over)
	}
	return at
}

// verdict is what became of one damaged copy.
type verdict struct {
	clean, rescued, refused int
	cutOff, traceless       int // an earlier day's state: told as cut off; nothing later in the file
	lost, mostLost          int // records, those brought back from the dead too
}

// add takes the verdict of other copies in.
func (v *verdict) add(x verdict) {
	v.clean += x.clean
	v.cutOff += x.cutOff
	v.traceless += x.traceless
	v.rescued += x.rescued
	v.refused += x.refused
	v.lost += x.lost
	v.mostLost = max(v.mostLost, x.mostLost)
}

// judge opens a damaged copy, reads all, writes, and opens it again. Nothing
// may be wrong or lost without being reported.
func (s specimen) judge(t *testing.T, dir, what string) (sum verdict) {
	t.Helper()
	o := Options{Dir: dir}
	db, err := os.ReadFile(filepath.Join(dir, nameRecords))
	if err != nil {
		t.Fatal(err)
	}
	v, err := OpenWithCode(o, s.code)
	if errors.Is(err, ErrDamaged) {
		o.Rescue = true
		v, err = OpenWithCode(o, s.code)
	}
	if err != nil {
		if !errors.Is(err, ErrDamaged) {
			t.Fatalf("%s: %v", what, err)
		}
		sum.refused++
		return sum
	}
	lost, strange := s.want.compare(content(v))
	r := v.Rescued()
	switch earlier := r == nil && s.isOlder(v); {
	case earlier && v.CutOff() && savesIn(t, v, db, s.older.seq) < 2:
		sum.cutOff++
	case earlier && lost+strange > 0 && savesIn(t, v, db, s.older.seq) == 0:
		sum.traceless++
	case r == nil && lost+strange > 0:
		t.Fatalf("%s: %d lost and %d strange without a word", what, lost, strange)
	case r != nil && r.Exact && lost+strange > 0:
		t.Fatalf("%s: called exact, %d lost and %d strange", what, lost, strange)
	case r == nil:
		sum.clean++
	default:
		sum.rescued++
		sum.lost += lost + strange
		sum.mostLost = max(sum.mostLost, lost+strange)
	}
	for i := range 30 {
		err := v.Update(func(tx *Tx) error { return Put(tx, "after", fmt.Sprint(i%11), answer{Value: fmt.Sprint(i)}) })
		if err != nil {
			t.Fatalf("%s: write after opening: %v", what, err)
		}
	}
	after := maps.Clone(content(v))
	for n, x := range after {
		after[n] = string([]byte(x))
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v, err = OpenWithCode(Options{Dir: dir}, s.code)
	if err != nil {
		t.Fatalf("%s: second opening: %v", what, err)
	}
	if lost, strange := after.compare(content(v)); lost+strange > 0 {
		t.Fatalf("%s: second opening lost %d, %d strange", what, lost, strange)
	}
	if err := errors.Join(v.Close(), os.RemoveAll(dir)); err != nil {
		t.Fatal(err)
	}
	return sum
}

// judgeAll judges n damaged copies and sums up.
func (s specimen) judgeAll(t *testing.T, n int, damaged func(i int) (db []byte, what string)) (sum verdict) {
	t.Helper()
	var mu sync.Mutex
	spread(t, n, func(t *testing.T, i int) {
		db, what := damaged(i)
		one := s.judge(t, s.with(t, db), what)
		mu.Lock()
		defer mu.Unlock()
		sum.add(one)
	})
	return sum
}

func TestDestructiveFlips(t *testing.T) {
	s := newSpecimen(t, 300)
	inside := structure(s.db)
	high := int(findMetas(s.db)[0].high)
	kinds := []struct {
		name     string
		mostLost int
		damage   func(b []byte, rng *rand.Rand) string
	}{
		{"flip", 1, func(b []byte, rng *rand.Rand) string {
			at := rng.IntN(high * pageSize)
			b[at] ^= byte(1 + rng.IntN(255))
			return fmt.Sprint(at)
		}},
		{"structural flip", 0, func(b []byte, rng *rand.Rand) string {
			at := inside[rng.IntN(len(inside))]
			b[at] ^= byte(1 + rng.IntN(255))
			return fmt.Sprint(at)
		}},
		{"structural bit", 0, func(b []byte, rng *rand.Rand) string {
			at := inside[rng.IntN(len(inside))]
			b[at] ^= 1 << rng.IntN(8)
			return fmt.Sprint(at)
		}},
		{"page", 8, func(b []byte, rng *rand.Rand) string {
			p := rng.IntN(high)
			page := b[p*pageSize : (p+1)*pageSize]
			switch rng.IntN(3) {
			case 0:
				clear(page)
			case 1:
				for i := range page {
					page[i] = byte(rng.Uint32())
				}
			default:
				from := rng.IntN(high)
				copy(page, bytes.Clone(b[from*pageSize:(from+1)*pageSize]))
			}
			return fmt.Sprint("page ", p)
		}},
	}
	for k, kind := range kinds {
		n := roundsOr(200)
		sum := s.judgeAll(t, n, func(i int) ([]byte, string) {
			b := bytes.Clone(s.db)
			return b, kind.name + " " + kind.damage(b, rand.New(rand.NewPCG(uint64(n), uint64(len(kinds)*i+k))))
		})
		if sum.refused > 0 || sum.mostLost > kind.mostLost {
			t.Errorf("%s: %d refused, one lost %d records", kind.name, sum.refused, sum.mostLost)
		}
		t.Logf("%-16s %d: %d no effect, %d reported (%d records lost in all, at most %d of %d), 0 silent",
			kind.name, n, sum.clean, sum.rescued, sum.lost, sum.mostLost, len(s.want))
	}
}

func TestDestructiveTruncation(t *testing.T) {
	s := newSpecimen(t, 300)
	points := max(roundsOr(100), 20)
	sum := s.judgeAll(t, points, func(i int) ([]byte, string) {
		cut := len(s.db) * i / points
		return s.db[:cut], fmt.Sprint("cut at ", cut)
	})
	if sum.refused > 1+points/20 {
		t.Errorf("%+v", sum)
	}
	t.Logf("truncations %d: %d no effect, %d rescued, %d with nothing in them refused", points, sum.clean, sum.rescued, sum.refused)
}

func TestMissingFiles(t *testing.T) {
	s := newSpecimen(t, 20)
	open := func(dir string) error {
		v, err := OpenWithCode(Options{Dir: dir}, s.code)
		if err == nil {
			if lost, strange := s.want.compare(content(v)); lost+strange > 0 {
				t.Errorf("%d lost, %d strange", lost, strange)
			}
			err = v.Close()
		}
		return err
	}
	for name, remove := range map[string]bool{"removed": true, "emptied": false} {
		for _, file := range []string{nameKey, nameRecords} {
			dir := s.with(t, s.db)
			path := filepath.Join(dir, file)
			err := os.Truncate(path, 0)
			if remove {
				err = os.Remove(path)
			}
			if err != nil {
				t.Fatal(err)
			}
			if there, err := Exists(dir); !there || err != nil {
				t.Errorf("%s %s: taken for no vault", file, name)
			}
			if err := open(dir); file == nameKey && err != nil {
				t.Errorf("%s %s: %v", file, name, err)
			} else if file == nameRecords {
				want(t, err, ErrDamaged)
			}
			_, _, err = Create(Options{Dir: dir, Cost: testCost}, []byte("x"))
			want(t, err, ErrExists)
		}
	}
}

// TestTampering puts records where they do not belong, with all structure
// right, as somebody could who has the file but not the password.
func TestTampering(t *testing.T) {
	s := newSpecimen(t, 60)
	values := func(b []byte) [][]byte {
		buckets, _, err := checkFile(b, findMetas(b)[0])
		if err != nil {
			t.Fatal(err)
		}
		var all [][]byte
		for _, p := range buckets[bucketRecords] {
			all = append(all, p.value)
		}
		return all
	}
	sameSize := func(all [][]byte) (x, y []byte) {
		for i := range all {
			for j := i + 1; j < len(all); j++ {
				if len(all[i]) == len(all[j]) {
					return all[i], all[j]
				}
			}
		}
		t.Fatal("no two records of one size")
		return nil, nil
	}
	for name, tamper := range map[string]func(b []byte){
		"swap": func(b []byte) {
			x, y := sameSize(values(b))
			keep := bytes.Clone(x)
			copy(x, y)
			copy(y, keep)
		},
		"copy": func(b []byte) { x, y := sameSize(values(b)); copy(x, y) },
		"foreign sequence": func(b []byte) {
			binary.BigEndian.PutUint64(values(b)[0][8:], 1<<40)
		},
		"foreign value": func(b []byte) {
			x := values(b)[0]
			copy(x[recordHead:], bytes.Repeat([]byte{7}, len(x)-recordHead))
		},
	} {
		b := bytes.Clone(s.db)
		tamper(b)
		_, err := OpenWithCode(Options{Dir: s.with(t, b)}, s.code)
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
