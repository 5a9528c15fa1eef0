// Package content reads the law: the files of a country (data/FORMAT.md) become a catalogue, or an invented library. It
// is where TOML lives, and it demands that whatever a file names is there.
package content

import (
	"fmt"
	"io/fs"
	"path"

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
	lists, err := readLists(files, dir)
	if err != nil {
		return nil, err
	}
	parts.Lists = lists
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

// readLists reads the lists of a folder in the order of their files, whose names begin with a digit.
func readLists(files fs.FS, dir string) ([]*app.List, error) {
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		return nil, fmt.Errorf("list content of %s: %w: %w", dir, app.ErrContent, err)
	}
	var lists []*app.List
	for _, e := range entries {
		if name := e.Name(); name[0] < '0' || name[0] > '9' || path.Ext(name) != ".toml" {
			continue
		}
		l := &app.List{}
		if err := decode(files, path.Join(dir, e.Name()), l); err != nil {
			return nil, err
		}
		lists = append(lists, l)
	}
	return lists, nil
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
