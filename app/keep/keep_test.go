package keep_test

import (
	"crypto/rand"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

const secret = "fyra vanliga ord tillsammans"

var (
	noon  = time.Date(2026, 5, 28, 12, 0, 0, 0, time.UTC)
	names = keep.Names{Prefix: "trygghylla-", Ending: ".thb"}
)

// The drawers of the vaults in these tests: a few texts, and what is attached.
const (
	drawerText vault.Drawer = "text"
	drawerFile vault.Drawer = "file"
)

// clockwork is a clock that a test turns.
type clockwork struct{ now time.Time }

func (c *clockwork) set(o *keep.Options) { o.Vault.Now = func() time.Time { return c.now } }

func options(t testing.TB) keep.Options {
	return keep.Options{Names: names, Attached: attached, Vault: vault.Options{
		Dir: filepath.Join(t.TempDir(), "vault"), Now: func() time.Time { return noon }, Rand: rand.Reader,
		Cost: vault.Cost{MemoryKiB: 8 << 10, Time: 1, Threads: 1},
	}}
}

// attached lists what the drawer of files refers to.
func attached(v *vault.Vault) (all []vault.Attachment, err error) {
	err = vault.Each(v, drawerFile, func(_ string, a vault.Attachment) error {
		all = append(all, a)
		return nil
	})
	return all, err
}

// keptVault makes a vault with something in it, on a clock that can be turned.
func keptVault(t *testing.T) (*keep.Keeper, keep.Options, *clockwork, keep.Code) {
	t.Helper()
	o := options(t)
	o.Host = "KOMMUN-VADSTENA-BIB01"
	c := &clockwork{noon}
	c.set(&o)
	k, code, err := keep.Create(o, []byte(secret), func(tx *vault.Tx) error { return vault.Put(tx, drawerText, "whose", "Vadstena") })
	must(t, err)
	t.Cleanup(func() { must(t, k.Close()) })
	attach(t, k, "larm.pdf", []byte("%PDF-1.4 a plan"))
	return k, o, c, code
}

// attach seals a file and saves the record that refers to it.
func attach(t *testing.T, k *keep.Keeper, name string, content []byte) {
	t.Helper()
	ref, err := k.Vault().Attach(content)
	must(t, err)
	must(t, k.Vault().Update(func(tx *vault.Tx) error { return vault.Put(tx, drawerFile, name, ref) }))
}

// say saves a text over the last one.
func say(t *testing.T, k *keep.Keeper, text string) {
	t.Helper()
	must(t, k.Vault().Update(func(tx *vault.Tx) error { return vault.Put(tx, drawerText, "said", text) }))
}

// said is what was said last.
func said(k *keep.Keeper) string {
	text, _, err := vault.Get[string](k.Vault(), drawerText, "said")
	if err != nil {
		return err.Error()
	}
	return text
}

// everything writes all texts and files of a vault as text, the same for the same content.
func everything(k *keep.Keeper) string {
	texts, files := map[string]string{}, map[string]string{}
	err := vault.Each(k.Vault(), drawerText, func(key, text string) error {
		texts[key] = text
		return nil
	})
	if err == nil {
		err = vault.Each(k.Vault(), drawerFile, func(key string, a vault.Attachment) error {
			files[key] = a.ID
			return nil
		})
	}
	if err != nil {
		return err.Error()
	}
	b, err := json.MarshalIndent([]any{texts, files}, "", " ")
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// readable counts the files that a vault refers to and that can be read.
func readable(t *testing.T, k *keep.Keeper) (n, of int) {
	t.Helper()
	all, err := attached(k.Vault())
	must(t, err)
	for _, a := range all {
		if _, err := k.Vault().Attachment(a); err == nil {
			n++
		}
	}
	return n, len(all)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
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

// onceMore is this test program's command to run the named test in a process of its own, with these settings more. What
// it leaves in its temporary folder when it is killed goes with the test.
func onceMore(t *testing.T, name string, env ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^"+name+"$", "-test.v")
	dir := t.TempDir()
	cmd.Env = append(os.Environ(), append(env, "TMPDIR="+dir, "TEMP="+dir, "TMP="+dir)...)
	return cmd
}

// closeWithBackup makes the last backup and closes.
func closeWithBackup(k *keep.Keeper, places []string) (keep.BackupReport, error) {
	r := k.BackupToClose(places)
	return r, k.Close()
}

// read reads an attached file.
func read(k *keep.Keeper, name string) ([]byte, error) {
	ref, _, err := vault.Get[vault.Attachment](k.Vault(), drawerFile, name)
	if err != nil {
		return nil, err
	}
	return k.Vault().Attachment(ref)
}
