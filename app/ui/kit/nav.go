package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// NavItem is a place in the side: a shape, a name and a count. Tap, Enter and Space go there. When the side is
// narrow the name is smaller and the count goes first. When it is very narrow only the shape is seen with a short name of
// a letter or two, and the whole name beside it while it has the focus or the pointer. Arrows up and down go to the
// neighbour.
type NavItem struct {
	widget.BaseWidget
	focus
	symbol fyne.Resource
	name   *Text
	count  *Text
	short  *Text
	chosen bool
	form   sideForm
	press  func()
	tip    func(item *NavItem, show bool)
	move   func(from *NavItem, by int)
}

// NewNavItem makes a place; count may be empty.
func NewNavItem(symbol fyne.Resource, name, count string, press func()) *NavItem {
	n := &NavItem{focus: newFocus(), symbol: symbol, press: press}
	n.name = NewRich(Body, Run{Text: name})
	n.count = NewRich(Small, Run{Text: count, Colour: ColorQuiet})
	n.short = NewRich(Small, Run{Bold: true})
	n.ExtendBaseWidget(n)
	return n
}

// SetShort gives the name of a letter or two; it returns the place.
func (n *NavItem) SetShort(name string) *NavItem {
	n.short.set(Run{Text: name, Bold: true})
	n.Refresh()
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

func (n *NavItem) setForm(to sideForm) {
	n.form = to
	n.name.level = Body
	if to == sideSlim {
		n.name.level = Small
	}
	n.name.forget()
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
		n.tip(n, n.form == sideShapes && (n.has || n.hover))
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
	r := &renderer{objects: []fyne.CanvasObject{box, img, n.name, n.count, n.short, n.ring}, min: n.MinSize}
	r.layout = func(size fyne.Size) {
		box.Resize(size)
		n.arrange(size, img)
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
		r.layout(n.Size())
	}
	r.refresh()
	return r
}

// arrange places shape, name and count; a count that would leave the name too little room is not seen.
func (n *NavItem) arrange(size fyne.Size, img *canvas.Image) {
	s, pad, gap := min(Scaled(18), size.Height-8), float32(12), float32(10)
	if n.form == sideSlim {
		pad, gap = 8, 8
	}
	n.name.Hidden, n.count.Hidden = n.form == sideShapes, n.form == sideShapes || n.count.Text() == ""
	n.short.Hidden = n.form != sideShapes || n.short.Text() == ""
	if n.form == sideShapes {
		n.arrangeShort(size, s, img)
		return
	}
	place(img, pad, (size.Height-s)/2, s, s)
	left := pad + s + gap
	room := size.Width - left - pad
	if !n.count.Hidden {
		cw, ch := n.count.Natural(), n.count.HeightFor(1e6)
		n.count.Hidden = n.form == sideSlim && n.name.Natural() > room-cw-4
		place(n.count, size.Width-cw-pad, (size.Height-ch)/2, cw, ch)
		if !n.count.Hidden {
			room -= cw + 4
		}
	}
	line := n.name.HeightFor(1e6)
	place(n.name, left, (size.Height-line)/2, max(room, 1), line)
}

// arrangeShort places the shape, and the short name after it; the shapes of all places stand under each other.
func (n *NavItem) arrangeShort(size fyne.Size, s float32, img *canvas.Image) {
	const gap = 5
	room := Scaled(13) // of a letter
	left := (size.Width - s - gap - room) / 2
	place(img, left, (size.Height-s)/2, s, s)
	h := n.short.HeightFor(1e6)
	place(n.short, left+s+gap, (size.Height-h)/2, max(n.short.Natural(), room), h)
}
