package ui

import (
	"fyne.io/fyne/v2"

	"trygghylla/app/ui/kit"
	"trygghylla/assets"
)

// about tells what the program is, what it rests on and whose work is in it.
type about struct {
	noKeys
	s     *Shell
	first fyne.Focusable
}

func newAbout(s *Shell) *about { return &about{s: s} }

func (a *about) Title() string { return a.s.T("place.about") }

func (*about) Place() PlaceID { return PlaceAbout }

func (a *about) Focus() fyne.Focusable { return a.first }

func (a *about) Content() fyne.CanvasObject {
	s, lang := a.s, a.s.words.Lang()
	c := s.desk.Catalogue()
	var sources []fyne.CanvasObject
	for _, src := range c.Sources {
		sources = append(sources, kit.NewRich(kit.Small, kit.Run{Text: src.Title.In(lang)},
			kit.Run{Text: "  " + s.T("about.checked", "day", string(src.Checked)), Colour: kit.ColorQuiet}))
	}
	var parts []fyne.CanvasObject
	for _, l := range assets.Licences() {
		parts = append(parts, s.fold("about."+l.Name, l.Name, "", kit.NewText(kit.Small, l.Text)))
	}
	law := s.fold("about.sources", s.T("about.sources"), "", kit.NewStack(6, sources...))
	a.first = law.Focusable()
	return kit.NewPage(14,
		kit.NewCells(14, []float32{44, 0}, kit.NewPicture(appIcon(), 44), kit.NewText(kit.Title, s.T("about.title"))),
		kit.NewQuiet(kit.Body, s.T("about.version", "version", s.p.Version)+" · "+s.T("about.content", "edition", c.Edition)),
		kit.NewText(kit.Body, s.T("about.what")),
		kit.NewText(kit.Body, s.T("about.advice")),
		kit.NewText(kit.Body, s.T("about.licence")),
		law,
		s.fold("about.parts", s.T("about.parts"), "", kit.NewStack(0, parts...)))
}
