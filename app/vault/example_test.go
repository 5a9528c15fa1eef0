package vault_test

import (
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"trygghylla/app/vault"
)

// One act, one transaction: what Update has confirmed is on the disk, and what
// is read afterwards comes from memory.
func Example() {
	dir, err := os.MkdirTemp("", "vault-*")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)                                     // an example only
	cost := vault.Cost{MemoryKiB: 8 << 10, Time: 1, Threads: 1} // leave it out in earnest
	v, code, err := vault.Create(vault.Options{Dir: filepath.Join(dir, "vault"), Cost: cost}, []byte("a password"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("groups to print:", len(code.Groups()))

	type answer struct {
		Value string `json:"value"`
	}
	err = v.Update(func(tx *vault.Tx) error {
		return vault.Put(tx, "answers", "se.personal.03", answer{Value: "missing"})
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := v.Backup(filepath.Join(dir, "today.bibbak")); err != nil {
		log.Fatal(err)
	}
	if err := v.Close(); err != nil {
		log.Fatal(err)
	}

	_, err = vault.Open(vault.Options{Dir: v.Dir()}, []byte("another password"))
	fmt.Println("wrong password:", errors.Is(err, vault.ErrPassword))

	into := filepath.Join(dir, "restored")
	if err := vault.RestoreWithCode(filepath.Join(dir, "today.bibbak"), into, code); err != nil {
		log.Fatal(err)
	}
	r, err := vault.OpenWithCode(vault.Options{Dir: into}, code)
	if err != nil {
		log.Fatal(err)
	}
	x, found, err := vault.Get[answer](r, "answers", "se.personal.03")
	fmt.Println(x.Value, found, err)
	if err := r.Close(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// groups to print: 7
	// wrong password: true
	// missing true <nil>
}
