package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Fold is a part that can be opened and closed by tap, Enter or Space: a triangle, a title, a quiet summary and,
// when open, its body. A thin line stands above it. It tells its owner, who remembers how she left it.
type Fold struct {
	widget.BaseWidget
	head     *foldHead
	body     fyne.CanvasObject
	open     bool
	onToggle func(open bool)
}

// NewFold makes a fold; summary may be empty.
func NewFold(title, summary string, body fyne.CanvasObject, open bool, onToggle func(open bool)) *Fold {
	f := &Fold{body: body, open: open, onToggle: onToggle}
	f.head = &foldHead{focus: newFocus(), fold: f}
	f.head.ExtendBaseWidget(f.head)
	f.head.title = NewRich(Body)
	f.setTitle(title, summary)
	if !open {
		body.Hide()
	}
	f.ExtendBaseWidget(f)
	return f
}

func (f *Fold) setTitle(title, summary string) {
	runs := []Run{{Text: title, Bold: true}}
	if summary != "" {
		runs = append(runs, Run{Text: "  " + summary, Small: true, Colour: ColorQuiet})
	}
	f.head.title.set(runs...)
}

// SetTitle changes title and summary.
func (f *Fold) SetTitle(title, summary string) {
	f.setTitle(title, summary)
	f.Refresh()
	relayout(f)
}

// Open says whether the body is seen.
func (f *Fold) Open() bool { return f.open }

// SetOpen opens or closes without telling the owner.
func (f *Fold) SetOpen(open bool) {
	f.open = open
	if open {
		f.body.Show()
	} else {
		f.body.Hide()
	}
	f.Refresh()
	relayout(f)
}

// Toggle is what a tap does.
func (f *Fold) Toggle() {
	f.SetOpen(!f.open)
	if f.onToggle != nil {
		f.onToggle(f.open)
	}
}

// Focusable is what to give to the window's Focus.
func (f *Fold) Focusable() fyne.Focusable { return f.head }

func (f *Fold) children() []fyne.CanvasObject { return []fyne.CanvasObject{f.head, f.body} }

const foldIndent = 18

// HeightFor is line, head and, when open, body.
func (f *Fold) HeightFor(width float32) float32 {
	h := 1 + f.head.heightFor(width)
	if f.open {
		h += HeightFor(f.body, width-Scaled(foldIndent)) + 12
	}
	return h
}

// Natural is the wider of head and body.
func (f *Fold) Natural() float32 {
	return Scaled(foldIndent) + max(f.head.title.Natural(), natural(f.body))
}

// MinSize is narrow, because everything in it wraps.
func (f *Fold) MinSize() fyne.Size {
	w := f.Size().Width
	if w <= 0 {
		w = f.Natural()
	}
	return fyne.NewSize(Scaled(80), f.HeightFor(w))
}

func (f *Fold) relayout() { f.arrange(f.Size()) }

func (f *Fold) arrange(size fyne.Size) {
	h, in := f.head.heightFor(size.Width), Scaled(foldIndent)
	place(f.head, 0, 1, size.Width, h)
	if f.open {
		place(f.body, in, 1+h, size.Width-in, HeightFor(f.body, size.Width-in))
	}
}

// CreateRenderer is Fyne's way in.
func (f *Fold) CreateRenderer() fyne.WidgetRenderer {
	f.ExtendBaseWidget(f)
	above := canvas.NewRectangle(nil)
	r := &renderer{objects: []fyne.CanvasObject{above, f.body, f.head}, min: f.MinSize}
	r.objects = []fyne.CanvasObject{above, f.head, f.body}
	r.layout = func(size fyne.Size) {
		place(above, 0, 0, size.Width, 1)
		f.arrange(size)
	}
	r.refresh = func() {
		paint(above, ColorLine, "", 0, 0)
		r.layout(f.Size())
	}
	r.refresh()
	return r
}

// foldHead is the part of a fold that has the focus.
type foldHead struct {
	widget.BaseWidget
	focus
	fold  *Fold
	title *Text
}

func (h *foldHead) heightFor(width float32) float32 {
	return h.title.HeightFor(width-Scaled(foldIndent)) + 18
}

func (h *foldHead) MinSize() fyne.Size {
	return fyne.NewSize(Scaled(60), h.heightFor(max(h.Size().Width, Scaled(60))))
}

func (h *foldHead) Tapped(*fyne.PointEvent) {
	takeFocus(h)
	h.fold.Toggle()
}

func (h *foldHead) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		h.fold.Toggle()
	default:
		bubble(h, key)
	}
}

func (h *foldHead) TypedRune(r rune) {
	if r != ' ' {
		bubbleRune(h, r)
	}
}

func (h *foldHead) FocusGained() {
	h.has = true
	h.Refresh()
	EnsureVisible(h)
}

func (h *foldHead) FocusLost() {
	h.has = false
	h.Refresh()
}

func (h *foldHead) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (h *foldHead) AccessibilityLabel() string             { return h.title.Text() }
func (h *foldHead) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (h *foldHead) CreateRenderer() fyne.WidgetRenderer {
	tri := &canvas.ArbitraryPolygon{NormalizedPoints: true}
	r := &renderer{objects: []fyne.CanvasObject{tri, h.title, h.ring}, min: h.MinSize}
	r.layout = func(size fyne.Size) {
		in, s := Scaled(foldIndent), Scaled(9)
		place(tri, 0, 9+(Body.line()-s)/2, s, s)
		place(h.title, in, 9, size.Width-in, size.Height-18)
		h.around(-3, 6, size.Width+6, size.Height-12, radius)
	}
	r.refresh = func() {
		tri.FillColor = ink(ColorInk)
		tri.Points = []fyne.Position{{X: 0.1, Y: 0}, {X: 0.9, Y: 0.5}, {X: 0.1, Y: 1}}
		if h.fold.open {
			tri.Points = []fyne.Position{{X: 0, Y: 0.1}, {X: 1, Y: 0.1}, {X: 0.5, Y: 0.9}}
		}
		r.layout(h.Size())
	}
	r.refresh()
	return r
}
