package keep_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

// TestRestoreCutOffBetweenSteps makes by hand what each step leaves.
func TestRestoreCutOffBetweenSteps(t *testing.T) {
	for name, steps := range map[string]struct {
		do   func(p keep.Options, made string) error
		note string
	}{
		"before the first": {func(p keep.Options, made string) error { return os.Rename(made, p.Vault.Dir+"-new") }, "gammal"},
		"between": {func(p keep.Options, made string) error {
			return errors.Join(os.Rename(p.Vault.Dir, p.Vault.Dir+"-2026-05-28"), os.Rename(made, p.Vault.Dir+"-new"))
		}, "ny"},
		"between, a folder": {func(p keep.Options, made string) error {
			return errors.Join(os.Rename(p.Vault.Dir, p.Vault.Dir+"-2026-05-28"), os.Mkdir(p.Vault.Dir, 0o700), os.Rename(made, p.Vault.Dir+"-new"))
		}, "ny"},
		"half a restored one": {func(p keep.Options, made string) error {
			return errors.Join(os.Remove(filepath.Join(made, "vault.key")), os.Rename(made, filepath.Join(filepath.Dir(p.Vault.Dir), ".restoring-1")))
		}, "gammal"},
		"between, a lock in it": {func(p keep.Options, made string) error {
			return errors.Join(os.Rename(p.Vault.Dir, p.Vault.Dir+"-2026-05-28"), os.Mkdir(p.Vault.Dir, 0o700), os.WriteFile(filepath.Join(p.Vault.Dir, "instance.lock"), nil, 0o600), os.Rename(made, p.Vault.Dir+"-new"))
		}, "ny"},
	} {
		k, p, _, _ := keptVault(t)
		place := t.TempDir()
		say(t, k, "ny")
		must(t, k.BackupNow([]string{place}).Places[0].Err)
		backup := k.Backups([]string{place})[0].Path
		say(t, k, "gammal")
		must(t, k.Close())
		made := filepath.Join(t.TempDir(), "made")
		must(t, vault.RestoreWithPassword(backup, made, []byte(secret)))
		must(t, steps.do(p, made))
		exists, err := keep.Exists(p.Vault.Dir)
		if err != nil || !exists {
			t.Errorf("%s: exists is %t, %v", name, exists, err)
		}
		k, err = keep.Open(p, []byte(secret))
		must(t, err)
		if got := said(k); got != steps.note {
			t.Errorf("%s: the library is %q", name, got)
		}
		must(t, k.Close())
		r, err := keep.RestoreBackup(p, backup, []byte(secret))
		must(t, err)
		if r.Kept == "" {
			t.Errorf("%s: then restored: %+v", name, r)
		}
		for _, left := range files(t, filepath.Dir(p.Vault.Dir)) {
			if strings.HasSuffix(left, "-new") || strings.HasPrefix(left, ".") {
				t.Errorf("%s: %s is left", name, left)
			}
		}
	}
}
