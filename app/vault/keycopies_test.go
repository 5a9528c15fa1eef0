package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestKeyFile makes vault.key what it should not be. The vault opens with its
// password by the copy in the records file and says so; what does not open it
// is never called a wrong password as long as nobody can know.
func TestKeyFile(t *testing.T) {
	must := func(t *testing.T, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	const theirs = "another library's"
	w, _, err := Create(Options{Dir: filepath.Join(t.TempDir(), "other"), Cost: testCost}, []byte(theirs))
	must(t, err)
	must(t, w.Close())
	foreign, err := os.ReadFile(filepath.Join(w.Dir(), nameKey))
	must(t, err)
	same, _ := newVault(t)
	must(t, same.Close())
	likeOurs, err := os.ReadFile(filepath.Join(same.Dir(), nameKey))
	must(t, err)
	put := func(b []byte) func(string, []byte) error {
		return func(path string, _ []byte) error { return os.WriteFile(path, b, fileMode) }
	}
	for _, x := range []struct {
		name  string
		spoil func(path string, key []byte) error
		doubt bool
		told  bool // although the password is judged
		keeps bool // puts what was there aside
		stays bool // cannot be mended
	}{
		{name: "sound", spoil: put(nil)},
		{name: "missing", spoil: func(path string, _ []byte) error { return os.Remove(path) }, doubt: true},
		{name: "empty", spoil: put([]byte{}), doubt: true},
		{name: "noise", spoil: put(bytes.Repeat([]byte("x"), 2*keyCopy)), doubt: true},
		{name: "another's", spoil: put(foreign), doubt: true, keeps: true},
		{name: "another's with the same password", spoil: put(likeOurs), doubt: true, keeps: true},
		{name: "a directory", spoil: func(path string, _ []byte) error {
			return errors.Join(os.Remove(path), os.MkdirAll(filepath.Join(path, "x"), dirMode))
		}, doubt: true, stays: true},
		{name: "altered, with a right checksum", spoil: func(path string, key []byte) error {
			f, err := parseCopy(key)
			if err != nil {
				return err
			}
			raw := f.raw
			raw[keyHead+4+9+saltSize+nonceSize] ^= 1
			sum := sha256.Sum256(raw[:len(raw)-32])
			copy(raw[len(raw)-32:], sum[:])
			return os.WriteFile(path, (&keyfile{raw: raw}).file(), fileMode)
		}, told: true},
	} {
		t.Run(x.name, func(t *testing.T) {
			v, code := newVault(t)
			fillVault(t, v, 5)
			must(t, v.Close())
			path := filepath.Join(v.Dir(), nameKey)
			key, err := os.ReadFile(path)
			must(t, err)
			if x.name != "sound" {
				must(t, x.spoil(path, bytes.Clone(key)))
			}
			o, wrong, wrongCode := Options{Dir: v.Dir()}, ErrPassword, ErrCode
			if x.doubt {
				wrong, wrongCode = ErrKeyFile, ErrKeyFile
			}
			for _, password := range []string{"nonsense", theirs} {
				_, err = Open(o, []byte(password))
				want(t, err, wrong)
			}
			other := code
			other[3] ^= 1
			_, err = OpenWithCode(o, other)
			want(t, err, wrongCode)
			v, err = Open(o, []byte(testPassword))
			must(t, err)
			defer func() { must(t, v.Close()) }()
			if why := v.KeyReplaced(); (why != nil) != (x.doubt || x.told) || why != nil && !errors.Is(why, ErrKeyFile) {
				t.Errorf("told is %v", why)
			}
			if n := v.state.records(); n != 5 {
				t.Errorf("%d records", n)
			}
			now, err := os.ReadFile(path)
			if !x.stays && (err != nil || !bytes.Equal(now, key)) {
				t.Errorf("vault.key is not mended: %v", err)
			}
			kept, err := filepath.Glob(filepath.Join(v.Dir(), dirQuarantine, "vault-*.key"))
			if must(t, err); (len(kept) == 1) != x.keeps {
				t.Errorf("kept is %q", kept)
			}
		})
	}
	t.Run("the records are another's", func(t *testing.T) {
		v, _ := newVault(t)
		must(t, v.Close())
		b, err := os.ReadFile(filepath.Join(w.Dir(), nameRecords))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(v.Dir(), nameRecords), b, fileMode))
		_, err = Open(Options{Dir: v.Dir()}, []byte(testPassword))
		want(t, err, ErrKeyFile)
		v, err = Open(Options{Dir: v.Dir()}, []byte(theirs))
		must(t, err)
		if got := v.ID(); hex.EncodeToString(got[:]) == "" || v.KeyReplaced() == nil {
			t.Error("opened without a word")
		}
		must(t, v.Close())
	})
}
