package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/vault"
)

// TestRestore with the password and with the code, over a library and on a computer that has none.
func TestRestore(t *testing.T) {
	d, p, c, code := keptLibrary(t)
	place := t.TempDir()
	must(t, d.BackupNow([]string{place}).Places[0].Err)
	backup := d.Backups([]string{place})[0].Path
	want := desk.Everything(d)
	say(t, d, "efter kopian")
	after := desk.Everything(d)
	must(t, d.Close())
	read := func(p desk.Params) string {
		t.Helper()
		d, err := desk.Open(p, []byte(secret))
		must(t, err)
		defer func() { must(t, d.Close()) }()
		return desk.Everything(d)
	}
	elsewhere := params(t)
	elsewhere.Dir = filepath.Join(elsewhere.Dir, "deep", "vault")
	for _, bad := range []error{
		errOf(desk.RestoreBackup(p, backup, []byte("fel"))),
		errOf(desk.RestoreBackup(elsewhere, backup, []byte("fel"))),
	} {
		if !errors.Is(bad, desk.ErrPassword) {
			t.Errorf("a wrong password: %v", bad)
		}
	}
	if _, err := desk.RestoreBackupWithCode(p, backup, strings.Join(code[:6], "")); !errors.Is(err, desk.ErrCodeTyping) {
		t.Errorf("a short code: %v", err)
	}
	if read(p) != after {
		t.Error("a wrong password has changed the library")
	}
	r, err := desk.RestoreBackup(elsewhere, backup, []byte(secret))
	must(t, err)
	if r.Kept != "" || r.Missing != 1 {
		t.Errorf("on another computer: %+v", r)
	}
	if diff := different(read(elsewhere), want); diff != "" {
		t.Errorf("on another computer it differs: %s", diff)
	}
	for i, name := range []string{"vault-2026-05-28", "vault-2026-05-28-2"} {
		var r desk.Restored
		if i == 0 {
			r, err = desk.RestoreBackup(p, backup, []byte(secret))
		} else {
			r, err = desk.RestoreBackupWithCode(p, backup, strings.ToLower(strings.Join(code[:], " ")))
		}
		must(t, err)
		if filepath.Base(r.Kept) != name || r.Missing != 0 {
			t.Errorf("restored: %+v", r)
		}
		if diff := different(read(p), want); diff != "" {
			t.Errorf("restored it differs: %s", diff)
		}
	}
	old := p
	old.Dir = filepath.Join(filepath.Dir(p.Dir), "vault-2026-05-28")
	if read(old) != after {
		t.Error("the replaced library is not as it was")
	}
	all := desk.ReplacedBeside(p.Dir)
	if len(all) != 2 || all[0].On != "2026-05-28" {
		t.Errorf("beside it: %+v", all)
	}
	if names := files(t, filepath.Dir(p.Dir)); len(names) != 3 {
		t.Errorf("left behind: %v", names)
	}
	_ = c
}

func errOf[T any](_ T, err error) error { return err }

// TestRestoreFindsAttachments: on another computer the newest backup has no attachments, an older one has.
func TestRestoreFindsAttachments(t *testing.T) {
	d, _, _, _ := keptLibrary(t)
	place := t.TempDir()
	_, err := d.BackupComplete(place)
	must(t, err)
	must(t, d.Attach(first(d), "ny.pdf", []byte("%PDF-1.4 new")))
	say(t, d, "ny text")
	must(t, d.ChangePassword([]byte(secret), []byte("ett annat")))
	must(t, d.BackupNow([]string{place}).Places[0].Err)
	elsewhere := params(t)
	found := desk.FindBackups([]string{place})
	if len(found) != 2 || found[0].Complete {
		t.Fatalf("found %+v", found)
	}
	// The older one does not open with the new password; then all attachments are missing.
	r, err := desk.RestoreBackup(elsewhere, found[0].Path, []byte("ett annat"))
	must(t, err)
	if r.Missing != 2 {
		t.Errorf("with the new password: %+v", r)
	}
	// The code opens both.
	code, err := d.NewCode([]byte("ett annat"))
	must(t, err)
	_, err = d.BackupComplete(place)
	must(t, err)
	must(t, os.Remove(filepath.Join(place, newestComplete(t, d, place))))
	must(t, d.BackupNow([]string{place}).Places[0].Err)
	r, err = desk.RestoreBackupWithCode(elsewhere, d.Backups([]string{place})[0].Path, strings.Join(code[:], ""))
	must(t, err)
	if r.Missing != 2 || r.Kept == "" { // the complete one that is left is from before the new code
		t.Errorf("with the code: %+v", r)
	}
	_, err = d.BackupComplete(place)
	must(t, err)
	say(t, d, "nyare text")
	must(t, d.BackupNow([]string{place}).Places[0].Err)
	r, err = desk.RestoreBackupWithCode(elsewhere, d.Backups([]string{place})[0].Path, strings.Join(code[:], ""))
	must(t, err)
	if r.Missing != 0 {
		t.Errorf("with a complete one beside: %+v", r)
	}
	again, err := desk.Open(elsewhere, []byte("ett annat"))
	must(t, err)
	defer func() { must(t, again.Close()) }()
	a := again.Answered(first(again))
	if a.Note != "nyare text" || len(a.Evidence) != 2 {
		t.Errorf("restored is %+v", a)
	}
	if b, err := again.Evidence(a.Evidence[1]); err != nil || string(b) != "%PDF-1.4 new" {
		t.Errorf("the attachment is %q, %v", b, err)
	}
}

func newestComplete(t *testing.T, d *desk.Desk, place string) string {
	t.Helper()
	for _, b := range d.Backups([]string{place}) {
		if b.Complete {
			return filepath.Base(b.Path)
		}
	}
	t.Fatal("no complete backup")
	return ""
}

// TestFindBackups without a key: two libraries, a missing place, a damaged file, one of a newer version.
func TestFindBackups(t *testing.T) {
	d, _, c, _ := keptLibrary(t)
	other, _, _, _ := keptLibrary(t)
	a, b := t.TempDir(), t.TempDir()
	must(t, other.BackupNow([]string{a}).Places[0].Err)
	for range 2 {
		c.now = c.now.Add(time.Hour)
		say(t, d, c.now.String())
		r := d.BackupNow([]string{a, b})
		must(t, errors.Join(r.Places[0].Err, r.Places[1].Err))
	}
	must(t, os.WriteFile(filepath.Join(b, "tom.thb"), nil, 0o600))
	found := desk.FindBackups([]string{a, filepath.Join(a, "gone"), b, a})
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
	d, p, _, _ := keptLibrary(t)
	place := t.TempDir()
	places := []string{place}
	must(t, d.BackupNow(places).Places[0].Err)
	must(t, d.Close())
	putBack := filepath.Join(t.TempDir(), "vault")
	must(t, os.CopyFS(putBack, os.DirFS(p.Dir)))
	d, err := desk.Open(p, []byte(secret))
	must(t, err)
	if b, newer := d.NewerBackup(places); newer {
		t.Errorf("newer is %+v", b)
	}
	for range 12 {
		say(t, d, "senare")
		must(t, d.BackupNow(places).Places[0].Err)
	}
	all := d.Backups(places)
	must(t, d.Close())

	old := p
	old.Dir = putBack
	d, err = desk.Open(old, []byte(secret))
	must(t, err)
	b, newer := d.NewerBackup(places)
	if !newer || b.Path != all[0].Path {
		t.Errorf("newer than what was put back is %+v, %t", b, newer)
	}
	must(t, d.KeepThis(b))
	if _, newer := d.NewerBackup(places); newer {
		t.Error("told again")
	}
	must(t, d.Close())

	_, err = desk.RestoreBackup(p, all[len(all)-1].Path, []byte(secret))
	must(t, err)
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	if b, newer := d.NewerBackup(places); newer {
		t.Errorf("an older backup was chosen, and yet newer is %+v", b)
	}
	// What it backs up now has lower numbers than the time that was lost, and is not taken for old.
	for range 3 {
		must(t, d.CodeSeen())
		r := d.BackupNow(places)
		must(t, r.Places[0].Err)
		if made := r.Places[0].Made; made.Seq >= all[0].Seq {
			t.Errorf("made %+v, after %+v", made, all[0])
		} else if err := d.TestBackup(made.Path); err != nil {
			t.Error(err)
		}
	}
	if err := d.TestBackup(all[0].Path); err != nil {
		t.Error("the newest of the time that was lost:", err)
	}
}

// TestRescued: a record in the file is spoilt; the desk opens when it may rescue, and says how much is there.
func TestRescued(t *testing.T) {
	d, p, c, _ := keptLibrary(t)
	q := d.Catalogue().List(app.Staff).Questions
	for i := range 10 {
		must(t, d.Answer(q[i].ID, app.Missing))
	}
	c.now = noon.Add(time.Hour)
	must(t, d.BackupNow([]string{t.TempDir()}).Places[0].Err)
	if d.Rescued() != nil || d.ReadOnly() {
		t.Error("a sound library was rescued")
	}
	must(t, d.Close())
	path := filepath.Join(p.Dir, "records.db")
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
		d, err := desk.Open(p, []byte(secret))
		if damaged = errors.Is(err, vault.ErrDamaged); !damaged {
			must(t, errors.Join(err, d.Close()))
		}
	}
	_, err = desk.Open(p, []byte(secret))
	could, ok := desk.Rescuable(err)
	if _, other := desk.Rescuable(vault.ErrDamaged); !ok || other {
		t.Errorf("it could be rescued: %t, %v", ok, err)
	}
	p.Rescue = true
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	r := d.Rescued()
	if r == nil || r.Found == 0 || r.Found != could.Found || r.Expected != could.Expected || r.Found > r.Expected || r.All != (r.Found == r.Expected) || r.Kept == "" || !r.Compare.Equal(c.now) && !r.Compare.IsZero() {
		t.Fatalf("rescued is %+v", r)
	}
	if _, err := os.Stat(r.Kept); err != nil {
		t.Error(err)
	}
	t.Logf("%d of %d", r.Found, r.Expected)
}
