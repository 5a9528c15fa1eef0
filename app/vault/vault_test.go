package vault

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// testCost keeps the tests quick.
var testCost = Cost{MemoryKiB: 8 << 10, Time: 1, Threads: 1}

const testPassword = "torsdag på biblioteket"

type answer struct {
	Value string `json:"value"`
	Note  string `json:"note,omitempty"`
}

// newVault makes a vault in a new directory.
func newVault(t testing.TB) (*Vault, Code) {
	t.Helper()
	return newVaultIn(t, t.TempDir())
}

// newVaultIn makes a vault below a directory.
func newVaultIn(t testing.TB, dir string) (*Vault, Code) {
	t.Helper()
	v, code, err := Create(Options{Dir: filepath.Join(dir, "vault"), Cost: testCost}, []byte(testPassword))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v, code
}

// fillVault puts n answers in.
func fillVault(t testing.TB, v *Vault, n int) {
	t.Helper()
	err := v.Update(func(tx *Tx) error {
		for i := range n {
			if err := Put(tx, "answers", fmt.Sprintf("q%04d", i), answer{Value: "in order", Note: fmt.Sprintf("note %d", i)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// reopen closes a vault and opens it again.
func reopen(t testing.TB, v *Vault) *Vault {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v, err := Open(Options{Dir: v.Dir()}, []byte(testPassword))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return v
}

// want fails unless err is the sentinel.
func want(t testing.TB, err, sentinel error) {
	t.Helper()
	if !errors.Is(err, sentinel) {
		t.Fatalf("got error %v, want %v", err, sentinel)
	}
}

func TestRoundTrip(t *testing.T) {
	v, _ := newVault(t)
	fillVault(t, v, 300)
	photo := []byte("not really a photo")
	a, err := v.Attach(photo)
	if err != nil {
		t.Fatal(err)
	}
	err = v.Update(func(tx *Tx) error {
		return errors.Join(Put(tx, "evidence", "e1", a), Delete(tx, "answers", "q0007"),
			Put(tx, "answers", "q0001", answer{Value: "missing"}), Delete(tx, "answers", "never was"))
	})
	if err != nil {
		t.Fatal(err)
	}
	seq := v.Seq()
	v = reopen(t, v)
	if v.Seq() != seq {
		t.Errorf("save number %d after opening, %d before", v.Seq(), seq)
	}
	if x, ok, err := Get[answer](v, "answers", "q0001"); err != nil || !ok || x.Value != "missing" {
		t.Errorf("got %v %v %v", x, ok, err)
	}
	if _, ok, _ := Get[answer](v, "answers", "q0007"); ok {
		t.Error("a deleted answer is back")
	}
	var n int
	last := ""
	err = Each(v, "answers", func(key string, x answer) error {
		if n++; key <= last {
			t.Errorf("%q after %q", key, last)
		}
		last = key
		return nil
	})
	if err != nil || n != 299 {
		t.Errorf("%d answers, %v", n, err)
	}
	ref, _, err := Get[Attachment](v, "evidence", "e1")
	if err != nil {
		t.Fatal(err)
	}
	if b, err := v.Attachment(ref); err != nil || string(b) != string(photo) {
		t.Errorf("attachment: %q %v", b, err)
	}
}

func TestSentinels(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "none")
	_, err := Open(Options{Dir: dir}, []byte("x"))
	want(t, err, ErrNone)
	v, code := newVault(t)
	o := Options{Dir: v.Dir(), Cost: testCost}
	_, err = Open(o, []byte(testPassword))
	want(t, err, ErrInUse)
	_, _, err = Create(o, []byte(testPassword))
	want(t, err, ErrInUse)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	_, _, err = Create(o, []byte(testPassword))
	want(t, err, ErrExists)
	_, err = Open(o, []byte("another"))
	want(t, err, ErrPassword)
	other := code
	other[0] ^= 1
	_, err = OpenWithCode(o, other)
	want(t, err, ErrCode)
	_, _, err = Get[answer](v, "answers", "q")
	want(t, err, ErrClosed)
	want(t, v.Update(func(*Tx) error { return nil }), ErrClosed)
	w, err := OpenWithCode(o, code)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(o.Dir, nameRecords), 0); err != nil {
		t.Fatal(err)
	}
	_, err = Open(o, []byte(testPassword))
	want(t, err, ErrDamaged)
}
