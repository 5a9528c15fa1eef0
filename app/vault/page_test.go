package vault

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// perLeaf gives the most records that lie on one leaf of a records file, and
// the file's page size.
func perLeaf(t *testing.T, v *Vault) (most, size int) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(v.Dir(), nameRecords))
	if err != nil {
		t.Fatal(err)
	}
	m := findMetas(b)[0]
	size = int(m.size)
	for at := 2 * size; at < int(m.high)*size; at += size {
		if kind, count, _ := pageHead(b[at:]); kind == boltLeaf && bytes.Contains(b[at:at+size], []byte(recordMagic)) {
			most = max(most, int(count))
		}
	}
	return most, size
}

// TestEightRecordsOnAPage: of the smallest records, put and removed in any
// order, a page never holds more than eight, before and after compacting.
func TestEightRecordsOnAPage(t *testing.T) {
	v, _ := newVault(t)
	rng := rand.New(rand.NewPCG(6, 6))
	for range 6 {
		err := v.Update(func(tx *Tx) error {
			var errs []error
			for range 400 {
				key := fmt.Sprint(rng.IntN(900))
				if rng.IntN(5) == 0 {
					errs = append(errs, Delete(tx, "d", key))
				} else {
					errs = append(errs, Put(tx, "d", key, 1))
				}
			}
			return errors.Join(errs...)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	grown, size := perLeaf(t, v)
	if err := v.Compact(); err != nil {
		t.Fatal(err)
	}
	fresh, _ := perLeaf(t, v)
	if grown > 8 || fresh > 8 || fresh < 7 || size != 4096 {
		t.Errorf("%d records on a page of %d bytes, %d after compacting", grown, size, fresh)
	}
}

// TestOtherPageSizes opens and goes on with files whose pages are those of
// another system, and compacts them to pages like everywhere.
func TestOtherPageSizes(t *testing.T) {
	for size := pageSizeMin; size <= pageSizeMost; size *= 2 {
		v, _ := newVault(t)
		var puts []put
		m := manifest{seq: 7}
		for i := range 100 {
			r := record{id: [16]byte{byte(i)}, seq: 7, in: "answers", key: fmt.Sprintf("old%d", i), body: []byte("{}")}
			sealed, err := v.keys.seal(r, v.o.Rand)
			if err != nil {
				t.Fatal(err)
			}
			puts = append(puts, put{r.id, sealed})
			m.count++
			m.sum.add(v.keys.element(sealed))
		}
		foreign := filepath.Join(t.TempDir(), "db")
		db, err := bolt.Open(foreign, fileMode, &bolt.Options{PageSize: size})
		if err != nil {
			t.Fatal(err)
		}
		err = db.Update(func(tx *bolt.Tx) error {
			return errors.Join(fill(tx, puts), seal(tx, v.keys, &m, v.keyfile.raw))
		})
		if err = errors.Join(err, db.Close(), v.Close(), os.Rename(foreign, filepath.Join(v.Dir(), nameRecords))); err != nil {
			t.Fatal(err)
		}
		if v, err = Open(Options{Dir: v.Dir()}, []byte(testPassword)); err != nil {
			t.Fatalf("pages of %d: %v", size, err)
		}
		fillVault(t, v, 20)
		v = reopen(t, v)
		if err := v.Compact(); err != nil {
			t.Fatal(err)
		}
		v = reopen(t, v)
		if most, now := perLeaf(t, v); v.state.records() != 120 || now != 4096 || most > 8 {
			t.Errorf("pages of %d: %d records, %d on a page of %d", size, v.state.records(), most, now)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
