package data_test

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"trygghylla/app"
)

type typeRule struct {
	match  *regexp.Regexp
	reason string
}

// typography holds what no text may contain: in every language under "", else in that language.
var typography = map[string][]typeRule{
	"": {
		{regexp.MustCompile(`\s\s`), "double space"},
		{regexp.MustCompile(`^\s|\s$`), "space at an end"},
		{regexp.MustCompile(`[\n\r\t]`), "line break or tab"},
		{regexp.MustCompile(`["'´` + "`" + `]`), "straight quote"},
		{regexp.MustCompile(` - |--`), "hyphen for a dash, write –"},
		{regexp.MustCompile(`\.\.`), "dots for an ellipsis, write …"},
		{regexp.MustCompile(`\s[.,;:!?)]|[(]\s`), "space before a stop"},
		{regexp.MustCompile(`[,;]\p{L}`), "no space after a comma"},
		{regexp.MustCompile(`!`), "exclamation mark"},
		{regexp.MustCompile(`—`), "long dash, write – with spaces"},
		{regexp.MustCompile(`\p{Nd}%`), "no space before %"},
	},
	"sv": {
		{regexp.MustCompile(`[^\s§]§|§\s?\p{Nd}`), "§ stands after its number and a space"},
		{regexp.MustCompile(`[«»“„‘]`), "Swedish quotes are ” on both sides"},
	},
	"nn": {
		{regexp.MustCompile(`§[^\s§]|\p{Nd}\s?§`), "§ stands before its number with a space"},
		{regexp.MustCompile(`[”“„‘’]`), "Nynorsk quotes are « and »"},
	},
}

// Fields that are titles, without a full stop, and fields that state and never ask.
var (
	titleFields     = []string{"title", "short", "name", "source", "marking", "reporter"}
	statementFields = []string{"statement", "keep", "examples", "do"}
)

// lintTypography checks spaces, quotes, dashes and section marks, that a sentence begins with a
// capital and ends with a stop, and that a title does not.
func lintTypography(t text, bad *complaints) {
	for _, lang := range []string{"", t.lang} {
		for _, r := range typography[lang] {
			if r.match.MatchString(t.words) {
				bad.add(t.file, t.id, "%s.%s: %s: %q", t.field, t.lang, r.reason, t.words)
			}
		}
	}
	ends := []string{".", "?"}
	switch {
	case slices.Contains(titleFields, t.field):
		if strings.HasSuffix(t.words, ".") {
			bad.add(t.file, t.id, "%s.%s ends with a full stop", t.field, t.lang)
		}
		return
	case t.kind == app.TextQuestion || t.field == "ask":
		ends = ends[1:]
	case slices.Contains(statementFields, t.field):
		ends = ends[:1]
	}
	if !slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(t.words, end) }) {
		bad.add(t.file, t.id, "%s.%s does not end with %q", t.field, t.lang, ends)
	}
	if first, _ := utf8.DecodeRuneInString(strings.TrimLeft(t.words, "”«")); !unicode.IsUpper(first) && !unicode.IsDigit(first) {
		bad.add(t.file, t.id, "%s.%s does not begin with a capital", t.field, t.lang)
	}
}

// forbiddenCitations are sections that the law notes could not verify, or that have moved. They are
// sought in the texts, and in the title of a source followed by the section that a question cites.
var forbiddenCitations = []typeRule{
	{regexp.MustCompile(`AFS 20\d\d:\d+\b[^,;]*\d+ ?[a-z]? ?(kap|§)|AFS 20\d\d:\d+\b[^,;]*§`), "chapters and sections of AFS 2023 were not read; name the subject instead"},
	{regexp.MustCompile(`(?i)cybersäkerhetslag[^;]*\d+ ?[a-z]? ?(kap|§)`), "the text of cybersäkerhetslagen was not read; cite the act"},
	{regexp.MustCompile(`(?i)diskrimineringslag[^;]*\d+ ?[a-z]? ?(kap|§)`), "section from memory; cite the act"},
	{regexp.MustCompile(`(?i)arkivlag \(1990:782\)[^;]*\d+ ?§`), "section from memory; cite the act"},
	{regexp.MustCompile(`(?i)(offentlighets- och sekretesslag|OSL)[^;]*(10 kap\. 27|32 kap\. 3) §`), "section from memory"},
	{regexp.MustCompile(`(?i)socialförsäkringsbalk[^;]*42 kap`), "section from memory"},
	{regexp.MustCompile(`(?i)(boverkets byggregler|BBR)[^;]*\d:\d`), "building rules were being rewritten; cite no section"},
	{regexp.MustCompile(`(?i)kap(\.|ittel)? ?23 ?A`), "chapter 23A was repealed; it is chapter 3A"},
	{regexp.MustCompile(`§ 4-3 (\(|første|andre|tredje|fjerde|femte|sjette|sjuande)`), "§ 4-3 was renumbered in 2026; cite it without a paragraph"},
	{regexp.MustCompile(`(?i)(kameraforskrift|kameraovervaking i verksemd)[^;]*§`), "sections of kameraforskrifta are from memory; cite the regulation"},
	{regexp.MustCompile(`(?i)(artikkel|artikel|art\.) 35 nr\. ?5`), "no. 5 lists what needs no assessment; the list is no. 4"},
	{regexp.MustCompile(`(?i)innsyn .{0,20}e-post[^;]*§`), "sections from memory; cite the regulation"},
}

// citation is a source that something cites, and where it stands.
type citation struct {
	file, id string
	app.Reference
}

// cited returns every source that the country cites, in questions and about incidents.
func (c country) cited() []citation {
	var all []citation
	put := func(file, id string, sources []app.Reference) {
		for _, r := range sources {
			all = append(all, citation{file, id, r})
		}
	}
	for _, l := range c.lists {
		for _, q := range l.all() {
			put(l.file, string(q.ID), q.Sources)
		}
	}
	file := path.Join(c.dir, incidentFile)
	put(file, "keep", c.incidents.Sources)
	for _, r := range c.incidents.Rules {
		put(file, string(r.ID), r.Sources)
	}
	return all
}

// lintCitations checks the sections that are cited: their typography, and that they were verified.
func lintCitations(c country, bad *complaints) {
	titles := map[string]map[string]string{}
	for _, s := range c.Sources {
		titles[s.ID] = s.Title
	}
	for _, r := range c.cited() {
		for _, lang := range c.Languages {
			lintSection(r.file, r.id, lang, titles[r.ID][lang], r.Section, bad)
		}
	}
}

func lintSection(file, id, lang, title, section string, bad *complaints) {
	file = path.Clean(file)
	for _, of := range []string{"", lang} {
		for _, r := range typography[of] {
			if r.match.MatchString(section) {
				bad.add(file, id, "section %q: %s", section, r.reason)
			}
		}
	}
	for _, f := range forbiddenCitations {
		if f.match.MatchString(title + " " + section) {
			bad.add(file, id, "cites %s %s: %s", title, section, f.reason)
		}
	}
}
