package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Segments is a few short words beside each other of which one is chosen. It is one Tab stop: arrows choose the
// neighbour, digits choose at once, Space chooses the first when none is, Enter goes on to what is around it. The
// chosen word is bold in a strong edge.
type Segments struct {
	widget.BaseWidget
	focus
	words     []*Text
	widths    []float32 // as if bold, so that nothing moves when another is chosen
	scale     float32   // what the widths were measured at
	chosen    int
	onChanged func(int)
}

// NewSegments makes a choice with one chosen (-1: none) and calls onChanged when a person changes it.
func NewSegments(words []string, chosen int, onChanged func(int)) *Segments {
	s := &Segments{focus: newFocus(), chosen: chosen, onChanged: onChanged}
	for _, w := range words {
		s.words = append(s.words, NewRich(Body, Run{Text: w, Bold: true}).Aligned(fyne.TextAlignCenter))
	}
	s.ExtendBaseWidget(s)
	return s
}

// Chosen is the index of the chosen word, -1 when none is.
func (s *Segments) Chosen() int { return s.chosen }

// Choose is what a tap does; an index that does not exist, and the chosen one, are ignored.
func (s *Segments) Choose(i int) {
	if i < 0 || i >= len(s.words) || i == s.chosen {
		return
	}
	s.chosen = i
	s.Refresh()
	if s.onChanged != nil {
		s.onChanged(i)
	}
}

const (
	segmentGap = 10 // the focus ring reaches 5 out
	segmentPad = 12
)

// width is the room of one word.
func (s *Segments) width(i int) float32 {
	if s.scale != Scale() {
		s.scale, s.widths = Scale(), nil
		for _, t := range s.words {
			bold := NewRich(Body, Run{Text: t.Text(), Bold: true})
			s.widths = append(s.widths, bold.Natural()+2*segmentPad)
		}
	}
	return s.widths[i]
}

// each calls do with the place of every word, and answers the height of all.
func (s *Segments) each(width float32, do func(i int, x, y, w, h float32)) float32 {
	h := Body.line() + 12
	x, y := float32(0), float32(0)
	for i := range s.words {
		w := min(s.width(i), width)
		if x > 0 && x+w > width+0.5 {
			x, y = 0, y+h+segmentGap
		}
		do(i, x, y, w, h)
		x += w + segmentGap
	}
	return y + h
}

// HeightFor is one row, or more where the words have no room.
func (s *Segments) HeightFor(width float32) float32 {
	return s.each(width, func(int, float32, float32, float32, float32) {})
}

// Natural is the width of one row.
func (s *Segments) Natural() float32 {
	w := float32(-segmentGap)
	for i := range s.words {
		w += s.width(i) + segmentGap
	}
	return w + 1
}

// MinSize is narrow, because the words can stand in more rows.
func (s *Segments) MinSize() fyne.Size {
	w := s.Size().Width
	if w <= 0 {
		w = s.Natural()
	}
	return fyne.NewSize(Scaled(80), s.HeightFor(w))
}

// Tapped chooses what was tapped.
func (s *Segments) Tapped(ev *fyne.PointEvent) {
	takeFocus(s)
	p := ev.Position
	s.each(s.Size().Width, func(i int, x, y, w, h float32) {
		if p.X >= x && p.X < x+w && p.Y >= y && p.Y < y+h {
			s.Choose(i)
		}
	})
}

// TypedKey chooses the neighbour with the arrows.
func (s *Segments) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyLeft:
		s.Choose(s.chosen - 1)
	case fyne.KeyRight:
		s.Choose(s.chosen + 1)
	case fyne.KeySpace:
		s.Choose(max(s.chosen, 0))
	default:
		bubble(s, key)
	}
}

// TypedRune chooses by digit.
func (s *Segments) TypedRune(r rune) {
	if i := int(r - '1'); i >= 0 && i < len(s.words) {
		s.Choose(i)
	} else if r != ' ' {
		bubbleRune(s, r)
	}
}

// FocusGained shows the ring and scrolls the words into view.
func (s *Segments) FocusGained() {
	s.has = true
	s.Refresh()
	EnsureVisible(s)
}

// FocusLost hides the ring.
func (s *Segments) FocusLost() {
	s.has = false
	s.Refresh()
}

// Cursor is a hand.
func (s *Segments) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel is the words and which is chosen.
func (s *Segments) AccessibilityLabel() string {
	words := make([]string, len(s.words))
	for i, w := range s.words {
		words[i] = w.Text()
		if i == s.chosen {
			words[i] = "✓ " + words[i]
		}
	}
	return strings.Join(words, ", ")
}

// AccessibilityRole is button, the nearest that Fyne has.
func (s *Segments) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is Fyne's way in.
func (s *Segments) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := &renderer{min: s.MinSize}
	boxes := make([]*canvas.Rectangle, len(s.words))
	for i, w := range s.words {
		boxes[i] = canvas.NewRectangle(nil)
		r.objects = append(r.objects, boxes[i], w)
	}
	r.objects = append(r.objects, s.ring)
	r.layout = func(size fyne.Size) {
		s.each(size.Width, func(i int, x, y, w, h float32) {
			place(boxes[i], x, y, w, h)
			place(s.words[i], x+segmentPad, y+6, w-2*segmentPad, h-12)
			if i == max(s.chosen, 0) {
				s.around(x, y, w, h, radius)
			}
		})
	}
	r.refresh = func() {
		for i, b := range boxes {
			s.words[i].setBold(i == s.chosen)
			paint(b, ColorCard, ColorEdge, 1, radius)
			if i == s.chosen {
				paint(b, ColorChosen, ColorPress, 2, radius)
			}
		}
		r.layout(s.Size())
	}
	r.refresh()
	return r
}
