package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// MessageKind is what a message is about; each has its own shape.
type MessageKind int

// The kinds.
const (
	Note  MessageKind = iota // good to know: a ring with an i
	Done                     // it worked: a tick
	Fault                    // it did not: a triangle with !
)

// Message is a line near where something happened: a shape, what happened (bold), and what is safe and what to do.
// An empty message takes no room.
type Message struct {
	widget.BaseWidget
	kind MessageKind
	text *Text
}

// NewMessage makes an empty message.
func NewMessage() *Message {
	m := &Message{text: NewRich(Body)}
	m.ExtendBaseWidget(m)
	m.Hide()
	return m
}

// Say shows a message; advice may be empty.
func (m *Message) Say(kind MessageKind, what, advice string) {
	m.kind = kind
	colour := ColorInk
	if kind == Fault {
		colour = ColorMissing
	}
	runs := []Run{{Text: what, Bold: true, Colour: colour}}
	if advice != "" {
		runs = append(runs, Run{Text: " " + advice})
	}
	m.text.set(runs...)
	m.Show()
	m.Refresh()
	relayout(m)
	if kind == Fault {
		EnsureVisible(m)
	}
}

// Clear takes the message away.
func (m *Message) Clear() {
	if !m.Visible() {
		return
	}
	m.text.set()
	m.Hide()
	relayout(m)
}

// Text is what it says, empty when nothing.
func (m *Message) Text() string { return m.text.Text() }

func (m *Message) indent() float32 { return Scaled(20) + 12 }

// HeightFor follows the words.
func (m *Message) HeightFor(width float32) float32 {
	return m.text.HeightFor(width-32-m.indent()) + 20
}

// Natural is the width on one line.
func (m *Message) Natural() float32 { return m.text.Natural() + m.indent() + 32 }

// MinSize is narrow, because the words wrap.
func (m *Message) MinSize() fyne.Size {
	w := m.Size().Width
	if w <= 0 {
		w = m.Natural()
	}
	return fyne.NewSize(Scaled(80), m.HeightFor(w))
}

// AccessibilityLabel is the words.
func (m *Message) AccessibilityLabel() string { return m.text.Text() }

// AccessibilityRole is text.
func (m *Message) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

const (
	noteSVG  = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><circle cx="10" cy="10" r="8.6" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="M9 9h2v6h-2z" fill="currentColor"/><circle cx="10" cy="6.2" r="1.3" fill="currentColor"/></svg>`
	doneSVG  = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><circle cx="10" cy="10" r="9" fill="currentColor"/><path d="M5.6 10.4l3 3 5.6-6.2" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`
	faultSVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="M10 1.6L19.2 18.2L0.8 18.2Z" fill="currentColor" stroke="currentColor" stroke-width="1.2" stroke-linejoin="round"/><path d="M9 7h2v6h-2z" fill="#fff"/><circle cx="10" cy="15.4" r="1.2" fill="#fff"/></svg>`
)

func (k MessageKind) symbol() fyne.Resource {
	switch k {
	case Done:
		return NewSymbol("done", []byte(doneSVG), ColorInOrder)
	case Fault:
		return NewSymbol("fault", []byte(faultSVG), ColorMissing)
	}
	return NewSymbol("note", []byte(noteSVG), ColorPress)
}

// CreateRenderer is Fyne's way in.
func (m *Message) CreateRenderer() fyne.WidgetRenderer {
	m.ExtendBaseWidget(m)
	box, img := canvas.NewRectangle(nil), newImage(m.kind.symbol())
	r := &renderer{objects: []fyne.CanvasObject{box, img, m.text}, min: m.MinSize}
	r.layout = func(size fyne.Size) {
		box.Resize(size)
		s := Scaled(20)
		place(img, 16, 10+(Body.line()-s)/2, s, s)
		place(m.text, 16+m.indent(), 10, size.Width-32-m.indent(), size.Height-20)
	}
	r.refresh = func() {
		edge := ColorEdge
		if m.kind == Fault {
			edge = ColorMissing
		}
		paint(box, ColorCard, edge, 1, radius)
		img.Resource = m.kind.symbol()
		r.layout(m.Size())
	}
	r.refresh()
	return r
}
