package keep_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trygghylla/app/keep"
	"trygghylla/app/vault"

	"github.com/google/go-cmp/cmp"
)

// TestRenew: the old password and the old code open nothing any more, here or in the places, also in the one that
// comes back later.
func TestRenew(t *testing.T) {
	k, p, c, code := keptVault(t)
	a, stick := t.TempDir(), filepath.Join(t.TempDir(), "stick")
	must(t, os.Mkdir(stick, 0o700))
	places := []string{a, stick}
	_, err := k.BackupComplete(a)
	must(t, err)
	_, err = k.BackupComplete(stick)
	must(t, err)
	for range 3 {
		must(t, k.CodeSeen())
		must(t, k.BackupNow(places).Places[1].Err)
	}
	must(t, k.Close())
	_, err = keep.RestoreBackup(p, names.FindBackups([]string{a})[0].Path, []byte(secret))
	must(t, err)
	if len(keep.ReplacedBeside(p.Vault.Dir)) != 1 {
		t.Fatal("nothing was kept")
	}
	k, err = keep.Open(p, []byte(secret))
	must(t, err)
	want := everything(k)
	away := stick + "-away"
	must(t, os.Rename(stick, away))
	c.now = noon.Add(time.Hour)

	next, r, err := k.Renew([]byte("ett helt nytt"), places)
	must(t, errors.Join(err, r.Err))
	if next == code || r.Good() != 1 || !errors.Is(r.Places[1].Err, keep.ErrPlaceMissing) {
		t.Errorf("renewed: %+v", r)
	}
	must(t, k.CheckCode(strings.Join(next[:], "-")))
	if err := k.CheckCode(strings.Join(code[:], "-")); !errors.Is(err, vault.ErrCode) {
		t.Errorf("the old sheet: %v", err)
	}
	all := k.Backups([]string{a})
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
	if len(keep.ReplacedBeside(p.Vault.Dir)) != 0 {
		t.Error("a replaced library is there still")
	}
	must(t, os.Rename(away, stick))
	for _, b := range k.Backups([]string{stick}) {
		opens(b.Path, true)
	}
	must(t, k.BackupNow(places).Places[1].Err)
	if n := files(t, stick); len(n) != 1 {
		t.Errorf("on the stick that came back: %v", n)
	}
	opens(k.Backups([]string{stick})[0].Path, false)
	if len(k.CompleteDue(places)) != 1 {
		t.Error("no complete backup is due on the stick")
	}
	must(t, k.Close())
	if _, err := keep.Open(p, []byte(secret)); !errors.Is(err, vault.ErrPassword) {
		t.Errorf("the old password: %v", err)
	}
	if _, err := keep.OpenWithCode(p, strings.Join(code[:], "")); !errors.Is(err, vault.ErrCode) {
		t.Errorf("the old code: %v", err)
	}
	k, err = keep.OpenWithCode(p, strings.Join(next[:], ""))
	must(t, err)
	defer func() { must(t, k.Close()) }()
	if diff := cmp.Diff(want, everything(k)); diff != "" {
		t.Errorf("renewed it differs: %s", diff)
	}
	if _, err := read(k, "larm.pdf"); err != nil {
		t.Error(err)
	}
}

// TestRenewWithoutPlaces: no backup can be made; then nothing that is old is thrown away.
func TestRenewWithoutPlaces(t *testing.T) {
	k, p, _, _ := keptVault(t)
	a := t.TempDir()
	must(t, k.BackupNow([]string{a}).Places[0].Err)
	must(t, k.Close())
	_, err := keep.RestoreBackup(p, names.FindBackups([]string{a})[0].Path, []byte(secret))
	must(t, err)
	k, err = keep.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, k.Close()) }()
	_, r, err := k.Renew([]byte("ett nytt"), []string{filepath.Join(a, "gone")})
	must(t, errors.Join(err, r.Err))
	if r.Good() != 0 || len(keep.ReplacedBeside(p.Vault.Dir)) != 1 || len(files(t, a)) != 1 || !k.BackupDue() {
		t.Errorf("renewed: %+v", r)
	}
}

// TestRenewAfterALostTime: backups of saves that were lost, with higher numbers than the library has, open by the old
// keys and go all the same.
func TestRenewAfterALostTime(t *testing.T) {
	k, p, c, _ := keptVault(t)
	place := t.TempDir()
	for range 12 {
		c.now = c.now.Add(time.Hour)
		say(t, k, c.now.String())
		must(t, k.BackupNow([]string{place}).Places[0].Err)
	}
	all := k.Backups([]string{place})
	must(t, k.Close())
	_, err := keep.RestoreBackup(p, all[len(all)-1].Path, []byte(secret))
	must(t, err)
	k, err = keep.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, k.Close()) }()
	c.now = c.now.Add(time.Hour)
	_, r, err := k.Renew([]byte("ett nytt"), []string{place})
	must(t, errors.Join(err, r.Err))
	for range 3 {
		must(t, k.CodeSeen())
		must(t, k.BackupNow([]string{place}).Places[0].Err)
	}
	left := k.Backups([]string{place})
	if len(left) != 4 || left[0].Seq >= all[0].Seq {
		t.Errorf("left are %+v", left)
	}
	for _, b := range left {
		if _, err := vault.VerifyBackup(b.Path, []byte("ett nytt")); err != nil {
			t.Error(err)
		}
	}
}
