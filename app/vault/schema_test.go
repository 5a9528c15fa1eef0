package vault

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// secondAnswer and thirdAnswer are what two programs of the future write.
type secondAnswer struct {
	State string `json:"state"`
	Note  string `json:"note"`
}

type thirdAnswer struct {
	State string   `json:"state"`
	Notes []string `json:"notes"`
}

// lifting is the way from the first to the third. It counts the records that it was given of each version.
func lifting(count map[uint16]int) func(uint16, Drawer, string, []byte) ([]byte, error) {
	return func(from uint16, in Drawer, _ string, body []byte) ([]byte, error) {
		count[from]++
		if in != "answers" {
			return body, nil
		}
		switch from {
		case 1:
			var x answer
			if err := json.Unmarshal(body, &x); err != nil {
				return nil, err
			}
			return json.Marshal(secondAnswer{State: x.Value, Note: x.Note})
		case 2:
			var x secondAnswer
			if err := json.Unmarshal(body, &x); err != nil {
				return nil, err
			}
			return json.Marshal(thirdAnswer{State: x.State, Notes: strings.Fields(x.Note)})
		}
		return nil, fmt.Errorf("no version %d", from)
	}
}

// filesIn gives every file below dir but the lock, whose text is for people.
func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == nameLock {
			return err
		}
		b, err := os.ReadFile(filepath.Join(dir, path))
		all[path] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func sameTree(a, b map[string]string) bool {
	for path, x := range a {
		if y, ok := b[path]; !ok || x != y {
			return false
		}
	}
	return len(a) == len(b)
}

func openGolden(t *testing.T, o Options) *Vault {
	t.Helper()
	v, err := Open(o, []byte(goldenPassword))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	return v
}

// TestNewerRecordsAreReadOnly: a program of the future has written; this one reads, changes nothing, and loses nothing of it.
func TestNewerRecordsAreReadOnly(t *testing.T) {
	dir := goldenCopy(t)
	future := Options{Dir: dir, Schema: 3, Lift: lifting(map[uint16]int{})}
	v := openGolden(t, future)
	err := v.Update(func(tx *Tx) error { return Put(tx, "news", "x", map[string]int{"unheard of": 7}) })
	if err = errors.Join(err, v.Close()); err != nil {
		t.Fatal(err)
	}
	before := filesIn(t, dir)

	v = openGolden(t, Options{Dir: dir})
	want(t, v.Held(), ErrNewer)
	if !v.ReadOnly() || v.state.records() != 27 {
		t.Errorf("read-only %v, %d records", v.ReadOnly(), v.state.records())
	}
	want(t, v.Update(func(tx *Tx) error { return Put(tx, "answers", "x", answer{}) }), ErrNewer)
	want(t, v.Compact(), ErrNewer)
	_, err = v.Attach([]byte("x"))
	want(t, err, ErrNewer)
	want(t, v.ChangePassword([]byte(goldenPassword), []byte("y")), ErrNewer)
	_, err = v.Renew([]byte("y"))
	want(t, err, ErrNewer)
	backup := filepath.Join(t.TempDir(), "b")
	if err := v.BackupRecords(backup); err != nil {
		t.Error(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if !sameTree(before, filesIn(t, dir)) {
		t.Error("the files have changed")
	}

	// Its own program has everything, also out of the backup that this one made.
	other := filepath.Join(t.TempDir(), "restored")
	if err := RestoreWithPassword(backup, other, []byte(goldenPassword)); err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{dir, other} {
		future.Dir = d
		v = openGolden(t, future)
		x, ok, err := Get[map[string]int](v, "news", "x")
		if err != nil || !ok || x["unheard of"] != 7 || v.Held() != nil {
			t.Errorf("%v, %v, %v, held by %v", x, ok, err, v.Held())
		}
	}
}

// TestOlderRecordsAreLifted: in memory at once, on the disk in one save, after a proven backup of them as they were.
func TestOlderRecordsAreLifted(t *testing.T) {
	dir, count := goldenCopy(t), map[uint16]int{}
	seq := openSeq(t, dir)
	lifted := func(count map[uint16]int) *Vault {
		t.Helper()
		v := openGolden(t, Options{Dir: dir, Schema: 3, Lift: lifting(count)})
		for key, old := range goldenTexts() {
			x, ok, err := Get[thirdAnswer](v, "answers", key)
			if err != nil || !ok || x.State != old.Value || strings.Join(x.Notes, "") != strings.ReplaceAll(old.Note, " ", "") {
				t.Fatalf("%s is %+v, %v, %v", key, x, ok, err)
			}
		}
		if v.Held() != nil || v.Rescued() != nil {
			t.Errorf("held by %v, rescued %v", v.Held(), v.Rescued())
		}
		return v
	}
	v := lifted(count)
	if count[1] != 26 || count[2] != 26 || len(count) != 2 || v.Seq() != seq+1 {
		t.Errorf("lifted %v, save %d after %d", count, v.Seq(), seq)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	again := map[uint16]int{}
	if err := lifted(again).Close(); err != nil || len(again) != 0 {
		t.Errorf("lifted again: %v, %v", again, err)
	}

	backup := filepath.Join(dir, dirQuarantine, "before-3.bibbak")
	info, err := VerifyBackup(backup, []byte(goldenPassword))
	if err != nil || info.Records != 26 || info.Seq != seq {
		t.Fatalf("the backup is %+v, %v", info, err)
	}
	back := filepath.Join(t.TempDir(), "back")
	if err := RestoreWithPassword(backup, back, []byte(goldenPassword)); err != nil {
		t.Fatal(err)
	}
	old := openGolden(t, Options{Dir: back})
	for key, want := range goldenTexts() {
		if got, ok, err := Get[answer](old, "answers", key); err != nil || !ok || got != want || old.Held() != nil {
			t.Errorf("the old program reads %+v, %v, %v, held by %v", got, ok, err, old.Held())
		}
	}
}

// openSeq gives the number of a vault's last save.
func openSeq(t *testing.T, dir string) uint64 {
	t.Helper()
	v := openGolden(t, Options{Dir: dir})
	defer func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	}()
	return v.Seq()
}

// TestLiftingThatCannotBeSaved: without the backup nothing is written; what is read is of the new version all the same.
func TestLiftingThatCannotBeSaved(t *testing.T) {
	dir := goldenCopy(t)
	openSeq(t, dir)
	inTheWay := filepath.Join(dir, dirQuarantine)
	if err := os.WriteFile(inTheWay, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	before := filesIn(t, dir)
	o := Options{Dir: dir, Schema: 3, Lift: lifting(map[uint16]int{})}
	v := openGolden(t, o)
	key := "se.personal.07"
	x, ok, err := Get[thirdAnswer](v, "answers", key)
	if err != nil || !ok || x.State != "delvis" || len(x.Notes) != 35 {
		t.Errorf("%s is %+v, %v, %v", key, x, ok, err)
	}
	if err := v.Update(func(tx *Tx) error { return Delete(tx, "answers", key) }); err == nil || v.Held() == nil {
		t.Error("changed without a backup of what was there")
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if !sameTree(before, filesIn(t, dir)) {
		t.Error("the files have changed")
	}
	if err := os.Remove(inTheWay); err != nil {
		t.Fatal(err)
	}
	if v := openGolden(t, o); v.Held() != nil {
		t.Error(v.Held())
	}
}

// TestLiftingThatFails: a record that cannot be lifted stops the opening, and everything stays.
func TestLiftingThatFails(t *testing.T) {
	dir := goldenCopy(t)
	openSeq(t, dir)
	before := filesIn(t, dir)
	broken := errors.New("cannot")
	for _, lift := range []func(uint16, Drawer, string, []byte) ([]byte, error){
		nil, func(uint16, Drawer, string, []byte) ([]byte, error) { return nil, broken },
	} {
		_, err := Open(Options{Dir: dir, Schema: 2, Lift: lift}, []byte(goldenPassword))
		if err == nil || lift != nil && !errors.Is(err, broken) {
			t.Errorf("opened with %v", err)
		}
	}
	if !sameTree(before, filesIn(t, dir)) {
		t.Error("the files have changed")
	}
	if v := openGolden(t, Options{Dir: dir}); v.Held() != nil {
		t.Error(v.Held())
	}
}

// TestCopyOfAnotherVersion: a copy by an older program is read as of today, one by a newer program not at all.
func TestCopyOfAnotherVersion(t *testing.T) {
	dir, newer := goldenCopy(t), goldenCopy(t)
	old, err := os.ReadFile(filepath.Join(dir, nameRecords))
	if err != nil {
		t.Fatal(err)
	}
	third := Options{Dir: newer, Schema: 3, Lift: lifting(map[uint16]int{})}
	if err := openGolden(t, third).Close(); err != nil {
		t.Fatal(err)
	}
	of, err := os.ReadFile(filepath.Join(newer, nameRecords))
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"old": old, "newer": of} {
		if err := os.WriteFile(filepath.Join(dir, "records-"+name+".db"), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	second := Options{Dir: dir, Schema: 2, Lift: lifting(map[uint16]int{})}
	v := openGolden(t, second)
	if info, err := v.ReadCopy(filepath.Join(dir, "records-old.db")); err != nil || len(info.Records) != 0 {
		t.Errorf("the old copy: %+v, %v", info, err)
	}
	_, err = v.ReadCopy(filepath.Join(dir, "records-newer.db"))
	want(t, err, ErrNewer)
	if bytes.Equal(old, of) {
		t.Error("the copies are the same")
	}
}
