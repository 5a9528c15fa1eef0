package kit_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"trygghylla/app/ui/kit"
)

var calm = kit.Look{Scale: 1}

// press types a key into what has the focus, as the driver does.
func press(t *testing.T, c fyne.Canvas, keys ...fyne.KeyName) {
	t.Helper()
	for _, k := range keys {
		switch f := c.Focused(); {
		case f != nil:
			f.TypedKey(&fyne.KeyEvent{Name: k})
		case c.OnTypedKey() != nil:
			c.OnTypedKey()(&fyne.KeyEvent{Name: k})
		}
	}
}

// write types letters into what has the focus, as the driver does.
func write(c fyne.Canvas, text string) {
	for _, r := range text {
		switch f := c.Focused(); {
		case f != nil:
			f.TypedRune(r)
		case c.OnTypedRune() != nil:
			c.OnTypedRune()(r)
		}
	}
}

// heard notes what reaches the window's own key handlers.
type heard struct {
	keys  []fyne.KeyName
	runes string
}

func listen(c fyne.Canvas) *heard {
	h := &heard{}
	c.SetOnTypedKey(func(k *fyne.KeyEvent) { h.keys = append(h.keys, k.Name) })
	c.SetOnTypedRune(func(r rune) { h.runes += string(r) })
	return h
}

func (h *heard) got(keys ...fyne.KeyName) bool {
	if len(h.keys) != len(keys) {
		return false
	}
	for i, k := range keys {
		if h.keys[i] != k {
			return false
		}
	}
	return true
}

func TestButtonPressesByEnterSpaceAndTap(t *testing.T) {
	n := 0
	b := kit.NewButton(kit.Primary, "Spara", func() { n++ })
	c := newWindow(t, calm, 400, 200, kit.NewPage(8, b)).Canvas()
	h := listen(c)
	c.FocusNext()
	if c.Focused() != fyne.Focusable(b) {
		t.Fatal("Tab did not reach the button")
	}
	press(t, c, fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace)
	write(c, " ")
	test.TapCanvas(c, centreOf(b))
	if n != 4 {
		t.Errorf("pressed %d times, want 4", n)
	}
	press(t, c, fyne.KeyEscape)
	write(c, "3")
	if !h.got(fyne.KeyEscape) || h.runes != "3" {
		t.Errorf("the window heard %v and %q, want Escape and 3", h.keys, h.runes)
	}
}

func TestDisabledButtonDoesNothing(t *testing.T) {
	n := 0
	off, on := kit.NewButton(kit.Primary, "Av", func() { n++ }), kit.NewButton(kit.Secondary, "På", nil)
	off.Disable()
	c := newWindow(t, calm, 400, 200, kit.NewPage(8, off, on)).Canvas()
	c.FocusNext()
	if c.Focused() != fyne.Focusable(on) {
		t.Error("a disabled button took the focus")
	}
	test.TapCanvas(c, centreOf(off))
	if n != 0 {
		t.Error("a disabled button was pressed")
	}
}

func TestAnswerRowByKeyboard(t *testing.T) {
	var chosen []int
	row := kit.NewAnswerRow(shapes{t}.answers(), -1, func(i int) { chosen = append(chosen, i) })
	next := kit.NewButton(kit.Primary, "Nästa", nil)
	c := newWindow(t, calm, 900, 300, kit.NewPage(8, row, next)).Canvas()
	h := listen(c)
	c.FocusNext()
	press(t, c, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft)
	if row.Chosen() != -1 {
		t.Fatal("an arrow chose")
	}
	press(t, c, fyne.KeySpace)
	press(t, c, fyne.KeyEnd, fyne.KeyReturn)
	write(c, "39")
	if want := []int{1, 4, 2}; len(chosen) != 3 || chosen[0] != want[0] || chosen[1] != want[1] || chosen[2] != want[2] {
		t.Fatalf("chosen %v, want %v", chosen, want)
	}
	if h.runes != "9" {
		t.Errorf("the window heard %q, want the digit that is no answer", h.runes)
	}
	press(t, c, fyne.KeyReturn, fyne.KeyEscape)
	if !h.got(fyne.KeyReturn, fyne.KeyEscape) || len(chosen) != 3 {
		t.Errorf("Enter on the chosen answer and Escape: the window heard %v", h.keys)
	}
	c.FocusNext()
	if c.Focused() != fyne.Focusable(next) {
		t.Error("the row is more than one Tab stop")
	}
}

func TestAnswerRowByTap(t *testing.T) {
	got := -1
	row := kit.NewAnswerRow(shapes{t}.answers(), -1, func(i int) { got = i })
	c := newWindow(t, calm, 900, 300, kit.NewPage(8, row)).Canvas()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(row)
	test.TapCanvas(c, at.AddXY(row.Size().Width-20, 20))
	if got != 4 || row.Chosen() != 4 {
		t.Errorf("a tap on the last answer chose %d", got)
	}
	if c.Focused() != fyne.Focusable(row) {
		t.Error("a tap did not bring the focus")
	}
}

func TestAnswerRowsMoveUpAndDownWhenWrapped(t *testing.T) {
	row := kit.NewAnswerRow(shapes{t}.scale(), 0, nil)
	c := newWindow(t, kit.Look{Scale: 2}, 700, 700, kit.NewPage(8, row)).Canvas()
	c.Focus(row)
	press(t, c, fyne.KeyDown, fyne.KeySpace)
	if row.Chosen() < 2 {
		t.Errorf("Down in a wrapped row stands on %d", row.Chosen())
	}
	press(t, c, fyne.KeyUp, fyne.KeySpace)
	if row.Chosen() != 0 {
		t.Errorf("Up does not come back, stands on %d", row.Chosen())
	}
}

// TestTilesByKeyboardAndTap: arrows move without choosing, in two columns and in one; digits, Enter, Space and taps
// choose, also what is chosen already; what the arrows stand on is seen.
func TestTilesByKeyboardAndTap(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		var chosen []int
		var all []kit.Tile
		for _, l := range []string{"A", "B", "C", "D", "E", "F", "G", "H"} {
			all = append(all, kit.Tile{Label: l, Addition: strings.Repeat("ord ", 20)})
		}
		tiles := kit.NewTiles(all, -1, func(i int) { chosen = append(chosen, i) })
		c := newWindow(t, kit.Look{Scale: scale}, 900, 500, kit.NewPage(8, tiles, kit.NewButton(kit.Primary, "Nästa", nil))).Canvas()
		h := listen(c)
		c.FocusNext()
		press(t, c, fyne.KeyRight, fyne.KeyDown, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyUp)
		if tiles.Chosen() != -1 {
			t.Fatal("an arrow chose")
		}
		press(t, c, fyne.KeyHome, fyne.KeyDown, fyne.KeyReturn, fyne.KeyReturn)
		below := map[float32]int{1: 2, 2: 1}[scale] // two columns, one column
		write(c, "69")
		press(t, c, fyne.KeyEnd, fyne.KeySpace, fyne.KeyEscape)
		if want := []int{below, below, 5, 7}; !slices.Equal(chosen, want) {
			t.Errorf("at %v chosen %v, want %v", scale, chosen, want)
		}
		if h.runes != "9" || !h.got(fyne.KeyEscape) {
			t.Errorf("at %v the window heard %q and %v, want what is no key of it", scale, h.runes, h.keys)
		}
		for _, w := range texts(c) {
			if w.text == "H" && (w.at.Y < 0 || w.at.Y > 480) {
				t.Errorf("at %v the last one stands at %v, out of sight", scale, w.at.Y)
			}
		}
		press(t, c, fyne.KeyHome)
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(tiles)
		test.TapCanvas(c, at.AddXY(30, 30))
		if tiles.Chosen() != 0 || c.Focused() != fyne.Focusable(tiles) {
			t.Errorf("at %v a tap on the first chose %d", scale, tiles.Chosen())
		}
		if label := tiles.AccessibilityLabel(); !strings.HasPrefix(label, "✓ 1 A, 2 B") {
			t.Errorf("a reader hears %q", label)
		}
	}
}

func TestCheckAndChoiceAndSegments(t *testing.T) {
	var ticks []bool
	var picks, words []int
	check := kit.NewCheck("Meröppet", false, func(on bool) { ticks = append(ticks, on) })
	choice := kit.NewChoice([]kit.Option{{Label: "Sverige"}, {Label: "Noreg"}, {Label: "Båda"}}, -1, func(i int) { picks = append(picks, i) })
	seg := kit.NewSegments([]string{"Ja", "Nej", "Vet inte"}, 0, func(i int) { words = append(words, i) })
	c := newWindow(t, calm, 600, 400, kit.NewPage(8, check, choice, seg)).Canvas()
	h := listen(c)
	c.FocusNext()
	press(t, c, fyne.KeySpace, fyne.KeyReturn)
	test.TapCanvas(c, centreOf(check))
	if len(ticks) != 3 || !check.Checked() {
		t.Errorf("the box was changed %d times and is %v", len(ticks), check.Checked())
	}
	c.FocusNext()
	press(t, c, fyne.KeySpace, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp)
	if len(picks) != 4 || choice.Chosen() != 1 {
		t.Errorf("the choice was changed %v and is %d", picks, choice.Chosen())
	}
	press(t, c, fyne.KeyReturn)
	if !h.got(fyne.KeyReturn) {
		t.Error("Enter in a choice did not go on to the window")
	}
	c.FocusNext()
	press(t, c, fyne.KeyRight)
	write(c, "3")
	if len(words) != 2 || seg.Chosen() != 2 {
		t.Errorf("the segments were changed %v", words)
	}
}

func TestFoldRemembers(t *testing.T) {
	var told []bool
	inside := kit.NewButton(kit.Link, "Lägg till", nil)
	fold := kit.NewFold("Varför", "kort", inside, false, func(open bool) { told = append(told, open) })
	below := kit.NewText(kit.Body, "Nedanför")
	c := newWindow(t, calm, 600, 400, kit.NewPage(8, fold, below)).Canvas()
	before := below.Position().Y
	c.FocusNext()
	c.FocusNext()
	if c.Focused() == fyne.Focusable(inside) {
		t.Error("Tab went into a closed fold")
	}
	c.Focus(fold.Focusable())
	press(t, c, fyne.KeyReturn)
	if !fold.Open() || below.Position().Y <= before {
		t.Error("Enter did not open the fold and move what is below")
	}
	c.FocusNext()
	if c.Focused() != fyne.Focusable(inside) {
		t.Error("Tab did not go into the open fold")
	}
	c.Focus(fold.Focusable())
	press(t, c, fyne.KeySpace)
	if fold.Open() || below.Position().Y != before || len(told) != 2 || !told[0] || told[1] {
		t.Errorf("Space did not close it again, told %v", told)
	}
}

func centreOf(o fyne.CanvasObject) fyne.Position {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return at.AddXY(min(o.Size().Width/2, 30), o.Size().Height/2)
}
