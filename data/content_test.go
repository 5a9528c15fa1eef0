package data_test

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/BurntSushi/toml"

	"trygghylla/app"
	"trygghylla/app/content"
)

// about is the file about.toml of one country.
type about struct {
	Jurisdiction app.Jurisdiction `toml:"jurisdiction"`
	Edition      string           `toml:"edition"`
	Languages    []string         `toml:"languages"`
	Disclosure   app.Text         `toml:"disclosure"`
	Marking      app.Text         `toml:"marking"`
	Authorities  []app.Authority  `toml:"authority"`
	Sources      []app.Source     `toml:"source"`
}

// list is one checklist or the survey, with the file that it stands in.
type list struct {
	file string
	app.List
}

// all returns the questions of the list in order, also those in sections.
func (l list) all() []*app.Question {
	all := l.Questions
	for _, s := range l.Sections {
		all = append(all, s.Questions...)
	}
	return all
}

// country is what one folder says.
type country struct {
	dir string
	about
	lists     []list
	incidents app.IncidentRules
	sample    sampleIncidents
}

// sampleIncidents is what the invented library of a country has noted; the rest of its file is for app/content to read.
type sampleIncidents struct {
	Made      app.Date                 `toml:"made"`
	Incidents []content.SampleIncident `toml:"incident"`
}

// demand is one row of what the seed papers ask for.
type demand struct {
	Seed  string   `toml:"seed"`
	Text  string   `toml:"text"`
	Meets []string `toml:"meets"`
}

// outdated is one row of what the papers say that no longer holds.
type outdated struct {
	Seed string `toml:"seed"`
	Text string `toml:"text"`
	Now  string `toml:"now"`
}

type coverage struct {
	Demands  []demand   `toml:"demand"`
	Outdated []outdated `toml:"outdated"`
}

// law is everything in the folder data, as far as it can be read.
type law struct {
	countries []country
	coverage  coverage
	golden    []string
}

// complaints collects what is wrong; every line names the file and, where there is one, the id.
type complaints []string

func (c *complaints) add(file, id, format string, args ...any) {
	where := file + ": "
	if id != "" {
		where += id + ": "
	}
	*c = append(*c, where+fmt.Sprintf(format, args...))
}

// read takes in the content below files and complains of files and keys that do not belong there.
func read(files fs.FS, bad *complaints) law {
	var c law
	for _, j := range app.Jurisdictions() {
		here := country{dir: string(j)}
		readTOML(files, path.Join(here.dir, "about.toml"), &here.about, bad)
		for _, id := range listIDs {
			l := list{file: path.Join(here.dir, fileNames[id])}
			readTOML(files, l.file, &l.List, bad)
			here.lists = append(here.lists, l)
		}
		readTOML(files, path.Join(here.dir, incidentFile), &here.incidents, bad)
		if _, err := toml.DecodeFS(files, path.Join(here.dir, sampleFile), &here.sample); err != nil {
			bad.add(path.Join(here.dir, sampleFile), "", "cannot be read: %v", err)
		}
		c.countries = append(c.countries, here)
		readNames(files, here.dir, bad)
	}
	readTOML(files, "coverage.toml", &c.coverage, bad)
	golden, err := fs.ReadFile(files, "ids.golden")
	if err != nil {
		bad.add("ids.golden", "", "cannot be read: %v", err)
	}
	c.golden = strings.Fields(string(golden))
	return c
}

func readTOML(files fs.FS, name string, into any, bad *complaints) {
	meta, err := toml.DecodeFS(files, name, into)
	if err != nil {
		bad.add(name, "", "cannot be read: %v", err)
		return
	}
	for _, key := range meta.Undecoded() {
		bad.add(name, "", "unknown key %s", key)
	}
}

// readNames complains of files that FORMAT.md does not describe.
func readNames(files fs.FS, dir string, bad *complaints) {
	known := map[string]bool{"about.toml": true, incidentFile: true, sampleFile: true}
	for _, name := range fileNames {
		known[name] = true
	}
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		bad.add(dir, "", "cannot be read: %v", err)
	}
	for _, e := range entries {
		if !known[e.Name()] {
			bad.add(path.Join(dir, e.Name()), "", "is not a content file")
		}
	}
}

// text is one wording and where it stands.
type text struct {
	file, id, field, lang string
	kind                  app.QuestionKind // of the question; empty in a checklist and elsewhere
	words                 string
}

// texts returns every wording of the country, titles and names included.
func (c country) texts() []text {
	var all []text
	put := func(file, id, field string, t app.Text, kind ...app.QuestionKind) {
		for lang, words := range t {
			all = append(all, text{file, id, field, lang, append(kind, "")[0], words})
		}
	}
	file := path.Join(c.dir, "about.toml")
	put(file, "", "disclosure", c.Disclosure)
	put(file, "", "marking", c.Marking)
	for _, a := range c.Authorities {
		put(file, a.ID, "name", a.Name)
	}
	for _, s := range c.Sources {
		put(file, s.ID, "source", s.Title)
	}
	for _, l := range c.lists {
		put(l.file, string(l.ID), "title", l.Title)
		put(l.file, string(l.ID), "short", l.Short)
		put(l.file, string(l.ID), "intro", l.Intro)
		for _, s := range l.Sections {
			put(l.file, s.ID, "title", s.Title)
		}
		for _, q := range l.all() {
			put(l.file, string(q.ID), "statement", q.Statement, q.Kind)
			put(l.file, string(q.ID), "why", q.Why)
			for lang, measures := range q.Measures {
				for _, m := range measures {
					all = append(all, text{l.file, string(q.ID), "measures", lang, "", m})
				}
			}
		}
	}
	return append(all, c.incidentTexts()...)
}
