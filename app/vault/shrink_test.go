package vault

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// sizeOf gives the size of a vault's records file in pages.
func sizeOf(t *testing.T, v *Vault) int {
	t.Helper()
	info, err := os.Stat(filepath.Join(v.Dir(), nameRecords))
	if err != nil {
		t.Fatal(err)
	}
	return int(info.Size() / pageSize)
}

// TestCloseShrinks: a large file that is more than half free is written anew when
// the vault is closed, and holds what it held; a small one is left alone, and one
// that is well filled too.
func TestCloseShrinks(t *testing.T) {
	for _, x := range []struct {
		name          string
		most, left    int
		shrinks, held bool
	}{
		{"half empty", 3000, 300, true, false},
		{"full", 3000, 3000, false, false},
		{"small", 60, 5, false, false},
		{"held", 3000, 300, false, true},
	} {
		t.Run(x.name, func(t *testing.T) {
			v, _ := newVaultIn(t, scratch(t))
			fillVault(t, v, x.most)
			if err := v.Compact(); err != nil { // exactly as large as it has to be
				t.Fatal(err)
			}
			err := v.Update(func(tx *Tx) error {
				for i := x.left; i < x.most; i++ {
					if err := Delete(tx, "answers", fmt.Sprintf("q%04d", i)); err != nil {
						return err
					}
				}
				return Put(tx, "answers", "q0000", answer{Value: "last"})
			})
			if err != nil {
				t.Fatal(err)
			}
			seq, before := v.Seq(), sizeOf(t, v)
			if x.held {
				v.held = ErrReadOnly
			}
			v = reopen(t, v)
			if after := sizeOf(t, v); (after < before/2) != x.shrinks {
				t.Errorf("%d pages at first, %d after closing", before, after)
			}
			if got, _, err := Get[answer](v, "answers", "q0000"); err != nil || got.Value != "last" || v.Seq() < seq {
				t.Errorf("%v %v, save %d after %d", got, err, v.Seq(), seq)
			}
			if n := v.state.records(); n != x.left || v.state.dead > 0 && x.shrinks {
				t.Errorf("%d records and %d tombstones", n, v.state.dead)
			}
		})
	}
}

// TestProofKeepsNothing: what proving has decrypted is wiped, also where it fails.
func TestProofKeepsNothing(t *testing.T) {
	v, _ := newVaultIn(t, scratch(t))
	fillVault(t, v, 200)
	b, err := os.ReadFile(filepath.Join(v.Dir(), nameRecords))
	if err != nil {
		t.Fatal(err)
	}
	img, err := v.keys.read(b, 0)
	if err != nil {
		t.Fatal(err)
	}
	arena := img.arena
	if len(arena) < 200*textLeast {
		t.Fatalf("%d bytes for 200 texts", len(arena))
	}
	img.wipe()
	pairs := shapeOf(b).buckets[bucketRecords]
	pairs[150].value[recordHead] ^= 1
	_, other, err := v.keys.prove(pairs)
	want(t, err, ErrDamaged)
	for _, a := range [][]byte{arena, other} {
		for i, x := range a {
			if x != 0 {
				t.Fatalf("byte %d of what was decrypted is left", i)
			}
		}
	}
}
