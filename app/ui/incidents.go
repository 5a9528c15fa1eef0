package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
)

// incidents is what has happened, latest first, each with what is due of it.
type incidents struct {
	s       *Shell
	note    *kit.Button
	removed bool // one was just removed
}

func newIncidents(s *Shell) *incidents { return &incidents{s: s} }

func (x *incidents) Title() string { return x.s.T("place.incidents") }

func (*incidents) Place() PlaceID { return PlaceIncidents }

func (x *incidents) Focus() fyne.Focusable { return x.note }

// Key goes to the noting form with Enter.
func (x *incidents) Key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter {
		x.note.Press()
		return true
	}
	return false
}

func (x *incidents) Content() fyne.CanvasObject {
	s := x.s
	x.note = kit.NewButton(kit.Primary, s.T("incident.note"), func() { s.Show(newNoting(s)) }).SetHint("Ctrl+N")
	message := kit.NewMessage()
	if x.removed {
		advice := ""
		if until, held := s.desk.BackupsHoldUntil(); held {
			advice = s.T("incident.removed_until", "day", string(until))
		}
		message.Say(kit.Done, s.T("incident.removed"), advice)
	}
	parts := []fyne.CanvasObject{
		kit.NewStack(0, kit.NewText(kit.Title, s.T("incident.title")), kit.NewQuiet(kit.Body, s.T("incident.intro"))),
		message,
	}
	if begun := s.begunNote(); begun != nil {
		parts = append(parts, kit.NewCallout(kit.NewSpread(16, begun,
			kit.NewButton(kit.SmallLink, s.T("button.continue"), func() { s.Show(newNoting(s)) }))))
	}
	all := s.desk.Incidents()
	if len(all) == 0 {
		parts = append(parts, kit.NewText(kit.Section, s.T("incident.empty")), kit.NewText(kit.Body, s.T("incident.empty_help")))
	} else {
		var rows []fyne.CanvasObject
		for _, i := range all {
			rows = append(rows, x.row(i))
		}
		parts = append(parts, kit.NewRows(rows...))
	}
	return kit.NewPage(16, append(parts, x.keeping())...).SetFoot(kit.NewSpread(12, kit.NewSpace(0), x.note))
}

// row is one incident: its shape, kind, day and first line, what is due, and the way to it.
func (x *incidents) row(i app.Incident) fyne.CanvasObject {
	s := x.s
	return kit.NewCells(12, []float32{20, 0, -1},
		kit.NewPicture(mark(s.desk.IncidentState(i)), 18),
		kit.NewColumns(16, 240,
			kit.NewStack(0, kit.NewRich(kit.Body, kit.Run{Text: s.kindTitle(i.Kind), Bold: true}),
				kit.NewQuiet(kit.Small, string(i.Day)+" · "+firstLine(i.What))),
			kit.NewInset(2, 0, 0, 0, s.incidentDue(i))),
		kit.NewButton(kit.SmallLink, s.T("button.open"), func() { s.Show(newIncident(s, i.ID)) }))
}

// keeping is how long incidents are kept, what decides it, and the number of months.
func (x *incidents) keeping() fyne.CanvasObject {
	s := x.s
	rules := &s.desk.Catalogue().Incidents
	laws, _ := s.sourceLines(rules.Sources)
	months := s.field(desk.KeepingAt(), lineField, s.T("incident.months"), s.T("incident.months_help"))
	return s.fold("incidents.keeping", s.T("incident.keeping"), "", kit.NewStack(12,
		kit.NewText(kit.Body, rules.Keep.In(s.words.Lang())),
		kit.NewStack(6, laws...),
		kit.NewColumns(16, 240, months.Field, kit.NewSpace(0))))
}

// kindTitle names a kind of incident.
func (s *Shell) kindTitle(id app.KindID) string {
	if kind := s.desk.Catalogue().Incidents.Kind(id); kind != nil {
		return kind.Title.In(s.words.Lang())
	}
	return string(id)
}

// firstLine is the beginning of a text, for a list.
func firstLine(text string) string {
	const most = 70
	line, rest, _ := strings.Cut(strings.TrimSpace(text), "\n")
	letters := []rune(strings.TrimSpace(line))
	if len(letters) > most {
		letters = append([]rune(strings.TrimSpace(string(letters[:most]))), '…')
	} else if strings.TrimSpace(rest) != "" {
		letters = append(letters, ' ', '…')
	}
	return string(letters)
}

// incidentDue is what is to be done about an incident first, in words; if nothing, how long it is kept.
func (s *Shell) incidentDue(i app.Incident) *kit.Text {
	if c, more, ok := app.Soonest(s.desk.Clocks(i)); ok {
		return kit.NewRich(kit.Small, kit.Run{Text: s.clockLine(c, more), Bold: true, Colour: kit.ColorMissing})
	}
	switch {
	case i.Expired(s.desk.Today()):
		return kit.NewRich(kit.Small, kit.Run{Text: s.T("incident.expired", "day", string(i.KeepUntil)), Bold: true, Colour: kit.ColorPartly})
	case i.AwaitsAnswer():
		return kit.NewRich(kit.Small, kit.Run{Text: s.T("incident.waits"), Bold: true, Colour: kit.ColorPartly})
	}
	return kit.NewQuiet(kit.Small, s.T("incident.kept", "day", string(i.KeepUntil)))
}
