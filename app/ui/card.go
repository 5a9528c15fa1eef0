package ui

import (
	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
)

// card is the library card as a form; every field saves itself.
type card struct {
	inputs []*input
	object fyne.CanvasObject
}

func newCard(s *Shell) *card {
	c := &card{}
	field := func(of desk.Field, word, help string) fyne.CanvasObject {
		in := s.field(desk.CardAt(of), lineField, s.T(word), help)
		c.inputs = append(c.inputs, in)
		return in.Field
	}
	c.object = kit.NewStack(14,
		kit.NewColumns(16, 220,
			field(desk.Name, "welcome.name", ""),
			field(desk.Municipality, "welcome.municipality", "")),
		kit.NewColumns(16, 220,
			field(desk.Region, "welcome.region", ""),
			field(desk.RegionAddress, "welcome.region_address", "")),
		field(desk.Contact, "welcome.contact", s.T("welcome.contact_help")),
		kit.NewColumns(16, 220,
			field(desk.SecurityOfficer, "welcome.security_officer", ""),
			field(desk.ITSupplier, "welcome.it_supplier", "")))
	for i, in := range c.inputs {
		next := c.inputs[(i+1)%len(c.inputs)]
		if i+1 < len(c.inputs) {
			in.OnSubmitted(func(string) { s.window.Canvas().Focus(next.Focusable()) })
		}
	}
	return c
}

// newFacts asks what the library has; every choice is saved at once. It returns the form and what has the focus first.
func newFacts(s *Shell) (fyne.CanvasObject, fyne.Focusable) {
	var rows []fyne.CanvasObject
	var first fyne.Focusable
	values := []app.YesNo{app.Yes, app.No, ""}
	facts := s.desk.Library().Facts
	for _, f := range app.AllFacts() {
		chosen := 2
		for i, v := range values {
			if facts[f] == v {
				chosen = i
			}
		}
		row := kit.NewSegments([]string{s.T("fact.yes_word"), s.T("fact.no_word"), s.T("fact.unsaid")}, chosen, func(i int) {
			s.Do(func() error { return s.desk.SetFact(f, values[i]) })
		})
		if first == nil {
			first = row
		}
		rows = append(rows, kit.NewSpread(16, kit.NewStack(0,
			kit.NewRich(kit.Body, kit.Run{Text: s.T("fact." + string(f)), Bold: true}),
			kit.NewQuiet(kit.Small, s.T("fact."+string(f)+"_help"))), row))
	}
	return kit.NewRows(rows...), first
}
