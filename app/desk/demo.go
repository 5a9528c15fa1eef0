package desk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/app/disk"
	"trygghylla/app/seal"
	"trygghylla/app/vault"
)

// What can be wrong with a demonstration that is asked for.
var (
	// ErrCountry means that there is no such country.
	ErrCountry = errors.New("no such country")
	// ErrTaken means that the folder holds a library already.
	ErrTaken = errors.New("folder holds a library already")
)

// Demonstration is what [Demo] made.
type Demonstration struct {
	// Files are paths below the folder: the package as the librarian signed it and as the security officer
	// co-signed it, the empty lists, the e-mail draft with the latter; and in the folder protected the annex, the annex wrapped
	// to a region's key, and that key pair, the private file first.
	Files    []string
	Password string
	Code     string
	PIN      string // of the security officer
}

// demoCost keeps the demonstration quick; its password is printed anyway.
var demoCost = vault.Cost{MemoryKiB: 64 << 10, Time: 3, Threads: 4}

// demoPIN is the security officer's in the demonstration.
const demoPIN = "4711"

// Demo makes the invented library of a country ("se" or "no") in folder: its vault in the folder vault, the
// package, signed and co-signed, the empty lists and the e-mail draft, and the protected annex with what belongs to it, every page
// marked as an example. It is the same each time but for the keys, which come from rand and, for wrapping, from the system. No other
// folder is touched.
func Demo(data fs.FS, country, folder string, rand io.Reader) (made Demonstration, err error) {
	j := app.Jurisdiction(country)
	if !slices.Contains(app.Jurisdictions(), j) {
		return made, fmt.Errorf("demo %q: %w", country, ErrCountry)
	}
	c, err := content.Load(data, j)
	if err != nil {
		return made, err
	}
	s, err := content.LoadSample(data, c)
	if err != nil {
		return made, err
	}
	at, err := time.Parse(time.DateOnly, string(s.Made))
	if err != nil {
		return made, fmt.Errorf("demo: %w", err)
	}
	at = at.Add(10 * time.Hour)
	dir := filepath.Join(folder, "vault")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return made, disk.Meaning("write", err)
	}
	d, code, err := Create(Params{Dir: dir, Data: data, Now: func() time.Time { return at }, Rand: rand, Cost: demoCost}, j, []byte(s.Password))
	if errors.Is(err, vault.ErrExists) {
		return made, fmt.Errorf("demo: %w", ErrTaken)
	}
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := d.Fill(s); err != nil {
		return made, err
	}
	files, err := d.demoPackage(folder, s.Library.SecurityOfficer)
	if err != nil {
		return made, err
	}
	protected, err := d.demoAnnex(filepath.Join(folder, "protected"))
	if err != nil {
		return made, err
	}
	return Demonstration{
		Files: append(files, protected...), Password: s.Password, Code: strings.Join(code[:], "-"), PIN: demoPIN,
	}, nil
}

// demoPackage makes what leaves the library.
func (d *Desk) demoPackage(folder, officer string) ([]string, error) {
	p, err := d.Export(folder)
	if err != nil {
		return nil, err
	}
	if _, err := d.NewOfficer(officer, []byte(demoPIN)); err != nil {
		return nil, err
	}
	both, err := d.CoSign(p, []byte(demoPIN))
	if err != nil {
		return nil, err
	}
	lists, err := d.EmptyLists(folder)
	if err != nil {
		return nil, err
	}
	mail, err := d.Email(both)
	return []string{p.Path, both.Path, lists, mail}, err
}

// demoAnnex makes what does not, in a folder of its own, and the keys of a region that could open it.
func (d *Desk) demoAnnex(folder string) ([]string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, disk.Meaning("write", err)
	}
	private, public, err := seal.NewWrapKey()
	if err != nil {
		return nil, err
	}
	keys := []string{filepath.Join(folder, "region-private.txt"), filepath.Join(folder, "region-public.txt")}
	for i, key := range [][]byte{private, public} {
		if err := disk.Put(keys[i], disk.ForUser, key); err != nil {
			return nil, err
		}
	}
	annex, err := d.Annex(folder, "")
	if err != nil {
		return nil, err
	}
	wrapped, err := d.Annex(folder, keys[1])
	return append([]string{annex, wrapped}, keys...), err
}
