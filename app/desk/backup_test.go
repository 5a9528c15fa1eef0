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

// clockwork is a clock that a test turns.
type clockwork struct{ now time.Time }

func (c *clockwork) set(p *desk.Params) { p.Now = func() time.Time { return c.now } }

// kept makes a library with something in it, on a clock that can be turned, and a second computer's name for it.
func keptLibrary(t *testing.T) (*desk.Desk, desk.Params, *clockwork, desk.Code) {
	t.Helper()
	p := params(t)
	p.Host = "KOMMUN-VADSTENA-BIB01"
	c := &clockwork{noon}
	c.set(&p)
	d, code, err := desk.Create(p, app.Sweden, []byte(secret))
	must(t, err)
	t.Cleanup(func() { must(t, d.Close()) })
	must(t, d.SetLibrary(app.Library{Name: "Vadstena bibliotek", Municipality: "Vadstena"}))
	must(t, d.ContinueSetup(desk.SetupDone))
	must(t, d.Attach(first(d), "larm.pdf", []byte("%PDF-1.4 a plan")))
	return d, p, c, code
}

func first(d *desk.Desk) app.QuestionID { return d.Catalogue().List(app.Staff).Questions[0].ID }

func say(t *testing.T, d *desk.Desk, note string) {
	t.Helper()
	must(t, d.Say(desk.AnswerAt(first(d), desk.Note), note))
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	all, err := os.ReadDir(dir)
	must(t, err)
	var names []string
	for _, e := range all {
		names = append(names, e.Name())
	}
	return names
}

// TestBackupNow: two places get it, one is missing, one is inside; nothing in a name or a head tells whose it is.
func TestBackupNow(t *testing.T) {
	d, p, c, code := keptLibrary(t)
	if _, ok := d.LastBackup(); ok || !d.BackupDue() {
		t.Error("a new library has a backup")
	}
	a, b := t.TempDir(), t.TempDir()
	gone := filepath.Join(t.TempDir(), "stick")
	r := d.BackupNow([]string{a, gone, b, a + string(filepath.Separator), filepath.Join(p.Dir, "att")})
	if len(r.Places) != 4 || r.Good() != 2 || r.Err != nil {
		t.Fatalf("the report is %+v", r)
	}
	if !errors.Is(r.Places[1].Err, desk.ErrPlaceMissing) || !errors.Is(r.Places[3].Err, desk.ErrPlaceInside) {
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
	last, ok := d.LastBackup()
	if !ok || last.Seq != r.Places[0].Made.Seq || !last.At.Equal(noon) || !last.Verified.Equal(noon) || !slices.Equal(last.Places, []string{a, b}) {
		t.Errorf("the last backup is %+v", last)
	}
	if d.BackupDue() {
		t.Error("a backup is due although nothing has changed")
	}
	c.now = noon.Add(2 * time.Hour)
	must(t, d.CodeSeen())
	must(t, d.TestBackup(last.Path))
	if d.BackupDue() {
		t.Error("what the library remembers of itself makes a backup due")
	}
	if last, _ := d.LastBackup(); !last.Verified.Equal(c.now) || d.Backups([]string{a})[0].Verified != last.Verified {
		t.Errorf("proven again at %v", last.Verified)
	}
	say(t, d, "en ändring")
	if !d.BackupDue() {
		t.Error("no backup is due two hours after a change")
	}
	for now, due := range map[time.Time]bool{noon.Add(59 * time.Minute): false, noon.Add(-time.Hour): true} {
		if c.now = now; d.BackupDue() != due {
			t.Errorf("at %v due is %t", now, !due)
		}
	}
}

// TestBackupsSayWhatTheyAre lists them after a new start, newest first, a complete one among them.
func TestBackupsSayWhatTheyAre(t *testing.T) {
	d, p, c, _ := keptLibrary(t)
	place := t.TempDir()
	if due := d.CompleteDue([]string{place, filepath.Join(place, "gone")}); !slices.Equal(due, []string{place}) {
		t.Errorf("complete ones are due in %v", due)
	}
	full, err := d.BackupComplete(place)
	must(t, err)
	if !full.Complete || !strings.HasSuffix(full.Path, "-full.thb") {
		t.Errorf("the complete one is %+v", full)
	}
	say(t, d, "senare")
	c.now = noon.Add(24 * time.Hour)
	must(t, d.BackupNow([]string{place}).Places[0].Err)
	must(t, d.Close())
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	all := d.Backups([]string{place, place})
	if len(all) != 2 || all[0].Complete || !all[1].Complete || all[0].Seq <= all[1].Seq || !all[0].Time.Equal(c.now) || all[1].Place != place {
		t.Errorf("the backups are %+v", all)
	}
	if d.BackupDue() || len(d.CompleteDue([]string{place})) != 0 {
		t.Error("after a new start one is due")
	}
	c.now = noon.AddDate(0, 1, 1)
	if len(d.CompleteDue([]string{place})) != 1 {
		t.Error("after a month no complete one is due")
	}
}

// TestRotation: 400 days with a backup each, and the last day one each hour. What is kept is what was promised; what is somebody else's stays.
func TestRotation(t *testing.T) {
	d, _, c, _ := keptLibrary(t)
	place := t.TempDir()
	must(t, d.BackupNow([]string{place}).Places[0].Err)
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
		must(t, d.CodeSeen())
		r := d.BackupNow([]string{place})
		must(t, errors.Join(r.Err, r.Places[0].Err))
	}
	all := d.Backups([]string{place})
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
	d, _, c, _ := keptLibrary(t)
	place := t.TempDir()
	back := func(n int) {
		for range n {
			c.now = c.now.Add(time.Hour)
			say(t, d, c.now.String())
			must(t, d.BackupNow([]string{place}).Places[0].Err)
		}
	}
	back(12)
	before := d.Backups([]string{place})
	c.now = time.Date(2009, 1, 1, 0, 0, 0, 0, time.UTC)
	back(30)
	for _, b := range before {
		must(t, d.TestBackup(b.Path))
	}
	if all := d.Backups([]string{place}); all[0].Time.Year() != 2009 {
		t.Errorf("the newest is of %v", all[0].Time)
	}
	c.now = noon.Add(48 * time.Hour)
	back(1)
	if all := d.Backups([]string{place}); !all[0].Time.Equal(c.now) || len(all) < 10 {
		t.Errorf("of %d the newest is of %v", len(all), all[0].Time)
	}
}

// TestNoFileIsWrittenOver: a file of the name that is next is there already.
func TestNoFileIsWrittenOver(t *testing.T) {
	d, _, _, _ := keptLibrary(t)
	place := t.TempDir()
	r := d.BackupNow([]string{place})
	name := filepath.Base(r.Places[0].Made.Path)
	number := r.Places[0].Made.Seq + 1 // the note of it
	next := filepath.Join(place, strings.Replace(name, sixDigits(number-1), sixDigits(number), 1))
	must(t, os.WriteFile(next, []byte("somebody's"), 0o600))
	must(t, d.BackupNow([]string{place}).Places[0].Err)
	if b, err := os.ReadFile(next); err != nil || string(b) != "somebody's" {
		t.Errorf("the file is %q, %v", b, err)
	}
	if n := len(files(t, place)); n != 3 {
		t.Errorf("%v", files(t, place))
	}
}

// TestInterruptedBackupsGo: what this computer has left is removed by its next backup, another's is not.
func TestInterruptedBackupsGo(t *testing.T) {
	d, _, _, _ := keptLibrary(t)
	place := t.TempDir()
	made := d.BackupNow([]string{place}).Places[0].Made.Path
	another := filepath.Join(place, "trygghylla-2026-05-28-000004-ffffff.thb.part")
	for _, path := range []string{made + ".part", another} {
		must(t, os.WriteFile(path, []byte("half"), 0o600))
	}
	must(t, d.CodeSeen())
	must(t, d.BackupNow([]string{place}).Places[0].Err)
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
	d, p, _, _ := keptLibrary(t)
	a, b := t.TempDir(), filepath.Join(t.TempDir(), "stick")
	open := func() {
		t.Helper()
		var err error
		d, err = desk.Open(p, []byte(secret))
		must(t, err)
	}
	closed := func(good int, asked ...string) {
		t.Helper()
		r, err := d.CloseWithBackup([]string{a, b})
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
	say(t, d, "något nytt")
	closed(2, a, b)
	closed(0)
	say(t, d, "mer")
	must(t, os.RemoveAll(b))
	must(t, os.RemoveAll(a))
	closed(0, a, b)
	if d.Answered(first(d)).Note != "mer" {
		t.Error("the note is gone")
	}
	must(t, d.Close())
}

// TestDamagedBackupAmongGood: each byte region of one is spoilt; it is told apart, and the good ones restore.
func TestDamagedBackupAmongGood(t *testing.T) {
	d, p, c, _ := keptLibrary(t)
	place := t.TempDir()
	var notes []string
	for _, note := range []string{"ett", "två", "tre"} {
		c.now = c.now.Add(time.Hour)
		say(t, d, note)
		notes = append(notes, note)
		must(t, d.BackupNow([]string{place}).Places[0].Err)
	}
	all := d.Backups([]string{place})
	good, err := os.ReadFile(all[0].Path)
	must(t, err)
	for at := 0; at < len(good); at += max(1, len(good)/40) {
		bad := slices.Clone(good)
		bad[at] ^= 0x10
		must(t, os.WriteFile(all[0].Path, bad, 0o600))
		if err := d.TestBackup(all[0].Path); err == nil {
			t.Fatalf("a flip at %d passed", at)
		}
	}
	must(t, os.WriteFile(all[0].Path, good[:len(good)/2], 0o600))
	if err := d.TestBackup(all[0].Path); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("half a backup: %v", err)
	}
	must(t, d.Close())
	if _, err := desk.RestoreBackup(p, all[0].Path, []byte(secret)); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("restored from half a backup: %v", err)
	}
	again, err := desk.Open(p, []byte(secret))
	must(t, err)
	if again.Answered(first(again)).Note != notes[2] {
		t.Error("a failed restore has changed the library")
	}
	must(t, again.Close())
	_, err = desk.RestoreBackup(p, all[1].Path, []byte(secret))
	must(t, err)
	again, err = desk.Open(p, []byte(secret))
	must(t, err)
	defer func() { must(t, again.Close()) }()
	if again.Answered(first(again)).Note != notes[1] {
		t.Errorf("restored is %q", again.Answered(first(again)).Note)
	}
}

// TestBackupBesideWork backs up from another goroutine while answers are saved; each backup opens and is whole.
func TestBackupBesideWork(t *testing.T) {
	d, _, _, _ := keptLibrary(t)
	place := t.TempDir()
	done := make(chan desk.BackupReport)
	go func() {
		var last desk.BackupReport
		for range 10 {
			last = d.BackupNow([]string{place})
		}
		done <- last
	}()
	for range 100 {
		say(t, d, strings.Repeat("x", 50))
	}
	r := <-done
	must(t, errors.Join(r.Err, r.Places[0].Err))
	for _, b := range d.Backups([]string{place}) {
		must(t, d.TestBackup(b.Path))
	}
	r = d.BackupNow([]string{place})
	must(t, errors.Join(r.Err, r.Places[0].Err))
	if d.BackupDue() {
		t.Error("due at once")
	}
}

// TestCodeReminder: once a year, not in the first start, and whatever the clock does.
func TestCodeReminder(t *testing.T) {
	p := params(t)
	c := &clockwork{noon}
	c.set(&p)
	d, _, err := desk.Create(p, app.Norway, []byte(secret))
	must(t, err)
	defer func() { must(t, d.Close()) }()
	if d.CodeReminder() {
		t.Error("reminded in the first start")
	}
	must(t, d.CodeSeen())
	must(t, d.ContinueSetup(desk.SetupDone))
	for now, want := range map[time.Time]bool{
		noon: false, noon.AddDate(0, 11, 0): false, noon.AddDate(1, 0, 0): true, noon.AddDate(-2, 0, 0): true,
	} {
		if c.now = now; d.CodeReminder() != want {
			t.Errorf("at %v reminded is %t", now, !want)
		}
	}
}
