package keep_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

// awaitMore waits until something new lies in a folder, however slow the machine is, so that a kill meets a writer at work.
func awaitMore(t *testing.T, folder string) {
	t.Helper()
	before := fmt.Sprint(files(t, folder))
	for range 3000 {
		if fmt.Sprint(files(t, folder)) != before {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the writer has written nothing for a minute")
}

// TestKilledBackups kills a desk that answers and backs up all the time: whatever has the name of a backup is whole,
// and what the library remembers of its last one is true.
func TestKilledBackups(t *testing.T) {
	if dir := os.Getenv("TRYGGHYLLA_BACKUP_DIR"); dir != "" {
		p := options(t)
		p.Vault.Dir, p.Host = dir, "one"
		k, err := keep.Open(p, []byte(secret))
		must(t, err)
		for i := 0; ; i++ {
			say(t, k, fmt.Sprint("nummer ", i))
			r := k.BackupNow([]string{os.Getenv("TRYGGHYLLA_BACKUP_PLACE")})
			must(t, errors.Join(r.Err, r.Places[0].Err))
		}
	}
	k, p, _, _ := keptVault(t)
	must(t, k.Close())
	place := t.TempDir()
	const rounds = 12
	halves, whole := 0, 0
	for range rounds {
		cmd := onceMore(t, "TestKilledBackups", "TRYGGHYLLA_BACKUP_DIR="+p.Vault.Dir, "TRYGGHYLLA_BACKUP_PLACE="+place)
		must(t, cmd.Start())
		awaitMore(t, place)
		time.Sleep(time.Duration(rand.IntN(100)) * time.Millisecond)
		must(t, cmd.Process.Kill())
		_ = cmd.Wait() // it was killed
		for _, name := range files(t, place) {
			path := filepath.Join(place, name)
			if strings.HasSuffix(name, ".part") {
				halves++
				continue
			}
			if _, err := vault.VerifyBackup(path, []byte(secret)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			whole++
		}
		k, err := keep.Open(p, []byte(secret))
		must(t, err)
		if last, ok := k.LastBackup(); ok {
			all := k.Backups([]string{place})
			if len(all) == 0 || all[0].Seq < last.Seq {
				t.Errorf("remembered is %+v, there is %+v", last, all)
			}
		}
		must(t, k.Close())
	}
	if whole == 0 {
		t.Error("no backup was made")
	}
	t.Logf("%d kills, %d backups looked at and whole, %d cut off and without a name", rounds, whole, halves)
}
