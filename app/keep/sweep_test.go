package keep_test

import (
	"os"
	"path/filepath"
	"testing"

	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

// TestOrphansAreSweptAway: a file that was sealed, and no answer saved that holds it, is in the trash after the next
// opening; the evidence of an answer stays. While a damaged file is kept, which may refer to it, nothing is swept.
func TestOrphansAreSweptAway(t *testing.T) {
	k, p, _, _ := keptVault(t)
	must(t, k.Close())
	v, err := vault.Open(vault.Options{Dir: p.Vault.Dir}, []byte(secret))
	must(t, err)
	_, err = v.Attach([]byte("%PDF-1.4 nobody's"))
	must(t, err)
	must(t, v.Close())
	att, trash := filepath.Join(p.Vault.Dir, "att"), filepath.Join(p.Vault.Dir, "trash")
	if n := len(files(t, att)); n != 2 {
		t.Fatalf("%d attachments", n)
	}
	damaged := filepath.Join(p.Vault.Dir, "quarantine", "records-old.db")
	must(t, os.MkdirAll(filepath.Dir(damaged), 0o700))
	must(t, os.WriteFile(damaged, []byte("x"), 0o600))
	open := func() *keep.Keeper {
		t.Helper()
		k, err := keep.Open(p, []byte(secret))
		must(t, err)
		k.Tidy()
		return k
	}
	must(t, open().Close())
	if n := len(files(t, att)); n != 2 {
		t.Errorf("%d attachments while a damaged file is kept", n)
	}
	must(t, os.Remove(damaged))
	k = open()
	defer func() { must(t, k.Close()) }()
	if n := len(files(t, att)); n != 1 || len(files(t, trash)) != 1 {
		t.Errorf("%d attachments, %d in the trash", n, len(files(t, trash)))
	}
	if got, err := read(k, "larm.pdf"); err != nil || string(got) != "%PDF-1.4 a plan" {
		t.Errorf("the evidence is %q, %v", got, err)
	}
}
