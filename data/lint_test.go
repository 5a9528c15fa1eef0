package data_test

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"trygghylla/app"
)

var listIDs = []app.ListID{app.Staff, app.Unstaffed, app.Cameras, app.IT, app.Privacy, app.Survey}

// fileNames says which file holds which list.
var fileNames = map[app.ListID]string{
	app.Staff: "10-staff.toml", app.Unstaffed: "20-unstaffed.toml", app.Cameras: "30-cameras.toml",
	app.IT: "40-it.toml", app.Privacy: "50-privacy.toml", app.Survey: "60-survey.toml",
}

// counts says how many questions are asked in each list; retired ones do not count.
var counts = map[string]map[app.ListID]int{
	"se": {app.Staff: 18, app.Unstaffed: 18, app.Cameras: 16, app.IT: 20, app.Privacy: 18, app.Survey: 43},
	"no": {app.Staff: 18, app.Unstaffed: 20, app.Cameras: 20, app.IT: 20, app.Privacy: 20, app.Survey: 43},
}

// editionDays says when each edition closed: no source can have been read for it later.
var editionDays = map[string]app.Date{"2026.1": "2026-11-30"}

var (
	idPattern      = regexp.MustCompile(`^(se|no)-(staff|unstaffed|cameras|it|privacy|survey)-\d\d$`)
	numberPattern  = regexp.MustCompile(`^[A-Z][1-9]\d?$`)
	sourcePattern  = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	editionPattern = regexp.MustCompile(`^20\d\d\.\d$`)
)

// lint reads the content below files and returns everything that FORMAT.md forbids.
func lint(files fs.FS, r reader) complaints {
	var bad complaints
	c := read(files, &bad)
	for _, here := range c.countries {
		lintAbout(here, &bad)
		lintSources(here, &bad)
		numbers := map[string]string{}
		for _, l := range here.lists {
			lintList(here, l, &bad)
			for _, q := range l.all() {
				lintIdentity(here, l, q, numbers, &bad)
				if l.IsSurvey() {
					lintSurveyQuestion(here, l, q, &bad)
				} else {
					lintQuestion(here, l, q, &bad)
				}
			}
		}
		lintIncidents(here, &bad)
		lintSampleIncidents(here, &bad)
		r.lint(here, &bad)
		lintCitations(here, &bad)
	}
	lintGolden(c, &bad)
	lintCoverage(c, &bad)
	return bad
}

func lintAbout(c country, bad *complaints) {
	file := path.Join(c.dir, "about.toml")
	if string(c.Jurisdiction) != c.dir {
		bad.add(file, "", "jurisdiction is %q", c.Jurisdiction)
	}
	if editionDays[c.Edition] == "" {
		bad.add(file, "", "edition %q has no day in the lint", c.Edition)
	}
	if !slices.Contains(c.Languages, c.Jurisdiction.Language()) {
		bad.add(file, "", "languages %v lack %q", c.Languages, c.Jurisdiction.Language())
	}
	lintLanguages(c, file, "", "disclosure", c.Disclosure, bad)
	lintLanguages(c, file, "", "marking", c.Marking, bad)
	seen := map[string]bool{}
	for _, a := range c.Authorities {
		if seen[a.ID] {
			bad.add(file, a.ID, "authority stands twice")
		}
		seen[a.ID] = true
		lintLanguages(c, file, a.ID, "name", a.Name, bad)
		if !slices.ContainsFunc(c.Sources, func(s app.Source) bool { return s.Authority == a.ID }) {
			bad.add(file, a.ID, "authority answers for no source")
		}
	}
}

func lintSources(c country, bad *complaints) {
	file := path.Join(c.dir, "about.toml")
	used := map[string]bool{}
	for _, r := range c.cited() {
		used[r.ID] = true
	}
	seen := map[string]bool{}
	for _, s := range c.Sources {
		if seen[s.ID] {
			bad.add(file, s.ID, "source stands twice")
		}
		seen[s.ID] = true
		if !sourcePattern.MatchString(s.ID) {
			bad.add(file, s.ID, "source id is not short and lower case")
		}
		if !slices.Contains([]app.SourceKind{app.Law, app.Regulation, app.Guidance, app.Practice}, s.Kind) {
			bad.add(file, s.ID, "unknown kind %q", s.Kind)
		}
		if !slices.ContainsFunc(c.Authorities, func(a app.Authority) bool { return a.ID == s.Authority }) {
			bad.add(file, s.ID, "unknown authority %q", s.Authority)
		}
		lintLanguages(c, file, s.ID, "title", s.Title, bad)
		if day, err := app.ParseDate(string(s.Checked)); err != nil || day == "" {
			bad.add(file, s.ID, "checked %q is not a day", s.Checked)
		} else if editionDays[c.Edition].Before(day) {
			bad.add(file, s.ID, "checked %s, after edition %s closed", s.Checked, c.Edition)
		}
		if !used[s.ID] {
			bad.add(file, s.ID, "source is used by nothing")
		}
	}
}

// lintLanguages complains when a text lacks a language of the country or has one too many.
func lintLanguages[T string | []string](c country, file, id, field string, t map[string]T, bad *complaints) {
	for _, lang := range c.Languages {
		if len(t[lang]) == 0 {
			bad.add(file, id, "%s.%s is missing", field, lang)
		}
	}
	for lang := range t {
		if !slices.Contains(c.Languages, lang) {
			bad.add(file, id, "%s.%s is not a language of the country", field, lang)
		}
	}
}

// lintLength complains when a wording is shorter or longer than FORMAT.md says, in characters.
func lintLength(file, id, field string, t app.Text, least, most int, bad *complaints) {
	for lang, words := range t {
		if n := utf8.RuneCountInString(words); n < least || n > most {
			bad.add(file, id, "%s.%s has %d characters, not %d–%d", field, lang, n, least, most)
		}
	}
}

func lintList(c country, l list, bad *complaints) {
	id := string(l.ID)
	if fileNames[l.ID] != path.Base(l.file) {
		bad.add(l.file, id, "is another list than the file is named for")
	}
	if want := map[bool]string{true: "survey", false: "checklist"}[l.ID == app.Survey]; l.Kind != want {
		bad.add(l.file, id, "kind is %q, not %q", l.Kind, want)
	}
	lintLanguages(c, l.file, id, "title", l.Title, bad)
	lintLanguages(c, l.file, id, "short", l.Short, bad)
	lintLanguages(c, l.file, id, "intro", l.Intro, bad)
	lintLength(l.file, id, "title", l.Title, 4, 60, bad)
	lintLength(l.file, id, "short", l.Short, 2, 18, bad)
	lintLength(l.file, id, "intro", l.Intro, 20, 300, bad)
	asked := 0
	for _, q := range l.all() {
		if q.Retired == "" {
			asked++
		}
	}
	if want := counts[c.dir][l.ID]; asked != want {
		bad.add(l.file, id, "asks %d questions, not %d", asked, want)
	}
	if l.ID == app.Survey {
		lintSections(c, l, bad)
	} else if len(l.Sections) > 0 {
		bad.add(l.file, id, "a checklist has no sections")
	}
}

func lintSections(c country, l list, bad *complaints) {
	if len(l.Questions) > 0 {
		bad.add(l.file, string(l.ID), "the survey's questions stand in sections")
	}
	seen := map[string]bool{}
	for _, s := range l.Sections {
		if s.ID == "" || seen[s.ID] {
			bad.add(l.file, s.ID, "section has no id of its own")
		}
		seen[s.ID] = true
		if s.Part < 1 || s.Part > 3 {
			bad.add(l.file, s.ID, "part %d is not 1–3", s.Part)
		}
		lintLanguages(c, l.file, s.ID, "title", s.Title, bad)
		lintLength(l.file, s.ID, "title", s.Title, 4, 60, bad)
		has := map[string]int{}
		for _, q := range s.Questions {
			if q.Kind == app.ScaleQuestion {
				has["scale"]++
			}
			has[q.Role]++
		}
		if has["scale"] == 0 {
			bad.add(l.file, s.ID, "section has no statement")
		}
		for _, role := range []string{"hinders", "works"} {
			if has[role] != 1 {
				bad.add(l.file, s.ID, "section has %d questions with the role %s, not one", has[role], role)
			}
		}
	}
}

// lintIdentity checks the id and number of a question, and what it replaces.
func lintIdentity(c country, l list, q *app.Question, numbers map[string]string, bad *complaints) {
	id := string(q.ID)
	if !idPattern.MatchString(id) || !strings.HasPrefix(id, c.dir+"-"+string(l.ID)+"-") {
		bad.add(l.file, id, "id is not country-list-two digits")
	}
	if !numberPattern.MatchString(q.Number) {
		bad.add(l.file, id, "number %q is not a letter and a number", q.Number)
	}
	if other := numbers[q.Number]; other != "" {
		bad.add(l.file, id, "number %s is that of %s", q.Number, other)
	}
	numbers[q.Number] = id
	if !slices.Contains(app.Knowers(), q.Knows) {
		bad.add(l.file, id, "knows is %q, which is no role", q.Knows)
	}
	if q.Minutes < 1 || q.Minutes > 20 {
		bad.add(l.file, id, "minutes is %d, not 1–20", q.Minutes)
	}
	lintWhen(l.file, id, q.When, bad)
	if q.Retired != "" && !editionPattern.MatchString(q.Retired) {
		bad.add(l.file, id, "retired is %q, which is no edition", q.Retired)
	}
	if q.Replaces != "" && !slices.ContainsFunc(l.all(), func(old *app.Question) bool {
		return old.ID == q.Replaces && old.Retired != ""
	}) {
		bad.add(l.file, id, "replaces %s, which is not retired in this list", q.Replaces)
	}
	lintLanguages(c, l.file, id, "statement", q.Statement, bad)
	lintLength(l.file, id, "statement", q.Statement, 12, 160, bad)
}

func lintQuestion(c country, l list, q *app.Question, bad *complaints) {
	id := string(q.ID)
	if q.Kind != "" || q.Role != "" {
		bad.add(l.file, id, "kind and role belong to the survey")
	}
	if q.Weight < 1 || q.Weight > 3 {
		bad.add(l.file, id, "weight is %d, not 1–3", q.Weight)
	}
	lintStanding(c, l.file, id, q.Standing, q.Sources, bad)
	lintLanguages(c, l.file, id, "why", q.Why, bad)
	lintLength(l.file, id, "why", q.Why, 40, 420, bad)
	lintLanguages(c, l.file, id, "measures", q.Measures, bad)
	for lang, measures := range q.Measures {
		if len(measures) > 3 {
			bad.add(l.file, id, "has %d measures, at most three fit", len(measures))
		}
		for _, m := range measures {
			lintLength(l.file, id, "measures", app.Text{lang: m}, 10, 160, bad)
		}
	}
}

// lintWhen checks the facts that something depends on.
func lintWhen(file, id string, when []app.Fact, bad *complaints) {
	for _, f := range when {
		if !slices.Contains(app.AllFacts(), f) {
			bad.add(file, id, "when names %q, which is no fact", f)
		}
	}
}

// lintStanding checks that something rests on sources of the country, and a duty on a law or regulation.
func lintStanding(c country, file, id string, standing app.Standing, sources []app.Reference, bad *complaints) {
	if !slices.Contains([]app.Standing{app.Duty, app.Advice, app.OwnPractice}, standing) {
		bad.add(file, id, "unknown standing %q", standing)
	}
	if len(sources) == 0 {
		bad.add(file, id, "rests on no source")
	}
	lawful := false
	for _, r := range sources {
		i := slices.IndexFunc(c.Sources, func(s app.Source) bool { return s.ID == r.ID })
		if i < 0 {
			bad.add(file, id, "unknown source %q", r.ID)
			continue
		}
		lawful = lawful || c.Sources[i].Kind == app.Law || c.Sources[i].Kind == app.Regulation
	}
	if standing == app.Duty && !lawful {
		bad.add(file, id, "is a duty but names no law or regulation")
	}
}

func lintSurveyQuestion(_ country, l list, q *app.Question, bad *complaints) {
	id := string(q.ID)
	if q.Kind != app.ScaleQuestion && q.Kind != app.TextQuestion {
		bad.add(l.file, id, "kind is %q, not scale or text", q.Kind)
	}
	if q.Role != "" && (q.Kind != app.TextQuestion || !slices.Contains([]string{"hinders", "works"}, q.Role)) {
		bad.add(l.file, id, "role %q does not belong there", q.Role)
	}
	if q.Standing != "" || q.Weight != 0 || len(q.Sources) > 0 || len(q.Why) > 0 || len(q.Measures) > 0 {
		bad.add(l.file, id, "a survey question has no standing, weight, sources, why or measures")
	}
}
