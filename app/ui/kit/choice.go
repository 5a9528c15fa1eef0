package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Option is one of the alternatives of a [Choice].
type Option struct {
	Label    string
	Addition string // quiet words below, may be empty
}

// Choice is a few alternatives of which one is chosen, under each other. It is one Tab stop: arrows move and choose,
// Space chooses the first when none is, Enter goes on to what is around it.
type Choice struct {
	widget.BaseWidget
	focus
	labels    []*Text
	additions []*Text
	chosen    int
	onChanged func(int)
}

// NewChoice makes a choice with one chosen (-1: none) and calls onChanged when a person changes it.
func NewChoice(options []Option, chosen int, onChanged func(int)) *Choice {
	c := &Choice{focus: newFocus(), chosen: chosen, onChanged: onChanged}
	for _, o := range options {
		c.labels = append(c.labels, NewText(Body, o.Label))
		c.additions = append(c.additions, NewQuiet(Small, o.Addition))
	}
	c.ExtendBaseWidget(c)
	return c
}

// Chosen is the index of the chosen alternative, -1 when none is.
func (c *Choice) Chosen() int { return c.chosen }

// SetChosen changes it without calling anyone.
func (c *Choice) SetChosen(i int) {
	c.chosen = i
	c.Refresh()
}

// Choose is what a tap does; an index that does not exist is ignored.
func (c *Choice) Choose(i int) {
	if i < 0 || i >= len(c.labels) || i == c.chosen {
		return
	}
	c.SetChosen(i)
	if c.onChanged != nil {
		c.onChanged(i)
	}
}

func (c *Choice) indent() float32 { return Scaled(22) + tickGap }

func (c *Choice) heightOf(i int, width float32) float32 {
	h := c.labels[i].HeightFor(width-c.indent()) + 12
	if c.additions[i].Text() != "" {
		h += c.additions[i].HeightFor(width - c.indent())
	}
	return h
}

// HeightFor is the height of all alternatives.
func (c *Choice) HeightFor(width float32) float32 {
	h := float32(0)
	for i := range c.labels {
		h += c.heightOf(i, width)
	}
	return h
}

// Natural is the width with every label on one line.
func (c *Choice) Natural() float32 {
	w := float32(0)
	for i := range c.labels {
		w = max(w, c.labels[i].Natural(), c.additions[i].Natural())
	}
	return w + c.indent()
}

// MinSize is narrow, because the labels wrap.
func (c *Choice) MinSize() fyne.Size {
	w := c.Size().Width
	if w <= 0 {
		w = c.Natural()
	}
	return fyne.NewSize(Scaled(60), c.HeightFor(w))
}

// Tapped chooses what was tapped.
func (c *Choice) Tapped(ev *fyne.PointEvent) {
	takeFocus(c)
	y := float32(0)
	for i := range c.labels {
		y += c.heightOf(i, c.Size().Width)
		if ev.Position.Y < y {
			c.Choose(i)
			return
		}
	}
}

// TypedKey moves with the arrows.
func (c *Choice) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyUp, fyne.KeyLeft:
		c.Choose(max(c.chosen-1, 0))
	case fyne.KeyDown, fyne.KeyRight:
		c.Choose(min(c.chosen+1, len(c.labels)-1))
	case fyne.KeySpace:
		c.Choose(max(c.chosen, 0))
	default:
		bubble(c, key)
	}
}

// TypedRune passes letters on.
func (c *Choice) TypedRune(r rune) {
	if r != ' ' {
		bubbleRune(c, r)
	}
}

// FocusGained shows the ring and scrolls into view.
func (c *Choice) FocusGained() {
	c.has = true
	c.Refresh()
	EnsureVisible(c)
}

// FocusLost hides the ring.
func (c *Choice) FocusLost() {
	c.has = false
	c.Refresh()
}

// Cursor is a hand.
func (c *Choice) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel is the alternatives and which is chosen.
func (c *Choice) AccessibilityLabel() string {
	out := make([]string, len(c.labels))
	for i, l := range c.labels {
		out[i] = l.Text()
		if i == c.chosen {
			out[i] = "✓ " + out[i]
		}
	}
	return strings.Join(out, ", ")
}

// AccessibilityRole is button, the nearest that Fyne has.
func (c *Choice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is Fyne's way in.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	r := &renderer{min: c.MinSize}
	rings := make([]*canvas.Circle, len(c.labels))
	dots := make([]*canvas.Circle, len(c.labels))
	for i := range c.labels {
		rings[i], dots[i] = canvas.NewCircle(nil), canvas.NewCircle(nil)
		r.objects = append(r.objects, rings[i], dots[i], c.labels[i], c.additions[i])
	}
	r.objects = append(r.objects, c.ring)
	r.layout = func(size fyne.Size) {
		s, y := Scaled(22), float32(0)
		for i := range c.labels {
			at := y + 6 + (Body.line()-s)/2
			place(rings[i], 0, at, s, s)
			place(dots[i], s*0.27, at+s*0.27, s*0.46, s*0.46)
			w := size.Width - c.indent()
			lh := c.labels[i].HeightFor(w)
			place(c.labels[i], c.indent(), y+6, w, lh)
			place(c.additions[i], c.indent(), y+6+lh, w, c.additions[i].HeightFor(w))
			if i == max(c.chosen, 0) {
				c.around(0, at, s, s, s/2)
			}
			y += c.heightOf(i, size.Width)
		}
	}
	r.refresh = func() {
		for i := range c.labels {
			rings[i].FillColor, rings[i].StrokeWidth, rings[i].StrokeColor = ink(ColorCard), 1.5, ink(ColorEdge)
			dots[i].FillColor, dots[i].Hidden = ink(ColorPress), i != c.chosen
			if i == c.chosen {
				rings[i].StrokeColor, rings[i].StrokeWidth = ink(ColorPress), 2
			}
			c.additions[i].Hidden = c.additions[i].Text() == ""
		}
		r.layout(c.Size())
	}
	r.refresh()
	return r
}
