package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// ButtonLook says how much a button wants to be pressed.
type ButtonLook int

// The looks. A screen has one primary button.
const (
	Primary   ButtonLook = iota // filled
	Secondary                   // edged
	Link                        // words only
	SmallLink                   // words only, in the small size
)

// Button is pressed by tap, Enter or Space. Keys that it has no use for go on to what is around it.
// Its words wrap rather than being cut.
type Button struct {
	widget.DisableableWidget
	focus
	look  ButtonLook
	label *Text
	hint  *Text
	icon  fyne.Resource
	arrow Arrow
	name  string
	press func()
}

// Arrow is the way a button leads; the typeface has no arrows, so they are drawn.
type Arrow int

// The ways.
const (
	NoArrow Arrow = iota
	Back          // drawn before the words
	Forward       // drawn after them
)

// NewButton makes a button that calls press.
func NewButton(look ButtonLook, label string, press func()) *Button {
	level := Body
	if look == SmallLink {
		level = Small
	}
	b := &Button{focus: newFocus(), look: look, name: label, press: press}
	b.label = NewText(level, label)
	if look == Primary || look == Secondary {
		b.label.Aligned(fyne.TextAlignCenter)
	}
	b.hint = NewText(Key, "")
	b.ExtendBaseWidget(b)
	b.dress()
	return b
}

// NewIconButton makes a square button that shows a symbol; name is what a screen reader says.
func NewIconButton(symbol fyne.Resource, name string, press func()) *Button {
	b := NewButton(Secondary, "", press)
	b.icon, b.name = symbol, name
	return b
}

// SetLabel changes the words.
func (b *Button) SetLabel(label string) {
	b.name = label
	b.dress()
	b.Refresh()
	relayout(b)
}

// Label is the words, or the name of an icon button.
func (b *Button) Label() string { return b.name }

// SetHint shows the key that does the same, small, after the words; it returns the button.
func (b *Button) SetHint(key string) *Button {
	b.hint.set(Run{Text: key})
	b.dress()
	b.Refresh()
	return b
}

// SetArrow draws an arrow beside the words; it returns the button.
func (b *Button) SetArrow(a Arrow) *Button {
	b.arrow = a
	b.Refresh()
	return b
}

func (b *Button) arrowWidth() float32 {
	if b.arrow == NoArrow {
		return 0
	}
	return Scaled(14) + 8
}

// dress gives the words their colour.
func (b *Button) dress() {
	colour := ColorPress
	if b.look == Primary {
		colour = ColorOnPress
	}
	if b.Disabled() {
		colour = ColorOff
	}
	if b.icon == nil {
		b.label.set(Run{Text: b.name, Bold: true, Colour: colour})
	}
	b.hint.set(Run{Text: b.hint.Text(), Colour: colour})
}

// pad is the space between edge and words.
func (b *Button) pad() (x, y float32) {
	switch b.look {
	case Link:
		return 0, 6
	case SmallLink:
		return 0, 4
	}
	return 20, 10
}

func (b *Button) hintWidth() float32 {
	if b.hint.Text() == "" {
		return 0
	}
	return b.hint.Natural() + 12
}

// HeightFor is 44 at 100 % (32 and 28 for links) and more when the words wrap.
func (b *Button) HeightFor(width float32) float32 {
	x, y := b.pad()
	if b.icon != nil {
		return Scaled(24) + 2*y
	}
	return b.label.HeightFor(width-2*x-b.hintWidth()-b.arrowWidth()) + 2*y
}

// Natural is the width with the words on one line.
func (b *Button) Natural() float32 {
	x, y := b.pad()
	if b.icon != nil {
		return Scaled(24) + 2*y
	}
	return b.label.Natural() + 2*x + b.hintWidth() + b.arrowWidth()
}

// MinSize is the natural size, so that stock layouts show the words whole.
func (b *Button) MinSize() fyne.Size {
	w := b.Size().Width
	if w <= 0 {
		w = b.Natural()
	}
	return fyne.NewSize(min(b.Natural(), Scaled(120)), b.HeightFor(w))
}

// Press does what the button does, unless it is disabled.
func (b *Button) Press() {
	if !b.Disabled() && b.press != nil {
		b.press()
	}
}

// Tapped presses.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.Disabled() {
		takeFocus(b)
		b.Press()
	}
}

// TypedKey presses on Enter and Space.
func (b *Button) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		b.Press()
	default:
		bubble(b, key)
	}
}

// TypedRune passes letters on; Space has come as a key.
func (b *Button) TypedRune(r rune) {
	if r != ' ' {
		bubbleRune(b, r)
	}
}

// FocusGained shows the ring and scrolls the button into view.
func (b *Button) FocusGained() {
	b.has = true
	b.Refresh()
	EnsureVisible(b)
}

// FocusLost hides the ring.
func (b *Button) FocusLost() {
	b.has = false
	b.Refresh()
}

// MouseIn shows that the button can be pressed.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.hover = true; b.Refresh() }

// MouseMoved does nothing.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (b *Button) MouseOut() { b.hover = false; b.Refresh() }

// Cursor is a hand where it can be pressed.
func (b *Button) Cursor() desktop.Cursor {
	if b.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// AccessibilityLabel is the words.
func (b *Button) AccessibilityLabel() string { return b.name }

// AccessibilityRole is button.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is Fyne's way in.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	box := canvas.NewRectangle(nil)
	under := canvas.NewRectangle(nil)
	img := newImage(b.icon)
	var arrow [3]*canvas.Line
	r := &renderer{objects: []fyne.CanvasObject{box, under, img, b.label, b.hint}, min: b.MinSize}
	for i := range arrow {
		arrow[i] = canvas.NewLine(nil)
		r.objects = append(r.objects, arrow[i])
	}
	r.objects = append(r.objects, b.ring)
	r.layout = func(size fyne.Size) {
		x, y := b.pad()
		box.Resize(size)
		hw, aw := b.hintWidth(), b.arrowWidth()
		left := x
		if b.arrow == Back {
			left += aw
		}
		place(b.label, left, y, size.Width-2*x-hw-aw, size.Height-2*y)
		b.drawArrow(arrow, size)
		h := b.hint.HeightFor(1e6)
		place(b.hint, size.Width-x-hw+12, (size.Height-h)/2, max(hw-12, 0), h)
		place(img, y, y, size.Width-2*y, size.Height-2*y)
		place(under, x, size.Height-y+1, size.Width-2*x, 1)
		b.around(0, 0, size.Width, size.Height, radius)
	}
	r.refresh = func() {
		b.dress()
		b.paint(box, under)
		r.layout(b.Size())
	}
	r.refresh()
	return r
}

func (b *Button) paint(box, under *canvas.Rectangle) {
	hover := b.hover && !b.Disabled()
	under.Hide()
	switch {
	case b.look == Link || b.look == SmallLink:
		paint(box, "", "", 0, radius)
		paint(under, ColorPress, "", 0, 0)
		if hover || (Contrast() && !b.Disabled()) {
			under.Show() // without colour, the line says that it can be pressed
		}
	case b.Disabled():
		paint(box, ColorSide, ColorTrack, 1, radius)
	case b.look == Primary && hover:
		paint(box, ColorPressHover, "", 0, radius)
	case b.look == Primary:
		paint(box, ColorPress, "", 0, radius)
	case hover:
		paint(box, ColorHover, ColorPress, 1, radius)
	default:
		paint(box, ColorCard, ColorPress, 1, radius)
	}
}

// drawArrow places a shaft and two barbs where the arrow stands.
func (b *Button) drawArrow(parts [3]*canvas.Line, size fyne.Size) {
	for _, l := range parts {
		l.Hidden = b.arrow == NoArrow
		l.StrokeWidth = Scaled(2)
		l.StrokeColor = ink(b.label.runs[0].Colour)
	}
	if b.arrow == NoArrow {
		return
	}
	x, _ := b.pad()
	long, barb, y := Scaled(13), Scaled(5), size.Height/2
	tail, tip := size.Width-x-b.hintWidth()-long, size.Width-x-b.hintWidth()
	in := -barb
	if b.arrow == Back {
		tail, tip, in = x+long, x, barb
	}
	for i, to := range []fyne.Position{{X: tail, Y: y}, {X: tip + in, Y: y - barb}, {X: tip + in, Y: y + barb}} {
		parts[i].Position1, parts[i].Position2 = fyne.NewPos(tip, y), to
	}
}
