package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Flowing is an object whose height depends on its width. The layouts of this package ask it first and so
// lay out wrapped text in one pass; any other object counts with its smallest size.
type Flowing interface {
	HeightFor(width float32) float32
	Natural() float32 // the width it would take with room to spare
}

// flowLayout is a Fyne layout that can also be asked.
type flowLayout interface {
	fyne.Layout
	heightFor(objects []fyne.CanvasObject, width float32) float32
	natural(objects []fyne.CanvasObject) float32
}

// HeightFor is the height an object needs at a width.
func HeightFor(o fyne.CanvasObject, width float32) float32 {
	if f, ok := o.(Flowing); ok {
		return f.HeightFor(width)
	}
	if c, ok := o.(*fyne.Container); ok {
		if l, ok := c.Layout.(flowLayout); ok {
			return l.heightFor(c.Objects, width)
		}
	}
	return o.MinSize().Height
}

func natural(o fyne.CanvasObject) float32 {
	if f, ok := o.(Flowing); ok {
		return f.Natural()
	}
	if c, ok := o.(*fyne.Container); ok {
		if l, ok := c.Layout.(flowLayout); ok {
			return l.natural(c.Objects)
		}
	}
	return o.MinSize().Width
}

// remembered is the part that all flowing layouts share: the last width, for Fyne's own question about the smallest size.
type remembered struct{ width float32 }

func (r *remembered) minSize(l flowLayout, objects []fyne.CanvasObject) fyne.Size {
	w := r.width
	if w <= 0 {
		w = l.natural(objects)
	}
	narrow := float32(0)
	for _, o := range objects {
		if o.Visible() {
			narrow = max(narrow, o.MinSize().Width)
		}
	}
	return fyne.NewSize(narrow, l.heightFor(objects, w))
}

func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, o := range objects {
		if o.Visible() {
			out = append(out, o)
		}
	}
	return out
}

// NewStack puts objects under each other, each as wide as the whole and as high as it needs, with a gap between.
func NewStack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&stack{gap: gap}, objects...)
}

type stack struct {
	remembered
	gap float32
}

func (s *stack) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for i, o := range visible(objects) {
		if i > 0 {
			h += s.gap
		}
		h += HeightFor(o, width)
	}
	return h
}

func (s *stack) natural(objects []fyne.CanvasObject) float32 {
	w := float32(0)
	for _, o := range visible(objects) {
		w = max(w, natural(o))
	}
	return w
}

func (s *stack) MinSize(objects []fyne.CanvasObject) fyne.Size { return s.minSize(s, objects) }

func (s *stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	s.width = size.Width
	y := float32(0)
	for _, o := range visible(objects) {
		h := HeightFor(o, size.Width)
		place(o, 0, y, size.Width, h)
		y += h + s.gap
	}
}

// NewRow puts objects beside each other at the width they like, centred on the line, and goes on on a new line
// where there is no room: buttons, badges, short texts.
func NewRow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{gap: gap}, objects...)
}

type line struct {
	remembered
	gap float32
}

// each calls do with every object and its place, and answers the height of all.
func (l *line) each(objects []fyne.CanvasObject, width float32, do func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	objects = visible(objects)
	top := float32(0)
	for i := 0; i < len(objects); {
		end, used, high := i, float32(0), float32(0)
		for ; end < len(objects); end++ {
			w := min(natural(objects[end]), width)
			if end > i && used+l.gap+w > width+0.5 {
				break
			}
			if end > i {
				used += l.gap
			}
			used += w
			high = max(high, HeightFor(objects[end], w))
		}
		x := float32(0)
		for _, o := range objects[i:end] {
			w := min(natural(o), width)
			h := HeightFor(o, w)
			do(o, x, top+(high-h)/2, w, h)
			x += w + l.gap
		}
		top += high
		if i = end; i < len(objects) {
			top += min(l.gap, 12)
		}
	}
	return top
}

func (l *line) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.each(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (l *line) natural(objects []fyne.CanvasObject) float32 {
	w := float32(0)
	for i, o := range visible(objects) {
		if i > 0 {
			w += l.gap
		}
		w += natural(o)
	}
	return w
}

func (l *line) MinSize(objects []fyne.CanvasObject) fyne.Size { return l.minSize(l, objects) }

func (l *line) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.each(objects, size.Width, place)
}

// NewInset keeps space around an object.
func NewInset(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&inset{top: top, right: right, bottom: bottom, left: left}, o)
}

type inset struct {
	remembered
	top, right, bottom, left float32
}

func (p *inset) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for _, o := range objects {
		h = max(h, HeightFor(o, width-p.left-p.right))
	}
	return h + p.top + p.bottom
}

func (p *inset) natural(objects []fyne.CanvasObject) float32 {
	w := float32(0)
	for _, o := range objects {
		w = max(w, natural(o))
	}
	return w + p.left + p.right
}

func (p *inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s := p.minSize(p, objects)
	return fyne.NewSize(s.Width+p.left+p.right, s.Height)
}

func (p *inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	p.width = size.Width
	for _, o := range objects {
		place(o, p.left, p.top, size.Width-p.left-p.right, size.Height-p.top-p.bottom)
	}
}
