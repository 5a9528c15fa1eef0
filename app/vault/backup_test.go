package vault

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// sameVault fails unless both vaults hold the same texts.
func sameVault(t *testing.T, a, b *Vault) {
	t.Helper()
	if a.Seq() != b.Seq() {
		t.Errorf("save %d against %d", a.Seq(), b.Seq())
	}
	if x, y := a.state.records(), b.state.records(); x != y {
		t.Fatalf("%d records against %d", x, y)
	}
	for in, d := range a.state.live {
		for key, e := range d {
			if other := b.state.get(natural{in, key}); other == nil || !bytes.Equal(other.body, e.body) {
				t.Fatalf("%s %s differs", in, key)
			}
		}
	}
}

func TestBackupAndRestore(t *testing.T) {
	v, code := newVault(t)
	fillVault(t, v, 200)
	photo := bytes.Repeat([]byte("photo "), 30_000)
	a, err := v.Attach(photo)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "a.bibbak")
	if err := v.Backup(path); err != nil {
		t.Fatal(err)
	}
	info, err := VerifyBackup(path, []byte(testPassword))
	if err != nil || info.Records != 200 || info.Attachments != 1 || !info.Complete || info.Seq != v.Seq() {
		t.Fatalf("%+v %v", info, err)
	}
	if _, err := v.TestBackup(path); err != nil {
		t.Error(err)
	}
	for name, restore := range map[string]func(into string) error{
		"password": func(into string) error { return RestoreWithPassword(path, into, []byte(testPassword)) },
		"code":     func(into string) error { return RestoreWithCode(path, into, code) },
	} {
		into := filepath.Join(dir, "new", name)
		if err := restore(into); err != nil {
			t.Fatal(err)
		}
		want(t, restore(into), ErrExists)
		w, err := Open(Options{Dir: into}, []byte(testPassword))
		if err != nil {
			t.Fatal(err)
		}
		sameVault(t, v, w)
		if b, err := w.Attachment(a); err != nil || !bytes.Equal(b, photo) {
			t.Errorf("attachment after restore with %s: %v", name, err)
		}
		fillVault(t, w, 3)
		if err := reopen(t, w).Close(); err != nil {
			t.Error(err)
		}
	}
	_, err = VerifyBackup(path, []byte("another"))
	want(t, err, ErrPassword)
	_, err = VerifyBackupWithCode(path, Code{1})
	want(t, err, ErrCode)
	into := filepath.Join(dir, "never")
	want(t, RestoreWithPassword(path, into, []byte("another")), ErrPassword)
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("leftovers: %v %v", entries, err)
	}
}

func TestDamagedBackupIsRefused(t *testing.T) {
	v, _ := newVault(t)
	fillVault(t, v, 40)
	if _, err := v.Attach([]byte("photo")); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "a.bibbak")
	if err := v.Backup(path); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	bad := filepath.Join(dir, "bad.bibbak")
	refused := func(b []byte, what string, at int) {
		t.Helper()
		if err := os.WriteFile(bad, b, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := v.TestBackup(bad)
		if err == nil {
			t.Errorf("%s at %d was accepted", what, at)
		}
	}
	for range 300 {
		b := bytes.Clone(good)
		at := rng.IntN(len(b))
		b[at] ^= byte(1 + rng.IntN(255))
		refused(b, "flip", at)
	}
	for i := range 50 {
		at := len(good) * i / 50
		refused(good[:at], "cut", at)
	}
	refused(good[:len(good)-1], "cut", len(good)-1)
	refused(append(bytes.Clone(good), 0), "byte added", len(good))
	into := filepath.Join(dir, "into")
	want(t, RestoreWithPassword(bad, into, []byte(testPassword)), ErrDamaged)
	if there, _ := isFile(into); there {
		t.Error("a damaged backup left a directory")
	}
}

func TestFailedBackupKeepsTheOldOne(t *testing.T) {
	v, _ := newVault(t)
	fillVault(t, v, 5)
	path := filepath.Join(t.TempDir(), "a.bibbak")
	if err := v.Backup(path); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// Where the new file is to be written there is a directory.
	if err := os.MkdirAll(filepath.Join(path+suffixPart, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := v.Backup(path); err == nil {
		t.Error("no error")
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, good) {
		t.Error("the old backup was touched")
	}
}

func TestPasswordAndCodeChange(t *testing.T) {
	v, code := newVault(t)
	fillVault(t, v, 5)
	path := filepath.Join(t.TempDir(), "before.bibbak")
	if err := v.Backup(path); err != nil {
		t.Fatal(err)
	}
	want(t, v.ChangePassword([]byte("wrong"), []byte("x")), ErrPassword)
	if err := v.ChangePassword([]byte(testPassword), []byte("nytt")); err != nil {
		t.Fatal(err)
	}
	want(t, v.CheckPassword([]byte(testPassword)), ErrPassword)
	_, err := v.NewCode([]byte(testPassword))
	want(t, err, ErrPassword)
	newer, err := v.NewCode([]byte("nytt"))
	if err != nil {
		t.Fatal(err)
	}
	want(t, v.CheckCode(code), ErrCode)
	o := Options{Dir: v.Dir()}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = Open(o, []byte(testPassword))
	want(t, err, ErrPassword)
	_, err = OpenWithCode(o, code)
	want(t, err, ErrCode)
	w, err := OpenWithCode(o, newer)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.SetPassword([]byte("å")); err != nil {
		t.Fatal(err)
	}
	// The same letter as a + ring, as another system types it.
	if err := w.CheckPassword([]byte("a\u030a")); err != nil {
		t.Error("å is not å:", err)
	}
	if n := w.state.records(); n != 5 {
		t.Errorf("%d records after the changes", n)
	}
	// The copy in the records file has followed: without vault.key the vault
	// opens with the new password only.
	if err := errors.Join(w.Close(), os.Remove(filepath.Join(o.Dir, nameKey))); err != nil {
		t.Fatal(err)
	}
	_, err = Open(o, []byte(testPassword))
	want(t, err, ErrKeyFile) // whether the password was right for the file that is gone, nobody can say
	w, err = Open(o, []byte("å"))
	if err != nil {
		t.Fatal(err)
	}
	if there, _ := isFile(filepath.Join(o.Dir, nameKey)); !there {
		t.Error("the key file was not made anew")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := VerifyBackupWithCode(path, code); err != nil {
		t.Error("an old backup no longer opens with its own code:", err)
	}
}
