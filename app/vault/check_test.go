package vault

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// TestCheckerTakesWhatBoltWrites: no false alarm on files that bbolt itself
// has written, with puts and deletes at random, pages of all sizes, small and
// large values, both free lists; after closing and in between.
func TestCheckerTakesWhatBoltWrites(t *testing.T) {
	rng := rand.New(rand.NewPCG(uint64(*rounds), 4))
	checked := 0
	for i := range roundsOr(6) {
		size := 1024 << (i % 5)
		kind := []bolt.FreelistType{bolt.FreelistMapType, bolt.FreelistArrayType}[i%2]
		path := filepath.Join(t.TempDir(), fmt.Sprint(i))
		db, err := bolt.Open(path, 0o600, &bolt.Options{PageSize: size, FreelistType: kind, NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		for range 40 {
			err := db.Update(func(tx *bolt.Tx) error { return churn(tx, rng, want) })
			if err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := checkFile(b, findMetas(b)[0])
			if err != nil {
				t.Fatalf("page size %d: %v", size, err)
			}
			if len(got["r"]) != len(want) {
				t.Fatalf("%d pairs, want %d", len(got["r"]), len(want))
			}
			for _, p := range got["r"] {
				if want[string(p.key)] != string(p.value) {
					t.Fatal("another value")
				}
			}
			checked++
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d files written by bbolt, no false alarm", checked)
}

// churn changes the bucket "r" at random and writes a little into "m".
func churn(tx *bolt.Tx, rng *rand.Rand, want map[string]string) error {
	r, err := tx.CreateBucketIfNotExists([]byte("r"))
	if err != nil {
		return err
	}
	m, err := tx.CreateBucketIfNotExists([]byte("m"))
	if err != nil {
		return err
	}
	if err := m.Put([]byte("manifest"), make([]byte, rng.IntN(600))); err != nil {
		return err
	}
	most := 1 + rng.IntN(60)
	removing := rng.IntN(3) == 0
	for range most {
		key := fmt.Sprintf("%04d", rng.IntN(700))
		if removing || rng.IntN(4) == 0 {
			delete(want, key)
			err = r.Delete([]byte(key))
		} else {
			value := bytes.Repeat([]byte{byte(rng.Uint32())}, 1+rng.IntN(300))
			if rng.IntN(40) == 0 {
				value = bytes.Repeat(value, 60)
			}
			want[key] = string(value)
			err = r.Put([]byte(key), value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// TestDeepTree checks a file whose free list and tree are large.
func TestDeepTree(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	db, err := bolt.Open(path, 0o600, &bolt.Options{PageSize: 1024, NoSync: true, FreelistType: bolt.FreelistMapType})
	if err != nil {
		t.Fatal(err)
	}
	key := func(i int) []byte { return fmt.Appendf(nil, "%08d", i) }
	for from := 0; from < 80_000; from += 20_000 {
		err := db.Update(func(tx *bolt.Tx) error {
			r, err := tx.CreateBucketIfNotExists([]byte("r"))
			for i := from; err == nil && i < from+20_000; i++ {
				err = r.Put(key(i), bytes.Repeat([]byte("x"), 900))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	err = db.Update(func(tx *bolt.Tx) error {
		r := tx.Bucket([]byte("r"))
		for i := 100; i < 79_000; i++ {
			if err := r.Delete(key(i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	m := findMetas(b)[0]
	_, count, _ := pageHead(b[m.free*m.size:])
	got, _, err := checkFile(b, m)
	if err != nil || len(got["r"]) != 1100 || count != 0xffff {
		t.Errorf("%d pairs, free list of %d, %v", len(got["r"]), count, err)
	}
}
