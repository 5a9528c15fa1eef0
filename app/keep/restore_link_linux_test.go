package keep_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

// link puts a thing elsewhere, and a link to it in its place.
func link(t *testing.T, path string) (elsewhere string) {
	t.Helper()
	elsewhere = filepath.Join(t.TempDir(), "elsewhere")
	must(t, os.Rename(path, elsewhere))
	must(t, os.Symlink(elsewhere, path))
	return elsewhere
}

// TestMoveFollowsLinks moves vaults of which something is a link: all of it is in the new place, as plain files.
func TestMoveFollowsLinks(t *testing.T) {
	for name, linked := range map[string]string{
		"folder": "", "records": "records.db", "key": "vault.key", "folder of attachments": "att", "attachment": "att/*",
	} {
		t.Run(name, func(t *testing.T) {
			k, o, _, _ := keptVault(t)
			want := everything(k)
			must(t, k.Close())
			found, err := filepath.Glob(filepath.Join(o.Vault.Dir, linked))
			must(t, err)
			elsewhere := link(t, found[0])
			to := filepath.Join(t.TempDir(), "moved")
			old, err := keep.Move(o, to, nil)
			must(t, err)
			must(t, filepath.WalkDir(to, func(path string, e os.DirEntry, err error) error {
				if err == nil && !e.IsDir() && !e.Type().IsRegular() {
					t.Errorf("%s is %v", path, e.Type())
				}
				return err
			}))
			must(t, os.RemoveAll(elsewhere)) // what the old place led to
			q := o
			q.Vault.Dir = to
			k, err = keep.Open(q, []byte(secret))
			must(t, err)
			defer func() { must(t, k.Close()) }()
			if n, of := readable(t, k); n != 1 || of != 1 || cmp.Diff(want, everything(k)) != "" {
				t.Errorf("moved %d of %d, %s", n, of, cmp.Diff(want, everything(k)))
			}
			if _, err := os.Lstat(o.Vault.Dir); err == nil {
				t.Error("something stands in the old place")
			}
			if linked != "" {
				if _, err := os.Lstat(old); err != nil {
					t.Errorf("the old folder: %v", err)
				}
			}
		})
	}
}

// TestMoveRefuses what cannot be copied, and then lets everything stand.
func TestMoveRefuses(t *testing.T) {
	for name, make := range map[string]func(path string) error{
		"a link that leads nowhere": func(path string) error { return os.Symlink(path+"-gone", path) },
		"a link in a circle":        func(path string) error { return os.Symlink(filepath.Dir(path), path) },
		"a pipe":                    func(path string) error { return syscall.Mkfifo(path, 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			k, o, _, _ := keptVault(t)
			want := everything(k)
			must(t, k.Close())
			must(t, make(filepath.Join(o.Vault.Dir, "att", "0123")))
			to := filepath.Join(t.TempDir(), "moved")
			if _, err := keep.Move(o, to, func() error { return errors.New("it was told that it is moved") }); !errors.Is(err, keep.ErrNotPlain) {
				t.Errorf("moved: %v", err)
			}
			if left := files(t, filepath.Dir(to)); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
			k, err := keep.Open(o, []byte(secret))
			must(t, err)
			defer func() { must(t, k.Close()) }()
			if got := everything(k); got != want {
				t.Errorf("the vault is %s", got)
			}
		})
	}
}

// TestRestoreThroughALink: what is put aside and what takes its place lie beside the folder that is meant, and the link
// leads to the new one; cut off between the last two steps, too.
func TestRestoreThroughALink(t *testing.T) {
	k, o, _, _ := keptVault(t)
	place := t.TempDir()
	say(t, k, "ny")
	must(t, k.BackupNow([]string{place}).Places[0].Err)
	backup := k.Backups([]string{place})[0].Path
	say(t, k, "gammal")
	must(t, k.Close())
	elsewhere := link(t, o.Vault.Dir)
	r, err := keep.RestoreBackup(o, backup, []byte(secret))
	must(t, err)
	if filepath.Dir(r.Kept) != filepath.Dir(elsewhere) || r.Missing != 0 {
		t.Errorf("restored: %+v", r)
	}
	if all := keep.ReplacedBeside(o.Vault.Dir); len(all) != 1 {
		t.Errorf("beside it: %+v", all)
	}
	must(t, os.Rename(elsewhere, elsewhere+"-new"))
	if there, err := keep.Exists(o.Vault.Dir); err != nil || !there {
		t.Errorf("cut off between the last two steps: %t, %v", there, err)
	}
	k, err = keep.Open(o, []byte(secret))
	must(t, err)
	defer func() { must(t, k.Close()) }()
	if n, of := readable(t, k); said(k) != "ny" || n != of {
		t.Errorf("restored is %q with %d of %d", said(k), n, of)
	}
	if info, err := os.Lstat(o.Vault.Dir); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
	if _, err := vault.Exists(elsewhere); err != nil {
		t.Error(err)
	}
}
