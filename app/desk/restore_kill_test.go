package desk_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trygghylla/app/desk"
	"trygghylla/app/vault"
)

// TestRestoreCutOffBetweenSteps makes by hand what each step leaves.
func TestRestoreCutOffBetweenSteps(t *testing.T) {
	for name, steps := range map[string]struct {
		do   func(p desk.Params, made string) error
		note string
	}{
		"before the first": {func(p desk.Params, made string) error { return os.Rename(made, p.Dir+"-new") }, "gammal"},
		"between": {func(p desk.Params, made string) error {
			return errors.Join(os.Rename(p.Dir, p.Dir+"-2026-05-28"), os.Rename(made, p.Dir+"-new"))
		}, "ny"},
		"between, a folder": {func(p desk.Params, made string) error {
			return errors.Join(os.Rename(p.Dir, p.Dir+"-2026-05-28"), os.Mkdir(p.Dir, 0o700), os.Rename(made, p.Dir+"-new"))
		}, "ny"},
		"half a restored one": {func(p desk.Params, made string) error {
			return errors.Join(os.Remove(filepath.Join(made, "vault.key")), os.Rename(made, filepath.Join(filepath.Dir(p.Dir), ".restoring-1")))
		}, "gammal"},
		"between, a lock in it": {func(p desk.Params, made string) error {
			return errors.Join(os.Rename(p.Dir, p.Dir+"-2026-05-28"), os.Mkdir(p.Dir, 0o700), os.WriteFile(filepath.Join(p.Dir, "instance.lock"), nil, 0o600), os.Rename(made, p.Dir+"-new"))
		}, "ny"},
	} {
		d, p, _, _ := keptLibrary(t)
		place := t.TempDir()
		say(t, d, "ny")
		must(t, d.BackupNow([]string{place}).Places[0].Err)
		backup := d.Backups([]string{place})[0].Path
		say(t, d, "gammal")
		must(t, d.Close())
		made := filepath.Join(t.TempDir(), "made")
		must(t, vault.RestoreWithPassword(backup, made, []byte(secret)))
		must(t, steps.do(p, made))
		exists, err := desk.Exists(p.Dir)
		if err != nil || !exists {
			t.Errorf("%s: exists is %t, %v", name, exists, err)
		}
		d, err = desk.Open(p, []byte(secret))
		must(t, err)
		if got := d.Answered(first(d)).Note; got != steps.note {
			t.Errorf("%s: the library is %q", name, got)
		}
		must(t, d.Close())
		r, err := desk.RestoreBackup(p, backup, []byte(secret))
		must(t, err)
		if r.Kept == "" {
			t.Errorf("%s: then restored: %+v", name, r)
		}
		for _, left := range files(t, filepath.Dir(p.Dir)) {
			if strings.HasSuffix(left, "-new") || strings.HasPrefix(left, ".") {
				t.Errorf("%s: %s is left", name, left)
			}
		}
	}
}

// TestKilledRestore kills restores at random moments: the library is the old one or the new one, whole.
func TestKilledRestore(t *testing.T) {
	if dir := os.Getenv("TRYGGHYLLA_RESTORE_DIR"); dir != "" {
		p := params(t)
		p.Dir = dir
		_, err := desk.RestoreBackup(p, os.Getenv("TRYGGHYLLA_RESTORE_BACKUP"), []byte(secret))
		must(t, err)
		return
	}
	d, p, _, _ := keptLibrary(t)
	place := t.TempDir()
	say(t, d, "ny")
	must(t, d.BackupNow([]string{place}).Places[0].Err)
	backup := d.Backups([]string{place})[0].Path
	want := map[string]int{desk.Everything(d): 0}
	say(t, d, "gammal")
	want[desk.Everything(d)] = 0
	must(t, d.Close())
	restore := func(limit time.Duration) time.Duration {
		cmd := onceMore(t, "TestKilledRestore", "TRYGGHYLLA_RESTORE_DIR="+p.Dir, "TRYGGHYLLA_RESTORE_BACKUP="+backup)
		start := time.Now()
		must(t, cmd.Start())
		kill := time.AfterFunc(limit, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait() // killed or not is all the same
		kill.Stop()
		return time.Since(start)
	}
	whole := restore(time.Minute)
	const rounds = 20
	for range rounds {
		restore(time.Duration(rand.Float64() * 1.1 * float64(whole)))
		if exists, err := desk.Exists(p.Dir); err != nil || !exists {
			t.Fatalf("exists is %t, %v", exists, err)
		}
		d, err := desk.Open(p, []byte(secret))
		must(t, err)
		got := desk.Everything(d)
		if _, ok := want[got]; !ok {
			t.Errorf("the library is neither: %s", got)
		}
		want[got]++
		if d.Answered(first(d)).Note == "ny" {
			say(t, d, "gammal")
			want[desk.Everything(d)] = 0
		}
		must(t, d.Close())
	}
	t.Logf("%d restores of %v killed, %d libraries kept beside", rounds, whole, len(desk.ReplacedBeside(p.Dir)))
}
