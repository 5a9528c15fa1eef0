package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// entry is Fyne's text entry without its frame, without the keyboard trap, and with keys that go on to what is around.
type entry struct {
	widget.Entry
	inner   *container.Scroll
	onFocus func(bool)
}

func newEntry(multi, secret bool) *entry {
	e := &entry{}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	if multi {
		e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
	}
	if secret {
		e.Password = true
		e.ActionItem = canvas.NewRectangle(nil) // keeps Fyne's own eye away
		e.ActionItem.Hide()
	}
	e.ExtendBaseWidget(e)
	return e
}

// AcceptsTab is never true: Tab always leaves.
func (e *entry) AcceptsTab() bool { return false }

func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	e.onFocus(true)
}

func (e *entry) FocusLost() {
	e.Entry.FocusLost()
	e.onFocus(false)
}

func (e *entry) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyEscape:
		bubble(e, key)
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		if e.MultiLine && (key.Name == fyne.KeyUp || key.Name == fyne.KeyDown || e.overflows()) {
			e.Entry.TypedKey(key)
		} else {
			bubble(e, key)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if !e.MultiLine && e.OnSubmitted == nil {
			bubble(e, key)
		} else {
			e.Entry.TypedKey(key)
		}
	default:
		e.Entry.TypedKey(key)
	}
}

// overflows says whether the text is higher than the field.
func (e *entry) overflows() bool {
	return e.inner != nil && e.inner.Content != nil && e.inner.Content.MinSize().Height > e.inner.Size().Height+1
}

func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	e.ExtendBaseWidget(e)
	r := e.Entry.CreateRenderer()
	for _, o := range r.Objects() {
		switch o := o.(type) {
		case *canvas.Rectangle:
			o.Hide() // the field around draws the frame
		case *container.Scroll:
			e.inner = o
		}
	}
	return r
}

// wheel lies over an entry and takes the mouse wheel only: the entry gets it while it can scroll that way,
// otherwise what is around does. Clicks go through, because it is nothing but scrollable.
type wheel struct {
	widget.BaseWidget
	over *entry
}

func newWheel(over *entry) *wheel {
	w := &wheel{over: over}
	w.ExtendBaseWidget(w)
	return w
}

func (w *wheel) Scrolled(ev *fyne.ScrollEvent) {
	if e := w.over; e.overflows() {
		limit := e.inner.Content.MinSize().Height - e.inner.Size().Height
		up, down := ev.Scrolled.DY > 0, ev.Scrolled.DY < 0
		if (up && e.inner.Offset.Y > 0.5) || (down && e.inner.Offset.Y < limit-0.5) {
			e.inner.Scrolled(ev)
			return
		}
	}
	path := pathTo(w.over)
	for i := len(path) - 1; i >= 0; i-- {
		if s, ok := path[i].(*container.Scroll); ok {
			s.Scrolled(ev)
			return
		}
	}
}

func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{layout: func(fyne.Size) {}, refresh: func() {}, min: func() fyne.Size { return fyne.Size{} }}
}

// apron lies over the foot of a single line, where Fyne draws a scroll bar when the text is longer than the field: the
// caret moves the text, a bar has nothing to add. It takes taps and the pointer instead of the bar, and gives the
// entry the focus.
type apron struct {
	widget.BaseWidget
	over *Field
}

func newApron(over *Field) *apron {
	a := &apron{over: over}
	a.ExtendBaseWidget(a)
	return a
}

func (a *apron) MouseIn(*desktop.MouseEvent)    {}
func (a *apron) MouseMoved(*desktop.MouseEvent) {}
func (a *apron) MouseOut()                      {}

func (a *apron) Tapped(*fyne.PointEvent) {
	if !a.over.disabled {
		takeFocus(a.over.entry)
	}
}

func (a *apron) Cursor() desktop.Cursor { return desktop.TextCursor }

func (a *apron) CreateRenderer() fyne.WidgetRenderer {
	box := canvas.NewRectangle(nil)
	r := &renderer{objects: []fyne.CanvasObject{box}, min: func() fyne.Size { return fyne.Size{} }}
	r.layout = func(size fyne.Size) { box.Resize(size) }
	r.refresh = func() {
		paint(box, a.over.ground(), "", 0, 0)
		box.Resize(a.Size())
	}
	r.refresh()
	return r
}
