package keep_test

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

var rounds = flag.Int("rounds", 4, "how often each operation is killed; 200 for the large suite")

const another = "helt andra ord den dagen"

// scene is a folder with a vault, a place with its backups, and what an operation makes.
type scene struct{ root string }

func (s scene) options(t *testing.T) keep.Options {
	o := options(t)
	o.Vault.Dir, o.Host = s.path("home", "vault"), "one"
	return o
}

func (s scene) path(names ...string) string {
	return filepath.Join(append([]string{s.root}, names...)...)
}

func (s scene) place() string { return s.path("place") }

// open opens the vault of the scene, or the one in dir.
func (s scene) open(t *testing.T, password string, dir ...string) (*keep.Keeper, error) {
	o := s.options(t)
	for _, d := range dir {
		o.Vault.Dir = d
	}
	k, err := keep.Open(o, []byte(password))
	if err == nil {
		k.Tidy()
	}
	return k, err
}

// makeScene makes a vault with two files, whose backup "ny" of the records only lies beside an older complete one. The
// vault goes on and has only one of the files still.
func makeScene(t *testing.T, s scene) {
	must(t, os.MkdirAll(s.place(), 0o700))
	must(t, os.MkdirAll(s.path("home"), 0o700))
	k, _, err := keep.Create(s.options(t), []byte(secret), func(tx *vault.Tx) error { return vault.Put(tx, drawerText, "whose", "Vadstena") })
	must(t, err)
	attach(t, k, "larm.pdf", []byte("%PDF-1.4 a plan"))
	attach(t, k, "dörr.pdf", []byte("%PDF-1.4 "+strings.Repeat("a door ", 200_000)))
	_, err = k.BackupComplete(s.place())
	must(t, err)
	say(t, k, "ny")
	must(t, k.BackupNow([]string{s.place()}).Places[0].Err)
	ref, _, err := vault.Get[vault.Attachment](k.Vault(), drawerFile, "dörr.pdf")
	must(t, err)
	must(t, k.Vault().Update(func(tx *vault.Tx) error { return vault.Delete(tx, drawerFile, "dörr.pdf") }))
	must(t, k.Vault().Erase(ref))
	say(t, k, "gammal")
	must(t, k.Close())
}

// newest is the newest backup of the records in the place, "ny".
func (s scene) newest() string { return names.FindBackups([]string{s.place()})[0].Path }

// kill is an operation that is killed: what it begins with, what it does in a process of its own, and what must be true
// after it was killed anywhere. The check returns how it ended, in a word, after doing what the next start does.
type kill struct {
	before func(t *testing.T, s scene)
	act    func(t *testing.T, s scene)
	check  func(t *testing.T, s scene) string
}

var kills = map[string]kill{
	"password": {act: func(t *testing.T, s scene) {
		k, err := s.open(t, secret)
		must(t, err)
		begun()
		must(t, k.ChangePassword([]byte(secret), []byte(another)))
	}, check: func(t *testing.T, s scene) string {
		k, how := s.eitherPassword(t)
		whole(t, k, "gammal", 1)
		return how
	}},
	"renew": {act: func(t *testing.T, s scene) {
		k, err := s.open(t, secret)
		must(t, err)
		begun()
		_, r, err := k.Renew([]byte(another), []string{s.place()})
		must(t, errors.Join(err, r.Err))
	}, check: checkRenewed},
	"backup": {act: func(t *testing.T, s scene) {
		k, err := s.open(t, secret)
		must(t, err)
		begun()
		for i := range 3 {
			say(t, k, fmt.Sprint("nummer ", i))
			must(t, k.BackupNow([]string{s.place()}).Places[0].Err)
		}
		_, err = k.BackupComplete(s.place())
		must(t, err)
	}, check: checkBackedUp},
	"restore over an old": {act: restoreNewest, check: func(t *testing.T, s scene) string {
		return checkRestored(t, s, "gammal", 1)
	}},
	"restore into a fresh profile": {before: func(t *testing.T, s scene) {
		must(t, os.RemoveAll(s.path("home")))
	}, act: restoreNewest, check: func(t *testing.T, s scene) string {
		return checkRestored(t, s, "", 0)
	}},
	"create": {before: func(t *testing.T, s scene) {
		must(t, os.RemoveAll(s.path("home")))
	}, act: createAgain, check: checkCreated},
	"move": {act: moveAway, check: checkMoved},
}

// killName and killRoot tell a process which operation it is to be killed in, and where.
const killName, killRoot = "TRYGGHYLLA_KILL", "TRYGGHYLLA_KILL_ROOT"

// begun tells the parent that the operation begins now.
func begun() {
	if os.Getenv(killName) != "" {
		fmt.Println("begun")
	}
}

// eitherPassword opens the vault with whichever of the two passwords is its own.
func (s scene) eitherPassword(t *testing.T) (*keep.Keeper, string) {
	t.Helper()
	k, err := s.open(t, secret)
	how := "before"
	if errors.Is(err, vault.ErrPassword) {
		k, err = s.open(t, another)
		how = "after"
	}
	must(t, err)
	return k, how
}

// whole closes a vault that must hold that text and so many files, all of them readable.
func whole(t *testing.T, k *keep.Keeper, text string, files int) {
	t.Helper()
	if n, of := readable(t, k); said(k) != text || n != files || of != files {
		t.Errorf("the vault says %q and has %d of %d files, not %q and %d", said(k), n, of, text, files)
	}
	must(t, k.Close())
}

func checkRenewed(t *testing.T, s scene) string {
	k, how := s.eitherPassword(t)
	opens := 0
	for _, b := range k.Backups([]string{s.place()}) {
		_, old := vault.VerifyBackup(b.Path, []byte(secret))
		_, renewed := vault.VerifyBackup(b.Path, []byte(another))
		if old != nil && renewed != nil {
			t.Errorf("%s opens with neither: %v, %v", filepath.Base(b.Path), old, renewed)
		}
		opens++
	}
	if opens == 0 {
		t.Error("no backup is left")
	}
	if how == "after" { // the next backup does what was left undone
		must(t, k.BackupNow([]string{s.place()}).Places[0].Err)
		for _, b := range k.Backups([]string{s.place()}) {
			if _, err := vault.VerifyBackup(b.Path, []byte(another)); err != nil {
				t.Errorf("%s opens with the old password", filepath.Base(b.Path))
			}
		}
	} else {
		must(t, k.BackupNow([]string{s.place()}).Places[0].Err)
	}
	whole(t, k, "gammal", 1)
	return how
}

func checkBackedUp(t *testing.T, s scene) string {
	n := 0
	for _, name := range files(t, s.place()) {
		if strings.HasSuffix(name, names.Ending) {
			n++
			if _, err := vault.VerifyBackup(filepath.Join(s.place(), name), []byte(secret)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	k, err := s.open(t, secret)
	must(t, err)
	if last, ok := k.LastBackup(); ok {
		if all := k.Backups([]string{s.place()}); len(all) == 0 || all[0].Seq < last.Seq {
			t.Errorf("remembered is %+v, there is %+v", last, all)
		}
	}
	must(t, k.BackupNow([]string{s.place()}).Places[0].Err)
	whole(t, k, said(k), 1)
	return fmt.Sprint(n, " backups")
}

func restoreNewest(t *testing.T, s scene) {
	o, backup := s.options(t), s.newest()
	begun()
	_, err := keep.RestoreBackup(o, backup, []byte(secret))
	must(t, err)
}

// checkRestored: what was there before stands, or the whole of the backup with all its files; and when something was
// begun and not finished, that is told, until it is done again.
func checkRestored(t *testing.T, s scene, before string, had int) string {
	o := s.options(t)
	marked := exists(t, o.Vault.Dir+"-restore.json")
	there, err := keep.Exists(o.Vault.Dir)
	must(t, err)
	cut, told := keep.RestoreCutOff(o.Vault.Dir)
	if told != marked || told && !cut.Finished && cut.Backup != s.newest() {
		t.Errorf("a restore under way (%t) is told as %+v, %t", marked, cut, told)
	}
	how := "not there"
	if there {
		k, err := s.open(t, secret)
		must(t, err)
		switch how = said(k); how {
		case "ny":
			if told && !cut.Finished {
				t.Error("restored, and told as not finished")
			}
			whole(t, k, "ny", 2)
		default:
			if told && cut.Finished {
				t.Error("not restored, and told as finished")
			}
			whole(t, k, before, had)
		}
	} else if before != "" {
		t.Error("the old vault is gone")
	}
	how = fmt.Sprintf("%s, told %t, finished %t", how, told, cut.Finished)
	if _, err := keep.RestoreBackup(o, s.newest(), []byte(secret)); err != nil {
		t.Errorf("restored again: %v", err)
	}
	k, err := s.open(t, secret)
	must(t, err)
	whole(t, k, "ny", 2)
	return how
}

func exists(t *testing.T, path string) bool {
	t.Helper()
	_, err := os.Lstat(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return err == nil
}

func createAgain(t *testing.T, s scene) {
	o := s.options(t)
	begun()
	k, _, err := keep.Create(o, []byte(secret), func(tx *vault.Tx) error { return vault.Put(tx, drawerText, "said", "först") })
	must(t, err)
	must(t, k.Close())
}

// checkCreated: there is a vault with its first records and its code, or none and it is made again.
func checkCreated(t *testing.T, s scene) string {
	how := "not there"
	if there, err := keep.Exists(s.options(t).Vault.Dir); err != nil {
		t.Fatal(err)
	} else if there {
		how = "there"
	} else {
		createAgain(t, s)
	}
	k, err := s.open(t, secret)
	must(t, err)
	code, err := k.CodeAgain([]byte(secret))
	must(t, errors.Join(err, k.CheckCode(strings.Join(code[:], ""))))
	whole(t, k, "först", 0)
	return how
}

func moveAway(t *testing.T, s scene) {
	o := s.options(t)
	begun()
	_, err := keep.Move(o, s.path("away", "vault"), func() error { return os.WriteFile(s.path("where"), nil, 0o600) })
	must(t, err)
}

// checkMoved: the folder that is written down holds the whole vault.
func checkMoved(t *testing.T, s scene) string {
	how := "moved"
	if !exists(t, s.path("where")) {
		how = "not moved"
		k, err := s.open(t, secret)
		must(t, err)
		whole(t, k, "gammal", 1)
		moveAway(t, s)
	}
	k, err := s.open(t, secret, s.path("away", "vault"))
	must(t, err)
	whole(t, k, "gammal", 1)
	return how
}

// TestKill kills each operation at a random moment, looks at what is there, and goes on. What is left behind is told,
// and is gone after the next start.
func TestKill(t *testing.T) {
	if op := os.Getenv(killName); op != "" {
		kills[op].act(t, scene{os.Getenv(killRoot)})
		return
	}
	first := scene{t.TempDir()}
	makeScene(t, first)
	for _, op := range slices.Sorted(maps.Keys(kills)) {
		t.Run(op, func(t *testing.T) {
			run := func(limit time.Duration) (s scene, took time.Duration) {
				s = scene{t.TempDir()}
				must(t, os.CopyFS(s.root, os.DirFS(first.root)))
				if before := kills[op].before; before != nil {
					before(t, s)
				}
				cmd := onceMore(t, "TestKill", killName+"="+op, killRoot+"="+s.root)
				out, err := cmd.StdoutPipe()
				must(t, err)
				must(t, cmd.Start())
				for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != "begun"; {
				}
				start := time.Now()
				kill := time.AfterFunc(limit, func() { _ = cmd.Process.Kill() })
				_ = cmd.Wait() // killed or not is all the same
				kill.Stop()
				return s, time.Since(start)
			}
			_, long := run(time.Minute)
			ends, lefts := map[string]int{}, map[string]int{}
			for range *rounds {
				s, _ := run(time.Duration(rand.Float64() * 1.1 * float64(long)))
				for _, left := range leftovers(t, s) {
					lefts[left]++
				}
				ends[kills[op].check(t, s)]++
				for _, left := range leftovers(t, s) {
					t.Errorf("left after the next start: %s", left)
				}
			}
			t.Logf("%d rounds of %v: ended %v; left by the killed %v", *rounds, long.Round(time.Millisecond), ends, lefts)
		})
	}
}

// leftovers lists what lies in a scene that is no whole thing, with numbers as #.
func leftovers(t *testing.T, s scene) []string {
	t.Helper()
	var found []string
	must(t, filepath.WalkDir(s.root, func(path string, e fs.DirEntry, err error) error {
		name := e.Name()
		if err == nil && path != s.root && (strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".part") ||
			strings.HasSuffix(name, "-new") || strings.HasSuffix(name, "-restore.json") || name == "creating") {
			found = append(found, strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return -1
				}
				return r
			}, name))
			if e.IsDir() {
				return fs.SkipDir
			}
		}
		return err
	}))
	return found
}
