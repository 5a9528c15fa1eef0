package vault

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
)

// TestFileMadeToWasteTime is a file in which every few bytes something begins
// that looks like a long record or a key file.
func TestFileMadeToWasteTime(t *testing.T) {
	s := newSpecimen(t, 5)
	b := make([]byte, 4<<20)
	head := make([]byte, recordHead)
	copy(head, recordMagic)
	head[8] = 0x7f
	binary.BigEndian.PutUint32(head[56:], 2<<20)
	for at := 0; at+len(head) < len(b)/2; at += len(head) {
		copy(b[at:], head)
	}
	for at := len(b) / 2; at+8 < len(b); at += 14 {
		copy(b[at:], keyMagic)
		b[at+12] = 0x0f
	}
	for _, db := range [][]byte{b, append(bytes.Clone(s.db), b...)} {
		dir := s.with(t, db)
		v, err := OpenWithCode(Options{Dir: dir, Rescue: true}, s.code)
		if len(db) == len(b) {
			want(t, err, ErrDamaged)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if lost, strange := s.want.compare(content(v)); lost+strange > 0 {
			t.Errorf("%d lost, %d strange", lost, strange)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFailedSaveIsTakenBack: a commit whose end was reported as a failure may
// have reached the disk all the same. The caller was told that nothing has
// changed, so the next save brings the disk back to that.
func TestFailedSaveIsTakenBack(t *testing.T) {
	v, _ := newVault(t)
	fillVault(t, v, 10)
	before := v.Seq()
	failed := []change{
		{natural: natural{"answers", "q0001"}, body: []byte(`{"value":"never confirmed"}`)},
		{natural: natural{"answers", "q0002"}, dead: true},
		{natural: natural{"answers", "new"}, body: []byte(`{"value":"never confirmed"}`)},
	}
	if _, _, err := v.write(v.state, failed); err != nil {
		t.Fatal(err)
	}
	v.broken, v.doubt = true, failed
	if err := v.Update(func(tx *Tx) error { return Put(tx, "answers", "q0003", answer{Value: "confirmed"}) }); err != nil {
		t.Fatal(err)
	}
	if v.Seq() <= before+1 {
		t.Errorf("save number %d after %d", v.Seq(), before)
	}
	for range 2 {
		got := map[string]string{}
		err := Each(v, "answers", func(key string, x answer) error { got[key] = x.Value; return nil })
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 10 || got["q0001"] != "in order" || got["q0002"] != "in order" || got["q0003"] != "confirmed" {
			t.Errorf("%v", got)
		}
		v = reopen(t, v)
	}
}

// TestUpdateIsAllOrNothing: an error of the caller's undoes what it had put.
func TestUpdateIsAllOrNothing(t *testing.T) {
	v, _ := newVault(t)
	fillVault(t, v, 3)
	seq := v.Seq()
	oops := errors.New("oops")
	var kept *Tx
	err := v.Update(func(tx *Tx) error {
		kept = tx
		return errors.Join(Put(tx, "answers", "q0000", answer{Value: "half"}), Delete(tx, "answers", "q0001"), oops)
	})
	want(t, err, oops)
	if x, ok, _ := Get[answer](v, "answers", "q0000"); !ok || x.Value != "in order" || v.Seq() != seq {
		t.Errorf("%v, save %d", x, v.Seq())
	}
	if err := Put(kept, "answers", "late", 1); err == nil {
		t.Error("a transaction that is over took a record")
	}
	err = v.Update(func(tx *Tx) error { return Put(tx, "big", "x", string(make([]byte, bodyMost))) })
	want(t, err, ErrTooLarge)
	if err := v.Update(func(tx *Tx) error { return Put(tx, "", "x", 1) }); err == nil {
		t.Error("a record without a drawer")
	}
}

// TestManyAtOnce reads, writes, attaches and backs up from many goroutines.
func TestManyAtOnce(t *testing.T) {
	v, _ := newVault(t)
	fillVault(t, v, 50)
	path := filepath.Join(t.TempDir(), "b")
	var all sync.WaitGroup
	errs := make(chan error, 100)
	for i := range 4 {
		all.Go(func() {
			for j := range 15 {
				errs <- v.Update(func(tx *Tx) error {
					if _, _, err := Get[answer](v, "answers", "q0001"); err != nil {
						return err
					}
					return Put(tx, "answers", fmt.Sprintf("q%d-%d", i, j), answer{})
				})
			}
		})
		all.Go(func() {
			for range 5 {
				errs <- Each(v, "answers", func(string, answer) error { return nil })
			}
		})
	}
	all.Go(func() { errs <- v.Backup(path) })
	all.Go(func() {
		_, err := v.Attach([]byte("photo"))
		errs <- errors.Join(err, v.Compact(), v.BackupRecords(path+"2"))
	})
	all.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	if n := reopen(t, v).state.records(); n != 110 {
		t.Errorf("%d records", n)
	}
}
