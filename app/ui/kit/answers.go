package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Answer is one of the answers of an [AnswerRow]: a shape and a word, never a colour alone.
type Answer struct {
	Symbol fyne.Resource // nil for answers on a scale
	Word   string
}

// AnswerRow is one question's answers as large buttons that show their keys. It is one Tab stop: arrows move,
// 1 to 9 choose at once, Space and Enter choose what the arrows stand on. Enter on what is chosen already goes on
// to what is around it, so that Enter twice answers and continues. Where the words have no room there are more rows.
type AnswerRow struct {
	widget.DisableableWidget
	focus
	answers  []Answer
	chosen   int
	at       int
	onChosen func(int)

	words  []*Text
	digits []*canvas.Text
}

// NewAnswerRow shows answers with one chosen (-1: none) and calls onChosen with the index when a person chooses.
func NewAnswerRow(answers []Answer, chosen int, onChosen func(int)) *AnswerRow {
	a := &AnswerRow{focus: newFocus(), answers: answers, chosen: chosen, at: max(chosen, 0), onChosen: onChosen}
	for i, x := range answers {
		a.words = append(a.words, NewRich(Body, Run{Text: x.Word, Bold: true}).Aligned(fyne.TextAlignCenter))
		a.digits = append(a.digits, canvas.NewText(string(rune('1'+i)), nil))
	}
	a.ExtendBaseWidget(a)
	return a
}

// Chosen is the index of the chosen answer, -1 when none is.
func (a *AnswerRow) Chosen() int { return a.chosen }

// SetChosen shows another answer as chosen without calling anyone.
func (a *AnswerRow) SetChosen(i int) {
	a.chosen = i
	if i >= 0 {
		a.at = i
	}
	a.Refresh()
}

// Choose is what a tap or a digit does: the answer is shown as chosen and the owner is told.
// An index that does not exist is ignored.
func (a *AnswerRow) Choose(i int) {
	if i < 0 || i >= len(a.answers) || a.Disabled() {
		return
	}
	a.SetChosen(i)
	if a.onChosen != nil {
		a.onChosen(i)
	}
}

const (
	answerGap = 10
	answerPad = 10
)

// columns is how many answers stand beside each other: all, if the longest word fits, else fewer in even rows.
func (a *AnswerRow) columns(width float32) int {
	longest := float32(0)
	for _, x := range a.answers {
		for word := range strings.FieldsSeq(x.Word) {
			longest = max(longest, fyne.MeasureText(word, Body.letters(), fyne.TextStyle{Bold: true}).Width)
		}
	}
	n := len(a.answers)
	for per := n; per > 1; per-- {
		if per != (n+(n+per-1)/per-1)/((n+per-1)/per) {
			continue // leaves a ragged row that a smaller number would fill evenly
		}
		if a.cellWidth(width, per) >= longest+2*answerPad+2 {
			return per
		}
	}
	return 1
}

func (a *AnswerRow) cellWidth(width float32, per int) float32 {
	return (width - float32(per-1)*answerGap) / float32(per)
}

func (a *AnswerRow) symbolSide() float32 {
	for _, x := range a.answers {
		if x.Symbol != nil {
			return Scaled(18)
		}
	}
	return 0
}

// cellHeight is 72 at 100 % with one line of words.
func (a *AnswerRow) cellHeight(cell float32) float32 {
	words := float32(0)
	for _, w := range a.words {
		words = max(words, w.HeightFor(cell-2*answerPad))
	}
	h := 24 + words
	if s := a.symbolSide(); s > 0 {
		h += s + 6
	} else {
		h += Key.line() // the digit stands above the words, not beside them
	}
	return max(h, Scaled(40)+32)
}

// HeightFor is the height of all rows.
func (a *AnswerRow) HeightFor(width float32) float32 {
	per := a.columns(width)
	rows := (len(a.answers) + per - 1) / per
	return float32(rows)*(a.cellHeight(a.cellWidth(width, per))+answerGap) - answerGap
}

// Natural is the width with all words on one line.
func (a *AnswerRow) Natural() float32 {
	w := float32(0)
	for _, t := range a.words {
		w = max(w, t.Natural())
	}
	n := float32(len(a.answers))
	return n*(w+2*answerPad+24) + (n-1)*answerGap
}

// MinSize is narrow, because the row can wrap.
func (a *AnswerRow) MinSize() fyne.Size {
	w := a.Size().Width
	if w <= 0 {
		w = a.Natural()
	}
	return fyne.NewSize(Scaled(80), a.HeightFor(w))
}

// cell is the place of one answer.
func (a *AnswerRow) cell(i int, width float32) (x, y, w, h float32) {
	per := a.columns(width)
	w = a.cellWidth(width, per)
	h = a.cellHeight(w)
	return float32(i%per) * (w + answerGap), float32(i/per) * (h + answerGap), w, h
}

// Tapped chooses what was tapped.
func (a *AnswerRow) Tapped(ev *fyne.PointEvent) {
	if a.Disabled() {
		return
	}
	takeFocus(a)
	for i := range a.answers {
		x, y, w, h := a.cell(i, a.Size().Width)
		if p := ev.Position; p.X >= x && p.X < x+w && p.Y >= y && p.Y < y+h {
			a.Choose(i)
			return
		}
	}
}

// TypedKey moves with arrows and chooses with Space and Enter.
func (a *AnswerRow) TypedKey(key *fyne.KeyEvent) {
	per := a.columns(a.Size().Width)
	switch key.Name {
	case fyne.KeyLeft:
		a.move(a.at - 1)
	case fyne.KeyRight:
		a.move(a.at + 1)
	case fyne.KeyHome:
		a.move(0)
	case fyne.KeyEnd:
		a.move(len(a.answers) - 1)
	case fyne.KeyUp, fyne.KeyDown:
		if per == len(a.answers) {
			bubble(a, key)
		} else if key.Name == fyne.KeyUp {
			a.move(a.at - per)
		} else {
			a.move(a.at + per)
		}
	case fyne.KeySpace:
		a.Choose(a.at)
	case fyne.KeyReturn, fyne.KeyEnter:
		if a.at == a.chosen {
			bubble(a, key)
		} else {
			a.Choose(a.at)
		}
	default:
		bubble(a, key)
	}
}

func (a *AnswerRow) move(to int) {
	if to >= 0 && to < len(a.answers) {
		a.at = to
		a.Refresh()
	}
}

// TypedRune chooses by digit.
func (a *AnswerRow) TypedRune(r rune) {
	if i := int(r - '1'); i >= 0 && i < len(a.answers) {
		a.Choose(i)
	} else if r != ' ' {
		bubbleRune(a, r)
	}
}

// FocusGained shows the ring and scrolls the row into view.
func (a *AnswerRow) FocusGained() {
	a.has = true
	a.Refresh()
	EnsureVisible(a)
}

// FocusLost hides the ring.
func (a *AnswerRow) FocusLost() {
	a.has = false
	a.Refresh()
}

// Cursor is a hand.
func (a *AnswerRow) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel is the answers and which is chosen.
func (a *AnswerRow) AccessibilityLabel() string {
	words := make([]string, len(a.answers))
	for i, x := range a.answers {
		words[i] = string(rune('1'+i)) + " " + x.Word
		if i == a.chosen {
			words[i] = "✓ " + words[i]
		}
	}
	return strings.Join(words, ", ")
}

// AccessibilityRole is button, the nearest that Fyne has.
func (a *AnswerRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is Fyne's way in.
func (a *AnswerRow) CreateRenderer() fyne.WidgetRenderer {
	a.ExtendBaseWidget(a)
	r := &renderer{min: a.MinSize}
	boxes := make([]*canvas.Rectangle, len(a.answers))
	images := make([]*canvas.Image, len(a.answers))
	for i, x := range a.answers {
		boxes[i] = canvas.NewRectangle(nil)
		images[i] = newImage(x.Symbol)
		r.objects = append(r.objects, boxes[i], images[i], a.words[i], a.digits[i])
	}
	r.objects = append(r.objects, a.ring)
	r.layout = func(size fyne.Size) {
		for i := range a.answers {
			x, y, w, h := a.cell(i, size.Width)
			place(boxes[i], x, y, w, h)
			a.placeCell(i, images[i], x, y, w, h)
		}
		if len(a.answers) > 0 {
			x, y, w, h := a.cell(a.at, size.Width)
			a.around(x, y, w, h, radius)
		}
	}
	r.refresh = func() {
		for i := range a.answers {
			fill, edge, width := ColorCard, ColorEdge, float32(1)
			if a.Disabled() {
				fill = ColorSide
			}
			if i == a.chosen {
				fill, edge, width = ColorChosen, ColorPress, 2
			}
			paint(boxes[i], fill, edge, width, radius)
			a.digits[i].Color, a.digits[i].TextSize = ink(ColorQuiet), Key.letters()
		}
		r.layout(a.Size())
	}
	r.refresh()
	return r
}

// placeCell puts digit, symbol and word of one answer into its place.
func (a *AnswerRow) placeCell(i int, img *canvas.Image, x, y, w, h float32) {
	m := a.digits[i].MinSize()
	place(a.digits[i], x+answerPad, y+9, m.Width, m.Height)
	side := a.symbolSide()
	words := a.words[i].HeightFor(w - 2*answerPad)
	head := 9 + m.Height - 2
	top := y + head + (h-head-8-words)/2
	if side > 0 {
		most := words // all symbols on one height, even where a word takes two lines
		for _, t := range a.words {
			most = max(most, t.HeightFor(w-2*answerPad))
		}
		top = y + (h-side-4-most)/2
		place(img, x+(w-side)/2, top, side, side)
		top += side + 4
	}
	place(a.words[i], x+answerPad, top, w-2*answerPad, words)
}
