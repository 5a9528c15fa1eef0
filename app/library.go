package app

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fact is something that a library has or does, and that decides which questions it meets.
type Fact string

// The facts.
const (
	HasUnstaffed Fact = "unstaffed"  // meröppet, meirope
	HasCameras   Fact = "cameras"    // surveillance cameras
	HasCounter   Fact = "counter"    // visitor counter
	HasGate      Fact = "gate"       // alarm gate
	HasPublicPCs Fact = "public_pcs" // computers for visitors
	HasWifi      Fact = "wifi"       // wireless network for visitors
)

// AllFacts lists the facts in the order in which they are asked.
func AllFacts() []Fact {
	return []Fact{HasUnstaffed, HasCameras, HasCounter, HasGate, HasPublicPCs, HasWifi}
}

// YesNo is the answer to a fact; empty means not said yet.
type YesNo string

// The answers.
const (
	Yes YesNo = "yes"
	No  YesNo = "no"
)

// Facts holds what a library has said of itself.
type Facts map[Fact]YesNo

// meets reports whether something that concerns libraries with any of these facts concerns this one: always
// when there are none, else unless the library has said no to every one.
func (f Facts) meets(when []Fact) bool {
	return len(when) == 0 || slices.ContainsFunc(when, func(x Fact) bool { return f[x] != No })
}

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

// Signoff is what stands on the sign-off page beside the signatures.
type Signoff struct {
	CaseNumber string `json:"case_number,omitempty"` // the municipality's number in its register of records
	With       string `json:"with,omitempty"`        // who the walk-through was made with
	On         Date   `json:"on,omitempty"`          // the day of the walk-through
}

// Edition is a package that has been made and verified.
type Edition struct {
	Number      int    `json:"number"` // from 1, grows by one
	Made        Date   `json:"made"`
	File        string `json:"file"`                // name without folder
	Fingerprint string `json:"fingerprint"`         // of the signing certificate
	SHA256      string `json:"sha256"`              // of the whole file, hexadecimal
	CoSigner    string `json:"co_signer,omitempty"` // fingerprint of the security officer's key, once she has signed too
	Sent        Date   `json:"sent,omitempty"`
}

// FileName returns the name of the package, in ASCII: country, library, day and edition, as in
// trygghylla-se-vadstena-2026-05-28-u3.pdf.
func FileName(j Jurisdiction, library string, made Date, number int) string {
	return "trygghylla-" + string(j) + "-" + Slug(library) + "-" + string(made) + "-u" + strconv.Itoa(number) + ".pdf"
}

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
