package desk_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trygghylla/app/desk"
	"trygghylla/app/vault"
)

// TestRenew: the old password and the old code open nothing any more, here or in the places, also in the one that
// comes back later.
func TestRenew(t *testing.T) {
	d, p, c, code := keptLibrary(t)
	a, stick := t.TempDir(), filepath.Join(t.TempDir(), "stick")
	must(t, os.Mkdir(stick, 0o700))
	places := []string{a, stick}
	_, err := d.BackupComplete(a)
	must(t, err)
	_, err = d.BackupComplete(stick)
	must(t, err)
	for range 3 {
		must(t, d.CodeSeen())
		must(t, d.BackupNow(places).Places[1].Err)
	}
	must(t, d.Close())
	_, err = desk.RestoreBackup(p, desk.FindBackups([]string{a})[0].Path, []byte(secret))
	must(t, err)
	if len(desk.ReplacedBeside(p.Dir)) != 1 {
		t.Fatal("nothing was kept")
	}
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	want := desk.Everything(d)
	away := stick + "-away"
	must(t, os.Rename(stick, away))
	c.now = noon.Add(time.Hour)

	next, r, err := d.Renew([]byte("ett helt nytt"), places)
	must(t, errors.Join(err, r.Err))
	if next == code || r.Good() != 1 || !errors.Is(r.Places[1].Err, desk.ErrPlaceMissing) {
		t.Errorf("renewed: %+v", r)
	}
	must(t, d.CheckCode(strings.Join(next[:], "-")))
	if err := d.CheckCode(strings.Join(code[:], "-")); !errors.Is(err, desk.ErrCode) {
		t.Errorf("the old sheet: %v", err)
	}
	all := d.Backups([]string{a})
	if len(all) != 2 || len(files(t, a)) != 2 || all[0].Complete == all[1].Complete {
		t.Errorf("in the place: %+v", all)
	}
	opens := func(path string, old bool) {
		t.Helper()
		_, errOld := vault.VerifyBackup(path, []byte(secret))
		_, errNew := vault.VerifyBackup(path, []byte("ett helt nytt"))
		if (errOld == nil) != old || (errNew == nil) == old {
			t.Errorf("%s: old %v, new %v", filepath.Base(path), errOld, errNew)
		}
	}
	for _, b := range all {
		opens(b.Path, false)
	}
	if len(desk.ReplacedBeside(p.Dir)) != 0 {
		t.Error("a replaced library is there still")
	}
	must(t, os.Rename(away, stick))
	for _, b := range d.Backups([]string{stick}) {
		opens(b.Path, true)
	}
	must(t, d.BackupNow(places).Places[1].Err)
	if n := files(t, stick); len(n) != 1 {
		t.Errorf("on the stick that came back: %v", n)
	}
	opens(d.Backups([]string{stick})[0].Path, false)
	if len(d.CompleteDue(places)) != 1 {
		t.Error("no complete backup is due on the stick")
	}
	must(t, d.Close())
	if _, err := desk.Open(p, []byte(secret)); !errors.Is(err, desk.ErrPassword) {
		t.Errorf("the old password: %v", err)
	}
	if _, err := desk.OpenWithCode(p, strings.Join(code[:], "")); !errors.Is(err, desk.ErrCode) {
		t.Errorf("the old code: %v", err)
	}
	d, err = desk.OpenWithCode(p, strings.Join(next[:], ""))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	if diff := different(desk.Everything(d), want); diff != "" {
		t.Errorf("renewed it differs: %s", diff)
	}
	if _, err := d.Evidence(d.Answered(first(d)).Evidence[0]); err != nil {
		t.Error(err)
	}
}

// TestRenewWithoutPlaces: no backup can be made; then nothing that is old is thrown away.
func TestRenewWithoutPlaces(t *testing.T) {
	d, p, _, _ := keptLibrary(t)
	a := t.TempDir()
	must(t, d.BackupNow([]string{a}).Places[0].Err)
	must(t, d.Close())
	_, err := desk.RestoreBackup(p, desk.FindBackups([]string{a})[0].Path, []byte(secret))
	must(t, err)
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	_, r, err := d.Renew([]byte("nytt"), []string{filepath.Join(a, "gone")})
	must(t, errors.Join(err, r.Err))
	if r.Good() != 0 || len(desk.ReplacedBeside(p.Dir)) != 1 || len(files(t, a)) != 1 || !d.BackupDue() {
		t.Errorf("renewed: %+v", r)
	}
}

// TestRenewAfterALostTime: backups of saves that were lost, with higher numbers than the library has, open by the old
// keys and go all the same.
func TestRenewAfterALostTime(t *testing.T) {
	d, p, c, _ := keptLibrary(t)
	place := t.TempDir()
	for range 12 {
		c.now = c.now.Add(time.Hour)
		say(t, d, c.now.String())
		must(t, d.BackupNow([]string{place}).Places[0].Err)
	}
	all := d.Backups([]string{place})
	must(t, d.Close())
	_, err := desk.RestoreBackup(p, all[len(all)-1].Path, []byte(secret))
	must(t, err)
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	c.now = c.now.Add(time.Hour)
	_, r, err := d.Renew([]byte("nytt"), []string{place})
	must(t, errors.Join(err, r.Err))
	for range 3 {
		must(t, d.CodeSeen())
		must(t, d.BackupNow([]string{place}).Places[0].Err)
	}
	left := d.Backups([]string{place})
	if len(left) != 4 || left[0].Seq >= all[0].Seq {
		t.Errorf("left are %+v", left)
	}
	for _, b := range left {
		if _, err := vault.VerifyBackup(b.Path, []byte("nytt")); err != nil {
			t.Error(err)
		}
	}
}
