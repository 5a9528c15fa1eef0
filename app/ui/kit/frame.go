package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// The window widths at 100 % from which the side shows its names, and shows them smaller.
const (
	sideFrom = 1100
	slimFrom = 960
)

// Frame is a window's whole content: the side at the left, the page, and one line at the foot. In a window
// narrower than 1100 (at 100 %, it follows the text size) the side is narrower, and below 960 it shrinks to its shapes.
type Frame struct {
	widget.BaseWidget
	side    *Side
	content fyne.CanvasObject
	foot    fyne.CanvasObject
	tip     *fyne.Container
	tipText *Text
	tipped  *NavItem
}

// NewFrame makes a frame; foot may be nil.
func NewFrame(side *Side, content, foot fyne.CanvasObject) *Frame {
	f := &Frame{side: side, content: content, foot: foot, tipText: NewRich(Body)}
	f.tip = container.New(&backed{inset: inset{top: 6, right: 12, bottom: 6, left: 12}},
		newPanel(ColorCard, ColorEdge, 1, radius), f.tipText)
	f.tip.Hide()
	side.tip = f.showTip
	f.ExtendBaseWidget(f)
	return f
}

// SetContent shows another page.
func (f *Frame) SetContent(o fyne.CanvasObject) {
	f.content = o
	f.Refresh()
}

// Content is the page that is shown.
func (f *Frame) Content() fyne.CanvasObject { return f.content }

// Compact says whether the side shows shapes only.
func (f *Frame) Compact() bool { return f.side.form == sideShapes }

func (f *Frame) children() []fyne.CanvasObject {
	out := []fyne.CanvasObject{f.side, f.content}
	if f.foot != nil {
		out = append(out, f.foot)
	}
	return out
}

func (f *Frame) showTip(item *NavItem, show bool) {
	switch {
	case show:
		f.tipped = item
		text := item.Name()
		if c := item.count.Text(); c != "" {
			text += "\u2002" + c
		}
		f.tipText.SetRuns(Run{Text: text})
		f.tip.Show()
		f.placeTip()
	case f.tipped == item:
		f.tipped = nil
		f.tip.Hide()
	}
	f.tip.Refresh()
}

func (f *Frame) placeTip() {
	if f.tipped == nil {
		return
	}
	w := min(natural(f.tip), f.Size().Width-f.side.width()-16)
	h := HeightFor(f.tip, w)
	y := f.side.Position().Y + f.tipped.Position().Y + (f.tipped.Size().Height-h)/2
	place(f.tip, f.side.width()-6, min(max(y, 4), f.Size().Height-h-4), w, h)
}

// MinSize is what the smallest window must have.
func (f *Frame) MinSize() fyne.Size { return fyne.NewSize(640, 400) }

func (f *Frame) relayout() { f.arrange(f.Size()) }

func (f *Frame) arrange(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	form := sideWhole
	switch {
	case size.Width < Scaled(slimFrom):
		form = sideShapes
	case size.Width < Scaled(sideFrom):
		form = sideSlim
	}
	f.side.setForm(form)
	side := f.side.width()
	foot := float32(0)
	if f.foot != nil {
		foot = HeightFor(f.foot, size.Width-side)
		place(f.foot, side, size.Height-foot, size.Width-side, foot)
	}
	place(f.side, 0, 0, side, size.Height)
	place(f.content, side, 0, size.Width-side, size.Height-foot)
	f.placeTip()
}

// CreateRenderer is Fyne's way in.
func (f *Frame) CreateRenderer() fyne.WidgetRenderer {
	f.ExtendBaseWidget(f)
	ground := newPanel(ColorGround, "", 0, 0)
	r := &renderer{min: f.MinSize}
	r.layout = func(size fyne.Size) {
		ground.Resize(size)
		f.arrange(size)
	}
	r.refresh = func() {
		r.objects = append([]fyne.CanvasObject{ground}, f.children()...)
		r.objects = append(r.objects, f.tip)
		r.layout(f.Size())
	}
	r.refresh()
	return r
}

// StatusLine is the quiet line at the foot of the window: what was saved when, and whose library it is.
type StatusLine struct {
	widget.BaseWidget
	left, right *Text
}

// NewStatusLine makes an empty line.
func NewStatusLine() *StatusLine {
	s := &StatusLine{left: NewQuiet(Small, ""), right: NewQuiet(Small, "")}
	s.ExtendBaseWidget(s)
	return s
}

// Set shows parts at the left and one text at the right.
func (s *StatusLine) Set(right string, left ...string) {
	var text string
	for i, l := range left {
		if i > 0 {
			text += "\u2003\u2002"
		}
		text += l
	}
	s.left.set(Run{Text: text, Colour: ColorQuiet})
	s.right.set(Run{Text: right, Colour: ColorQuiet})
	s.Refresh()
	relayout(s)
}

// Text is everything that stands in the line.
func (s *StatusLine) Text() string { return s.left.Text() + " " + s.right.Text() }

func (s *StatusLine) split(width float32) (left, right float32) {
	right = min(s.right.Natural(), width*0.4)
	return max(width-right-64-24, 1), right
}

// HeightFor is 40 at 100 %.
func (s *StatusLine) HeightFor(width float32) float32 {
	l, r := s.split(width)
	return 20 + max(s.left.HeightFor(l), s.right.HeightFor(r))
}

// Natural is the width on one line.
func (s *StatusLine) Natural() float32 { return s.left.Natural() + s.right.Natural() + 88 }

// MinSize is narrow, because the texts wrap.
func (s *StatusLine) MinSize() fyne.Size {
	w := s.Size().Width
	if w <= 0 {
		w = s.Natural()
	}
	return fyne.NewSize(Scaled(80), s.HeightFor(w))
}

// CreateRenderer is Fyne's way in.
func (s *StatusLine) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	ground, above := newPanel(ColorGround, "", 0, 0), newPanel(ColorLine, "", 0, 0)
	r := &renderer{objects: []fyne.CanvasObject{ground, above, s.left, s.right}, min: s.MinSize}
	r.layout = func(size fyne.Size) {
		ground.Resize(size)
		place(above, 0, 0, size.Width, 1)
		lw, rw := s.split(size.Width)
		place(s.left, 32, 10, lw, s.left.HeightFor(lw))
		place(s.right, size.Width-32-rw, 10, rw, s.right.HeightFor(rw))
	}
	r.refresh = func() { r.layout(s.Size()) }
	r.refresh()
	return r
}
