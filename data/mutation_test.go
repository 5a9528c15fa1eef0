package data_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// mutation breaks one place of good content: the first match of old in file becomes with.
type mutation struct {
	name, file string
	old, with  string
	want       string // two parts of the complaint that must follow, divided by …, or one
}

const (
	seStaff  = "se/10-staff.toml"
	noStaff  = "no/10-staff.toml"
	seAbout  = "se/about.toml"
	noAbout  = "no/about.toml"
	seSurvey = "se/60-survey.toml"
	coverRow = "coverage.toml"

	seIncidents = "se/incidents.toml"
	noIncidents = "no/incidents.toml"
	seSample    = "se/sample.toml"
)

// firstStatement matches the start of the first statement of a list.
func firstStatement(lang string) string { return `(?m)^(statement\.` + lang + `\s*= ")[^"]*"` }

var structural = []mutation{
	{"broken TOML", seStaff, `(?m)^kind`, `kind kind`, seStaff + ": cannot be read"},
	{"unknown key", seStaff, `(?m)^(weight\s*= )`, "wieght = 1\n$1", seStaff + ": unknown key question.wieght"},
	{"another list", seStaff, `"staff"`, `"cameras"`, seStaff + ": cameras: is another list"},
	{"kind of list", seStaff, `"checklist"`, `"survey"`, seStaff + `: staff: kind is "survey"`},
	{"id renamed", seStaff, `"se-staff-02"`, `"se-staff-92"`, "ids.golden: se-staff-02: id was released and is gone"},
	{"id new", seStaff, `"se-staff-02"`, `"se-staff-92"`, seStaff + ": se-staff-92: id is not in ids.golden"},
	{"id twice", seStaff, `"se-staff-02"`, `"se-staff-01"`, seStaff + ": se-staff-01: id stands twice"},
	{"id of another country", noStaff, `"no-staff-02"`, `"se-staff-02"`, noStaff + ": se-staff-02: id is not country-list-two digits"},
	{"id without digits", seStaff, `"se-staff-02"`, `"se-staff-2"`, seStaff + ": se-staff-2: id is not country-list-two digits"},
	{"number twice", seStaff, `(?m)^(number\s*= )"P2"`, `$1"P1"`, seStaff + ": se-staff-02: number P1 is that of se-staff-01"},
	{"number odd", seStaff, `(?m)^(number\s*= )"P2"`, `$1"2"`, seStaff + `: se-staff-02: number "2" is not`},
	{"standing", seStaff, `(?m)^(standing\s*= )"\w+"`, `$1"law"`, seStaff + `: se-staff-01: unknown standing "law"`},
	{"duty without law", seStaff, `(?s)("se-staff-15".*?standing\s*= )"\w+"`, `$1"duty"`, seStaff + ": se-staff-15: is a duty but names no law"},
	{"no source", seStaff, `(?m)^(sources\s*= ).*$`, `$1[]`, seStaff + ": se-staff-01: rests on no source"},
	{"weight", seStaff, `(?m)^(weight\s*= )\d`, `${1}4`, seStaff + ": se-staff-01: weight is 4"},
	{"knows", seStaff, `(?m)^(knows\s*= )"\w+"`, `$1"boss"`, seStaff + `: se-staff-01: knows is "boss"`},
	{"minutes", seStaff, `(?m)^(minutes\s*= )\d+`, `${1}21`, seStaff + ": se-staff-01: minutes is 21"},
	{"fact", "se/20-unstaffed.toml", `(?m)^(when\s*= )\[.*\]`, `$1["unmanned"]`, `when names "unmanned"`},
	{"source unknown", seStaff, `\{ id = "[^"]+"`, `{ id = "nosuch"`, seStaff + `: se-staff-01: unknown source "nosuch"`},
	{"retired", seStaff, `(?m)^(number\s*= "P2")`, "$1\nretired = \"soon\"", seStaff + `: se-staff-02: retired is "soon"`},
	{"retired counts less", seStaff, `(?m)^(number\s*= "P2")`, "$1\nretired = \"2027.1\"", seStaff + ": staff: asks 17 questions, not 18"},
	{"replaces nothing", seStaff, `(?m)^(number\s*= "P2")`, "$1\nreplaces = \"se-staff-01\"", seStaff + ": se-staff-02: replaces se-staff-01, which is not retired"},
	{"another language", seStaff, `(?m)^why\.sv`, `why.en`, seStaff + ": se-staff-01: why.sv is missing"},
	{"language too many", seStaff, `(?m)^why\.sv`, `why.en`, seStaff + ": se-staff-01: why.en is not a language"},
	{"measures too many", seStaff, `(?m)^(measures\.sv\s*= )\[[^\]]*\]`, `$1["Gör det ena i dag.", "Gör det andra.", "Gör det tredje.", "Gör det fjärde."]`, seStaff + ": se-staff-01: has 4 measures"},
	{"measures none", seStaff, `(?m)^(measures\.sv\s*= )\[[^\]]*\]`, `$1[]`, seStaff + ": se-staff-01: measures.sv is missing"},
	{"jurisdiction", seAbout, `(?m)^(jurisdiction\s*= )"se"`, `$1"fi"`, seAbout + `: jurisdiction is "fi"`},
	{"edition", seAbout, `(?m)^(edition\s*= )"[^"]*"`, `$1"2031.1"`, seAbout + `: edition "2031.1" has no day`},
	{"checked in the future", noAbout, `(?m)^(checked\s*= )"[^"]*"`, `$1"2031-01-01"`, "checked 2031-01-01, after edition"},
	{"checked is no day", noAbout, `(?m)^(checked\s*= )"[^"]*"`, `$1"2026-02-30"`, `checked "2026-02-30" is not a day`},
	{"kind of source", noAbout, `(?m)^(kind\s*= )"\w+"`, `$1"rumour"`, `unknown kind "rumour"`},
	{"authority", noAbout, `(?m)^(authority\s*= )"\w+"`, `$1"nobody"`, `unknown authority "nobody"`},
	{"source unused", noAbout, `\z`, "\n[[source]]\nid = \"spare\"\nkind = \"law\"\ntitle.nn = \"Reservelov\"\nauthority = \"x\"\nchecked = \"2026-11-01\"\n", noAbout + ": spare: source is used by nothing"},
	{"section kind", seSurvey, `"scale"`, `"slide"`, seSurvey + `: se-survey-01: kind is "slide"`},
	{"section role", seSurvey, `(?m)^role.*\n`, ``, seSurvey + ": wifi: section has 0 questions with the role hinders"},
	{"section part", seSurvey, `(?m)^(part\s*= )1`, `${1}7`, seSurvey + ": wifi: part 7 is not 1–3"},
	{"survey with weight", seSurvey, `"scale"`, "\"scale\"\nweight = 1", seSurvey + ": se-survey-01: a survey question has no"},
	{"golden lost", "ids.golden", `se-survey-43\n`, ``, seSurvey + ": se-survey-43: id is not in ids.golden"},
	{"golden unsorted", "ids.golden", `\A`, "zz\n", "ids.golden: is not sorted"},
	{"coverage of nothing", coverRow, `"F22"`, `"F23"`, "coverage.toml: 000: \"One policy"},
	{"coverage of a typo", coverRow, `"se-staff-04"`, `"se-staff-94"`, "is met by se-staff-94, which does not exist"},
	{"coverage met by none", coverRow, `(?m)^(meets = )\[.*\]`, `$1[]`, "is met by nothing"},
	{"coverage of less", coverRow, `\[\[demand\]\]\nseed  = "003"[^\[]*\[[^\]]*\]\n`, ``, "coverage.toml: 003: the paper has 106 rows"},
	{"coverage of no paper", coverRow, `(?m)^(seed\s*= )"000"`, `$1"002"`, "coverage.toml: 002: no such paper"},
	{"outdated without now", coverRow, `(?m)^(now\s*= )".*"`, `$1""`, "does not say what replaced what"},
	{"section of AFS 2023", seStaff, `\{ id = "afs2", section = "[^"]*"`, `{ id = "afs2", section = "5 kap. 2 §"`, seStaff + ": …chapters and sections of AFS 2023 were not read"},
	{"section of kameraforskrifta", "no/30-cameras.toml", `\{ id = "kamera" `, `{ id = "kamera", section = "§ 6" `, "no/30-cameras.toml: …sections of kameraforskrifta are from memory"},
	{"section without space", seStaff, `section = "3 kap\. 2 a §"`, `section = "3 kap. 2 a§"`, seStaff + `: se-staff-01: section "3 kap. 2 a§": § stands after`},
	{"stray file", "se/notes.toml", ``, `x = 1`, "se/notes.toml: is not a content file"},
}

// inKind and inClock match the start of a line of a kind, or of a clock, up to its value.
func inKind(id, key string) string  { return inTable("kind", id, key) }
func inClock(id, key string) string { return inTable("clock", id, key) }

func inTable(table, id, key string) string {
	return `(?s)(\[\[` + table + `\]\]\nid\s*= "` + id + `".*?\n` + key + `\s*= )`
}

var incidental = []mutation{
	{"no incidents file", seIncidents, `(?m)^keep_months`, `keep_months keep_months`, seIncidents + ": cannot be read"},
	{"incidents of an unknown key", seIncidents, `(?m)^(hours\s*= )`, "minutes = 5\n$1", seIncidents + ": unknown key clock.minutes"},
	{"kept for ever", seIncidents, `(?m)^(keep_months = )\d+`, `${1}1200`, seIncidents + ": keep: keep_months is 1200"},
	{"kept without a reason", seIncidents, `(?m)^sources = .*\n`, ``, seIncidents + ": keep: rests on no source"},
	{"kept by a source unheard of", noIncidents, `"arkivlova"`, `"nosuch"`, noIncidents + `: keep: unknown source "nosuch"`},
	{"kinds in another order", seIncidents, `(?s)(id\s*= )"threat"(.*?id\s*= )"near_miss"`, `$1"near_miss"$2"threat"`, seIncidents + ": the kinds are [near_miss threat"},
	{"kind is gone", noIncidents, `(?s)\[\[kind\]\]\nid\s*= "other".*?\n\n`, ``, noIncidents + ": the kinds are"},
	{"kind of no fact", seIncidents, inKind("unstaffed", "when") + `\[.*?\]`, `$1["unmanned"]`, seIncidents + `: unstaffed: when names "unmanned"`},
	{"kind always offered", seIncidents, `(?m)^when\s*= \["unstaffed"\]\n`, ``, seIncidents + ": unstaffed: when is []"},
	{"kind without title", seIncidents, `(?m)^title\.sv`, `title.en`, seIncidents + ": threat: title.sv is missing"},
	{"kind with a long title", noIncidents, inKind("it", `title\.nn`) + `"`, `$1"Noko med maskiner, kontoar, nett, system og `, noIncidents + ": it: title.nn has"},
	{"kind with a short example", seIncidents, inKind("it", `examples\.sv`) + `"[^"]*"`, `$1"En bluff."`, seIncidents + ": it: examples.sv has 9 characters"},
	{"kind without clocks", seIncidents, inKind("other", "clocks") + `\[.*?\]`, `$1[]`, seIncidents + ": other: kind has no clock"},
	{"clock twice in a kind", seIncidents, inKind("other", "clocks") + `\["own"`, `$1["own", "own"`, seIncidents + ": other: names clock own twice"},
	{"clock that is none", seIncidents, inKind("other", "clocks") + `\["own"`, `$1["egg"`, seIncidents + `: other: names clock "egg"`},
	{"clock of no kind", noIncidents, `(?s)"register", "nav"(.*)"register", "nav"`, `"nav"$1"nav"`, noIncidents + ": register: clock belongs to no kind"},
	{"clock renamed", seIncidents, `(?m)^(id\s*= )"people"`, `$1"persons"`, seIncidents + ": people: clock was released and is gone"},
	{"clock twice", seIncidents, `(?m)^(id\s*= )"people"`, `$1"imy"`, seIncidents + ": imy: clock stands twice"},
	{"question of the survey", seIncidents, `"se-staff-12"`, `"se-survey-02"`, seIncidents + ": threat: names se-survey-02"},
	{"question that does not exist", noIncidents, `"no-it-20"`, `"no-it-21"`, noIncidents + ": it: names no-it-21"},
	{"question retired", seStaff, `(?m)^(number\s*= "P12")`, "$1\nretired = \"2027.1\"", seIncidents + ": threat: names se-staff-12"},
	{"question twice", seIncidents, `"se-staff-12"`, `"se-staff-11"`, seIncidents + ": threat: names question se-staff-11 twice"},
	{"questions too few", seIncidents, inKind("near_miss", "questions") + `\[.*?\]`, `$1["se-staff-01"]`, seIncidents + ": near_miss: names 1 questions"},
	{"hours too many", seIncidents, inClock("imy", "hours") + `72`, `${1}720`, seIncidents + ": imy: hours is 720"},
	{"hours without a duty", seIncidents, inClock("it", "soon") + `true`, "${1}false\nhours = 24", seIncidents + ": it: sets a time but is no duty"},
	{"without delay without a duty", noIncidents, inClock("nav", "soon") + `true`, `${1}false`, noIncidents + ": nav: sets a time but is no duty"},
	{"soon within hours", seIncidents, inClock("imy", "hours") + `72`, "${1}72\nsoon = true", seIncidents + ": imy: is both soon and within hours"},
	{"duty of a clock without law", noIncidents, inClock("nav", "standing") + `"advice"`, `$1"duty"`, noIncidents + ": nav: is a duty but names no law"},
	{"standing of a clock", noIncidents, inClock("nav", "standing") + `"advice"`, `$1"law"`, noIncidents + `: nav: unknown standing "law"`},
	{"clock without source", seIncidents, inClock("people", "sources") + `.*?\n`, "$1[]\n", seIncidents + ": people: rests on no source"},
	{"clock of no fact", seIncidents, inClock("recording", "when") + `\[.*?\]`, `$1["film"]`, seIncidents + `: recording: when names "film"`},
	{"clock with a long title", seIncidents, inClock("imy", `title\.sv`) + `"`, `$1"Anmälan, så fort som det bara går, genom kommunen: `, seIncidents + ": imy: title.sv has"},
	{"clock without advice", seIncidents, inClock("own", `do\.sv`) + `"[^"]*"`, `$1""`, seIncidents + ": own: do.sv is missing"},
	{"clock with one sentence", seIncidents, inClock("own", `do\.sv`) + `"[^"]*"`, `$1"Skriv en rapport om det som hände i det system där kommunen vill ha den."`, seIncidents + ": own: do.sv has 1 sentences"},
	{"clock that does not ask", seIncidents, `Kan det vara ett brott\?`, `Det kan vara ett brott.`, seIncidents + ": police: ask.sv does not end with"},
	{"clock that asks in another language", seIncidents, `(?m)^ask\.sv`, `ask.en`, seIncidents + ": support: ask.sv is missing"},
	{"clock that ends with a question", seIncidents, `på sådana frågor\.`, `på sådana frågor?`, seIncidents + ": police: do.sv does not end with"},
	{"section of a clock unverified", seIncidents, `\{ id = "sfb" \}`, `{ id = "sfb", section = "42 kap. 10 §" }`, seIncidents + ": fk: …section from memory"},
	{"section of a clock mistyped", noIncidents, `"§ 5-2"`, `"§5-2"`, noIncidents + `: at: section "§5-2": § stands before`},
	{"source of a clock only", seIncidents, `\{ id = "sfb" \}`, `{ id = "aml" }`, seAbout + ": sfb: source is used by nothing"},
	{"word in a clock", noIncidents, `Beskjed til dei det gjeld`, `Melding om sikkerheit`, noIncidents + ": people: …write tryggleik"},
	{"word in the sample", seSample, `En full bokvagn välte`, `En full bokvagn välte, t.ex. här,`, seSample + ": near_miss: …write the words out"},
	{"stop after a reporter", seSample, `reporter = "En vikarie"`, `reporter = "En vikarie."`, seSample + ": near_miss: reporter.sv ends with a full stop"},
	{"no sample", seSample, `(?m)^made`, `made made`, seSample + ": cannot be read"},
	{"sample of no kind", seSample, `(kind\s*= )"near_miss"`, `$1"nearly"`, seSample + ": nearly: is no kind"},
	{"sample says nothing", seSample, `En full bokvagn välte på tröskeln till hissen\. Ingen stod i vägen\.`, ` `, seSample + ": near_miss: does not say what happened"},
	{"sample of tomorrow", seSample, `(day\s*= )"2026-05-26"`, `$1"2026-05-29"`, seSample + `: breach: "2026-05-29" is no day`},
	{"sample answered before it happened", seSample, `(feedback = )"2026-03-30"`, `$1"2026-03-20"`, seSample + ": near_miss: feedback to nobody"},
	{"sample answers nobody", seSample, `reporter = "En vikarie"\n`, ``, seSample + ": near_miss: feedback to nobody"},
	{"sample with a number", seSample, `En full bokvagn`, `070-174 06 05: en full bokvagn`, seSample + `: near_miss: "070-174 06 05" could lead`},
	{"sample of another clock", seSample, `"it", "own"`, `"fk", "own"`, seSample + `: breach: has no clock "fk"`},
	{"sample without what is always needed", seSample, `(not\s*= )\["av"\]`, `$1["own"]`, seSample + ": near_miss: clock own cannot be done without"},
	{"sample too old with a clock running", seSample, `told     = \["police", "own"\]`, `told = ["police"]`, seSample + ": damage: 2024-03-11 is too old to keep and has 1"},
	{"sample with nothing too old", seSample, `2024-03-11`, `2025-03-11`, seSample + ": incident: 0 too old to keep"},
	{"sample too small", seSample, `(?s)\[\[incident\]\]\nkind     = "threat".*\z`, ``, seSample + ": incident: 1 incidents"},
}

// wordings puts a sentence in the place of the first statement of the country's staff list.
var wordings = []struct{ lang, words, want string }{
	{"sv", "Vi ser.", "statement.sv has 7 characters, not 12–160"},
	{"sv", "Det är " + strings.Repeat("så här ", 30) + "klart.", "characters, not 12–160"},
	{"sv", "Det finns tillstånd till kameraövervakning.", "the law says kamerabevakning"},
	{"sv", "Länsstyrelsen har gett tillstånd.", "gives no camera permits"},
	{"sv", "Datainspektionens råd följs.", "is Integritetsskyddsmyndigheten"},
	{"sv", "Råden från MSB följs.", "is Myndigheten för civilt försvar"},
	{"sv", "Uppgifterna följer PuL i allt.", "was replaced by dataskyddsförordningen"},
	{"sv", "Reglerna i AFS 1993:2 är kända.", "was replaced by AFS 2023:1"},
	{"sv", "Larm finns, t.ex. vid disken.", "write the words out"},
	{"sv", "Larmet  fungerar i hela huset.", "double space"},
	{"sv", "Larmet fungerar enligt 3 kap. 2§ i lagen.", "§ stands after its number"},
	{"sv", "Larmet kallas «knappen» av alla.", "Swedish quotes"},
	{"sv", "Larmet - och låset - fungerar.", "hyphen for a dash"},
	{"sv", "Larmet fungerar i hela huset", "does not end with"},
	{"sv", "larmet fungerar i hela huset.", "does not begin with a capital"},
	{"sv", "Larmet fungerar i hela huset. ", "space at an end"},
	{"sv", "Rutinen följer AFS 2023:2 5 kap. om våld.", "chapters and sections of AFS 2023 were not read"},
	{"nn", "Rutinar for informasjonssikkerheit finst.", "write tryggleik or trygging"},
	{"nn", "Vi har eit meråpent bibliotek.", "write meirope bibliotek"},
	{"nn", "Nokon er her i meirope tid.", "meiropen tid"},
	{"nn", "Overvåkinga er drøfta med alle.", "write overvaking"},
	{"nn", "Vi veit ikke kven som svarar.", "Bokmål"},
	{"nn", "Det er viktig å være trygg.", "Bokmål"},
	{"nn", "Det er viktig å vera trygg.", "a-infinitive"},
	{"nn", "Opptaka er tilgjengelige for politiet.", "Bokmål ending"},
	{"nn", "Alle opplysninger er sletta.", "Bokmål"},
	{"nn", "Skrivinga følgjer mållova i alt.", "is språklova"},
	{"nn", "Reglane i kap. 23A er kjende.", "was repealed"},
	{"nn", "Vi følgjer § 4-3 (6) i lova.", "§ 4-3 was renumbered"},
	{"nn", "Vi følgjer §4-3 i lova.", "§ stands before its number"},
	{"nn", "Alarmen blir kalla ”knappen” hos oss.", "Nynorsk quotes"},
}

// TestLintFails breaks good content in one place at a time and expects the complaint.
func TestLintFails(t *testing.T) {
	good, r := memory(t), newReader()
	if bad := lint(good, r); len(bad) > 0 {
		t.Fatalf("the content is not good to begin with: %d complaints, the first %s", len(bad), bad[0])
	}
	all := slices.Concat(structural, incidental)
	for _, w := range wordings {
		file, id := seStaff, "se-staff-01"
		if w.lang == "nn" {
			file, id = noStaff, "no-staff-01"
		}
		where := file + ": " + id + ": "
		all = append(all, mutation{w.words, file, firstStatement(w.lang), `${1}` + w.words + `"`, where + "…" + w.want})
	}
	for _, m := range all {
		t.Run(m.name, func(t *testing.T) {
			bad := lint(mutate(t, good, m), r)
			for _, b := range bad {
				if where, what, _ := strings.Cut(m.want, "…"); strings.Contains(b, where) && strings.Contains(b, what) {
					return
				}
			}
			t.Errorf("no complaint says %q; they are %q", m.want, bad)
		})
	}
}

// memory copies the folder, so that mutations touch no file.
func memory(t *testing.T) fstest.MapFS {
	t.Helper()
	copied := fstest.MapFS{}
	folder := os.DirFS(".")
	for _, pattern := range []string{"*.toml", "*/*.toml", "ids.golden"} {
		names, err := fs.Glob(folder, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			content, err := fs.ReadFile(folder, name)
			if err != nil {
				t.Fatal(err)
			}
			copied[name] = &fstest.MapFile{Data: content}
		}
	}
	return copied
}

// mutate returns the content with the first match of m.old replaced; a new file when there is none.
func mutate(t *testing.T, good fstest.MapFS, m mutation) fs.FS {
	t.Helper()
	broken := fstest.MapFS{}
	for name, f := range good {
		broken[name] = f
	}
	if broken[m.file] == nil {
		broken[m.file] = &fstest.MapFile{Data: []byte(m.with)}
		return broken
	}
	before := string(good[m.file].Data)
	old := regexp.MustCompile(m.old)
	at := old.FindStringSubmatchIndex(before)
	if at == nil {
		t.Fatalf("%s holds nothing that matches %s", m.file, m.old)
	}
	after := before[:at[0]] + string(old.ExpandString(nil, m.with, before, at)) + before[at[1]:]
	broken[m.file] = &fstest.MapFile{Data: []byte(after)}
	return broken
}
