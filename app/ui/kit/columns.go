package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// NewColumns puts objects in columns of equal width, all aligned at the top. When a column would be narrower than
// least (at 100 %, it follows the text size) there are fewer columns and more rows. Fields side by side.
func NewColumns(gap, least float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&columns{gap: gap, least: least}, objects...)
}

type columns struct {
	remembered
	gap, least float32
}

func (c *columns) count(n int, width float32) int {
	for n > 1 && (width-float32(n-1)*c.gap)/float32(n) < Scaled(c.least) {
		n--
	}
	return max(n, 1)
}

func (c *columns) each(objects []fyne.CanvasObject, width float32, do func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	objects = visible(objects)
	n := c.count(len(objects), width)
	w := (width - float32(n-1)*c.gap) / float32(n)
	y := float32(0)
	for i := 0; i < len(objects); i += n {
		if i > 0 {
			y += c.gap
		}
		high := float32(0)
		for j, o := range objects[i:min(i+n, len(objects))] {
			h := HeightFor(o, w)
			high = max(high, h)
			do(o, float32(j)*(w+c.gap), y, w, h)
		}
		y += high
	}
	return y
}

func (c *columns) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return c.each(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (c *columns) natural(objects []fyne.CanvasObject) float32 {
	w := float32(0)
	for _, o := range visible(objects) {
		w = max(w, natural(o))
	}
	n := float32(len(objects))
	return n*max(w, Scaled(c.least)) + max(n-1, 0)*c.gap
}

func (c *columns) MinSize(objects []fyne.CanvasObject) fyne.Size { return c.minSize(c, objects) }

func (c *columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.width = size.Width
	c.each(objects, size.Width, place)
}

// NewCells puts objects on one line in cells of given widths (at 100 %, they follow the text size), each centred
// in height; 0 is a cell that shares what is left, -1 one as wide as its content. Rows made with the same widths
// line up as a table. Where the flexible cells would be too narrow to read, the objects flow like a [NewRow].
func NewCells(gap float32, widths []float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&cells{gap: gap, widths: widths}, objects...)
}

type cells struct {
	remembered
	gap    float32
	widths []float32
}

func (c *cells) width(i int) float32 {
	if i < len(c.widths) {
		return c.widths[i]
	}
	return -1
}

// measure gives every object its width, or nil when the line is too narrow.
func (c *cells) measure(objects []fyne.CanvasObject, width float32) []float32 {
	out := make([]float32, len(objects))
	left, share, least := width-c.gap*float32(len(objects)-1), 0, float32(0)
	for i, o := range objects {
		switch w := c.width(i); {
		case w > 0:
			out[i] = Scaled(w)
		case w < 0:
			out[i] = natural(o)
		default:
			share++
			least += min(natural(o), Scaled(120))
		}
		left -= out[i]
	}
	if left < least-0.5 {
		return nil
	}
	for i := range objects {
		if c.width(i) == 0 {
			out[i] = left / float32(share)
		}
	}
	return out
}

func (c *cells) each(objects []fyne.CanvasObject, width float32, do func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	widths := c.measure(objects, width)
	if widths == nil {
		return (&line{gap: c.gap}).each(objects, width, do)
	}
	high := float32(0)
	for i, o := range objects {
		high = max(high, HeightFor(o, widths[i]))
	}
	x := float32(0)
	for i, o := range objects {
		h := HeightFor(o, widths[i])
		do(o, x, (high-h)/2, widths[i], h)
		x += widths[i] + c.gap
	}
	return high
}

func (c *cells) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return c.each(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (c *cells) natural(objects []fyne.CanvasObject) float32 {
	w := c.gap * float32(len(objects)-1)
	for i, o := range objects {
		if fixed := c.width(i); fixed > 0 {
			w += Scaled(fixed)
			continue
		}
		w += natural(o)
	}
	return w
}

func (c *cells) MinSize(objects []fyne.CanvasObject) fyne.Size { return c.minSize(c, objects) }

func (c *cells) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.remembered.width = size.Width
	c.each(objects, size.Width, place)
}

// NewSpread puts one object at the left, wrapping in what is left, and one at the right at the width it likes;
// where there is no room the right one goes below.
func NewSpread(gap float32, left, right fyne.CanvasObject) *fyne.Container {
	return container.New(&spread{gap: gap}, left, right)
}

type spread struct {
	remembered
	gap float32
}

func (s *spread) each(objects []fyne.CanvasObject, width float32, do func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	left, right := objects[0], objects[1]
	rw := natural(right)
	lw := width - rw - s.gap
	if lw < min(natural(left), width*0.4) {
		rw = min(rw, width)
		h, below := HeightFor(left, width), HeightFor(right, rw)
		do(left, 0, 0, width, h)
		do(right, 0, h+min(s.gap, 12), rw, below)
		return h + min(s.gap, 12) + below
	}
	lw = min(lw, natural(left))
	lh, rh := HeightFor(left, lw), HeightFor(right, rw)
	high := max(lh, rh)
	do(left, 0, (high-lh)/2, lw, lh)
	do(right, width-rw, (high-rh)/2, rw, rh)
	return high
}

func (s *spread) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return s.each(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (s *spread) natural(objects []fyne.CanvasObject) float32 {
	return natural(objects[0]) + s.gap + natural(objects[1])
}

func (s *spread) MinSize(objects []fyne.CanvasObject) fyne.Size { return s.minSize(s, objects) }

func (s *spread) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	s.width = size.Width
	s.each(objects, size.Width, place)
}
