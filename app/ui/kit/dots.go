package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Dots is a row of small status shapes, one a question, with a line under the present one. A tap on a shape tells
// its index. It is no Tab stop: the keyboard goes through the questions one by one.
type Dots struct {
	widget.BaseWidget
	symbols []fyne.Resource
	current int
	onTap   func(int)
}

// NewDots makes a row; current is -1 when none is marked, onTap may be nil.
func NewDots(symbols []fyne.Resource, current int, onTap func(int)) *Dots {
	d := &Dots{symbols: symbols, current: current, onTap: onTap}
	d.ExtendBaseWidget(d)
	return d
}

// Set shows other shapes or marks another one.
func (d *Dots) Set(symbols []fyne.Resource, current int) {
	d.symbols, d.current = symbols, current
	d.Refresh()
	relayout(d)
}

func dotSide() float32  { return Scaled(16) }
func dotRow() float32   { return Scaled(16) + 10 }
func dotPitch() float32 { return Scaled(16) + 7 }

func (d *Dots) perRow(width float32) int {
	return max(min(int((width+7.5)/dotPitch()), len(d.symbols)), 1)
}

// HeightFor is one row or more.
func (d *Dots) HeightFor(width float32) float32 {
	per := d.perRow(width)
	return float32((len(d.symbols)+per-1)/per) * dotRow()
}

// Natural is the width of one row.
func (d *Dots) Natural() float32 { return max(float32(len(d.symbols))*dotPitch()-7, 1) }

// MinSize is narrow, because the row wraps.
func (d *Dots) MinSize() fyne.Size {
	w := d.Size().Width
	if w <= 0 {
		w = d.Natural()
	}
	return fyne.NewSize(dotPitch(), d.HeightFor(w))
}

// Tapped tells which shape was hit.
func (d *Dots) Tapped(ev *fyne.PointEvent) {
	per := d.perRow(d.Size().Width)
	i := int(ev.Position.Y/dotRow())*per + min(int(ev.Position.X/dotPitch()), per-1)
	if d.onTap != nil && i >= 0 && i < len(d.symbols) {
		d.onTap(i)
	}
}

// Cursor is a hand where a tap does something.
func (d *Dots) Cursor() desktop.Cursor {
	if d.onTap == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// CreateRenderer is Fyne's way in.
func (d *Dots) CreateRenderer() fyne.WidgetRenderer {
	d.ExtendBaseWidget(d)
	mark := canvas.NewRectangle(nil)
	var images []*canvas.Image
	r := &renderer{min: d.MinSize}
	r.layout = func(size fyne.Size) {
		per := d.perRow(size.Width)
		mark.Hide()
		for i, img := range images {
			x, y := float32(i%per)*dotPitch(), float32(i/per)*dotRow()
			place(img, x, y+4, dotSide(), dotSide())
			if i == d.current {
				place(mark, x-1, y+dotSide()+6, dotSide()+2, 3)
				mark.Show()
			}
		}
	}
	r.refresh = func() {
		images = images[:0]
		r.objects = []fyne.CanvasObject{mark}
		for _, s := range d.symbols {
			img := newImage(s)
			images = append(images, img)
			r.objects = append(r.objects, img)
		}
		paint(mark, ColorPress, "", 0, 1.5)
		r.layout(d.Size())
	}
	r.refresh()
	return r
}

// Bar is a thin bar that shows how much of something is done; beside it stands the number in words.
type Bar struct {
	widget.BaseWidget
	value float32
}

// NewBar makes a bar; done of all, all 0 shows an empty one.
func NewBar(done, all int) *Bar {
	b := &Bar{}
	b.ExtendBaseWidget(b)
	b.set(done, all)
	return b
}

func (b *Bar) set(done, all int) {
	b.value = 0
	if all > 0 {
		b.value = min(max(float32(done)/float32(all), 0), 1)
	}
}

// Set changes how much is done.
func (b *Bar) Set(done, all int) {
	b.set(done, all)
	b.Refresh()
}

// MinSize is 6 high.
func (b *Bar) MinSize() fyne.Size { return fyne.NewSize(Scaled(80), 6) }

// CreateRenderer is Fyne's way in.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	track, fill := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	r := &renderer{objects: []fyne.CanvasObject{track, fill}, min: b.MinSize}
	r.layout = func(size fyne.Size) {
		y := (size.Height - 6) / 2
		place(track, 0, y, size.Width, 6)
		place(fill, 0, y, size.Width*b.value, 6)
	}
	r.refresh = func() {
		paint(track, ColorTrack, "", 0, 3)
		paint(fill, ColorPress, "", 0, 3)
		fill.Hidden = b.value == 0
		r.layout(b.Size())
	}
	r.refresh()
	return r
}
