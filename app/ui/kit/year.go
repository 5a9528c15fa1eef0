package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Step is one step of a [YearLine].
type Step struct {
	Symbol fyne.Resource
	Title  string
	Text   string // quiet, may be empty
}

// YearLine shows the steps of the year beside each other with a line between; where they have no room, under
// each other.
type YearLine struct {
	widget.BaseWidget
	steps  []Step
	titles []*Text
	texts  []*Text
}

// NewYearLine makes a line of steps.
func NewYearLine(steps ...Step) *YearLine {
	y := &YearLine{}
	y.ExtendBaseWidget(y)
	y.set(steps)
	return y
}

func (y *YearLine) set(steps []Step) {
	y.steps, y.titles, y.texts = steps, nil, nil
	for _, s := range steps {
		y.titles = append(y.titles, NewRich(Body, Run{Text: s.Title, Bold: true}))
		y.texts = append(y.texts, NewQuiet(Small, s.Text))
	}
}

// Set shows other steps.
func (y *YearLine) Set(steps ...Step) {
	y.set(steps)
	y.Refresh()
	relayout(y)
}

// cell is the width of one step, or 0 when they stand under each other.
func (y *YearLine) cell(width float32) float32 {
	w := width / float32(max(len(y.steps), 1))
	for _, t := range y.titles {
		if t.Natural() > w-4 && w < Scaled(148) {
			return 0
		}
	}
	return w
}

func (y *YearLine) side() float32 { return Scaled(18) }

// HeightFor is the height of the highest step, or of all.
func (y *YearLine) HeightFor(width float32) float32 {
	h := float32(0)
	if w := y.cell(width); w > 0 {
		for i := range y.steps {
			h = max(h, y.titles[i].HeightFor(w-8)+y.textHeight(i, w-16))
		}
		return y.side() + 4 + h
	}
	w := width - y.side() - 12
	for i := range y.steps {
		h += y.titles[i].HeightFor(w) + y.textHeight(i, w) + 8
	}
	return h - 8
}

func (y *YearLine) textHeight(i int, width float32) float32 {
	if y.steps[i].Text == "" {
		return 0
	}
	return y.texts[i].HeightFor(width)
}

// Natural is the width with room to spare.
func (y *YearLine) Natural() float32 { return Scaled(150) * float32(len(y.steps)) }

// MinSize is narrow, because the steps can stand under each other.
func (y *YearLine) MinSize() fyne.Size {
	w := y.Size().Width
	if w <= 0 {
		w = y.Natural()
	}
	return fyne.NewSize(Scaled(80), y.HeightFor(w))
}

// CreateRenderer is Fyne's way in.
func (y *YearLine) CreateRenderer() fyne.WidgetRenderer {
	y.ExtendBaseWidget(y)
	r := &renderer{min: y.MinSize}
	var images []*canvas.Image
	var links []*canvas.Rectangle
	r.layout = func(size fyne.Size) {
		if w := y.cell(size.Width); w > 0 {
			y.across(w, images, links)
		} else {
			y.down(size.Width, images, links)
		}
	}
	r.refresh = func() {
		images, links, r.objects = nil, nil, nil
		for i, s := range y.steps {
			images, links = append(images, newImage(s.Symbol)), append(links, canvas.NewRectangle(nil))
			paint(links[i], ColorLine, "", 0, 0)
			r.objects = append(r.objects, links[i], images[i], y.titles[i], y.texts[i])
		}
		r.layout(y.Size())
	}
	r.refresh()
	return r
}

func (y *YearLine) across(w float32, images []*canvas.Image, links []*canvas.Rectangle) {
	s := y.side()
	for i := range y.steps {
		x := float32(i) * w
		place(images[i], x+(w-s)/2, 0, s, s)
		place(links[i], x+(w+s)/2+6, s/2-1, max(w-s-12, 0), 2)
		links[i].Hidden = i == len(y.steps)-1
		y.titles[i].align, y.texts[i].align = fyne.TextAlignCenter, fyne.TextAlignCenter
		h := y.titles[i].HeightFor(w - 8)
		place(y.titles[i], x+4, s+4, w-8, h)
		place(y.texts[i], x+8, s+4+h, w-16, y.textHeight(i, w-16))
	}
}

func (y *YearLine) down(width float32, images []*canvas.Image, links []*canvas.Rectangle) {
	s, top := y.side(), float32(0)
	w := width - s - 12
	for i := range y.steps {
		at := top + (Body.line()-s)/2
		place(images[i], 0, at, s, s)
		y.titles[i].align, y.texts[i].align = fyne.TextAlignLeading, fyne.TextAlignLeading
		h, below := y.titles[i].HeightFor(w), y.textHeight(i, w)
		place(y.titles[i], s+12, top, w, h)
		place(y.texts[i], s+12, top+h, w, below)
		place(links[i], s/2-1, at+s+3, 2, max(h+below+8-s-6, 0))
		links[i].Hidden = i == len(y.steps)-1
		top += h + below + 8
	}
}
