package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Side is the list of places at the left: the program's mark and name, places in groups, and some at the bottom.
// It has no scroll bar: in a low window its rows move closer, and the names of the groups go first. In a narrow window
// its names are smaller, and in a very narrow one they are seen only beside what has the focus or the pointer.
type Side struct {
	widget.BaseWidget
	mark   fyne.Resource
	title  *Text
	top    []sideRow
	bottom []sideRow
	form   sideForm
	tip    func(item *NavItem, show bool)
}

// sideForm is how much of the side is seen.
type sideForm int

const (
	sideWhole  sideForm = iota
	sideSlim            // smaller names
	sideShapes          // no names
)

type sideRow struct {
	item  *NavItem
	group *Text
}

// NewSide makes a side with the program's mark and name.
func NewSide(mark fyne.Resource, title string) *Side {
	s := &Side{mark: mark, title: NewRich(Body, Run{Text: title, Bold: true})}
	s.ExtendBaseWidget(s)
	return s
}

// Add puts places at the top part, below each other.
func (s *Side) Add(items ...*NavItem) {
	for _, i := range items {
		s.top = append(s.top, sideRow{item: s.adopt(i)})
	}
	s.Refresh()
}

// AddGroup puts a small heading and the places that belong to it at the top part.
func (s *Side) AddGroup(name string, items ...*NavItem) {
	s.top = append(s.top, sideRow{group: NewQuiet(Key, name)})
	s.Add(items...)
}

// AddBottom puts places at the bottom.
func (s *Side) AddBottom(items ...*NavItem) {
	for _, i := range items {
		s.bottom = append(s.bottom, sideRow{item: s.adopt(i)})
	}
	s.Refresh()
}

// Items is all places, from top to bottom.
func (s *Side) Items() []*NavItem {
	var out []*NavItem
	for _, r := range append(append([]sideRow{}, s.top...), s.bottom...) {
		if r.item != nil {
			out = append(out, r.item)
		}
	}
	return out
}

// Choose marks one place as the one she is at, and no other; nil marks none.
func (s *Side) Choose(item *NavItem) {
	for _, i := range s.Items() {
		i.SetChosen(i == item)
	}
}

func (s *Side) adopt(i *NavItem) *NavItem {
	i.tip = func(item *NavItem, show bool) {
		if s.tip != nil {
			s.tip(item, show)
		}
	}
	i.move = func(from *NavItem, by int) {
		items := s.Items()
		for at, item := range items {
			if to := at + by; item == from && to >= 0 && to < len(items) {
				takeFocus(items[to])
			}
		}
	}
	return i
}

func (s *Side) setForm(to sideForm) {
	if s.form == to {
		return
	}
	s.form = to
	for _, i := range s.Items() {
		i.setForm(to)
	}
	s.Refresh()
}

// width is 264 at 100 %, 204 with smaller names, or just the shapes.
func (s *Side) width() float32 { return s.form.width() }

func (f sideForm) width() float32 {
	switch f {
	case sideSlim:
		return Scaled(204)
	case sideShapes:
		return Scaled(30) + 46
	}
	return Scaled(264)
}

// pad is the space between the edge of the side and its places.
func (f sideForm) pad() float32 {
	if f == sideSlim {
		return 8
	}
	return 12
}

func (s *Side) children() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, i := range s.Items() {
		out = append(out, i)
	}
	return out
}

// MinSize lets the side follow the window.
func (s *Side) MinSize() fyne.Size { return fyne.NewSize(s.width(), Scaled(100)) }

// CreateRenderer is Fyne's way in.
func (s *Side) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	ground, edge, img := canvas.NewRectangle(nil), canvas.NewRectangle(nil), newImage(s.mark)
	r := &renderer{min: s.MinSize}
	r.layout = func(size fyne.Size) {
		ground.Resize(size)
		place(edge, size.Width-1, 0, 1, size.Height)
		s.arrange(size, img)
	}
	r.refresh = func() {
		paint(ground, ColorSide, "", 0, 0)
		paint(edge, ColorLine, "", 0, 0)
		r.objects = []fyne.CanvasObject{ground, edge, img, s.title}
		for _, row := range append(append([]sideRow{}, s.top...), s.bottom...) {
			if row.group != nil {
				r.objects = append(r.objects, row.group)
				continue
			}
			row.item.setForm(s.form)
			r.objects = append(r.objects, row.item)
		}
		s.title.Hidden = s.form == sideShapes
		r.layout(s.Size())
	}
	r.refresh()
	return r
}

// arrange finds row heights that fit and places everything.
func (s *Side) arrange(size fyne.Size, img *canvas.Image) {
	const headPad = 20
	sidePad, mark := s.form.pad(), Scaled(28)
	if s.form == sideShapes {
		place(img, (size.Width-mark)/2, headPad, mark, mark)
	} else {
		left := 2 * sidePad
		place(img, left, headPad, mark, mark)
		place(s.title, left+mark+10, headPad+(mark-Body.line())/2, max(size.Width-mark-58, 1), Body.line())
	}
	rowHeight, groupHeight := s.rowHeights(size.Height - headPad - mark - 16)
	y := headPad + mark + 16
	for _, row := range s.top {
		if row.group != nil {
			row.group.Hidden = s.form == sideShapes || groupHeight < Key.line()
			place(row.group, 2*sidePad, y+groupHeight-Key.line()-2, max(size.Width-36, 1), Key.line())
			y += groupHeight
			continue
		}
		place(row.item, sidePad, y, size.Width-2*sidePad, rowHeight)
		y += rowHeight
	}
	y = max(y, size.Height-12-float32(len(s.bottom))*rowHeight)
	for _, row := range s.bottom {
		place(row.item, sidePad, y, size.Width-2*sidePad, rowHeight)
		y += rowHeight
	}
}

// rowHeights is how high a place and a group's name may be so that all fit into a height.
func (s *Side) rowHeights(room float32) (rowHeight, groupHeight float32) {
	rowHeight, groupHeight = Body.line()+10, Key.line()+24
	groups := float32(0)
	for _, r := range s.top {
		if r.group != nil {
			groups++
		}
	}
	items := float32(len(s.Items()))
	if s.form == sideShapes {
		groupHeight = 12
	}
	room -= 24
	if items*rowHeight+groups*groupHeight > room {
		groupHeight = min(groupHeight, Key.line()+6)
	}
	if items*rowHeight+groups*groupHeight > room && items > 0 {
		if least := Body.line() + 2; s.form == sideShapes || (room-groups*groupHeight)/items < least {
			groupHeight = 6
		}
		rowHeight = (room - groups*groupHeight) / items
	}
	return max(rowHeight, 22), groupHeight
}
