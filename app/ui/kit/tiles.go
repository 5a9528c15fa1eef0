package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Tile is one of the alternatives of [Tiles].
type Tile struct {
	Label    string
	Addition string // quiet words below
}

// Tiles is more alternatives than fit on one line, each with its key, a name and what it means, in two columns where
// there is room. It is one Tab stop: arrows move, 1 to 9 choose at once, Space and Enter choose what the arrows stand
// on. What is chosen already can be chosen again: the owner goes on from there.
type Tiles struct {
	widget.BaseWidget
	focus
	labels, additions []*Text
	digits            []*canvas.Text
	chosen, at        int
	onChosen          func(int)
}

// NewTiles shows alternatives with one chosen (-1: none) and calls onChosen with the index when a person chooses.
func NewTiles(tiles []Tile, chosen int, onChosen func(int)) *Tiles {
	t := &Tiles{focus: newFocus(), chosen: chosen, at: max(chosen, 0), onChosen: onChosen}
	for i, x := range tiles {
		t.labels = append(t.labels, NewRich(Body, Run{Text: x.Label, Bold: true}))
		t.additions = append(t.additions, NewQuiet(Small, x.Addition))
		t.digits = append(t.digits, canvas.NewText(string(rune('1'+i)), nil))
	}
	t.ExtendBaseWidget(t)
	return t
}

// Chosen is the index of the chosen alternative, -1 when none is.
func (t *Tiles) Chosen() int { return t.chosen }

// SetChosen shows another alternative as chosen without calling anyone.
func (t *Tiles) SetChosen(i int) {
	t.chosen = i
	if i >= 0 {
		t.at = i
	}
	t.Refresh()
}

// Choose is what a tap or a digit does; an index that does not exist is ignored.
func (t *Tiles) Choose(i int) {
	if i < 0 || i >= len(t.labels) {
		return
	}
	t.SetChosen(i)
	if t.onChosen != nil {
		t.onChosen(i)
	}
}

const (
	tilePad   = 12
	tileGap   = 12 // the focus ring reaches 5 out
	tileLeast = 300
)

func (t *Tiles) columns(width float32) int {
	if (width-tileGap)/2 >= Scaled(tileLeast) {
		return 2
	}
	return 1
}

// indent is where the words begin, after the digit.
func (t *Tiles) indent() float32 { return tilePad + Scaled(20) }

func (t *Tiles) cellHeight(i int, width float32) float32 {
	room := width - t.indent() - tilePad
	h := t.labels[i].HeightFor(room) + 20
	if t.additions[i].Text() != "" {
		h += t.additions[i].HeightFor(room)
	}
	return h
}

// each calls do with the place of every alternative, and answers the height of all. Those on one line are equally high.
func (t *Tiles) each(width float32, do func(i int, x, y, w, h float32)) float32 {
	n := t.columns(width)
	w := (width - float32(n-1)*tileGap) / float32(n)
	y := float32(0)
	for i := 0; i < len(t.labels); i += n {
		if i > 0 {
			y += tileGap
		}
		end, high := min(i+n, len(t.labels)), float32(0)
		for k := i; k < end; k++ {
			high = max(high, t.cellHeight(k, w))
		}
		for k := i; k < end; k++ {
			do(k, float32(k-i)*(w+tileGap), y, w, high)
		}
		y += high
	}
	return y
}

// HeightFor is the height of all lines.
func (t *Tiles) HeightFor(width float32) float32 {
	return t.each(width, func(int, float32, float32, float32, float32) {})
}

// Natural is the width of two columns.
func (t *Tiles) Natural() float32 {
	w := float32(0)
	for i := range t.labels {
		w = max(w, t.labels[i].Natural(), t.additions[i].Natural())
	}
	return 2*(w+t.indent()+tilePad) + tileGap
}

// MinSize is narrow, because the words wrap.
func (t *Tiles) MinSize() fyne.Size {
	w := t.Size().Width
	if w <= 0 {
		w = t.Natural()
	}
	return fyne.NewSize(Scaled(80), t.HeightFor(w))
}

// Tapped chooses what was tapped.
func (t *Tiles) Tapped(ev *fyne.PointEvent) {
	takeFocus(t)
	hit, p := -1, ev.Position
	t.each(t.Size().Width, func(i int, x, y, w, h float32) {
		if p.X >= x && p.X < x+w && p.Y >= y && p.Y < y+h {
			hit = i
		}
	})
	t.Choose(hit)
}

// TypedKey moves with arrows and chooses with Space and Enter.
func (t *Tiles) TypedKey(key *fyne.KeyEvent) {
	per := t.columns(t.Size().Width)
	switch key.Name {
	case fyne.KeyLeft:
		t.move(t.at - 1)
	case fyne.KeyRight:
		t.move(t.at + 1)
	case fyne.KeyUp:
		t.move(t.at - per)
	case fyne.KeyDown:
		t.move(t.at + per)
	case fyne.KeyHome:
		t.move(0)
	case fyne.KeyEnd:
		t.move(len(t.labels) - 1)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		t.Choose(t.at)
	default:
		bubble(t, key)
	}
}

func (t *Tiles) move(to int) {
	if to >= 0 && to < len(t.labels) {
		t.at = to
		t.Refresh()
		t.show()
	}
}

// show scrolls what the arrows stand on into view.
func (t *Tiles) show() {
	t.each(t.Size().Width, func(i int, _, y, _, h float32) {
		if i == t.at {
			ensureArea(t, y, y+h)
		}
	})
}

// TypedRune chooses by digit.
func (t *Tiles) TypedRune(r rune) {
	if i := int(r - '1'); i >= 0 && i < len(t.labels) {
		t.Choose(i)
	} else if r != ' ' {
		bubbleRune(t, r)
	}
}

// FocusGained shows the ring and scrolls it into view.
func (t *Tiles) FocusGained() {
	t.has = true
	t.Refresh()
	t.show()
}

// FocusLost hides the ring.
func (t *Tiles) FocusLost() {
	t.has = false
	t.Refresh()
}

// Cursor is a hand.
func (t *Tiles) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel is the alternatives and which is chosen.
func (t *Tiles) AccessibilityLabel() string {
	words := make([]string, len(t.labels))
	for i, l := range t.labels {
		words[i] = t.digits[i].Text + " " + l.Text()
		if i == t.chosen {
			words[i] = "✓ " + words[i]
		}
	}
	return strings.Join(words, ", ")
}

// AccessibilityRole is button, the nearest that Fyne has.
func (t *Tiles) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is Fyne's way in.
func (t *Tiles) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	r := &renderer{min: t.MinSize}
	boxes := make([]*canvas.Rectangle, len(t.labels))
	for i := range t.labels {
		boxes[i] = canvas.NewRectangle(nil)
		r.objects = append(r.objects, boxes[i], t.digits[i], t.labels[i], t.additions[i])
	}
	r.objects = append(r.objects, t.ring)
	r.layout = func(size fyne.Size) {
		t.each(size.Width, func(i int, x, y, w, h float32) {
			place(boxes[i], x, y, w, h)
			m, left, room := t.digits[i].MinSize(), x+t.indent(), w-t.indent()-tilePad
			lh := t.labels[i].HeightFor(room)
			place(t.digits[i], x+tilePad, y+10+(Body.line()-m.Height)/2, m.Width, m.Height)
			place(t.labels[i], left, y+10, room, lh)
			place(t.additions[i], left, y+10+lh, room, t.additions[i].HeightFor(room))
			if i == t.at {
				t.around(x, y, w, h, radius)
			}
		})
	}
	r.refresh = func() {
		for i, b := range boxes {
			paint(b, ColorCard, ColorEdge, 1, radius)
			if i == t.chosen {
				paint(b, ColorChosen, ColorPress, 2, radius)
			}
			t.digits[i].Color, t.digits[i].TextSize = ink(ColorQuiet), Key.letters()
			t.additions[i].Hidden = t.additions[i].Text() == ""
		}
		r.layout(t.Size())
	}
	r.refresh()
	return r
}
