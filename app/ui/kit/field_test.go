package kit_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"trygghylla/app/ui/kit"
)

func TestTabLeavesANoteField(t *testing.T) {
	note, after := kit.NewNoteField("Anteckning", ""), kit.NewButton(kit.Primary, "Nästa", nil)
	c := newWindow(t, calm, 600, 400, kit.NewPage(8, note, after)).Canvas()
	c.FocusNext()
	write(c, "åäö")
	if tab, ok := c.Focused().(fyne.Tabbable); ok && tab.AcceptsTab() {
		t.Fatal("the field keeps Tab for itself: a keyboard trap (WCAG 2.1, 2.1.2)")
	}
	c.FocusNext()
	if c.Focused() != fyne.Focusable(after) || note.Text() != "åäö" {
		t.Errorf("after Tab the text is %q", note.Text())
	}
}

func TestFieldTellsWhenToSave(t *testing.T) {
	var changed, left []string
	f, other := kit.NewTextField("Namn", ""), kit.NewTextField("Ort", "")
	f.OnChanged = func(s string) { changed = append(changed, s) }
	f.OnLeave = func(s string) { left = append(left, s) }
	c := newWindow(t, calm, 600, 400, kit.NewPage(8, f, other)).Canvas()
	f.SetText("Klepp")
	c.Focus(f.Focusable())
	c.Focus(other.Focusable())
	if len(changed)+len(left) != 0 {
		t.Fatalf("nothing was written, but it told %v and %v", changed, left)
	}
	c.Focus(f.Focusable())
	press(t, c, fyne.KeyEnd)
	write(c, "e")
	c.Focus(other.Focusable())
	if len(changed) != 1 || len(left) != 1 || left[0] != "Kleppe" {
		t.Errorf("after one letter it told %v and %v", changed, left)
	}
}

func TestFieldKeysGoOn(t *testing.T) {
	line, note := kit.NewTextField("Namn", ""), kit.NewNoteField("Anteckning", "")
	c := newWindow(t, calm, 600, 400, kit.NewPage(8, line, note)).Canvas()
	h := listen(c)
	c.Focus(line.Focusable())
	press(t, c, fyne.KeyReturn, fyne.KeyEscape)
	if !h.got(fyne.KeyReturn, fyne.KeyEscape) {
		t.Errorf("from one line the window heard %v", h.keys)
	}
	var sent string
	line.OnSubmitted(func(s string) { sent = s })
	write(c, "Klepp")
	press(t, c, fyne.KeyReturn)
	if sent != "Klepp" {
		t.Errorf("Enter sent %q", sent)
	}
	c.Focus(note.Focusable())
	h.keys = nil
	press(t, c, fyne.KeyReturn, fyne.KeyEscape)
	if !h.got(fyne.KeyEscape) || note.Text() != "\n" {
		t.Errorf("from a note the window heard %v and it holds %q", h.keys, note.Text())
	}
}

func TestWheelGoesThroughANoteField(t *testing.T) {
	note := kit.NewNoteField("Anteckning", "")
	var rest []fyne.CanvasObject
	for range 40 {
		rest = append(rest, kit.NewText(kit.Body, "En rad"))
	}
	page := kit.NewPage(8, append([]fyne.CanvasObject{note}, rest...)...)
	c := newWindow(t, calm, 600, 300, page).Canvas()
	over := centreOf(note)
	test.Scroll(c, over, 0, -50)
	if page.Offset() != 50 {
		t.Fatalf("over a short note the page scrolled %v, want 50", page.Offset())
	}
	page.ScrollToTop()
	note.SetText(strings.Repeat("rad\n", 12))
	test.Scroll(c, over, 0, -20)
	if page.Offset() != 0 {
		t.Fatal("a long note did not scroll itself")
	}
	for range 60 {
		test.Scroll(c, over, 0, -20)
		over = centreOf(note)
	}
	if page.Offset() == 0 {
		t.Error("at the end of a long note the wheel stops instead of going on to the page")
	}
}

func TestPasswordFieldShowsAndHides(t *testing.T) {
	f := kit.NewPasswordField("Lösenord", "", "Visa", "Dölj")
	w := newWindow(t, calm, 600, 300, kit.NewPage(8, f))
	c := w.Canvas()
	c.Focus(f.Focusable())
	write(c, "hemligt")
	hidden := drawn(c)
	c.FocusNext()
	press(t, c, fyne.KeySpace)
	if shown := drawn(c); strings.Contains(hidden, "hemligt") || !strings.Contains(shown, "hemligt") || !strings.Contains(shown, "Dölj") {
		t.Errorf("before: %q, after: %q", hidden, shown)
	}
	if c.Focused() != f.Focusable() {
		t.Error("after showing, she cannot write on")
	}
	c.FocusNext()
	press(t, c, fyne.KeyReturn)
	if again := drawn(c); strings.Contains(again, "hemligt") || !strings.Contains(again, "Visa") {
		t.Errorf("hidden again: %q", again)
	}
}

func TestFaultTakesRoomBelowItsField(t *testing.T) {
	f, below := kit.NewTextField("Datum", ""), kit.NewText(kit.Body, "Nedanför")
	w := newWindow(t, calm, 600, 300, kit.NewPage(8, f, below))
	before := below.Position().Y
	f.SetFault("Skriv datum så här: 2026-05-28")
	if below.Position().Y <= before || !strings.Contains(drawn(w.Canvas()), "2026-05-28") {
		t.Error("the fault is not seen, or lies over what is below")
	}
	f.SetFault("")
	if below.Position().Y != before {
		t.Error("the room did not go away with the fault")
	}
}

// TestALongLineHasNoScrollBar writes more than a single line shows: no bar stands under it, and a tap where it would
// stand begins to write.
func TestALongLineHasNoScrollBar(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		shot := func(text string) ([]uint32, fyne.Canvas, *kit.Field) {
			f := kit.NewTextField("Namn", "")
			c := newWindow(t, kit.Look{Scale: scale}, 400, 300, kit.NewPage(8, f)).Canvas()
			f.SetText(text)
			f.Refresh()
			img := c.Capture()
			at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(f), f.Size()
			var row []uint32
			for up := float32(4); up < 8; up++ { // below the letters, above the edge
				for x := at.X + 6; x < at.X+size.Width-6; x++ {
					r, g, b, _ := img.At(int(x), int(at.Y+size.Height-up)).RGBA()
					row = append(row, r<<16^g<<8^b)
				}
			}
			return row, c, f
		}
		short, _, _ := shot("Klepp")
		long, c, f := shot(strings.Repeat("Klepp vest ", 20))
		for i := range short {
			if short[i] != long[i] {
				t.Fatalf("at %v something stands under a long line", scale)
			}
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(f)
		test.TapCanvas(c, at.AddXY(40, f.Size().Height-8))
		if c.Focused() != f.Focusable() {
			t.Errorf("at %v a tap at the foot of the field does not begin to write", scale)
		}
	}
}
