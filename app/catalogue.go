package app

import (
	"fmt"
	"io/fs"
	"path"
	"sort"

	"github.com/BurntSushi/toml"
)

// Jurisdiction is the country whose law and language apply: the name of its folder in data.
type Jurisdiction string

// The two countries.
const (
	Sweden Jurisdiction = "se"
	Norway Jurisdiction = "no"
)

// Jurisdictions lists the countries in the order in which they are offered.
func Jurisdictions() []Jurisdiction { return []Jurisdiction{Sweden, Norway} }

// Language returns the language that the country's libraries write:
// Swedish in Sweden (språklagen 10 §), Nynorsk in Norway (språklova).
func (j Jurisdiction) Language() string {
	if j == Norway {
		return "nn"
	}
	return "sv"
}

// Authority answers for a source of law or advice.
type Authority struct {
	ID   string `toml:"id"`
	Name Text   `toml:"name"`
}

// SourceKind says what weight a source has.
type SourceKind string

// The kinds of source, strongest first.
const (
	Law        SourceKind = "law"
	Regulation SourceKind = "regulation"
	Guidance   SourceKind = "guidance"
	Practice   SourceKind = "practice"
)

// Source is an act, a regulation, a guidance or the libraries' own paper that questions rest on.
type Source struct {
	ID        string     `toml:"id"`
	Kind      SourceKind `toml:"kind"`
	Title     Text       `toml:"title"`
	Authority string     `toml:"authority"`
	Checked   Date       `toml:"checked"` // the day it was last read for this program
}

// Reference points from a question into a source; Section is empty for the whole of it.
type Reference struct {
	ID      string `toml:"id"`
	Section string `toml:"section"`
}

// Catalogue is everything that is asked in one country, in one edition. It does not change after loading.
type Catalogue struct {
	Jurisdiction Jurisdiction
	Edition      string
	Languages    []string
	Disclosure   Text // the sentence shown before something is sent
	Marking      Text // the marking on a protected paper, with its provision
	Lists        []*List
	Incidents    IncidentRules

	authorities map[string]Authority
	sources     map[string]Source
	questions   map[QuestionID]*Question
}

type aboutFile struct {
	Jurisdiction Jurisdiction `toml:"jurisdiction"`
	Edition      string       `toml:"edition"`
	Languages    []string     `toml:"languages"`
	Disclosure   Text         `toml:"disclosure"`
	Marking      Text         `toml:"marking"`
	Authorities  []Authority  `toml:"authority"`
	Sources      []Source     `toml:"source"`
}

// LoadCatalogue reads the content of one country from files, whose top level holds one
// folder a country as data/FORMAT.md describes. An unknown key, a broken reference or a
// repeated id is [ErrContent].
func LoadCatalogue(files fs.FS, j Jurisdiction) (*Catalogue, error) {
	var about aboutFile
	if err := decode(files, path.Join(string(j), "about.toml"), &about); err != nil {
		return nil, err
	}
	c := &Catalogue{
		Jurisdiction: j, Edition: about.Edition, Languages: about.Languages,
		Disclosure: about.Disclosure, Marking: about.Marking,
		authorities: map[string]Authority{}, sources: map[string]Source{},
		questions: map[QuestionID]*Question{},
	}
	if about.Jurisdiction != j {
		return nil, fmt.Errorf("%s: content of %q: %w", j, about.Jurisdiction, ErrContent)
	}
	for _, a := range about.Authorities {
		if _, twice := c.authorities[a.ID]; twice {
			return nil, fmt.Errorf("%s: authority %s stands twice: %w", j, a.ID, ErrContent)
		}
		c.authorities[a.ID] = a
	}
	for _, s := range about.Sources {
		if _, twice := c.sources[s.ID]; twice {
			return nil, fmt.Errorf("%s: source %s stands twice: %w", j, s.ID, ErrContent)
		}
		if _, known := c.authorities[s.Authority]; !known {
			return nil, fmt.Errorf("%s: source %s names authority %q: %w", j, s.ID, s.Authority, ErrContent)
		}
		c.sources[s.ID] = s
	}
	names, err := fs.Glob(files, path.Join(string(j), "[0-9]*.toml"))
	if err != nil {
		return nil, fmt.Errorf("list content of %s: %w", j, err)
	}
	sort.Strings(names)
	for _, name := range names {
		if err := c.load(files, name); err != nil {
			return nil, err
		}
	}
	name := path.Join(string(j), "incidents.toml")
	if err := decode(files, name, &c.Incidents); err != nil {
		return nil, err
	}
	return c, c.Incidents.check(c, name)
}

func (c *Catalogue) load(files fs.FS, name string) error {
	var l List
	if err := decode(files, name, &l); err != nil {
		return err
	}
	if c.List(l.ID) != nil {
		return fmt.Errorf("%s: list %s stands twice: %w", name, l.ID, ErrContent)
	}
	for i := range l.Sections {
		for _, q := range l.Sections[i].Questions {
			q.Section = &l.Sections[i]
			l.Questions = append(l.Questions, q)
		}
	}
	for _, q := range l.Questions {
		q.List = &l
		if q.Kind == "" {
			q.Kind = StateQuestion
		}
		if _, twice := c.questions[q.ID]; twice {
			return fmt.Errorf("%s: id %s stands twice: %w", name, q.ID, ErrContent)
		}
		for _, r := range q.Sources {
			if _, known := c.sources[r.ID]; !known {
				return fmt.Errorf("%s: %s names source %q: %w", name, q.ID, r.ID, ErrContent)
			}
		}
		c.questions[q.ID] = q
	}
	c.Lists = append(c.Lists, &l)
	return nil
}

func decode(files fs.FS, name string, into any) error {
	meta, err := toml.DecodeFS(files, name, into)
	if err != nil {
		return fmt.Errorf("read content %s: %w: %w", name, ErrContent, err)
	}
	if extra := meta.Undecoded(); len(extra) > 0 {
		return fmt.Errorf("%s: unknown key %s: %w", name, extra[0], ErrContent)
	}
	return nil
}

// Question returns the question with this id, retired ones too, or [ErrQuestion].
func (c *Catalogue) Question(id QuestionID) (*Question, error) {
	q, ok := c.questions[id]
	if !ok {
		return nil, fmt.Errorf("question %s: %w", id, ErrQuestion)
	}
	return q, nil
}

// List returns the list with this id, or nil.
func (c *Catalogue) List(id ListID) *List {
	for _, l := range c.Lists {
		if l.ID == id {
			return l
		}
	}
	return nil
}

// Source returns the source with this id and its authority. The loader promises that every
// reference of a question resolves.
func (c *Catalogue) Source(id string) (Source, Authority) {
	s := c.sources[id]
	return s, c.authorities[s.Authority]
}

// Sources returns every source of the country, sorted by id.
func (c *Catalogue) Sources() []Source {
	all := make([]Source, 0, len(c.sources))
	for _, s := range c.sources {
		all = append(all, s)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	return all
}
