package ui

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/ui/kit"
)

// What can be wrong with a time that is typed. Both are kept as drafts, as any day that is none.
var (
	errFuture = fmt.Errorf("time to come: %w", app.ErrDate)
	errMoment = fmt.Errorf("time of day: %w", app.ErrDate)
)

// draftNote is where what is typed of an incident is kept until it is saved.
const draftNote = "incident"

// noteDraft is what is typed of an incident that is not saved yet.
type noteDraft struct {
	Kind     app.KindID `json:"kind,omitempty"`
	Day      string     `json:"day,omitempty"`
	What     string     `json:"what,omitempty"`
	Reporter string     `json:"reporter,omitempty"`
	Begun    time.Time  `json:"begun,omitzero"`
}

func (d noteDraft) empty() bool {
	return d.Kind == "" && strings.TrimSpace(d.What) == "" && strings.TrimSpace(d.Reporter) == ""
}

// noteDraft reads what was typed before; what cannot be read is none.
func (s *Shell) noteDraft() noteDraft {
	var d noteDraft
	if json.Unmarshal([]byte(s.desk.Kept(draftNote)), &d) != nil {
		return noteDraft{}
	}
	return d
}

// begunNote tells of an incident that was begun and not saved, nil when there is none.
func (s *Shell) begunNote() *kit.Text {
	d := s.noteDraft()
	if d.empty() {
		return nil
	}
	return kit.NewText(kit.Body, s.T("incident.begun", "day", s.day(s.wall(d.Begun)), "at", clock(s.wall(d.Begun))))
}

// noting is the form for something that has happened: what kind, what, when and who told. What is typed is there again
// after a lock and a restart until it is saved.
type noting struct {
	s       *Shell
	draft   noteDraft
	kinds   []*app.IncidentKind
	fields  inputs
	tiles   *kit.Tiles
	what    *input
	day     *input
	message *kit.Message
	saved   bool
}

func newNoting(s *Shell) *noting { return &noting{s: s, draft: s.noteDraft()} }

func (n *noting) Title() string { return n.s.T("incident.note") }

func (*noting) Place() PlaceID { return PlaceIncidents }

// Focus is the kinds, or what happened once a kind is chosen.
func (n *noting) Focus() fyne.Focusable {
	if n.tiles.Chosen() >= 0 {
		return n.what.Focusable()
	}
	return n.tiles
}

func (n *noting) Leave() {
	if !n.saved {
		n.fields.Leave()
	}
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
	n.fields, n.message = nil, kit.NewMessage()
	n.kinds = s.desk.Catalogue().Incidents.Offered(s.desk.Library().Facts)
	n.tiles = s.kindTiles(n.kinds, n.draft.Kind, n.choose)
	what := kit.NewNoteField(s.T("incident.what"), s.T("incident.what_help"))
	what.SetRows(5)
	n.what = n.input(what, n.draft.What, func(d *noteDraft) *string { return &d.What })
	day := kit.NewTextField(s.T("incident.day"), "")
	day.SetPlaceHolder(s.T("list.date_hint"))
	n.day = n.input(day, cmp.Or(n.draft.Day, string(s.desk.Today())), func(d *noteDraft) *string { return &d.Day })
	reporter := n.input(kit.NewTextField(s.T("incident.reporter"), s.T("incident.reporter_help")), n.draft.Reporter,
		func(d *noteDraft) *string { return &d.Reporter })
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
		what, kit.NewColumns(16, 240, day, reporter.Field))...).
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

// input is a field that is kept as part of the draft.
func (n *noting) input(f *kit.Field, stored string, of func(*noteDraft) *string) *input {
	in := n.s.input(f, stored, func(text string) error {
		*of(&n.draft) = text
		return n.keep()
	})
	n.fields = append(n.fields, in)
	return in
}

// keep keeps what is typed. A day is kept with it, so that today stays the day on which it was begun.
func (n *noting) keep() error {
	if n.draft.empty() {
		return n.s.desk.KeepDraft(draftNote, "")
	}
	n.draft.Day = n.day.Text()
	if n.draft.Begun.IsZero() {
		n.draft.Begun = n.s.p.Now()
	}
	text, err := json.Marshal(n.draft)
	if err != nil {
		return fmt.Errorf("keep draft: %w", err)
	}
	return n.s.desk.KeepDraft(draftNote, string(text))
}

// choose keeps the kind and goes on to what happened.
func (n *noting) choose(i int) {
	n.draft.Kind = n.kinds[i].ID
	n.message.Clear()
	n.s.Do(n.keep)
	n.s.window.Canvas().Focus(n.what.Focusable())
}

// restart asks, and begins with an empty form.
func (n *noting) restart() {
	s := n.s
	s.confirm(s.T("incident.restart"), s.T("incident.restart_help"), s.T("incident.restart"), func() {
		n.Leave()
		if s.Do(func() error { return s.desk.KeepDraft(draftNote, "") }) {
			n.saved = true
			s.Show(newNoting(s))
		}
	})
}

// save saves the incident and shows it; what is missing is said where it is.
func (n *noting) save() {
	s := n.s
	n.Leave()
	day, err := s.pastDay(n.day.Text())
	switch {
	case n.tiles.Chosen() < 0:
		n.message.Say(kit.Fault, s.T("incident.kind_first"), s.T("incident.kind_first_hint"))
		s.window.Canvas().Focus(n.tiles)
		kit.EnsureVisible(n.message)
		return
	case strings.TrimSpace(n.what.Text()) == "":
		n.fault(n.what, s.T("incident.what_first"))
		return
	case err != nil:
		f := explain(s.words, err)
		n.fault(n.day, f.what+" "+f.hint)
		return
	}
	x := app.Incident{
		Kind: n.draft.Kind, Day: day, Known: n.draft.Begun,
		What: strings.TrimSpace(n.draft.What), Reporter: strings.TrimSpace(n.draft.Reporter),
	}
	id := ""
	if !s.Do(func() (err error) { id, err = s.desk.NoteIncident(x, draftNote); return err }) {
		return
	}
	n.saved = true
	s.Show(newIncident(s, id))
}

func (n *noting) fault(in *input, words string) {
	in.SetFault(words)
	n.s.window.Canvas().Focus(in.Focusable())
}

// pastDay reads a day that has been or is today.
func (s *Shell) pastDay(text string) (app.Date, error) {
	day, err := app.ParseDate(strings.TrimSpace(text))
	switch {
	case err != nil:
		return "", err
	case day == "":
		return "", app.ErrDate
	case s.desk.Today().Before(day):
		return "", errFuture
	}
	return day, nil
}

// pastMoment reads a time that has been.
func (s *Shell) pastMoment(text string) (time.Time, error) {
	now := s.p.Now()
	t, err := app.ParseMoment(text, now.Location())
	switch {
	case errors.Is(err, app.ErrDate):
		return t, errMoment
	case err == nil && t.After(now):
		return t, errFuture
	}
	return t, err
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
