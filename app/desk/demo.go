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
	Files    []string // paths below the folder: the package, the empty lists, the e-mail draft
	Password string
	Code     string
}

// demoCost keeps the demonstration quick; its password is printed anyway.
var demoCost = vault.Cost{MemoryKiB: 64 << 10, Time: 3, Threads: 4}

// Demo makes the invented library of a country ("se" or "no") in folder: its vault in the folder vault, the
// signed package, the empty lists and the e-mail draft, every page marked as an example. It is the same each
// time but for the keys, which come from rand. No other folder is touched.
func Demo(data fs.FS, country, folder string, rand io.Reader) (made Demonstration, err error) {
	j := app.Jurisdiction(country)
	if !slices.Contains(app.Jurisdictions(), j) {
		return made, fmt.Errorf("demo %q: %w", country, ErrCountry)
	}
	c, err := app.LoadCatalogue(data, j)
	if err != nil {
		return made, err
	}
	s, err := app.LoadSample(data, c)
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
		return made, folderError(folder, err)
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
	p, err := d.Export(folder, true)
	if err != nil {
		return made, err
	}
	lists, err := d.EmptyLists(folder, true)
	if err != nil {
		return made, err
	}
	mail, err := d.Email(p)
	if err != nil {
		return made, err
	}
	return Demonstration{Files: []string{p.Path, lists, mail}, Password: s.Password, Code: strings.Join(code[:], "-")}, nil
}
