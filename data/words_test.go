package data_test

import (
	"regexp"
	"slices"
	"strings"
)

// forbidden is a word that must not stand in a text for people, as a regular expression
// of whole words, and the reason that the lint gives.
type forbidden struct {
	pattern, reason string
	except          []string // ids of questions that are about the word itself
}

// forbiddenWords holds, for each language, what the law has left behind, what the house style
// does not write, and, for Nynorsk, the Bokmål forms that språklova § 10 keeps out.
var forbiddenWords = map[string][]forbidden{
	"sv": {
		{`kameraövervak\p{L}*|övervakningskamer\p{L}*`, "the law says kamerabevakning since 2018", nil},
		{`datainspektionen\p{L}*`, "is Integritetsskyddsmyndigheten (IMY) since 2021", nil},
		{`länsstyrelse\p{L}*`, "gives no camera permits since 2018, and nobody does since April 2025", []string{"se-cameras-09", "se-cameras-16"}},
		{`msb|myndigheten för samhällsskydd\p{L}*`, "is Myndigheten för civilt försvar since 2026", nil},
		{`skl`, "is SKR since 2019", nil},
		{`pul|personuppgiftslag\p{L}*`, "was replaced by dataskyddsförordningen in 2018", nil},
		{`nis-lag\p{L}*`, "was replaced by cybersäkerhetslagen in 2026", nil},
		{`afs (2001:1|2015:4|1993:2|1982:3|1999:7)`, "was replaced by AFS 2023:1 and AFS 2023:2 in 2025", nil},
		{`mycloud|skype|netloan|safety ?card|lkdata`, "names a product or a supplier", nil},
		{`windows \p{Nd}+`, "grows old; ask for a supported system", nil},
		{`skall`, "write ska", nil},
		{`ej`, "write inte", nil},
		{`erhåll\p{L}*|tillse\p{L}*|vederbörande|därest|beakta\p{L}*|nyttja\p{L}*|inneha\p{L}*`, "officialese; say it plainly", nil},
		{`t\.? ?ex|bl\.? ?a|m\.? ?m|dvs|etc|osv|ev|resp|fr[. ] ?o[. ] ?m|t[. ] ?o[. ] ?m`, "write the words out", nil},
	},
	"nn": {
		{`[\p{L}-]*sikkerh\p{L}*`, "write tryggleik or trygging", nil},
		{`meråp\p{L}*`, "write meirope bibliotek, meiropen tid", nil},
		{`meirope tid|meiropen bibliotek\p{L}*|meiropent`, "write meirope bibliotek, meiropen tid", nil},
		{`[\p{L}-]*overvåk\p{L}*`, "write overvaking, as the law's kameraovervaking", nil},
		{`ikke|hvem|hva|hvor|hvordan|hvorfor|hvis|hvilke\p{L}*|noen|noe|da|fra|jeg|dere|deres|mye|bare|mer|en|et|man`, "Bokmål", nil},
		{`være|vært|gjør\p{L}*|sier|sies|åpn\p{L}*|åpen\p{L}*|mulig\p{L}*|begynn\p{L}*|bekreft\p{L}*|beskytt\p{L}*`, "Bokmål", nil},
		{`ansatt\p{L}*|virksomhet\p{L}*|[\p{L}-]*opplysning(er|ene|ar|ane)?|herunder|beskrivelse\p{L}*|begrunn\p{L}*|unntatt|taushets\p{L}*|forespørs\p{L}*|tillatelse\p{L}*`, "Bokmål, or not the form chosen in the glossary", nil},
		{`[\p{L}-]{2,}lig(e|t)?|[\p{L}-]{2,}het(en|er|ene)?`, "Bokmål ending, write -leg and -heit", nil},
		{`kordan|føresatt\p{L}*|avvei\p{L}*|interesseavvei\p{L}*|[\p{L}-]*begrens\p{L}*|sannsynlegh\p{L}*|naudsynleg\p{L}*`, "a slip of the seed paper; see the glossary", nil},
		{`(som|det|dei|ein|opptaka?|filer) (ikkje )?\p{L}{3,}ast`, "-st passive without a modal verb; write blir lagra", nil},
		{`vera|gjera|skriva|føra|sørga|halda|finna|bruka|vita|koma|læra|seia|velja`, "a-infinitive; write vere, gjere", nil},
		{`å \p{L}{3,}a`, "a-infinitive; write å vere, å gjere", nil},
		{`aleine\p{L}*|arbeidsgjev\p{L}*|føremål\p{L}*|handsam\p{L}*|adgang\p{L}*|rømingsveg\p{L}*|personopplysningar|ubetent\p{L}*`, "valid, but another form is the one used throughout", nil},
		{`me`, "the library is vi", nil},
		{`\p{L}*tellar(en|ar|ane)?`, "write teljar, kamerateljar", nil},
		{`mållov\p{L}*`, "is språklova since 2022", nil},
		{`(kap\.?|kapittel) ?23 ?a`, "was repealed; it is chapter 3A since 2026", nil},
		{`digitaltryggleikslov\p{L}*|digitalsikkerhetslov\p{L}*`, "normally does not bind a library", nil},
		{`risiko- og tryggleiksanalyse\p{L}*`, "ROS is risiko- og sårbarheitsanalyse", nil},
		{`t\.? ?d|bl\.? ?a|m\.? ?m|d\.?v\.?s|osb|osv|ev|jf`, "write the words out", nil},
		{`open\+|bibliofil|bibliotheca`, "names a product or a supplier", nil},
	},
}

// wholeWord matches the pattern where no letter or digit adjoins it, nor a hyphen before it.
func wholeWord(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{N}-])(` + pattern + `)(?:$|[^\p{L}\p{N}])`)
}

// lintWords complains of forbidden words. Titles of laws and names of authorities are
// proper names and stand as they are.
func lintWords(t text, words []wordRule, bad *complaints) {
	if t.field == "source" || t.field == "name" {
		return
	}
	for _, w := range words {
		if slices.Contains(w.except, t.id) {
			continue
		}
		if m := w.match.FindStringSubmatch(t.words); m != nil {
			bad.add(t.file, t.id, "%s.%s says %q: %s", t.field, t.lang, strings.TrimSpace(m[1]), w.reason)
		}
	}
}

type wordRule struct {
	forbidden
	match *regexp.Regexp
}

func wordRules(lang string) []wordRule {
	rules := make([]wordRule, 0, len(forbiddenWords[lang]))
	for _, f := range forbiddenWords[lang] {
		rules = append(rules, wordRule{f, wholeWord(f.pattern)})
	}
	return rules
}

// reader reads wordings; it remembers what it said of each, because the mutations change one at a time.
type reader struct {
	rules map[string][]wordRule
	said  map[text]complaints
}

func newReader() reader {
	r := reader{map[string][]wordRule{}, map[text]complaints{}}
	for lang := range forbiddenWords {
		r.rules[lang] = wordRules(lang)
	}
	return r
}

// lint holds every wording of a country to the forbidden words, the typography and the citations.
func (r reader) lint(c country, bad *complaints) {
	for _, t := range c.texts() {
		said, ok := r.said[t]
		if !ok {
			lintWords(t, r.rules[t.lang], &said)
			lintTypography(t, &said)
			for _, f := range forbiddenCitations {
				if f.match.MatchString(t.words) {
					said.add(t.file, t.id, "%s.%s cites what nobody has verified: %s", t.field, t.lang, f.reason)
				}
			}
			r.said[t] = said
		}
		*bad = append(*bad, said...)
	}
}
