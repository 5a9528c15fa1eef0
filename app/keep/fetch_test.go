package keep_test

import (
	"os"
	"path/filepath"
	"testing"

	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

// larm is the reference to the file that the vaults of these tests have.
func larm(t *testing.T, k *keep.Keeper) vault.Attachment {
	t.Helper()
	ref, _, err := vault.Get[vault.Attachment](k.Vault(), drawerFile, "larm.pdf")
	must(t, err)
	return ref
}

// TestWhatIsReferredToIsFetchedBack: an attachment that is in the trash although a record refers to it, as it does again
// after a copy was taken up, is in its place at the next opening, and never lost.
func TestWhatIsReferredToIsFetchedBack(t *testing.T) {
	k, o, c, _ := keptVault(t)
	ref := larm(t, k)
	must(t, k.Vault().Detach(ref))
	for _, days := range []int{1, 40, 80} {
		must(t, k.Close())
		c.now = noon.AddDate(0, 0, days)
		var err error
		k, err = keep.Open(o, []byte(secret))
		must(t, err)
		k.Tidy()
		if n, of := readable(t, k); n != 1 || of != 1 || !exists(t, filepath.Join(o.Vault.Dir, "att", ref.ID)) {
			t.Errorf("after %d days %d of %d are read", days, n, of)
		}
	}
	must(t, k.Close())
}

// TestRestoreFetchesBack: what the restored records refer to is in the replaced vault's trash; or it is cut short where
// it is, and whole in the vault that was replaced before.
func TestRestoreFetchesBack(t *testing.T) {
	k, o, _, _ := keptVault(t)
	place := t.TempDir()
	must(t, k.BackupNow([]string{place}).Places[0].Err)
	backup := k.Backups([]string{place})[0].Path
	ref := larm(t, k)
	must(t, k.Vault().Update(func(tx *vault.Tx) error { return vault.Delete(tx, drawerFile, "larm.pdf") }))
	must(t, k.Vault().Detach(ref))
	must(t, k.Close())
	r, err := keep.RestoreBackup(o, backup, []byte(secret))
	must(t, err)
	if r.Missing != 0 {
		t.Errorf("restored: %+v", r)
	}
	must(t, os.Truncate(filepath.Join(o.Vault.Dir, "att", ref.ID), 100))
	k, err = keep.Open(o, []byte(secret))
	must(t, err)
	defer func() { must(t, k.Close()) }()
	if n, of := readable(t, k); n != 0 || of != 1 {
		t.Fatalf("cut short, %d of %d are read", n, of)
	}
	k.Tidy()
	if n, _ := readable(t, k); n != 1 {
		t.Error("it is not fetched from the vault beside")
	}
}

// TestCompleteBackupNamesWhatItLacks: one that cannot be read is named, one that is a link is in it.
func TestCompleteBackupNamesWhatItLacks(t *testing.T) {
	k, o, _, _ := keptVault(t)
	place := t.TempDir()
	attach(t, k, "dörr.pdf", []byte("%PDF-1.4 a door"))
	path := filepath.Join(o.Vault.Dir, "att", larm(t, k).ID)
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	must(t, os.Rename(path, elsewhere))
	if err := os.Symlink(elsewhere, path); err != nil {
		t.Skip("no links here:", err)
	}
	made, err := k.BackupComplete(place)
	must(t, err)
	if len(made.Lacks) != 0 {
		t.Errorf("lacking are %v", made.Lacks)
	}
	fresh := options(t)
	r, err := keep.RestoreBackup(fresh, made.Path, []byte(secret))
	must(t, err)
	if r.Missing != 0 {
		t.Errorf("of a linked one: %+v", r)
	}
	must(t, os.Remove(elsewhere))
	made, err = k.BackupComplete(place)
	must(t, err)
	if len(made.Lacks) != 1 || made.Lacks[0] != larm(t, k).ID {
		t.Errorf("lacking are %v", made.Lacks)
	}
}
