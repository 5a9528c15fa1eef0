package vault

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// golden holds a vault and backups of format 1. They are never made anew:
// every later version must open them. Their small cost is for tests only.
const (
	golden         = "testdata/format1"
	goldenPassword = "Går på nattöppet 1"
	goldenCode     = "TN3V-H719-PSH9-K904-D4J7-E0TK-3DCM"
)

var makeGolden = flag.Bool("make-golden", false, "make the golden vault, where there is none")

// goldenTexts is what the golden vault holds.
func goldenTexts() map[string]answer {
	all := make(map[string]answer)
	for i := range 25 {
		all[fmt.Sprintf("se.personal.%02d", i)] = answer{Value: "delvis", Note: strings.Repeat("å ä ö æ ø ", i)}
	}
	return all
}

const goldenPhoto = "inte riktigt ett foto "

func TestMakeGolden(t *testing.T) {
	if !*makeGolden {
		t.Skip("the golden vault is made once")
	}
	now := func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }
	v, code, err := Create(Options{Dir: filepath.Join(golden, "vault"), Cost: testCost, Now: now}, []byte(goldenPassword))
	if err != nil {
		t.Fatal(err)
	}
	a, err := v.Attach([]byte(strings.Repeat(goldenPhoto, 4000)))
	if err != nil {
		t.Fatal(err)
	}
	err = v.Update(func(tx *Tx) error {
		errs := []error{Put(tx, "evidence", "photo", a), Put(tx, "answers", "removed", answer{})}
		for key, x := range goldenTexts() {
			errs = append(errs, Put(tx, "answers", key, x))
		}
		return errors.Join(errs...)
	})
	err = errors.Join(err, v.Update(func(tx *Tx) error { return Delete(tx, "answers", "removed") }),
		v.Backup(filepath.Join(golden, "whole.bibbak")), v.BackupRecords(filepath.Join(golden, "records.bibbak")), v.Close(),
		os.Remove(filepath.Join(golden, "vault", nameLock)))
	if err != nil {
		t.Fatal(err)
	}
	t.Log("the code is", code)
}

// holdsGolden fails unless v holds what the golden vault held.
func holdsGolden(t *testing.T, v *Vault, photo bool) {
	t.Helper()
	want := goldenTexts()
	err := Each(v, "answers", func(key string, x answer) error {
		if want[key] != x {
			t.Errorf("%s is %v", key, x)
		}
		delete(want, key)
		return nil
	})
	if err != nil || len(want) > 0 {
		t.Errorf("%d answers missing, %v", len(want), err)
	}
	a, ok, err := Get[Attachment](v, "evidence", "photo")
	if err != nil || !ok {
		t.Fatal("photo:", ok, err)
	}
	b, err := v.Attachment(a)
	if photo && (err != nil || string(b) != strings.Repeat(goldenPhoto, 4000)) {
		t.Error("photo:", err)
	}
	if !photo {
		want := errors.Is(err, os.ErrNotExist)
		if !want {
			t.Error("photo in a backup of the records only:", err)
		}
	}
}

// goldenCopy copies the golden vault to where it may be written to.
func goldenCopy(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "vault")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(golden, "vault"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestGoldenVaultOpens(t *testing.T) {
	code, err := ParseCode(goldenCode)
	if err != nil {
		t.Fatal(err)
	}
	for name, open := range map[string]func(Options) (*Vault, error){
		"password": func(o Options) (*Vault, error) { return Open(o, []byte(goldenPassword)) },
		"code":     func(o Options) (*Vault, error) { return OpenWithCode(o, code) },
	} {
		v, err := open(Options{Dir: goldenCopy(t)})
		if err != nil {
			t.Fatalf("with %s: %v", name, err)
		}
		holdsGolden(t, v, true)
		err = v.Update(func(tx *Tx) error { return Put(tx, "more", "x", 1) })
		if err = errors.Join(err, v.Close()); err != nil {
			t.Fatal(err)
		}
		if v, err = open(Options{Dir: v.Dir()}); err != nil {
			t.Fatal(err)
		}
		holdsGolden(t, v, true)
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestGoldenVaultMixed: records of the first padding and of today's lie in one
// file, which opens, is restored from and is compacted.
func TestGoldenVaultMixed(t *testing.T) {
	code, err := ParseCode(goldenCode)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Dir: goldenCopy(t)}
	open := func() *Vault {
		t.Helper()
		v, err := OpenWithCode(o, code)
		if err != nil {
			t.Fatal(err)
		}
		holdsGolden(t, v, true)
		return v
	}
	lengths := func() (short, long int) {
		b, err := os.ReadFile(filepath.Join(o.Dir, nameRecords))
		if err != nil {
			t.Fatal(err)
		}
		buckets, _, err := checkFile(b, findMetas(b)[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range buckets[bucketRecords] {
			if len(p.value) < recordHead+textLeast+tagSize {
				short++
			} else {
				long++
			}
		}
		return short, long
	}
	v := open()
	before, _ := lengths()
	for i, half := 0, len(goldenTexts())/2; i < half; i++ {
		key := fmt.Sprintf("se.personal.%02d", i)
		if err := v.Update(func(tx *Tx) error { return Put(tx, "answers", key, goldenTexts()[key]) }); err != nil {
			t.Fatal(err)
		}
	}
	backup := filepath.Join(t.TempDir(), "b")
	if err := errors.Join(v.Backup(backup), v.Close()); err != nil {
		t.Fatal(err)
	}
	v = open()
	if short, long := lengths(); before == 0 || short == 0 || short == before || long == 0 {
		t.Errorf("%d short records of %d, %d long: no mix", short, before, long)
	}
	if err := errors.Join(v.Compact(), v.Close()); err != nil {
		t.Fatal(err)
	}
	if short, _ := lengths(); short != 0 {
		t.Errorf("%d short records after compacting", short)
	}
	if err := open().Close(); err != nil {
		t.Fatal(err)
	}
	o.Dir = filepath.Join(t.TempDir(), "restored")
	if err := RestoreWithCode(backup, o.Dir, code); err != nil {
		t.Fatal(err)
	}
	if err := open().Close(); err != nil {
		t.Fatal(err)
	}
}

func TestGoldenBackupsRestore(t *testing.T) {
	code, err := ParseCode(goldenCode)
	if err != nil {
		t.Fatal(err)
	}
	for file, whole := range map[string]bool{"whole.bibbak": true, "records.bibbak": false} {
		path := filepath.Join(golden, file)
		info, err := VerifyBackupWithCode(path, code)
		if err != nil || info.Records != 26 || info.Complete != whole {
			t.Fatalf("%+v %v", info, err)
		}
		if peek, err := PeekBackup(path); err != nil || peek.Seq != info.Seq || peek.Vault != info.Vault || !peek.Time.Equal(info.Time) {
			t.Errorf("%+v %v", peek, err)
		}
		into := filepath.Join(t.TempDir(), "v")
		if err := RestoreWithPassword(path, into, []byte(goldenPassword)); err != nil {
			t.Fatal(err)
		}
		v, err := OpenWithCode(Options{Dir: into}, code)
		if err != nil {
			t.Fatal(err)
		}
		holdsGolden(t, v, whole)
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
