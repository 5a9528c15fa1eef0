// Package content reads the law: the files of a country (data/FORMAT.md) become a catalogue, or an invented library. It
// is where TOML lives, and it demands that whatever a file names is there.
package content

import (
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/BurntSushi/toml"

	"trygghylla/app"
)

// about is the file about.toml of a country.
type about struct {
	Jurisdiction app.Jurisdiction `toml:"jurisdiction"`
	Edition      string           `toml:"edition"`
	Languages    []string         `toml:"languages"`
	Disclosure   app.Text         `toml:"disclosure"`
	Marking      app.Text         `toml:"marking"`
	Authorities  []app.Authority  `toml:"authority"`
	Sources      []app.Source     `toml:"source"`
}

// Load reads the content of one country from files, whose top level holds one folder a country as data/FORMAT.md
// describes. An unknown key, a name of something that is not there or an id that stands twice is app.ErrContent.
func Load(files fs.FS, j app.Jurisdiction) (*app.Catalogue, error) {
	dir := string(j)
	var head about
	if err := decode(files, path.Join(dir, "about.toml"), &head); err != nil {
		return nil, err
	}
	if head.Jurisdiction != j {
		return nil, fmt.Errorf("%s: content of %q: %w", j, head.Jurisdiction, app.ErrContent)
	}
	parts := app.Catalogue{
		Jurisdiction: j, Edition: head.Edition, Languages: head.Languages, Disclosure: head.Disclosure, Marking: head.Marking,
		Authorities: head.Authorities, Sources: head.Sources,
	}
	names, err := fs.Glob(files, path.Join(dir, "[0-9]*.toml"))
	if err != nil {
		return nil, fmt.Errorf("list content of %s: %w", j, err)
	}
	slices.Sort(names)
	for _, name := range names {
		l := &app.List{}
		if err := decode(files, name, l); err != nil {
			return nil, err
		}
		parts.Lists = append(parts.Lists, l)
	}
	if err := decode(files, path.Join(dir, "incidents.toml"), &parts.Incidents); err != nil {
		return nil, err
	}
	c, err := app.NewCatalogue(parts)
	if err == nil {
		err = check(c)
	}
	if err != nil {
		return nil, fmt.Errorf("content of %s: %w", j, err)
	}
	return c, nil
}

func decode(files fs.FS, name string, into any) error {
	meta, err := toml.DecodeFS(files, name, into)
	if err != nil {
		return fmt.Errorf("read content %s: %w: %w", name, app.ErrContent, err)
	}
	if extra := meta.Undecoded(); len(extra) > 0 {
		return fmt.Errorf("%s: unknown key %s: %w", name, extra[0], app.ErrContent)
	}
	return nil
}
