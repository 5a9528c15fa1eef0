package ui

import (
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"trygghylla/app"
	"trygghylla/app/ui/kit"
)

// PlaceID names an entry of the side, whatever the language: a constant here, or the checklist that it opens.
type PlaceID string

// The places beside the checklists.
const (
	NoPlace        PlaceID = "" // of a screen that stands alone
	PlaceOverview  PlaceID = "overview"
	PlacePlan      PlaceID = "plan"
	PlaceIncidents PlaceID = "incidents"
	PlacePackage   PlaceID = "package"
	PlaceSettings  PlaceID = "settings"
	PlaceAbout     PlaceID = "about"
)

// listPlace is the place of a checklist.
func listPlace(id app.ListID) PlaceID { return PlaceID("list/" + id) }

// place is one entry of the side.
type place struct {
	id   PlaceID
	item *kit.NavItem
	open func() Screen
	name string
	list app.ListID // of a checklist
}

// house is what stands around a screen while a library is open: the places, the message and the foot.
type house struct {
	s       *Shell
	frame   *kit.Frame
	side    *kit.Side
	foot    *kit.StatusLine
	message *kit.Message
	places  []*place
}

func newHouse(s *Shell) *house {
	h := &house{s: s, foot: kit.NewStatusLine(), message: kit.NewMessage()}
	h.side = kit.NewSide(appIcon(), s.T("app.name"))
	a := s.desk.Assessment()
	h.side.Add(h.add(PlaceOverview, "overview", func() Screen { return newOverview(s) }))
	var lists []*kit.NavItem
	for _, l := range a.Lists {
		lists = append(lists, h.addList(l.List))
	}
	h.side.AddGroup(s.T("place.lists"), lists...)
	h.side.AddGroup(s.T("place.work"),
		h.add(PlacePlan, "actions", func() Screen { return newPlan(s) }).SetShort(initial(s.T("place.plan"))),
		h.add(PlaceIncidents, "", func() Screen { return newIncidents(s) }).SetShort(initial(s.T("place.incidents"))),
		h.add(PlacePackage, "package", func() Screen { return newPackage(s) }))
	h.side.AddBottom(
		h.add(PlaceSettings, "settings", func() Screen { return newSettings(s) }),
		h.add(PlaceAbout, "help", func() Screen { return newAbout(s) }),
		kit.NewNavItem(inkSymbol("lock"), s.T("place.lock"), "", s.Lock))
	h.frame = kit.NewFrame(h.side, kit.NewText(kit.Body, ""), kit.NewStack(0, h.message, h.foot))
	return h
}

// letter is what the numbers of a list's questions begin with: what people call it by.
func letter(l *app.List) string {
	if len(l.Questions) == 0 {
		return ""
	}
	return strings.TrimRight(l.Questions[0].Number, "0123456789abcdefghijklmnopqrstuvwxyz")
}

// initial is the first letter of a name.
func initial(name string) string {
	_, n := utf8.DecodeRuneInString(name)
	return name[:n]
}

// add makes a place of the name that its id has in the words; without a symbol it shows its state.
func (h *house) add(id PlaceID, symbol string, open func() Screen) *kit.NavItem {
	drawing := mark(app.Unanswered)
	if symbol != "" {
		drawing = inkSymbol(symbol)
	}
	return h.put(&place{id: id, name: h.s.T("place." + string(id)), open: open}, drawing)
}

// addList makes the place of a checklist, which shows its state.
func (h *house) addList(l *app.List) *kit.NavItem {
	p := &place{id: listPlace(l.ID), name: l.Short.In(h.s.words.Lang()), list: l.ID}
	p.open = func() Screen { return newChecklist(h.s, l.ID) }
	return h.put(p, mark(app.Unanswered)).SetShort(letter(l))
}

func (h *house) put(p *place, drawing fyne.Resource) *kit.NavItem {
	p.item = kit.NewNavItem(drawing, p.name, "", func() { h.s.Show(p.open()) })
	h.places = append(h.places, p)
	return p.item
}

// show puts a screen into the frame and brings the side and the foot up to date.
func (h *house) show(content fyne.CanvasObject) {
	h.frame.SetContent(content)
	h.tell(nil)
	h.status()
}

// status brings the shapes and counts of the side and the words of the foot up to date.
func (h *house) status() {
	s := h.s
	a := s.desk.Assessment()
	for _, p := range h.places {
		if l := a.List(p.list); l != nil {
			p.item.SetStatus(mark(l.Mark()), number(l.Answered)+"/"+number(l.Applicable()))
		}
		switch p.id {
		case PlacePlan:
			open, _ := a.OpenActions()
			p.item.SetStatus(mark(a.PlanState()), count(open))
		case PlaceIncidents:
			worst, open := s.desk.IncidentsState()
			p.item.SetStatus(mark(worst), count(open))
		}
	}
	h.side.Choose(h.chosen())
	saved := s.T("foot.nothing")
	if t := s.desk.Saved(); !t.IsZero() {
		saved = s.T("foot.saved", "at", clock(t))
		if t.Format(time.DateOnly) != s.p.Now().Format(time.DateOnly) {
			saved = s.T("foot.saved_day", "day", s.day(t), "at", clock(t))
		}
	}
	if s.desk.ReadOnly() {
		saved = s.T("foot.held")
	}
	h.foot.Set(s.desk.Library().Name, saved, s.backupLine())
}

// chosen is the place that the present screen belongs to.
func (h *house) chosen() *kit.NavItem {
	for _, p := range h.places {
		if p.id == h.s.screen.Place() {
			return p.item
		}
	}
	return nil
}

// tell shows an error in words above the foot, or nothing.
func (h *house) tell(err error) {
	if err == nil {
		h.message.Clear()
		return
	}
	f := explain(h.s.words, err)
	h.message.Say(kit.Fault, f.what, f.hint+details(f))
}

// menu has every shortcut, because Fyne asks menus first, also while a field has the focus.
func (h *house) menu() *fyne.MainMenu {
	s := h.s
	var places []*fyne.MenuItem
	keys := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9}
	for _, p := range h.places {
		item := fyne.NewMenuItem(p.name, func() { s.Show(p.open()) })
		switch {
		case p.id == PlaceIncidents: // a letter, which its name begins with in both languages
			item.Shortcut = withCtrl(fyne.KeyH)
		case len(keys) > 0:
			item.Shortcut, keys = withCtrl(keys[0]), keys[1:]
		}
		places = append(places, item)
	}
	note := fyne.NewMenuItem(s.T("menu.note_incident"), s.note)
	note.Shortcut = withCtrl(fyne.KeyN)
	save := fyne.NewMenuItem(s.T("menu.save_incident"), s.saveNote)
	save.Shortcut = withCtrl(fyne.KeyReturn)
	lock := fyne.NewMenuItem(s.T("menu.lock"), s.Lock)
	lock.Shortcut = withCtrl(fyne.KeyL)
	next := fyne.NewMenuItem(s.T("menu.next_question"), func() { s.step(1) })
	next.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyRight, Modifier: fyne.KeyModifierAlt}
	previous := fyne.NewMenuItem(s.T("menu.previous_question"), func() { s.step(-1) })
	previous.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierAlt}
	quit := fyne.NewMenuItem(s.T("menu.quit"), s.Quit)
	quit.IsQuit = true
	quit.Shortcut = withCtrl(fyne.KeyQ)
	places = append(places, fyne.NewMenuItemSeparator(), next, previous, fyne.NewMenuItemSeparator(), note, save)
	return fyne.NewMainMenu(
		fyne.NewMenu(s.T("menu.program"), lock, fyne.NewMenuItemSeparator(), quit),
		fyne.NewMenu(s.T("menu.go"), places...))
}

func withCtrl(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
}

// step goes to another question when a checklist is shown.
func (s *Shell) step(by int) {
	if c, ok := s.screen.(*checklist); ok {
		c.step(by)
	}
}
