package ui

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
)

// begunNote tells of an incident that was begun and not saved, nil when there is none.
func (s *Shell) begunNote() *kit.Text {
	begun, ok := s.desk.NewIncidentBegun()
	if !ok {
		return nil
	}
	return kit.NewText(kit.Body, s.T("incident.begun", "day", s.day(s.wall(begun)), "at", clock(s.wall(begun))))
}

// noting is the form for something that has happened: what kind, what, when and who told. What is typed is there again
// after a lock and a restart until it is saved.
type noting struct {
	s       *Shell
	kinds   []*app.IncidentKind
	tiles   *kit.Tiles
	what    *input
	day     *input
	message *kit.Message
}

func newNoting(s *Shell) *noting { return &noting{s: s} }

func (n *noting) Title() string { return n.s.T("incident.note") }

func (*noting) Place() PlaceID { return PlaceIncidents }

// Focus is the kinds, or what happened once a kind is chosen.
func (n *noting) Focus() fyne.Focusable {
	if n.tiles.Chosen() >= 0 {
		return n.what.Focusable()
	}
	return n.tiles
}

// Key goes back with Escape and saves with Enter.
func (n *noting) Key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyEscape:
		n.s.Show(newIncidents(n.s))
	case fyne.KeyReturn, fyne.KeyEnter:
		n.save()
	default:
		return false
	}
	return true
}

// Rune chooses a kind also when the focus is elsewhere on the screen.
func (n *noting) Rune(r rune) {
	if r >= '1' && r <= '9' {
		n.tiles.Choose(int(r - '1'))
	}
}

func (n *noting) Content() fyne.CanvasObject {
	s := n.s
	n.message = kit.NewMessage()
	n.kinds = s.desk.Catalogue().Incidents.Offered(s.desk.Library().Facts)
	kind, _ := s.desk.Said(desk.NewIncidentAt(desk.Kind))
	n.tiles = s.kindTiles(n.kinds, app.KindID(kind), n.choose)
	n.what = s.field(desk.NewIncidentAt(desk.What), noteField, s.T("incident.what"), s.T("incident.what_help"))
	n.what.SetRows(5)
	n.day = s.field(desk.NewIncidentAt(desk.Day), dayField, s.T("incident.day"), "")
	reporter := s.field(desk.NewIncidentAt(desk.Reporter), lineField, s.T("incident.reporter"), s.T("incident.reporter_help"))
	n.what.after, reporter.after = n.keepDay, n.keepDay
	for _, in := range []*input{n.day, reporter} {
		in.OnSubmitted(func(string) { n.save() })
	}
	parts := []fyne.CanvasObject{
		kit.NewStack(0, kit.NewText(kit.Title, s.T("incident.note")), kit.NewQuiet(kit.Body, s.T("incident.note_intro"))),
	}
	if begun := s.begunNote(); begun != nil {
		parts = append(parts, kit.NewCallout(kit.NewSpread(16, begun, kit.NewButton(kit.SmallLink, s.T("incident.restart"), n.restart))))
	}
	return kit.NewPage(14, append(parts, n.message,
		kit.NewStack(6, kit.NewRich(kit.Small, kit.Run{Text: s.T("incident.kind"), Bold: true}), n.tiles),
		n.what.Field, kit.NewColumns(16, 240, n.day.Field, reporter.Field))...).
		SetFoot(kit.NewSpread(12,
			kit.NewButton(kit.Secondary, s.T("incident.all"), func() { s.Show(newIncidents(s)) }).SetArrow(kit.Back),
			kit.NewButton(kit.Primary, s.T("button.save"), n.save).SetHint("Ctrl+Enter")))
}

// kindTiles shows kinds of incident with what they mean.
func (s *Shell) kindTiles(kinds []*app.IncidentKind, chosen app.KindID, choose func(int)) *kit.Tiles {
	var tiles []kit.Tile
	at := -1
	for i, k := range kinds {
		tiles = append(tiles, kit.Tile{Label: k.Title.In(s.words.Lang()), Addition: k.Examples.In(s.words.Lang())})
		if k.ID == chosen {
			at = i
		}
	}
	return kit.NewTiles(tiles, at, choose)
}

// keepDay keeps the day as it stands once there is something to keep it with.
func (n *noting) keepDay() { n.s.Do(func() error { return n.s.desk.Say(n.day.at, n.day.Text()) }) }

// choose keeps the kind and goes on to what happened.
func (n *noting) choose(int) {
	n.message.Clear()
	n.sayKind()
	n.keepDay()
	n.s.window.Canvas().Focus(n.what.Focusable())
}

// sayKind keeps the kind that is chosen, and reports whether that went well.
func (n *noting) sayKind() bool {
	kind := n.kinds[n.tiles.Chosen()].ID
	return n.s.Do(func() error { return n.s.desk.Say(desk.NewIncidentAt(desk.Kind), string(kind)) })
}

// restart asks, and begins with an empty form.
func (n *noting) restart() {
	s := n.s
	s.confirm(s.T("incident.restart"), s.T("incident.restart_help"), s.T("incident.restart"), func() {
		s.save()
		if s.Do(s.desk.DropNewIncident) {
			s.fields = nil
			s.Show(newNoting(s))
		}
	})
}

// save saves the incident and shows it; what is missing is said where it is.
func (n *noting) save() {
	s := n.s
	failed := s.save()
	switch {
	case n.tiles.Chosen() < 0:
		n.message.Say(kit.Fault, s.T("incident.kind_first"), s.T("incident.kind_first_hint"))
		s.window.Canvas().Focus(n.tiles)
		kit.EnsureVisible(n.message)
		return
	case strings.TrimSpace(n.what.Text()) == "":
		n.fault(n.what, s.T("incident.what_first"))
		return
	case failed != nil:
		s.window.Canvas().Focus(failed.Focusable())
		return
	case !n.sayKind():
		return
	}
	id, err := s.desk.SaveNewIncident()
	if errors.Is(err, app.ErrDate) {
		f := explain(s.words, err)
		n.fault(n.day, f.what+" "+f.hint)
		return
	}
	if s.Do(func() error { return err }) {
		s.fields = nil
		s.Show(newIncident(s, id))
	}
}

func (n *noting) fault(in *input, words string) {
	in.SetFault(words)
	n.s.window.Canvas().Focus(in.Focusable())
}

// saveNote saves the noting form when it is shown.
func (s *Shell) saveNote() {
	if n, ok := s.screen.(*noting); ok {
		n.save()
	}
}

// note goes to the noting form, where it is not shown already.
func (s *Shell) note() {
	if _, ok := s.screen.(*noting); !ok {
		s.Show(newNoting(s))
	}
}
