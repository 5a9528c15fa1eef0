package kit_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"trygghylla/app/ui/kit"
)

func TestTabbingScrollsToTheFocus(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		var all []fyne.CanvasObject
		for i := range 12 {
			all = append(all, kit.NewButton(kit.Secondary, fmt.Sprint("Knapp ", i), nil),
				kit.NewCheck(fmt.Sprint("Ruta ", i), false, nil), kit.NewTextField(fmt.Sprint("Fält ", i), ""),
				kit.NewFold(fmt.Sprint("Del ", i), "", kit.NewText(kit.Body, "…"), false, nil))
		}
		page := kit.NewPage(12, all...).SetFoot(kit.NewButton(kit.Primary, "Nästa", nil))
		c := newWindow(t, kit.Look{Scale: scale}, 1024, 700, page).Canvas()
		for _, step := range []func(){c.FocusNext, c.FocusPrevious} {
			for i := range 49 {
				step()
				o := c.Focused().(fyne.CanvasObject)
				top := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
				if top < 0 || top+o.Size().Height > 700 {
					t.Fatalf("at %v the focus number %d stands at %v, outside the window", scale, i, top)
				}
			}
		}
	}
}

func TestPageScrollsByKeys(t *testing.T) {
	var all []fyne.CanvasObject
	for range 60 {
		all = append(all, kit.NewText(kit.Body, "En rad"))
	}
	b := kit.NewButton(kit.Primary, "Nästa", nil)
	page := kit.NewPage(8, append([]fyne.CanvasObject{b}, all...)...)
	c := newWindow(t, calm, 600, 400, page).Canvas()
	c.Focus(b)
	press(t, c, fyne.KeyPageDown)
	if page.Offset() < 200 {
		t.Errorf("PageDown went to %v", page.Offset())
	}
	press(t, c, fyne.KeyEnd)
	end := page.Offset()
	press(t, c, fyne.KeyDown, fyne.KeyPageDown)
	if page.Offset() != end || end < 1000 {
		t.Errorf("the end is at %v, and it went on to %v", end, page.Offset())
	}
	press(t, c, fyne.KeyHome)
	if page.Offset() != 0 {
		t.Errorf("Home went to %v", page.Offset())
	}
}

func TestDialogKeepsTheFocusAndGivesItBack(t *testing.T) {
	b := kit.NewButton(kit.Primary, "Ta bort", nil)
	c := newWindow(t, calm, 800, 600, kit.NewPage(8, b)).Canvas()
	h := listen(c)
	c.Focus(b)
	var did []string
	open := func() *kit.Dialog {
		return kit.ShowDialog(c, kit.DialogContent{Title: "Ta bort?", Text: "Det går inte att ångra.", Buttons: []kit.DialogButton{
			{Label: "Behåll", Safe: true, Do: func() { did = append(did, "keep") }},
			{Label: "Ta bort", Do: func() { did = append(did, "remove") }},
		}})
	}
	d := open()
	if c.Focused() != fyne.Focusable(d.Buttons()[0]) {
		t.Fatal("the focus is not on the safe button")
	}
	press(t, c, fyne.KeyReturn)
	open()
	write(c, "1")
	press(t, c, fyne.KeyEscape)
	d = open()
	c.FocusNext()
	c.FocusNext()
	if c.Focused() != fyne.Focusable(d.Buttons()[0]) {
		t.Error("Tab left the dialog")
	}
	test.TapCanvas(c, fyne.NewPos(3, 3))
	c.FocusNext()
	press(t, c, fyne.KeyReturn)
	if got := strings.Join(did, " "); got != "keep keep remove" {
		t.Errorf("done: %s", got)
	}
	if c.Focused() != fyne.Focusable(b) || c.Overlays().Top() != nil {
		t.Error("the focus did not come back")
	}
	if len(h.keys) != 0 || h.runes != "" {
		t.Errorf("the window behind heard %v %q", h.keys, h.runes)
	}
}

func TestProgressCanBeStoppedOnce(t *testing.T) {
	c := newWindow(t, calm, 800, 600, kit.NewPage(8)).Canvas()
	n := 0
	p := kit.ShowProgress(c, "Paketet skrivs", "Avbryt", func() { n++ })
	if len(p.Buttons()) != 1 || c.Focused() != nil {
		t.Error("a progress that is not seen yet leaves the focus below, or takes it")
	}
	p.Reveal()
	p.Set(2, 6, "Sida 2 av 6")
	if got := drawn(c); !strings.Contains(got, "Paketet skrivs") || !strings.Contains(got, "Sida 2 av 6") {
		t.Errorf("it says %q", got)
	}
	press(t, c, fyne.KeyEscape, fyne.KeyReturn)
	if n != 1 || c.Overlays().Top() == nil {
		t.Errorf("stopped %d times; it must stay until the work has ended", n)
	}
	p.Close()
	p.Close()
	if c.Overlays().Top() != nil {
		t.Error("it did not close")
	}
}

func TestMessageMakesRoomForItself(t *testing.T) {
	m, below := kit.NewMessage(), kit.NewText(kit.Body, "Nedanför")
	c := newWindow(t, calm, 600, 400, kit.NewPage(8, m, below)).Canvas()
	before := below.Position().Y
	m.Say(kit.Fault, "Det gick inte att spara.", "Allt finns kvar. Prova igen.")
	if below.Position().Y <= before || !strings.Contains(drawn(c), "Prova igen.") {
		t.Error("the message is not seen, or lies over what is below")
	}
	m.Clear()
	if below.Position().Y != before || m.Text() != "" {
		t.Error("the message did not go away")
	}
}

func TestSideShrinksToShapesThatTellTheirNames(t *testing.T) {
	for _, x := range []struct {
		scale, width float32
		compact      bool
	}{{1, 1280, false}, {1, 1099, false}, {1, 960, false}, {1, 959, true}, {1.5, 1439, true}, {1.5, 1700, false}, {2, 1280, true}} {
		f := frame(shapes{t}, 0, kit.NewPage(8, kit.NewText(kit.Title, "Sida")))
		c := newWindow(t, kit.Look{Scale: x.scale}, x.width, 700, f).Canvas()
		if f.Compact() != x.compact {
			t.Errorf("at %v and %v wide: compact is %v", x.scale, x.width, f.Compact())
		}
		if seen := strings.Contains(drawn(c), "Personal"); seen == x.compact {
			t.Errorf("at %v and %v wide: names seen is %v", x.scale, x.width, seen)
		}
		c.FocusNext()
		c.FocusNext()
		if !strings.Contains(drawn(c), "Personal") {
			t.Errorf("at %v and %v wide: the focused place does not tell its name", x.scale, x.width)
		}
	}
}

func TestSideHoldsAllPlacesInALowWindow(t *testing.T) {
	for _, scale := range []float32{1, 1.25, 1.5, 2} {
		s := side(shapes{t}, 0)
		newWindow(t, kit.Look{Scale: scale}, 1024, 700, kit.NewFrame(s, kit.NewPage(8), nil))
		last := float32(0)
		for _, i := range s.Items() {
			top := i.Position().Y
			if top < last-0.5 || top+i.Size().Height > 700 {
				t.Errorf("at %v %s stands at %v, the one before ends at %v", scale, i.Name(), top, last)
			}
			last = top + i.Size().Height
		}
	}
}

func TestSideGoesByKeyboard(t *testing.T) {
	n := 0
	item := kit.NewNavItem(shapes{t}.symbol("paper"), "Papper", "", func() { n++ })
	other := kit.NewNavItem(shapes{t}.symbol("lock"), "Lås", "", nil)
	s := kit.NewSide(shapes{t}.mark(), "Trygghylla")
	s.Add(item)
	s.AddBottom(other)
	c := newWindow(t, calm, 1280, 700, kit.NewFrame(s, kit.NewPage(8), nil)).Canvas()
	c.FocusNext()
	press(t, c, fyne.KeyReturn, fyne.KeySpace)
	test.TapCanvas(c, centreOf(item))
	s.Choose(item)
	if n != 3 || !item.Chosen() || other.Chosen() {
		t.Errorf("went there %d times", n)
	}
	press(t, c, fyne.KeyDown)
	if c.Focused() != fyne.Focusable(other) {
		t.Error("the arrow did not go to the place below")
	}
	press(t, c, fyne.KeyDown, fyne.KeyUp)
	if c.Focused() != fyne.Focusable(item) {
		t.Error("the arrow did not come back")
	}
}

func TestDotsTellWhichWasTapped(t *testing.T) {
	got := -1
	s := shapes{t}
	var all []fyne.Resource
	for range 16 {
		all = append(all, s.status("unanswered"))
	}
	d := kit.NewDots(all, 2, func(i int) { got = i })
	c := newWindow(t, calm, 800, 300, kit.NewPage(8, kit.NewRow(8, d))).Canvas()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(d)
	test.TapCanvas(c, at.AddXY(23*6+8, 12))
	if got != 6 {
		t.Errorf("tapped the seventh, got %d", got)
	}
}
