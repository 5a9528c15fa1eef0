package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// NavItem is a place in the side: a shape, a name and a count. Tap, Enter and Space go there. When the side is
// narrow only the shape is seen, and the name beside it while it has the focus or the pointer. Arrows up and down go
// to the neighbour.
type NavItem struct {
	widget.BaseWidget
	focus
	symbol  fyne.Resource
	name    *Text
	count   *Text
	chosen  bool
	compact bool
	press   func()
	tip     func(item *NavItem, show bool)
	move    func(from *NavItem, by int)
}

// NewNavItem makes a place; count may be empty.
func NewNavItem(symbol fyne.Resource, name, count string, press func()) *NavItem {
	n := &NavItem{focus: newFocus(), symbol: symbol, press: press}
	n.name = NewRich(Body, Run{Text: name})
	n.count = NewRich(Small, Run{Text: count, Colour: ColorQuiet})
	n.ExtendBaseWidget(n)
	return n
}

// Name is the words.
func (n *NavItem) Name() string { return n.name.Text() }

// Chosen says whether this is the place she is at.
func (n *NavItem) Chosen() bool { return n.chosen }

// SetChosen marks the place she is at.
func (n *NavItem) SetChosen(on bool) {
	n.chosen = on
	n.Refresh()
}

// SetStatus changes shape and count.
func (n *NavItem) SetStatus(symbol fyne.Resource, count string) {
	n.symbol = symbol
	n.count.set(Run{Text: count, Colour: ColorQuiet})
	n.Refresh()
}

// MinSize is the smallest that can still be read and hit.
func (n *NavItem) MinSize() fyne.Size {
	return fyne.NewSize(Scaled(20)+24, Body.line()+4)
}

// Press goes there.
func (n *NavItem) Press() {
	if n.press != nil {
		n.press()
	}
}

// Tapped goes there.
func (n *NavItem) Tapped(*fyne.PointEvent) {
	takeFocus(n)
	n.Press()
}

// TypedKey goes there on Enter and Space, and to the neighbour with the arrows.
func (n *NavItem) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyUp, fyne.KeyDown:
		if by := 1; n.move != nil {
			if key.Name == fyne.KeyUp {
				by = -1
			}
			n.move(n, by)
		}
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		n.Press()
	default:
		bubble(n, key)
	}
}

// TypedRune passes letters on.
func (n *NavItem) TypedRune(r rune) {
	if r != ' ' {
		bubbleRune(n, r)
	}
}

func (n *NavItem) changed() {
	n.Refresh()
	if n.tip != nil {
		n.tip(n, n.compact && (n.has || n.hover))
	}
}

// FocusGained shows the ring and, in the narrow form, the name.
func (n *NavItem) FocusGained() { n.has = true; n.changed() }

// FocusLost hides them.
func (n *NavItem) FocusLost() { n.has = false; n.changed() }

// MouseIn shows that it can be pressed.
func (n *NavItem) MouseIn(*desktop.MouseEvent) { n.hover = true; n.changed() }

// MouseMoved does nothing.
func (n *NavItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (n *NavItem) MouseOut() { n.hover = false; n.changed() }

// Cursor is a hand.
func (n *NavItem) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel is name and count.
func (n *NavItem) AccessibilityLabel() string { return n.name.Text() + " " + n.count.Text() }

// AccessibilityRole is link.
func (n *NavItem) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

// CreateRenderer is Fyne's way in.
func (n *NavItem) CreateRenderer() fyne.WidgetRenderer {
	n.ExtendBaseWidget(n)
	box, img := canvas.NewRectangle(nil), newImage(n.symbol)
	r := &renderer{objects: []fyne.CanvasObject{box, img, n.name, n.count, n.ring}, min: n.MinSize}
	r.layout = func(size fyne.Size) {
		box.Resize(size)
		s := min(Scaled(18), size.Height-8)
		x := float32(12)
		if n.compact {
			x = (size.Width - s) / 2
		}
		place(img, x, (size.Height-s)/2, s, s)
		line := n.name.HeightFor(1e6)
		cw, ch := float32(0), n.count.HeightFor(1e6)
		if n.count.Text() != "" {
			cw = n.count.Natural()
		}
		left := x + s + 10
		place(n.count, size.Width-cw-12, (size.Height-ch)/2, cw, ch)
		place(n.name, left, (size.Height-line)/2, max(size.Width-left-cw-16, 1), line)
		n.around(ringGap+ringWidth, 2, size.Width-2*(ringGap+ringWidth), size.Height-4, radius)
	}
	r.refresh = func() {
		fill := fyne.ThemeColorName("")
		if n.chosen {
			fill = ColorChosen
		} else if n.hover || n.has {
			fill = ColorHover
		}
		paint(box, fill, "", 0, radius)
		if n.chosen && Contrast() {
			paint(box, fill, ColorEdge, 2, radius)
		}
		img.Resource = n.symbol
		n.name.setBold(n.chosen)
		n.count.setBold(n.chosen)
		n.name.Hidden, n.count.Hidden = n.compact, n.compact
		r.layout(n.Size())
	}
	r.refresh()
	return r
}
