package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// panel is a rectangle that follows the theme.
type panel struct {
	widget.BaseWidget
	fill, edge fyne.ThemeColorName
	width      float32
	corner     float32
}

func newPanel(fill, edge fyne.ThemeColorName, width, corner float32) *panel {
	p := &panel{fill: fill, edge: edge, width: width, corner: corner}
	p.ExtendBaseWidget(p)
	return p
}

func (p *panel) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

func (p *panel) CreateRenderer() fyne.WidgetRenderer {
	box := canvas.NewRectangle(nil)
	r := &renderer{objects: []fyne.CanvasObject{box}, min: p.MinSize}
	r.layout = func(size fyne.Size) { box.Resize(size) }
	r.refresh = func() {
		paint(box, p.fill, p.edge, p.width, p.corner)
		box.Resize(p.Size())
	}
	r.refresh()
	return r
}

// backed lays content, with space around, over what is behind it.
type backed struct {
	inset
	bar float32 // width of a bar at the left, 0 for none
}

func (b *backed) front(objects []fyne.CanvasObject) []fyne.CanvasObject {
	return objects[len(objects)-1:]
}

func (b *backed) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return b.inset.heightFor(b.front(objects), width)
}

func (b *backed) natural(objects []fyne.CanvasObject) float32 {
	return b.inset.natural(b.front(objects))
}

func (b *backed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s := b.minSize(b, objects)
	return fyne.NewSize(s.Width+b.left+b.right, s.Height)
}

func (b *backed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	b.inset.Layout(b.front(objects), size)
	b.width = size.Width
	place(objects[0], 0, 0, size.Width, size.Height)
	if b.bar > 0 {
		place(objects[1], 0, 0, b.bar, size.Height)
	}
}

// NewCard puts objects, stacked with a gap, on a rounded panel with a thin edge.
func NewCard(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	l := &backed{inset: inset{top: 20, right: 24, bottom: 20, left: 24}}
	return container.New(l, newPanel(ColorCard, ColorLine, 1, cardRadius), NewStack(gap, objects...))
}

// NewRows puts rows, each at least 48 high at 100 %, on a card with thin lines between them.
func NewRows(rows ...fyne.CanvasObject) *fyne.Container {
	var objects []fyne.CanvasObject
	for i, r := range rows {
		if i > 0 {
			objects = append(objects, NewDivider())
		}
		objects = append(objects, container.New(&atLeast{height: 47}, NewInset(5, 0, 5, 0, r)))
	}
	l := &backed{inset: inset{top: 6, right: 24, bottom: 6, left: 24}}
	return container.New(l, newPanel(ColorCard, ColorLine, 1, cardRadius), NewStack(0, objects...))
}

// atLeast centres one object in a height that it may exceed.
type atLeast struct {
	remembered
	height float32
}

func (a *atLeast) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return max(a.height, HeightFor(objects[0], width))
}
func (a *atLeast) natural(objects []fyne.CanvasObject) float32 { return natural(objects[0]) }

func (a *atLeast) MinSize(objects []fyne.CanvasObject) fyne.Size { return a.minSize(a, objects) }

func (a *atLeast) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	a.width = size.Width
	h := HeightFor(objects[0], size.Width)
	place(objects[0], 0, (size.Height-h)/2, size.Width, h)
}

// NewCallout puts objects on a quiet panel with a bar at the left: one thing worth knowing.
func NewCallout(objects ...fyne.CanvasObject) *fyne.Container {
	l := &backed{inset: inset{top: 10, right: 20, bottom: 10, left: 20}, bar: 4}
	return container.New(l, newPanel(ColorSide, "", 0, 6), newPanel(ColorPress, "", 0, 0), NewStack(8, objects...))
}

// NewDivider is a thin line across.
func NewDivider() fyne.CanvasObject { return newPanel(ColorLine, "", 0, 0) }

// NewBadge is a short word in a small frame, such as what kind of demand a question is.
func NewBadge(word string) fyne.CanvasObject {
	l := &backed{inset: inset{top: 1, right: 8, bottom: 1, left: 8}}
	return container.New(l, newPanel(ColorCard, ColorInk, 1, 5), NewRich(Key, Run{Text: word, Bold: true}))
}

// NewSpace is empty height.
func NewSpace(height float32) fyne.CanvasObject {
	r := canvas.NewRectangle(nil)
	r.SetMinSize(fyne.NewSize(1, height))
	r.Hide()
	return container.New(&inset{top: height}, r)
}
