package app

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
