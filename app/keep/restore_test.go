package keep_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trygghylla/app/keep"
	"trygghylla/app/vault"

	"github.com/google/go-cmp/cmp"
)

// TestRestore with the password and with the code, over a library and on a computer that has none.
func TestRestore(t *testing.T) {
	k, p, c, code := keptVault(t)
	place := t.TempDir()
	must(t, k.BackupNow([]string{place}).Places[0].Err)
	backup := k.Backups([]string{place})[0].Path
	want := everything(k)
	say(t, k, "efter kopian")
	after := everything(k)
	must(t, k.Close())
	read := func(p keep.Options) string {
		t.Helper()
		k, err := keep.Open(p, []byte(secret))
		must(t, err)
		defer func() { must(t, k.Close()) }()
		return everything(k)
	}
	elsewhere := options(t)
	elsewhere.Vault.Dir = filepath.Join(elsewhere.Vault.Dir, "deep", "vault")
	for _, bad := range []error{
		errOf(keep.RestoreBackup(p, backup, []byte("fel"))),
		errOf(keep.RestoreBackup(elsewhere, backup, []byte("fel"))),
	} {
		if !errors.Is(bad, vault.ErrPassword) {
			t.Errorf("a wrong password: %v", bad)
		}
	}
	if _, err := keep.RestoreBackupWithCode(p, backup, strings.Join(code[:6], "")); !errors.Is(err, vault.ErrCodeTyping) {
		t.Errorf("a short code: %v", err)
	}
	if read(p) != after {
		t.Error("a wrong password has changed the library")
	}
	r, err := keep.RestoreBackup(elsewhere, backup, []byte(secret))
	must(t, err)
	if r.Kept != "" || r.Missing != 1 {
		t.Errorf("on another computer: %+v", r)
	}
	if diff := cmp.Diff(want, read(elsewhere)); diff != "" {
		t.Errorf("on another computer it differs: %s", diff)
	}
	for i, name := range []string{"vault-2026-05-28", "vault-2026-05-28-2"} {
		var r keep.Restored
		if i == 0 {
			r, err = keep.RestoreBackup(p, backup, []byte(secret))
		} else {
			r, err = keep.RestoreBackupWithCode(p, backup, strings.ToLower(strings.Join(code[:], " ")))
		}
		must(t, err)
		if filepath.Base(r.Kept) != name || r.Missing != 0 {
			t.Errorf("restored: %+v", r)
		}
		if diff := cmp.Diff(want, read(p)); diff != "" {
			t.Errorf("restored it differs: %s", diff)
		}
	}
	old := p
	old.Vault.Dir = filepath.Join(filepath.Dir(p.Vault.Dir), "vault-2026-05-28")
	if read(old) != after {
		t.Error("the replaced library is not as it was")
	}
	all := keep.ReplacedBeside(p.Vault.Dir)
	if len(all) != 2 || all[0].On != "2026-05-28" {
		t.Errorf("beside it: %+v", all)
	}
	if names := files(t, filepath.Dir(p.Vault.Dir)); len(names) != 3 {
		t.Errorf("left behind: %v", names)
	}
	_ = c
}

func errOf[T any](_ T, err error) error { return err }

// TestRestoreFindsAttachments: on another computer the newest backup has no attachments, an older one has.
func TestRestoreFindsAttachments(t *testing.T) {
	k, _, _, _ := keptVault(t)
	place := t.TempDir()
	_, err := k.BackupComplete(place)
	must(t, err)
	attach(t, k, "ny.pdf", []byte("%PDF-1.4 new"))
	say(t, k, "ny text")
	must(t, k.ChangePassword([]byte(secret), []byte("ett annat")))
	must(t, k.BackupNow([]string{place}).Places[0].Err)
	elsewhere := options(t)
	found := names.FindBackups([]string{place})
	if len(found) != 2 || found[0].Complete {
		t.Fatalf("found %+v", found)
	}
	// The older one does not open with the new password; then all attachments are missing.
	r, err := keep.RestoreBackup(elsewhere, found[0].Path, []byte("ett annat"))
	must(t, err)
	if r.Missing != 2 {
		t.Errorf("with the new password: %+v", r)
	}
	// The code opens both.
	code, err := k.NewCode([]byte("ett annat"))
	must(t, err)
	_, err = k.BackupComplete(place)
	must(t, err)
	must(t, os.Remove(filepath.Join(place, newestComplete(t, k, place))))
	must(t, k.BackupNow([]string{place}).Places[0].Err)
	r, err = keep.RestoreBackupWithCode(elsewhere, k.Backups([]string{place})[0].Path, strings.Join(code[:], ""))
	must(t, err)
	if r.Missing != 2 || r.Kept == "" { // the complete one that is left is from before the new code
		t.Errorf("with the code: %+v", r)
	}
	_, err = k.BackupComplete(place)
	must(t, err)
	say(t, k, "nyare text")
	must(t, k.BackupNow([]string{place}).Places[0].Err)
	r, err = keep.RestoreBackupWithCode(elsewhere, k.Backups([]string{place})[0].Path, strings.Join(code[:], ""))
	must(t, err)
	if r.Missing != 0 {
		t.Errorf("with a complete one beside: %+v", r)
	}
	again, err := keep.Open(elsewhere, []byte("ett annat"))
	must(t, err)
	defer func() { must(t, again.Close()) }()
	if n, of := readable(t, again); said(again) != "nyare text" || n != 2 || of != 2 {
		t.Errorf("restored is %q with %d of %d", said(again), n, of)
	}
	if b, err := read(again, "ny.pdf"); err != nil || string(b) != "%PDF-1.4 new" {
		t.Errorf("the attachment is %q, %v", b, err)
	}
}

func newestComplete(t *testing.T, k *keep.Keeper, place string) string {
	t.Helper()
	for _, b := range k.Backups([]string{place}) {
		if b.Complete {
			return filepath.Base(b.Path)
		}
	}
	t.Fatal("no complete backup")
	return ""
}

// TestFindBackups without a key: two libraries, a missing place, a damaged file, one of a newer version.
func TestFindBackups(t *testing.T) {
	k, _, c, _ := keptVault(t)
	other, _, _, _ := keptVault(t)
	a, b := t.TempDir(), t.TempDir()
	must(t, other.BackupNow([]string{a}).Places[0].Err)
	for range 2 {
		c.now = c.now.Add(time.Hour)
		say(t, k, c.now.String())
		r := k.BackupNow([]string{a, b})
		must(t, errors.Join(r.Places[0].Err, r.Places[1].Err))
	}
	must(t, os.WriteFile(filepath.Join(b, "tom.thb"), nil, 0o600))
	found := names.FindBackups([]string{a, filepath.Join(a, "gone"), b, a})
	if len(found) != 6 {
		t.Fatalf("found %+v", found)
	}
	if !found[0].Time.Equal(c.now) || found[0].Seq != found[1].Seq || found[1].Seq <= found[2].Seq || found[4].Vault == found[0].Vault ||
		found[0].Size == 0 || !errors.Is(found[5].Problem, vault.ErrDamaged) {
		t.Errorf("found %+v", found)
	}
}

// TestNewerBackup: a restored library knows that it was restored on purpose, one that was put back does not.
func TestNewerBackup(t *testing.T) {
	k, p, _, _ := keptVault(t)
	place := t.TempDir()
	places := []string{place}
	must(t, k.BackupNow(places).Places[0].Err)
	must(t, k.Close())
	putBack := filepath.Join(t.TempDir(), "vault")
	must(t, os.CopyFS(putBack, os.DirFS(p.Vault.Dir)))
	k, err := keep.Open(p, []byte(secret))
	must(t, err)
	if b, newer := k.NewerBackup(places); newer {
		t.Errorf("newer is %+v", b)
	}
	for range 12 {
		say(t, k, "senare")
		must(t, k.BackupNow(places).Places[0].Err)
	}
	all := k.Backups(places)
	must(t, k.Close())

	old := p
	old.Vault.Dir = putBack
	k, err = keep.Open(old, []byte(secret))
	must(t, err)
	b, newer := k.NewerBackup(places)
	if !newer || b.Path != all[0].Path {
		t.Errorf("newer than what was put back is %+v, %t", b, newer)
	}
	must(t, k.KeepThis(b))
	if _, newer := k.NewerBackup(places); newer {
		t.Error("told again")
	}
	must(t, k.Close())

	_, err = keep.RestoreBackup(p, all[len(all)-1].Path, []byte(secret))
	must(t, err)
	k, err = keep.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, k.Close()) }()
	if b, newer := k.NewerBackup(places); newer {
		t.Errorf("an older backup was chosen, and yet newer is %+v", b)
	}
	// What it backs up now has lower numbers than the time that was lost, and is not taken for old.
	for range 3 {
		must(t, k.CodeSeen())
		r := k.BackupNow(places)
		must(t, r.Places[0].Err)
		if made := r.Places[0].Made; made.Seq >= all[0].Seq {
			t.Errorf("made %+v, after %+v", made, all[0])
		} else if err := k.TestBackup(made.Path); err != nil {
			t.Error(err)
		}
	}
	if err := k.TestBackup(all[0].Path); err != nil {
		t.Error("the newest of the time that was lost:", err)
	}
}

// TestRescued: a record in the file is spoilt; the desk opens when it may rescue, and says how much is there.
func TestRescued(t *testing.T) {
	k, p, c, _ := keptVault(t)
	for i := range 10 {
		must(t, k.Vault().Update(func(tx *vault.Tx) error { return vault.Put(tx, drawerText, fmt.Sprint(i), "en text") }))
	}
	c.now = noon.Add(time.Hour)
	must(t, k.BackupNow([]string{t.TempDir()}).Places[0].Err)
	if k.Rescued() != nil || k.ReadOnly() {
		t.Error("a sound library was rescued")
	}
	must(t, k.Close())
	path := filepath.Join(p.Vault.Dir, "records.db")
	b, err := os.ReadFile(path)
	must(t, err)
	// Some of what looks like a record is an old page that nothing refers to; the first that is one will do.
	damaged := false
	for at := 0; at+80 < len(b) && !damaged; at++ {
		if string(b[at:at+4]) != "TgR1" {
			continue
		}
		bad := slices.Clone(b)
		bad[at+70] ^= 1
		must(t, os.WriteFile(path, bad, 0o600))
		k, err := keep.Open(p, []byte(secret))
		if damaged = errors.Is(err, vault.ErrDamaged); !damaged {
			must(t, errors.Join(err, k.Close()))
		}
	}
	_, err = keep.Open(p, []byte(secret))
	could, ok := keep.Rescuable(err)
	if _, other := keep.Rescuable(vault.ErrDamaged); !ok || other {
		t.Errorf("it could be rescued: %t, %v", ok, err)
	}
	p.Vault.Rescue = true
	k, err = keep.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, k.Close()) }()
	r := k.Rescued()
	if r == nil || r.Found == 0 || r.Found != could.Found || r.Expected != could.Expected || r.Found > r.Expected || r.All && r.Found != r.Expected || r.Kept == "" || !r.Compare.Equal(c.now) && !r.Compare.IsZero() {
		t.Fatalf("rescued is %+v", r)
	}
	if _, err := os.Stat(r.Kept); err != nil {
		t.Error(err)
	}
	t.Logf("%d of %d", r.Found, r.Expected)
}
