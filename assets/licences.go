package assets

import (
	"embed"
	"strings"
)

//go:embed licences
var licences embed.FS

// Licence is the licence of a part by others that is in the program.
type Licence struct {
	Name string // of the part
	Text string // whole, as its authors ask that it goes with every copy
}

// Licences lists the parts by others, sorted by name, the typeface last.
func Licences() []Licence {
	entries, err := licences.ReadDir("licences")
	if err != nil {
		panic("assets: " + err.Error()) // cannot happen: go:embed names it
	}
	var all []Licence
	for _, e := range entries {
		text, err := licences.ReadFile("licences/" + e.Name())
		if err != nil {
			panic("assets: " + err.Error())
		}
		all = append(all, Licence{Name: strings.TrimSuffix(e.Name(), ".txt"), Text: string(text)})
	}
	return append(all, Licence{Name: "Noto Sans", Text: FontLicence()})
}
