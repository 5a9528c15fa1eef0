package keep_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

// TestCreateIsOneStep cuts a creation off where the first records are put, by an error, a kill, and a record that finds
// no room: there is no vault then, and it is created again, whole.
func TestCreateIsOneStep(t *testing.T) {
	const where = "TRYGGHYLLA_CREATE"
	first := func(tx *vault.Tx) error { return vault.Put(tx, drawerText, "said", "först") }
	if dir := os.Getenv(where); dir != "" {
		o := options(t)
		o.Vault.Dir = dir
		_, _, err := keep.Create(o, []byte(secret), func(tx *vault.Tx) error {
			p, err := os.FindProcess(os.Getpid())
			must(t, errors.Join(first(tx), err, p.Kill()))
			select {}
		})
		t.Fatalf("created while it was killed: %v", err)
	}
	sentinel := errors.New("no room for this")
	for name, cut := range map[string]func(o keep.Options) error{
		"an error": func(o keep.Options) error {
			_, _, err := keep.Create(o, []byte(secret), func(tx *vault.Tx) error { return errors.Join(first(tx), sentinel) })
			return err
		},
		"a kill": func(o keep.Options) error {
			return onceMore(t, t.Name(), where+"="+o.Vault.Dir).Run()
		},
		"a record that is too large": func(o keep.Options) error {
			_, _, err := keep.Create(o, []byte(secret), func(tx *vault.Tx) error {
				return errors.Join(first(tx), vault.Put(tx, drawerText, "long", strings.Repeat("x", 9<<20)))
			})
			return err
		},
	} {
		o := options(t)
		if err := cut(o); err == nil {
			t.Errorf("%s: created", name)
		}
		if there, err := keep.Exists(o.Vault.Dir); there || err != nil {
			t.Errorf("%s: there is a vault: %t, %v", name, there, err)
		}
		k, _, err := keep.Create(o, []byte(secret), first)
		if err != nil {
			t.Errorf("%s: then created again: %v", name, err)
			continue
		}
		whole(t, k, "först", 0)
	}
}
