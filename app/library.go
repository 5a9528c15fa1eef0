package app

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Library is the library card: who answers, and to whom. It holds no private details.
type Library struct {
	Name            string `json:"name"`
	Municipality    string `json:"municipality"`
	Region          string `json:"region"`
	RegionAddress   string `json:"region_address"` // e-mail address
	Contact         string `json:"contact"`
	SecurityOfficer string `json:"security_officer"`
	ITSupplier      string `json:"it_supplier"`
	Facts           Facts  `json:"facts"`
}

// HasContact reports whether a contact person is named; the library manager stands in until then.
func (l Library) HasContact() bool { return strings.TrimSpace(l.Contact) != "" }

// Slug writes a library's name in lower-case ASCII letters, digits and hyphens, without the
// words that every library shares, so that no mail system or file system alters it. A letter with a
// mark (å, é, š) loses the mark, however it is composed.
func Slug(name string) string {
	fold := strings.NewReplacer("\u00e6", "ae", "\u00f8", "o", "\u0111", "d", "\u014b", "n", "\u0167", "t")
	var words []string
	for _, w := range strings.FieldsFunc(fold.Replace(strings.ToLower(unmarked(name))), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		if w != "bibliotek" && w != "biblioteket" && w != "folkebibliotek" && w != "stadsbibliotek" {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return "bibliotek"
	}
	s := strings.Join(words, "-")
	if len(s) > 40 {
		s = strings.TrimRight(s[:40], "-")
	}
	return s
}

// unmarked drops the combining marks of a text, those of composed letters too (Unicode, normalization form D).
func unmarked(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}
