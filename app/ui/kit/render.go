package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// renderer is the one renderer of this package: four functions that a widget fills in.
type renderer struct {
	objects []fyne.CanvasObject
	layout  func(fyne.Size)
	min     func() fyne.Size
	refresh func()
}

func (r *renderer) Destroy()                     {}
func (r *renderer) Layout(size fyne.Size)        { r.layout(size) }
func (r *renderer) MinSize() fyne.Size           { return r.min() }
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *renderer) Refresh() {
	r.refresh()
	for _, o := range r.objects {
		o.Refresh()
	}
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// paint sets a rectangle's looks; an empty name is see-through.
func paint(r *canvas.Rectangle, fill, edge fyne.ThemeColorName, width, corner float32) {
	r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = color.Transparent, color.Transparent, 0, corner
	if fill != "" {
		r.FillColor = ink(fill)
	}
	if edge != "" {
		r.StrokeColor, r.StrokeWidth = ink(edge), width
	}
}

type picture struct {
	widget.BaseWidget
	res  fyne.Resource
	side float32
}

func (p *picture) MinSize() fyne.Size { return fyne.NewSquareSize(Scaled(p.side)) }

func (p *picture) CreateRenderer() fyne.WidgetRenderer {
	img := newImage(p.res)
	r := &renderer{objects: []fyne.CanvasObject{img}, min: p.MinSize, refresh: func() {}}
	r.layout = func(size fyne.Size) {
		side := Scaled(p.side)
		place(img, 0, (size.Height-side)/2, side, side)
	}
	r.layout(p.Size())
	return r
}
