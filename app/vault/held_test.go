package vault

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func mustDo(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestNamesOfCopies: what synchronising programs and people call another copy.
func TestNamesOfCopies(t *testing.T) {
	for name, is := range map[string]bool{
		"records-PC2.db": true, "records (1).db": true, "records.db.conflict": true, "records.db (Anna's conflicted copy)": true,
		"records.sync-conflict-20261129-231400-ABCDEFG.db": true, "Kopia av records.db": true, "records.db~": true,
		"records.db.bak": true, "records.bak": true, "RECORDS.DB": true, "Records-pc.Db": true, "Copy of records.db": true,
		"records_conflict-20261129-231400.db": true, "records.db.orig": true, ".records.db.swp": true,
		"records.db": false, "records.db.part": false, "vault.key": false, "vault.lock": false, "notes.db": false, "att": false,
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := newVault(t)
			path := filepath.Join(v.Dir(), name)
			if there, err := isFile(path); err != nil || !there {
				mustDo(t, os.WriteFile(path, []byte("x"), fileMode))
			}
			found, err := v.Copies()
			if mustDo(t, err); (len(found) == 1 && found[0] == path) != is || len(found) > 1 {
				t.Errorf("found %q", found)
			}
		})
	}
}

// TestLinks: where the vault's files are links, what they lead to is written and
// read; a link is never taken for the file.
func TestLinks(t *testing.T) {
	v, code := newVault(t)
	fillVault(t, v, 20)
	a, err := v.Attach([]byte("a photo"))
	mustDo(t, err)
	b, err := v.Attach([]byte("another"))
	mustDo(t, errors.Join(err, v.Close()))
	elsewhere := t.TempDir()
	for _, name := range []string{nameRecords, nameKey, filepath.Join(dirAttachments, a.ID), filepath.Join(dirAttachments, b.ID)} {
		from, to := v.o.path(name), filepath.Join(elsewhere, filepath.Base(name))
		if err := errors.Join(os.Rename(from, to), os.Symlink(to, from)); err != nil {
			t.Skip("no links here:", err)
		}
	}
	v, err = OpenWithCode(Options{Dir: v.Dir()}, code)
	mustDo(t, err)
	mustDo(t, errors.Join(v.Compact(), v.SetPassword([]byte("new"))))
	mustDo(t, v.Update(func(tx *Tx) error { return Put(tx, "answers", "q0001", answer{Value: "by the link"}) }))
	backup := filepath.Join(t.TempDir(), "b")
	mustDo(t, v.Backup(backup))
	if info, err := VerifyBackupWithCode(backup, code); err != nil || info.Attachments != 2 {
		t.Errorf("the backup holds %d attachments, %v", info.Attachments, err)
	}
	mustDo(t, errors.Join(v.Detach(a), v.Erase(b), v.Close()))
	for _, name := range []string{nameRecords, nameKey} {
		if !isLink(v.o.path(name)) {
			t.Errorf("%s is no link any more", name)
		}
	}
	left, err := filepath.Glob(filepath.Join(elsewhere, "*"))
	mustDo(t, err)
	want := []string{filepath.Join(elsewhere, a.ID), filepath.Join(elsewhere, nameRecords), filepath.Join(elsewhere, nameKey)}
	if diff := cmp.Diff(want, left); diff != "" {
		t.Error("what lies where the links lead:", diff)
	}
	// Without the links: the vault is where they lead.
	for _, name := range []string{nameRecords, nameKey} {
		mustDo(t, os.Remove(v.o.path(name)))
		mustDo(t, os.Rename(filepath.Join(elsewhere, name), v.o.path(name)))
	}
	v, err = Open(Options{Dir: v.Dir()}, []byte("new"))
	mustDo(t, err)
	defer func() { mustDo(t, v.Close()) }()
	if x, _, err := Get[answer](v, "answers", "q0001"); err != nil || x.Value != "by the link" {
		t.Errorf("%v %v", x, err)
	}
	mustDo(t, os.RemoveAll(elsewhere))
	if got, err := v.Attachment(a); err != nil || string(got) != "a photo" {
		t.Errorf("from the trash, when the link leads nowhere: %q %v", got, err)
	}
}

// TestConfirmedCanBeOpened: what would make the file too large to be opened again
// is refused when it is saved, and deleting still helps.
func TestConfirmedCanBeOpened(t *testing.T) {
	v, _ := newVaultIn(t, scratch(t))
	v.most = 24 << 20
	text := strings.Repeat("x", 600_000)
	n, err := 0, error(nil)
	for ; err == nil && n < 200; n++ {
		err = v.Update(func(tx *Tx) error { return Put(tx, "d", string(rune('a'+n)), text) })
	}
	want(t, err, ErrTooLarge)
	if n < 20 {
		t.Errorf("refused after %d of 600 kB", n)
	}
	if size := int64(sizeOf(t, v)) * pageSize; size > v.most+17<<20 { // bbolt grows by 16 MiB
		t.Errorf("%d bytes are confirmed, of %d", size, v.most)
	}
	mustDo(t, v.Update(func(tx *Tx) error {
		return errors.Join(Delete(tx, "d", "a"), Delete(tx, "d", "b"), Delete(tx, "d", "c"), Delete(tx, "d", "d"))
	}))
	mustDo(t, v.Update(func(tx *Tx) error { return Put(tx, "d", "again", text) }))
	if got := reopen(t, v).state.records(); got != n-1-4+1 {
		t.Errorf("%d records", got)
	}
}
