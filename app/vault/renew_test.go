package vault

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestRenew(t *testing.T) {
	v, code := newVault(t)
	fillVault(t, v, 50)
	a, err := v.Attach([]byte("photo"))
	if err != nil {
		t.Fatal(err)
	}
	oldKey, err := os.ReadFile(filepath.Join(v.Dir(), nameKey))
	if err != nil {
		t.Fatal(err)
	}
	master := v.keys.master
	next, err := v.Renew([]byte("nytt lösenord"))
	if err != nil {
		t.Fatal(err)
	}
	if v.keys.master == master {
		t.Error("the same master key")
	}
	fillVault(t, v, 3)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	o := Options{Dir: v.Dir()}
	// Also as a Renew leaves it that was cut off before the key file, or as
	// somebody would have it who puts the old key file back.
	for _, key := range [][]byte{nil, oldKey} {
		if key != nil {
			if err := os.WriteFile(filepath.Join(o.Dir, nameKey), key, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, err = Open(o, []byte(testPassword))
		want(t, err, ErrPassword)
		_, err = OpenWithCode(o, code)
		want(t, err, ErrCode)
		w, err := OpenWithCode(o, next)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := w.Attachment(a); err != nil || string(b) != "photo" || w.state.records() != 50 {
			t.Error("after the renewal:", err)
		}
		if err := errors.Join(w.CheckPassword([]byte("nytt lösenord")), w.Close()); err != nil {
			t.Error(err)
		}
	}
}

// TestCompactLeavesNothing: what was deleted is not in the file any more, not
// even encrypted.
func TestCompactLeavesNothing(t *testing.T) {
	v, _ := newVault(t)
	fillVault(t, v, 30)
	e := v.state.get(natural{"answers", "q0003"})
	id := string(e.id[:])
	if err := v.Update(func(tx *Tx) error { return Delete(tx, "answers", "q0003") }); err != nil {
		t.Fatal(err)
	}
	holds := func() bool {
		b, err := os.ReadFile(filepath.Join(v.Dir(), nameRecords))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		_ = eachRecord(b, 0, func(sealed []byte) error {
			r, err := v.keys.open(sealed)
			found = found || err == nil && (string(r.id[:]) == id || r.key == "q0003")
			return nil
		})
		return found
	}
	if !holds() {
		t.Fatal("the search finds nothing")
	}
	if err := v.Compact(); err != nil {
		t.Fatal(err)
	}
	if holds() {
		t.Error("still in the file")
	}
	v = reopen(t, v)
	if n := v.state.records(); n != 29 || v.state.dead != 0 {
		t.Errorf("%d records, %d tombstones", n, v.state.dead)
	}
}

func TestTrash(t *testing.T) {
	v, code := newVault(t)
	a, err := v.Attach([]byte("photo"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := v.Attach([]byte("another"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(v.Detach(a), v.Detach(a), v.Erase(b)); err != nil {
		t.Fatal(err)
	}
	if x, err := v.Attachment(a); err != nil || string(x) != "photo" {
		t.Error("from the trash:", err)
	}
	_, err = v.Attachment(b)
	want(t, err, ErrDamaged)
	want(t, err, os.ErrNotExist)
	now := v.o.Now()
	for _, days := range []int{29, 31} {
		v = reopen(t, v)
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		o := Options{Dir: v.Dir(), Now: func() time.Time { return now.AddDate(0, 0, days) }}
		if v, err = OpenWithCode(o, code); err != nil {
			t.Fatal(err)
		}
		v.EmptyTrash(o.Now())
		if _, err := v.Attachment(a); (err == nil) != (days < 30) {
			t.Errorf("after %d days: %v", days, err)
		}
	}
	bad := a
	bad.ID = "../../../../etc/passwd"
	_, err = v.Attachment(bad)
	want(t, err, ErrDamaged)
	_, err = v.Attach(make([]byte, MaxAttachment+1))
	want(t, err, ErrTooLarge)
}

func TestDamagedAttachmentIsRefused(t *testing.T) {
	v, _ := newVault(t)
	a, err := v.Attach(make([]byte, 150_000))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(v.Dir(), dirAttachments, a.ID)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(good); at += 997 {
		b := append([]byte(nil), good...)
		b[at] ^= 1
		if at%2 == 0 {
			resum(b) // as somebody would who knows the format
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := v.Attachment(a); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
			t.Fatalf("flip at %d: %v", at, err)
		}
		if err := os.WriteFile(path, good[:at], 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := v.Attachment(a)
		want(t, err, ErrDamaged)
	}
}

func TestSweepAndAdopt(t *testing.T) {
	v, _ := newVault(t)
	a, err := v.Attach([]byte("known"))
	if err != nil {
		t.Fatal(err)
	}
	orphan, err := v.Attach([]byte("orphan"))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := v.Sweep([]Attachment{a}); n != 1 || err != nil {
		t.Errorf("%d swept, %v", n, err)
	}
	if there, _ := isFile(filepath.Join(v.Dir(), dirAttachments, orphan.ID)); there {
		t.Error("the orphan is still there")
	}
	path := filepath.Join(t.TempDir(), "b")
	if err := v.BackupRecords(path); err != nil {
		t.Fatal(err)
	}
	into := filepath.Join(t.TempDir(), "new")
	if err := RestoreWithPassword(path, into, []byte(testPassword)); err != nil {
		t.Fatal(err)
	}
	w, err := Open(Options{Dir: into}, []byte(testPassword))
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Attachment(a)
	want(t, err, ErrDamaged)
	for _, expected := range []int{1, 0} {
		if n, err := w.Fetch(v.Dir(), []Attachment{a}); n != expected || err != nil {
			t.Errorf("%d fetched, %v", n, err)
		}
	}
	if b, err := w.Attachment(a); err != nil || string(b) != "known" || w.ID() != v.ID() {
		t.Error("after fetching:", err)
	}
	other, _ := newVault(t)
	if n, err := other.Fetch(v.Dir(), []Attachment{a}); n != 0 || err != nil {
		t.Errorf("%d fetched from another vault, %v", n, err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
}
