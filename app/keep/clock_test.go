package keep_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

// A clock with an empty battery, and one that slipped.
var wrong = map[string]time.Time{
	"1970": time.Date(1970, 1, 1, 0, 5, 0, 0, time.UTC),
	"2099": time.Date(2099, 12, 31, 23, 0, 0, 0, time.UTC),
}

// TestWrongClockDeletesNothing opens a vault that holds erased texts in its backups and beside it under a clock that has
// jumped, erases once more, and backs up all the time: nothing that is good goes, neither then nor when the clock is
// right again.
func TestWrongClockDeletesNothing(t *testing.T) {
	for name, jumped := range wrong {
		t.Run(name, func(t *testing.T) {
			k, o, c, _ := keptVault(t)
			place := t.TempDir()
			back := func(n int, step time.Duration) {
				for range n {
					c.now = c.now.Add(step)
					say(t, k, c.now.String())
					must(t, k.BackupNow([]string{place}).Places[0].Err)
				}
			}
			erase := func() {
				must(t, k.EraseRecords(nil, func(tx *vault.Tx) error { return vault.Delete(tx, drawerText, "gone") }, func() {}))
			}
			back(9, 24*time.Hour)
			damaged := filepath.Join(o.Vault.Dir, "quarantine", "records-old.db")
			must(t, os.MkdirAll(filepath.Dir(damaged), 0o700))
			must(t, os.WriteFile(damaged, []byte("x"), 0o600))
			must(t, os.Chtimes(damaged, noon, noon))
			erase()
			back(2, time.Hour)
			must(t, k.CodeSeen())
			ref, err := k.Vault().Attach([]byte("%PDF-1.4 detached"))
			must(t, errors.Join(err, k.Vault().Detach(ref)))
			right := c.now
			until, held := k.HeldUntil()
			good := k.Backups([]string{place})
			must(t, k.Close())

			c.now = jumped
			k, err = keep.Open(o, []byte(secret))
			must(t, err)
			k.Tidy()
			if said, is := k.WrongClock(); !is || !said.Says.Equal(jumped) || !said.Last.Equal(right) {
				t.Errorf("the clock is told as %+v, %t", said, is)
			}
			back(14, time.Hour)
			erase()
			must(t, k.CodeSeen())
			back(2, time.Hour)
			if got, still := k.HeldUntil(); !held || !still || got.Before(until) || k.CodeReminder() {
				t.Errorf("held until %v, %t, reminded %t", got, still, k.CodeReminder())
			}
			stay := func(when string) {
				t.Helper()
				for _, b := range good {
					if err := k.TestBackup(b.Path); err != nil {
						t.Errorf("%s: %v", when, err)
					}
				}
				if _, err := k.Vault().Attachment(ref); err != nil {
					t.Errorf("%s: from the trash: %v", when, err)
				}
				if _, err := os.Stat(damaged); err != nil {
					t.Errorf("%s: %v", when, err)
				}
			}
			stay("while it is wrong")
			must(t, k.Close())

			c.now = right.Add(24 * time.Hour)
			k, err = keep.Open(o, []byte(secret))
			must(t, err)
			defer func() { must(t, k.Close()) }()
			k.Tidy()
			if said, is := k.WrongClock(); is {
				t.Errorf("right again, it is told as %+v", said)
			}
			if k.CodeReminder() {
				t.Error("right again, she is reminded of the code")
			}
			// Of a day the last one stays, as ever; those of the wrong day are later saves.
			good = slices.CompactFunc(good, func(a, b keep.StoredBackup) bool {
				return a.Time.Format(time.DateOnly) == b.Time.Format(time.DateOnly)
			})
			back(1, time.Hour)
			stay("right again")
		})
	}
}

// TestClockIsRight: a vault that lay for years is not believed to be old until somebody says so.
func TestClockIsRight(t *testing.T) {
	k, o, c, _ := keptVault(t)
	must(t, k.Close())
	c.now = noon.AddDate(3, 0, 0)
	k, err := keep.Open(o, []byte(secret))
	must(t, err)
	k.Tidy()
	if _, is := k.WrongClock(); !is {
		t.Error("three years on it is believed")
	}
	must(t, k.ClockIsRight())
	if said, is := k.WrongClock(); is {
		t.Errorf("said to be right, it is told as %+v", said)
	}
	must(t, k.Close())
	k, err = keep.Open(o, []byte(secret))
	must(t, err)
	defer func() { must(t, k.Close()) }()
	for now, want := range map[time.Time]bool{
		c.now.Add(-23 * time.Hour): false, c.now.Add(-25 * time.Hour): true, c.now.AddDate(1, 0, 0): false, c.now.AddDate(1, 2, 0): true,
	} {
		if c.now = now; cmp.Equal(want, !isWrong(k)) {
			t.Errorf("%v is wrong: %t", now, !want)
		}
	}
}

func isWrong(k *keep.Keeper) bool {
	_, is := k.WrongClock()
	return is
}

// TestClockOfAnOlderVault, in which no time was noted that was sure: the last save tells.
func TestClockOfAnOlderVault(t *testing.T) {
	k, o, c, _ := keptVault(t)
	must(t, k.Vault().Update(func(tx *vault.Tx) error { return vault.Delete(tx, "backup", "note") }))
	must(t, k.Close())
	for name, jumped := range wrong {
		c.now = jumped
		k, err := keep.Open(o, []byte(secret))
		must(t, err)
		k.Tidy()
		if !isWrong(k) {
			t.Errorf("%s is believed", name)
		}
		must(t, k.Close())
	}
	c.now = noon.Add(time.Hour)
	k, err := keep.Open(o, []byte(secret))
	must(t, err)
	defer func() { must(t, k.Close()) }()
	if k.Tidy(); isWrong(k) {
		t.Error("right, it is not believed")
	}
}
