package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const tickGap = 14

// Check is a box with a label, ticked and unticked by tap, Space or Enter.
type Check struct {
	widget.DisableableWidget
	focus
	label     *Text
	checked   bool
	onChanged func(bool)
}

// NewCheck makes a tick box and calls onChanged when a person changes it.
func NewCheck(label string, checked bool, onChanged func(bool)) *Check {
	c := &Check{focus: newFocus(), label: NewText(Body, label), checked: checked, onChanged: onChanged}
	c.ExtendBaseWidget(c)
	return c
}

// Checked says whether it is ticked.
func (c *Check) Checked() bool { return c.checked }

// SetChecked changes it without calling anyone.
func (c *Check) SetChecked(on bool) {
	c.checked = on
	c.Refresh()
}

// Toggle is what a tap does.
func (c *Check) Toggle() {
	if c.Disabled() {
		return
	}
	c.SetChecked(!c.checked)
	if c.onChanged != nil {
		c.onChanged(c.checked)
	}
}

// HeightFor follows the label.
func (c *Check) HeightFor(width float32) float32 {
	return c.label.HeightFor(width-Scaled(22)-tickGap) + 12
}

// Natural is the width with the label on one line.
func (c *Check) Natural() float32 { return c.label.Natural() + Scaled(22) + tickGap }

// MinSize is narrow, because the label wraps.
func (c *Check) MinSize() fyne.Size {
	w := c.Size().Width
	if w <= 0 {
		w = c.Natural()
	}
	return fyne.NewSize(Scaled(60), c.HeightFor(w))
}

// Tapped toggles.
func (c *Check) Tapped(*fyne.PointEvent) {
	if !c.Disabled() {
		takeFocus(c)
		c.Toggle()
	}
}

// TypedKey toggles on Space and Enter.
func (c *Check) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.Toggle()
	default:
		bubble(c, key)
	}
}

// TypedRune passes letters on.
func (c *Check) TypedRune(r rune) {
	if r != ' ' {
		bubbleRune(c, r)
	}
}

// FocusGained shows the ring and scrolls into view.
func (c *Check) FocusGained() {
	c.has = true
	c.Refresh()
	EnsureVisible(c)
}

// FocusLost hides the ring.
func (c *Check) FocusLost() {
	c.has = false
	c.Refresh()
}

// Cursor is a hand.
func (c *Check) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel is the label, with a tick before it when it is ticked.
func (c *Check) AccessibilityLabel() string {
	if c.checked {
		return "✓ " + c.label.Text()
	}
	return c.label.Text()
}

// AccessibilityRole is button, the nearest that Fyne has.
func (c *Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is Fyne's way in.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	box := canvas.NewRectangle(nil)
	short, long := canvas.NewLine(nil), canvas.NewLine(nil)
	r := &renderer{objects: []fyne.CanvasObject{box, short, long, c.label, c.ring}, min: c.MinSize}
	r.layout = func(size fyne.Size) {
		s := Scaled(22)
		y := 6 + (Body.line()-s)/2
		place(box, 0, y, s, s)
		short.Position1, short.Position2 = fyne.NewPos(s*0.22, y+s*0.52), fyne.NewPos(s*0.42, y+s*0.72)
		long.Position1, long.Position2 = fyne.NewPos(s*0.42, y+s*0.72), fyne.NewPos(s*0.78, y+s*0.30)
		place(c.label, s+tickGap, 6, size.Width-s-tickGap, size.Height-12)
		c.around(0, y, s, s, 4)
	}
	r.refresh = func() {
		fill, edge := ColorCard, ColorEdge
		if c.checked {
			fill, edge = ColorPress, ColorPress
		}
		if c.Disabled() {
			fill = ColorSide
		}
		paint(box, fill, edge, 1.5, 4)
		for _, l := range []*canvas.Line{short, long} {
			l.StrokeColor, l.StrokeWidth, l.Hidden = ink(ColorOnPress), Scaled(2.4), !c.checked
			if c.Disabled() {
				l.StrokeColor = ink(ColorOff)
			}
		}
		r.layout(c.Size())
	}
	r.refresh()
	return r
}
