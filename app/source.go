package app

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
