package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Page is what stands beside the side: one column of at most 760 (at 100 %, it follows the text size), in the
// middle, that scrolls; and, if set, a row of buttons that stays at the bottom. It scrolls by wheel, PageUp and
// PageDown, arrows up and down, Home and End when the focused widget has no use for them.
type Page struct {
	widget.BaseWidget
	scroll *container.Scroll
	body   *fyne.Container
	column *column
	foot   fyne.CanvasObject
	shelf  *panel // behind the foot
	rule   *panel // over the foot, while something lies below it
}

// NewPage makes a page whose objects are stacked with a gap.
func NewPage(gap float32, objects ...fyne.CanvasObject) *Page {
	p := &Page{column: &column{stack: stack{gap: gap}}}
	p.shelf, p.rule = newPanel(ColorGround, "", 0, 0), newPanel(ColorLine, "", 0, 0)
	p.body = container.New(p.column, objects...)
	p.scroll = container.NewVScroll(p.body)
	p.ExtendBaseWidget(p)
	return p
}

// SetObjects replaces what the page shows and goes to its top.
func (p *Page) SetObjects(objects ...fyne.CanvasObject) {
	p.body.Objects = objects
	p.scroll.Offset = fyne.Position{}
	p.Refresh()
}

// Objects is what the page shows.
func (p *Page) Objects() []fyne.CanvasObject { return p.body.Objects }

// SetFoot puts an object, most often a row of buttons, at the bottom of the page; nil takes it away.
func (p *Page) SetFoot(o fyne.CanvasObject) *Page {
	p.foot = o
	p.Refresh()
	return p
}

// ScrollToTop goes to the beginning.
func (p *Page) ScrollToTop() { p.scroll.ScrollToTop() }

// Offset is how far the page is scrolled.
func (p *Page) Offset() float32 { return p.scroll.Offset.Y }

// CatchKey scrolls. The window's own key handler may call it when nothing has the focus.
func (p *Page) CatchKey(key *fyne.KeyEvent) bool { return scrollKey(p.scroll, key) }

func (p *Page) children() []fyne.CanvasObject {
	if p.foot == nil {
		return []fyne.CanvasObject{p.scroll}
	}
	return []fyne.CanvasObject{p.scroll, p.foot}
}

func (p *Page) relayout() { p.arrange(p.Size()) }

func (p *Page) arrange(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	foot := float32(0)
	if p.foot != nil {
		x, w := columnAt(size.Width)
		h := HeightFor(p.foot, w)
		foot = h + 18 + 12
		place(p.shelf, 0, size.Height-foot, size.Width, foot)
		place(p.rule, x, size.Height-foot, w, 1)
		place(p.foot, x, size.Height-h-18, w, h)
	}
	p.column.width = size.Width
	p.scroll.Move(fyne.NewPos(0, 0))
	room := fyne.NewSize(size.Width, size.Height-foot)
	if p.scroll.Size() != room {
		p.scroll.Resize(room)
	}
	p.body.Resize(fyne.NewSize(size.Width, max(p.body.MinSize().Height, room.Height)))
	p.column.Layout(p.body.Objects, p.body.Size())
	scrollBy(p.scroll, 0)
	p.rule.Hidden = p.foot == nil || p.body.Size().Height <= room.Height
}

// MinSize lets the page follow the window.
func (p *Page) MinSize() fyne.Size { return fyne.NewSize(240, 120) }

// CreateRenderer is Fyne's way in.
func (p *Page) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	r := &renderer{min: p.MinSize, layout: p.arrange}
	r.refresh = func() {
		r.objects = []fyne.CanvasObject{p.scroll}
		if p.foot != nil {
			r.objects = append(r.objects, p.shelf, p.rule, p.foot)
		}
		p.arrange(p.Size())
	}
	r.refresh()
	return r
}

// column is a stack of at most 760, in the middle, with space around.
type column struct{ stack }

const columnWidth = 760

// columnAt is where the column stands in a width.
func columnAt(width float32) (x, w float32) {
	pad := float32(32)
	w = min(Scaled(columnWidth), width-2*pad)
	return (width - w) / 2, w
}

func (c *column) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	_, w := columnAt(width)
	return c.stack.heightFor(objects, w) + 28 + 28
}

func (c *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s := c.minSize(c, objects)
	return fyne.NewSize(min(s.Width, 240), s.Height)
}

func (c *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.width = size.Width
	x, w := columnAt(size.Width)
	y := float32(28)
	for _, o := range visible(objects) {
		h := HeightFor(o, w)
		place(o, x, y, w, h)
		y += h + c.gap
	}
}

// NewCentred puts one object of a width (at 100 %, it follows the text size) in the middle of the window, and lets
// it scroll when the window is too low: the unlock screen, the first start.
func NewCentred(width float32, o fyne.CanvasObject) *fyne.Container {
	in := container.New(&centred{width: width}, o)
	return container.New(&fill{}, newPanel(ColorGround, "", 0, 0), container.NewVScroll(in))
}

type centred struct {
	remembered
	width float32
}

func (c *centred) room(width float32) float32 { return min(Scaled(c.width), width-32) }

func (c *centred) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightFor(objects[0], c.room(width)) + 48
}

func (c *centred) natural([]fyne.CanvasObject) float32 { return Scaled(c.width) + 32 }

func (c *centred) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s := c.minSize(c, objects)
	return fyne.NewSize(200, s.Height)
}

func (c *centred) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.remembered.width = size.Width
	w := c.room(size.Width)
	h := HeightFor(objects[0], w)
	place(objects[0], (size.Width-w)/2, max((size.Height-h)/2, 24), w, h)
}

// fill gives all objects the whole place, and a scroll its content's height at the new width.
type fill struct{}

func (fill) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, 120) }

func (fill) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, size.Width, size.Height)
		if s, ok := o.(*container.Scroll); ok {
			c := s.Content
			c.Resize(fyne.NewSize(size.Width, max(HeightFor(c, size.Width), size.Height)))
			if in, ok := c.(*fyne.Container); ok {
				in.Layout.Layout(in.Objects, in.Size())
			}
			s.ScrollToOffset(fyne.NewPos(0, min(s.Offset.Y, max(c.Size().Height-size.Height, 0))))
		}
	}
}
