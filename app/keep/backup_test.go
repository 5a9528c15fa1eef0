package keep_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

// TestBackupNow: two places get it, one is missing, one is inside; nothing in a name or a head tells whose it is.
func TestBackupNow(t *testing.T) {
	k, p, c, code := keptVault(t)
	if _, ok := k.LastBackup(); ok || !k.BackupDue() {
		t.Error("a new library has a backup")
	}
	a, b := t.TempDir(), t.TempDir()
	gone := filepath.Join(t.TempDir(), "stick")
	r := k.BackupNow([]string{a, gone, b, a + string(filepath.Separator), filepath.Join(p.Vault.Dir, "att")})
	if len(r.Places) != 4 || r.Good() != 2 || r.Err != nil {
		t.Fatalf("the report is %+v", r)
	}
	if !errors.Is(r.Places[1].Err, keep.ErrPlaceMissing) || !errors.Is(r.Places[3].Err, keep.ErrPlaceInside) {
		t.Errorf("missing is %v, inside %v", r.Places[1].Err, r.Places[3].Err)
	}
	parsed, err := vault.ParseCode(strings.Join(code[:], ""))
	must(t, err)
	for _, place := range []string{a, b} {
		names := files(t, place)
		if len(names) != 1 || !strings.HasPrefix(names[0], "trygghylla-2026-05-28-0") || strings.Contains(strings.ToLower(names[0]), "vadstena") {
			t.Fatalf("the place has %v", names)
		}
		path := filepath.Join(place, names[0])
		_, err := vault.VerifyBackup(path, []byte(secret))
		must(t, err)
		info, err := vault.VerifyBackupWithCode(path, parsed)
		must(t, err)
		if info.Complete || info.Attachments != 0 {
			t.Errorf("the backup holds %+v", info)
		}
		content, err := os.ReadFile(path)
		must(t, err)
		if strings.Contains(string(content), "adstena") || strings.Contains(string(content), p.Host) {
			t.Error("the backup tells whose it is")
		}
	}
	last, ok := k.LastBackup()
	if !ok || last.Seq != r.Places[0].Made.Seq || !last.At.Equal(noon) || !last.Verified.Equal(noon) || !slices.Equal(last.Places, []string{a, b}) {
		t.Errorf("the last backup is %+v", last)
	}
	if k.BackupDue() {
		t.Error("a backup is due although nothing has changed")
	}
	c.now = noon.Add(2 * time.Hour)
	must(t, k.CodeSeen())
	must(t, k.TestBackup(last.Path))
	if k.BackupDue() {
		t.Error("what the library remembers of itself makes a backup due")
	}
	if last, _ := k.LastBackup(); !last.Verified.Equal(c.now) || k.Backups([]string{a})[0].Verified != last.Verified {
		t.Errorf("proven again at %v", last.Verified)
	}
	say(t, k, "en ändring")
	if !k.BackupDue() {
		t.Error("no backup is due two hours after a change")
	}
	for now, due := range map[time.Time]bool{noon.Add(59 * time.Minute): false, noon.Add(-time.Hour): true} {
		if c.now = now; k.BackupDue() != due {
			t.Errorf("at %v due is %t", now, !due)
		}
	}
}

// TestBackupsSayWhatTheyAre lists them after a new start, newest first, a complete one among them.
func TestBackupsSayWhatTheyAre(t *testing.T) {
	k, p, c, _ := keptVault(t)
	place := t.TempDir()
	if due := k.CompleteDue([]string{place, filepath.Join(place, "gone")}); !slices.Equal(due, []string{place}) {
		t.Errorf("complete ones are due in %v", due)
	}
	full, err := k.BackupComplete(place)
	must(t, err)
	if !full.Complete || !strings.HasSuffix(full.Path, "-full.thb") {
		t.Errorf("the complete one is %+v", full)
	}
	say(t, k, "senare")
	c.now = noon.Add(24 * time.Hour)
	must(t, k.BackupNow([]string{place}).Places[0].Err)
	must(t, k.Close())
	k, err = keep.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, k.Close()) }()
	all := k.Backups([]string{place, place})
	if len(all) != 2 || all[0].Complete || !all[1].Complete || all[0].Seq <= all[1].Seq || !all[0].Time.Equal(c.now) || all[1].Place != place {
		t.Errorf("the backups are %+v", all)
	}
	if k.BackupDue() || len(k.CompleteDue([]string{place})) != 0 {
		t.Error("after a new start one is due")
	}
	c.now = noon.AddDate(0, 1, 1)
	if len(k.CompleteDue([]string{place})) != 1 {
		t.Error("after a month no complete one is due")
	}
}

// TestRotation: 400 days with a backup each, and the last day one each hour. What is kept is what was promised; what is somebody else's stays.
func TestRotation(t *testing.T) {
	k, _, c, _ := keptVault(t)
	place := t.TempDir()
	must(t, k.BackupNow([]string{place}).Places[0].Err)
	own := filepath.Join(place, "före flytten.thb")
	must(t, os.Rename(filepath.Join(place, files(t, place)[0]), own))
	must(t, os.WriteFile(filepath.Join(place, "semester.jpg"), []byte("x"), 0o600))
	must(t, os.WriteFile(filepath.Join(place, "trygghylla-skadad.thb"), []byte("TRYGGBAK"), 0o600))
	const days, hours = 400, 24
	for i := range days + hours {
		c.now = c.now.Add(24 * time.Hour)
		if i >= days {
			c.now = c.now.Add(-23 * time.Hour)
		}
		must(t, k.CodeSeen())
		r := k.BackupNow([]string{place})
		must(t, errors.Join(r.Err, r.Places[0].Err))
	}
	all := k.Backups([]string{place})
	if len(all) < 10+12+5+8 || len(all) > 10+14+8+12+1 {
		t.Errorf("%d backups are kept", len(all))
	}
	if age := c.now.Sub(all[len(all)-2].Time); age < 300*24*time.Hour || age > 400*24*time.Hour {
		t.Errorf("the oldest is %v old", age)
	}
	if !all[0].Time.Equal(c.now) {
		t.Errorf("the newest is of %v", all[0].Time)
	}
	for _, name := range []string{filepath.Base(own), "semester.jpg", "trygghylla-skadad.thb"} {
		if !slices.Contains(files(t, place), name) {
			t.Errorf("%s is gone", name)
		}
	}
	t.Logf("%d backups made, %d kept", days+hours, len(all)-1)
}

// TestClockGoesBack: the clock falls to 2009 and comes back. The backups that were made before are there still.
func TestClockGoesBack(t *testing.T) {
	k, _, c, _ := keptVault(t)
	place := t.TempDir()
	back := func(n int) {
		for range n {
			c.now = c.now.Add(time.Hour)
			say(t, k, c.now.String())
			must(t, k.BackupNow([]string{place}).Places[0].Err)
		}
	}
	back(12)
	before := k.Backups([]string{place})
	c.now = time.Date(2009, 1, 1, 0, 0, 0, 0, time.UTC)
	back(30)
	for _, b := range before {
		must(t, k.TestBackup(b.Path))
	}
	if all := k.Backups([]string{place}); all[0].Time.Year() != 2009 {
		t.Errorf("the newest is of %v", all[0].Time)
	}
	c.now = noon.Add(48 * time.Hour)
	back(1)
	if all := k.Backups([]string{place}); !all[0].Time.Equal(c.now) || len(all) < 10 {
		t.Errorf("of %d the newest is of %v", len(all), all[0].Time)
	}
}

// TestNoFileIsWrittenOver: a file of the name that is next is there already.
func TestNoFileIsWrittenOver(t *testing.T) {
	k, _, _, _ := keptVault(t)
	place := t.TempDir()
	r := k.BackupNow([]string{place})
	name := filepath.Base(r.Places[0].Made.Path)
	number := r.Places[0].Made.Seq + 1 // the note of it
	next := filepath.Join(place, strings.Replace(name, sixDigits(number-1), sixDigits(number), 1))
	must(t, os.WriteFile(next, []byte("somebody's"), 0o600))
	must(t, k.BackupNow([]string{place}).Places[0].Err)
	if b, err := os.ReadFile(next); err != nil || string(b) != "somebody's" {
		t.Errorf("the file is %q, %v", b, err)
	}
	if n := len(files(t, place)); n != 3 {
		t.Errorf("%v", files(t, place))
	}
}

// TestInterruptedBackupsGo: what this computer has left is removed by its next backup, another's is not.
func TestInterruptedBackupsGo(t *testing.T) {
	k, _, _, _ := keptVault(t)
	place := t.TempDir()
	made := k.BackupNow([]string{place}).Places[0].Made.Path
	another := filepath.Join(place, "trygghylla-2026-05-28-000004-ffffff.thb.part")
	for _, path := range []string{made + ".part", another} {
		must(t, os.WriteFile(path, []byte("half"), 0o600))
	}
	must(t, k.CodeSeen())
	must(t, k.BackupNow([]string{place}).Places[0].Err)
	if names := files(t, place); len(names) != 3 || !slices.Contains(names, filepath.Base(another)) {
		t.Errorf("the place has %v", names)
	}
}

func sixDigits(n uint64) string {
	s := "000000" + string(rune('0'+n/10%10)) + string(rune('0'+n%10))
	return s[len(s)-6:]
}

// TestCloseWithBackup: changed, it is backed up; unchanged, only where the last one is missing; failing, it closes.
func TestCloseWithBackup(t *testing.T) {
	k, p, _, _ := keptVault(t)
	a, b := t.TempDir(), filepath.Join(t.TempDir(), "stick")
	open := func() {
		t.Helper()
		var err error
		k, err = keep.Open(p, []byte(secret))
		must(t, err)
	}
	closed := func(good int, asked ...string) {
		t.Helper()
		r, err := closeWithBackup(k, []string{a, b})
		must(t, err)
		var got []string
		for _, x := range r.Places {
			got = append(got, x.Place)
		}
		if r.Good() != good || !slices.Equal(got, asked) {
			t.Errorf("%d good ones, asked %v", r.Good(), got)
		}
		open()
	}
	closed(1, a, b)
	closed(0, b)
	must(t, os.Mkdir(b, 0o700))
	closed(1, b)
	closed(0)
	say(t, k, "något nytt")
	closed(2, a, b)
	closed(0)
	say(t, k, "mer")
	must(t, os.RemoveAll(b))
	must(t, os.RemoveAll(a))
	closed(0, a, b)
	if said(k) != "mer" {
		t.Error("the note is gone")
	}
	must(t, k.Close())
}

// TestDamagedBackupAmongGood: each byte region of one is spoilt; it is told apart, and the good ones restore.
func TestDamagedBackupAmongGood(t *testing.T) {
	k, p, c, _ := keptVault(t)
	place := t.TempDir()
	var notes []string
	for _, note := range []string{"ett", "två", "tre"} {
		c.now = c.now.Add(time.Hour)
		say(t, k, note)
		notes = append(notes, note)
		must(t, k.BackupNow([]string{place}).Places[0].Err)
	}
	all := k.Backups([]string{place})
	good, err := os.ReadFile(all[0].Path)
	must(t, err)
	for at := 0; at < len(good); at += max(1, len(good)/40) {
		bad := slices.Clone(good)
		bad[at] ^= 0x10
		must(t, os.WriteFile(all[0].Path, bad, 0o600))
		if err := k.TestBackup(all[0].Path); err == nil {
			t.Fatalf("a flip at %d passed", at)
		}
	}
	must(t, os.WriteFile(all[0].Path, good[:len(good)/2], 0o600))
	if err := k.TestBackup(all[0].Path); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("half a backup: %v", err)
	}
	must(t, k.Close())
	if _, err := keep.RestoreBackup(p, all[0].Path, []byte(secret)); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("restored from half a backup: %v", err)
	}
	again, err := keep.Open(p, []byte(secret))
	must(t, err)
	if said(again) != notes[2] {
		t.Error("a failed restore has changed the library")
	}
	must(t, again.Close())
	_, err = keep.RestoreBackup(p, all[1].Path, []byte(secret))
	must(t, err)
	again, err = keep.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, again.Close()) }()
	if said(again) != notes[1] {
		t.Errorf("restored is %q", said(again))
	}
}

// TestBackupBesideWork backs up from another goroutine while answers are saved; each backup opens and is whole.
func TestBackupBesideWork(t *testing.T) {
	k, _, _, _ := keptVault(t)
	place := t.TempDir()
	done := make(chan keep.BackupReport)
	go func() {
		var last keep.BackupReport
		for range 10 {
			last = k.BackupNow([]string{place})
		}
		done <- last
	}()
	for range 100 {
		say(t, k, strings.Repeat("x", 50))
	}
	r := <-done
	must(t, errors.Join(r.Err, r.Places[0].Err))
	for _, b := range k.Backups([]string{place}) {
		must(t, k.TestBackup(b.Path))
	}
	r = k.BackupNow([]string{place})
	must(t, errors.Join(r.Err, r.Places[0].Err))
	if k.BackupDue() {
		t.Error("due at once")
	}
}

// TestCodeReminder: once a year, and not because the clock has fallen back.
func TestCodeReminder(t *testing.T) {
	k, _, c, _ := keptVault(t)
	must(t, k.CodeSeen())
	for now, want := range map[time.Time]bool{
		noon: false, noon.AddDate(0, 11, 0): false, noon.AddDate(1, 0, 0): true, noon.AddDate(-2, 0, 0): false,
	} {
		if c.now = now; k.CodeReminder() != want {
			t.Errorf("at %v reminded is %t", now, !want)
		}
	}
}
