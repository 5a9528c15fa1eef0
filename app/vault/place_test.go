//go:build linux

package vault

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// mount mounts something for the time of a test, or skips it.
func mount(t *testing.T, source, kind string, flags uintptr, data string) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount(source, dir, kind, flags, data); err != nil {
		t.Skipf("cannot mount (needs root): %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	return dir
}

func TestReadOnlyPlace(t *testing.T) {
	v, code := newVault(t)
	fillVault(t, v, 20)
	a, err := v.Attach([]byte("photo"))
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	dir := mount(t, v.Dir(), "", unix.MS_BIND, "")
	if err := unix.Mount("", dir, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Skip(err)
	}
	w, err := OpenWithCode(Options{Dir: dir}, code)
	if err != nil {
		t.Fatal(err)
	}
	if n := w.state.records(); n != 20 || !w.ReadOnly() {
		t.Errorf("%d records, read-only %v", n, w.ReadOnly())
	}
	if b, err := w.Attachment(a); err != nil || string(b) != "photo" {
		t.Error(err)
	}
	want(t, w.Update(func(tx *Tx) error { return Put(tx, "a", "b", 1) }), ErrReadOnly)
	_, err = w.Attach([]byte("x"))
	want(t, err, ErrReadOnly)
	want(t, w.Detach(a), ErrReadOnly)
	want(t, w.SetPassword([]byte("x")), ErrReadOnly)
	want(t, w.Backup(filepath.Join(dir, "b.bibbak")), ErrReadOnly)
	if err := w.Backup(filepath.Join(t.TempDir(), "b.bibbak")); err != nil {
		t.Error("backup to another place:", err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	_, _, err = Create(Options{Dir: filepath.Join(dir, "new"), Cost: testCost}, nil)
	want(t, err, ErrReadOnly)
}

func TestDiskFull(t *testing.T) {
	disk := mount(t, "tmpfs", "tmpfs", 0, "size=3m")
	dir := filepath.Join(disk, "vault")
	v, code, err := Create(Options{Dir: dir, Cost: testCost}, []byte(testPassword))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = v.Close() }()
	have := map[string]string{}
	put := func(key string) error {
		x := strings.Repeat(key, 3000)
		err := v.Update(func(tx *Tx) error { return Put(tx, "d", key, x) })
		if err == nil {
			have[key] = x
		}
		return err
	}
	holds := func(v *Vault) {
		t.Helper()
		got := map[string]string{}
		if err := Each(v, "d", func(key, x string) error { got[key] = x; return nil }); err != nil || !equal(got, have) {
			t.Fatalf("holds %d, confirmed %d, %v", len(got), len(have), err)
		}
	}
	full := 0
	for i := 0; full < 5 && i < 1000; i++ {
		if err := put(fmt.Sprintf("key%d", i)); err != nil {
			want(t, err, ErrFull)
			full++
			holds(v)
		}
	}
	if full == 0 || len(have) == 0 {
		t.Fatal("the disk never filled up")
	}
	confirmed := len(have)
	_, err = v.Attach(bytes.Repeat([]byte("x"), 4<<20))
	want(t, err, ErrFull)
	want(t, v.Backup(filepath.Join(disk, "b.bibbak")), ErrFull)
	left, err := filepath.Glob(filepath.Join(disk, "*", "*"+suffixPart))
	if err != nil || len(left) > 0 {
		t.Errorf("leftovers %v %v", left, err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if v, err = OpenWithCode(Options{Dir: dir}, code); err != nil {
		t.Fatal("on the full disk:", err)
	}
	holds(v)
	want(t, put("once more, too long for what is free"), ErrFull)
	if err := unix.Mount("", disk, "", unix.MS_REMOUNT, "size=40m"); err != nil {
		t.Fatal(err)
	}
	if err := put("space again"); err != nil {
		t.Error("without opening anew:", err)
	}
	holds(v)
	t.Logf("disk full: %d confirmed, 0 lost, %d refused", confirmed, full)
}

func TestFileReplacedWhileOpen(t *testing.T) {
	v, _ := newVault(t)
	fillVault(t, v, 10)
	path := filepath.Join(v.Dir(), nameRecords)
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := writeDurably(path, old); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		want(t, v.Update(func(tx *Tx) error { return Put(tx, "a", "b", 1) }), ErrReplaced)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, old) {
		t.Error("the other file was written to")
	}
	if n := v.state.records(); n != 10 {
		t.Errorf("%d records in memory", n)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	want(t, v.Update(func(tx *Tx) error { return Put(tx, "a", "b", 1) }), ErrReplaced)
}

// TestFileSpoiltWhileOpen cuts the file short under its mapping: every look at
// it there is a fault that would end the process.
func TestFileSpoiltWhileOpen(t *testing.T) {
	for _, size := range []int64{0, pageSize, 5 * pageSize} {
		v, _ := newVault(t)
		fillVault(t, v, 200)
		path := filepath.Join(v.Dir(), nameRecords)
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
		if x, ok, err := Get[answer](v, "answers", "q0100"); err != nil || !ok || x.Note != "note 100" {
			t.Fatal("reading from memory:", err)
		}
		// The first write fails, finds out and mends; then all goes on.
		err := v.Update(func(tx *Tx) error { return Put(tx, "answers", "q0000", answer{Value: "new"}) })
		if err != nil {
			t.Fatalf("cut to %d: %v", size, err)
		}
		if r := v.Rescued(); r == nil || !r.Exact || r.Kept == "" {
			t.Errorf("cut to %d: not reported: %+v", size, r)
		}
		v = reopen(t, v)
		if n := v.state.records(); n != 200 {
			t.Errorf("cut to %d: %d records", size, n)
		}
		if x, _, _ := Get[answer](v, "answers", "q0000"); x.Value != "new" {
			t.Error("the write after mending is lost")
		}
	}
}

// TestFaultInsideCommit lets the file be cut after the look at its size, so
// that the fault comes from inside bbolt.
func TestFaultInsideCommit(t *testing.T) {
	v, _ := newVault(t)
	fillVault(t, v, 200)
	path := filepath.Join(v.Dir(), nameRecords)
	if err := os.Truncate(path, pageSize); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	v.store.info = info
	fillVault(t, v, 3)
	if r := v.Rescued(); r == nil || !r.Exact {
		t.Error("the mending was not reported")
	}
	v = reopen(t, v)
	if n := v.state.records(); n != 200 {
		t.Errorf("%d records", n)
	}
}

func TestUnfinishedCreationIsNoVault(t *testing.T) {
	v, _ := newVault(t)
	dir := v.Dir()
	if err := errors.Join(v.Close(), os.Remove(filepath.Join(dir, nameKey)),
		os.WriteFile(filepath.Join(dir, nameCreating), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	if there, err := Exists(dir); there || err != nil {
		t.Error(there, err)
	}
	w, _, err := Create(Options{Dir: dir, Cost: testCost}, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}
