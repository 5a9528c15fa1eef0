package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// KeyCatcher is asked for keys that the focused widget inside it has no use for: a page scrolls, a dialog closes.
// It answers whether it used the key.
type KeyCatcher interface {
	CatchKey(*fyne.KeyEvent) bool
}

// parent is a widget of this package that holds others.
type parent interface {
	children() []fyne.CanvasObject
}

// relayouter is a widget that places its children itself.
type relayouter interface {
	relayout()
}

func canvasFor(o fyne.CanvasObject) fyne.Canvas {
	app := fyne.CurrentApp()
	if app == nil || len(app.Driver().AllWindows()) == 0 {
		return nil
	}
	return app.Driver().CanvasForObject(o)
}

// pathTo is every object from the root of the window, or of the dialog over it, down to o, both included.
// Only Fyne's containers and scrolls and the widgets of this package are looked into.
func pathTo(o fyne.CanvasObject) []fyne.CanvasObject {
	c := canvasFor(o)
	if c == nil {
		return nil
	}
	for _, top := range c.Overlays().List() {
		if p := descend(top, o); p != nil {
			return p
		}
	}
	if c.Content() == nil {
		return nil
	}
	return descend(c.Content(), o)
}

func descend(from, to fyne.CanvasObject) []fyne.CanvasObject {
	if from == to {
		return []fyne.CanvasObject{to}
	}
	var below []fyne.CanvasObject
	switch p := from.(type) {
	case *fyne.Container:
		below = p.Objects
	case *container.Scroll:
		below = []fyne.CanvasObject{p.Content}
	case parent:
		below = p.children()
	}
	for _, child := range below {
		if child == nil {
			continue
		}
		if path := descend(child, to); path != nil {
			return append([]fyne.CanvasObject{from}, path...)
		}
	}
	return nil
}

// relayout lays out everything around o anew, from the window inwards, after its height may have changed.
func relayout(o fyne.CanvasObject) {
	for _, p := range pathTo(o) {
		switch n := p.(type) {
		case *fyne.Container:
			if n.Layout != nil {
				n.Layout.Layout(n.Objects, n.Size())
			}
		case relayouter:
			n.relayout()
		}
	}
}

// Relayout lays out everything around an object anew. Widgets of this package call it themselves when they
// change their height; a screen calls it after it changed a container's Objects or showed or hid something.
func Relayout(o fyne.CanvasObject) {
	relayout(o)
	o.Refresh()
}

// EnsureVisible scrolls what is around an object until the object is seen, with some of what is beside it.
// All widgets of this package do so when they gain the focus.
func EnsureVisible(o fyne.CanvasObject) { ensureArea(o, 0, o.Size().Height) }

// ensureArea does the same for a part of an object, from and to counted from its top.
func ensureArea(o fyne.CanvasObject, from, to float32) {
	const margin = 24
	path := pathTo(o)
	for i, p := range path {
		s, ok := p.(*container.Scroll)
		if !ok || i+2 > len(path) {
			continue
		}
		top := float32(0)
		for _, n := range path[i+2:] {
			top += n.Position().Y
		}
		bottom := top + to + margin
		top = max(top+from-margin, 0)
		at := s.Offset.Y
		if bottom > at+s.Size().Height {
			at = bottom - s.Size().Height
		}
		at = min(at, top)
		limit := max(s.Content.MinSize().Height-s.Size().Height, 0)
		s.ScrollToOffset(fyne.NewPos(0, min(max(at, 0), limit)))
	}
}

// bubble offers a key to what is around a widget, innermost first, and at last to the window (SetOnTypedKey).
func bubble(from fyne.CanvasObject, key *fyne.KeyEvent) {
	path := pathTo(from)
	for i := len(path) - 2; i >= 0; i-- {
		if s, ok := path[i].(*container.Scroll); ok && scrollKey(s, key) {
			return
		}
		if k, ok := path[i].(KeyCatcher); ok && k.CatchKey(key) {
			return
		}
	}
	if c := canvasFor(from); c != nil && c.OnTypedKey() != nil && !isOverlay(c, path) {
		c.OnTypedKey()(key)
	}
}

// scrollKey scrolls by a key that is meant for scrolling, and answers whether it was one.
func scrollKey(s *container.Scroll, key *fyne.KeyEvent) bool {
	high, by := s.Size().Height, float32(0)
	switch key.Name {
	case fyne.KeyPageDown:
		by = high * 0.85
	case fyne.KeyPageUp:
		by = -high * 0.85
	case fyne.KeyDown:
		by = 48
	case fyne.KeyUp:
		by = -48
	case fyne.KeyHome:
		by = -s.Offset.Y
	case fyne.KeyEnd:
		by = s.Content.Size().Height
	default:
		return false
	}
	scrollBy(s, by)
	return true
}

// scrollBy scrolls by a distance, as far as there is something to see.
func scrollBy(s *container.Scroll, by float32) {
	limit := max(s.Content.Size().Height-s.Size().Height, 0)
	s.ScrollToOffset(fyne.NewPos(0, min(max(s.Offset.Y+by, 0), limit)))
}

// bubbleRune offers a letter to the window (SetOnTypedRune), unless a dialog is open.
func bubbleRune(from fyne.CanvasObject, r rune) {
	if c := canvasFor(from); c != nil && c.OnTypedRune() != nil && c.Overlays().Top() == nil {
		c.OnTypedRune()(r)
	}
}

func isOverlay(c fyne.Canvas, path []fyne.CanvasObject) bool {
	return len(path) > 0 && path[0] != c.Content()
}

// focus is what every focusable widget of this package holds: whether it has the focus and the pointer, and its ring.
type focus struct {
	has, hover bool
	ring       *canvas.Rectangle
}

func newFocus() focus {
	r := canvas.NewRectangle(nil)
	r.Hide()
	return focus{ring: r}
}

// around draws the ring two pixels outside a shape, or hides it.
func (f *focus) around(x, y, w, h, corner float32) {
	const out = ringGap + ringWidth
	paint(f.ring, "", ColorFocus, ringWidth, corner+out)
	place(f.ring, x-out, y-out, w+2*out, h+2*out)
	if f.has {
		f.ring.Show()
	} else {
		f.ring.Hide()
	}
}

// takeFocus asks the window for the focus, as a tap does.
func takeFocus(w fyne.Focusable) {
	if c := canvasFor(w.(fyne.CanvasObject)); c != nil && c.Focused() != w {
		c.Focus(w)
	}
}
