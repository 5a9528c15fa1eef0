package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Field is a place to write: a label with a quiet addition above, the field with its own focus ring, and room for a
// fault below. Tab always leaves it; Escape, and Enter in a single line without OnSubmitted, go on to what is around.
type Field struct {
	widget.BaseWidget
	focus
	// OnChanged is called for every change a person makes.
	OnChanged func(string)
	// OnLeave is called with the text when the focus leaves a field that was changed since it came: the moment to save.
	OnLeave func(string)

	label    *Text
	fault    *Text
	entry    *entry
	over     *wheel
	foot     *apron // of a single line; nil for a note
	reveal   *Button
	lock     fyne.Resource
	rows     int
	dashed   bool
	dirty    bool
	quiet    bool
	disabled bool
}

func newField(label, addition string, multi, secret bool) *Field {
	f := &Field{focus: newFocus(), entry: newEntry(multi, secret), rows: 1}
	f.label = NewRich(Small)
	f.fault = NewRich(Small, Run{Bold: true, Colour: ColorMissing})
	f.over = newWheel(f.entry)
	if !multi {
		f.foot = newApron(f)
	}
	f.entry.onFocus = f.focused
	f.entry.OnChanged = func(s string) {
		if f.quiet {
			return
		}
		f.dirty = true
		if f.OnChanged != nil {
			f.OnChanged(s)
		}
	}
	f.ExtendBaseWidget(f)
	f.setLabel(label, addition)
	return f
}

// NewTextField makes a field of one line.
func NewTextField(label, addition string) *Field { return newField(label, addition, false, false) }

// NewNoteField makes a field of three rows that scrolls when there is more; see [Field.SetRows].
func NewNoteField(label, addition string) *Field {
	f := newField(label, addition, true, false)
	f.rows = 3
	return f
}

// NewProtectedNote makes a note field with a dashed edge and a lock before its label: what is written stays here.
func NewProtectedNote(lock fyne.Resource, label, addition string) *Field {
	f := NewNoteField(label, addition)
	f.dashed, f.lock = true, lock
	return f
}

// NewPasswordField makes a field that shows dots, and a button with the words show and hide that shows the letters
// and hides them again; the focus goes back to the field, so that she can write on.
func NewPasswordField(label, addition, show, hide string) *Field {
	f := newField(label, addition, false, true)
	f.reveal = NewButton(SmallLink, show, nil)
	f.reveal.press = func() {
		f.entry.Password = !f.entry.Password
		words := show
		if !f.entry.Password {
			words = hide
		}
		f.reveal.SetLabel(words)
		f.entry.Refresh()
		takeFocus(f.entry)
	}
	return f
}

func (f *Field) setLabel(label, addition string) {
	runs := []Run{{Text: label, Bold: true}}
	if addition != "" {
		runs = append(runs, Run{Text: " " + addition, Colour: ColorQuiet})
	}
	f.label.set(runs...)
}

// SetLabel changes the label and the addition.
func (f *Field) SetLabel(label, addition string) {
	f.setLabel(label, addition)
	f.Refresh()
	relayout(f)
}

// Label is the label and the addition.
func (f *Field) Label() string { return f.label.Text() }

// Text is what is written.
func (f *Field) Text() string { return f.entry.Text }

// SetText replaces what is written without calling OnChanged.
func (f *Field) SetText(s string) {
	f.quiet = true
	f.entry.SetText(s)
	f.quiet, f.dirty = false, false
}

// SetPlaceHolder shows quiet words while the field is empty.
func (f *Field) SetPlaceHolder(s string) { f.entry.SetPlaceHolder(s) }

// OnSubmitted is called on Enter in a single line.
func (f *Field) OnSubmitted(do func(string)) { f.entry.OnSubmitted = do }

// SetRows sets how many rows of a note are seen at once.
func (f *Field) SetRows(n int) {
	f.rows = n
	f.Refresh()
	relayout(f)
}

// SetFault shows below the field what is wrong and what to do; empty takes it away.
func (f *Field) SetFault(s string) {
	if s == f.fault.Text() {
		return
	}
	f.fault.set(Run{Text: s, Bold: true, Colour: ColorMissing})
	f.Refresh()
	relayout(f)
}

// Fault is what [Field.SetFault] shows.
func (f *Field) Fault() string { return f.fault.Text() }

// Focusable is what to give to the window's Focus.
func (f *Field) Focusable() fyne.Focusable { return f.entry }

// Disable makes the field readable only.
func (f *Field) Disable() {
	f.disabled = true
	f.entry.Disable()
	f.Refresh()
}

// Enable undoes Disable.
func (f *Field) Enable() {
	f.disabled = false
	f.entry.Enable()
	f.Refresh()
}

// focused follows the entry.
func (f *Field) focused(has bool) {
	f.has = has
	f.Refresh()
	if has {
		f.dirty = false
		EnsureVisible(f)
		return
	}
	if f.dirty && f.OnLeave != nil {
		f.dirty = false
		f.OnLeave(f.entry.Text)
	}
}

func (f *Field) children() []fyne.CanvasObject {
	out := []fyne.CanvasObject{f.entry}
	if f.reveal != nil {
		out = append(out, f.reveal)
	}
	return out
}

// boxHeight is 44 at 100 % for one row.
func (f *Field) boxHeight() float32 { return float32(f.rows)*Body.line() + 20 }

func (f *Field) lockWidth() float32 {
	if f.lock == nil {
		return 0
	}
	return Scaled(16) + 6
}

func (f *Field) labelHeight(width float32) float32 {
	if f.label.Text() == "" {
		return 0
	}
	return f.label.HeightFor(width-f.lockWidth()) + 6
}

// HeightFor is label, field and fault.
func (f *Field) HeightFor(width float32) float32 {
	h := f.labelHeight(width) + f.boxHeight()
	if f.fault.Text() != "" {
		h += 6 + f.fault.HeightFor(width)
	}
	return h
}

// Natural is wide enough to write in.
func (f *Field) Natural() float32 { return max(Scaled(240), f.label.Natural()+f.lockWidth()) }

// MinSize is narrow; fields follow the width they are given.
func (f *Field) MinSize() fyne.Size {
	w := f.Size().Width
	if w <= 0 {
		w = f.Natural()
	}
	return fyne.NewSize(Scaled(80), f.HeightFor(w))
}

// CreateRenderer is Fyne's way in.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	f.ExtendBaseWidget(f)
	box := canvas.NewRectangle(nil)
	dash := &dashes{}
	img := newImage(f.lock)
	r := &renderer{min: f.MinSize}
	fixed := []fyne.CanvasObject{f.label, img, box, f.entry, f.over}
	if f.foot != nil {
		fixed = append(fixed, f.foot)
	}
	if f.reveal != nil {
		fixed = append(fixed, f.reveal)
	}
	fixed = append(fixed, f.fault, f.ring)
	r.layout = func(size fyne.Size) {
		f.arrange(size, box, img)
		r.objects = fixed
		if f.dashed {
			r.objects = append(append([]fyne.CanvasObject{}, fixed...), dash.around(box.Position(), box.Size())...)
		}
	}
	r.refresh = func() {
		fill, edge := f.ground(), ColorEdge
		if f.dashed {
			edge = ""
		}
		if f.fault.Text() != "" {
			edge = ColorMissing
		}
		paint(box, fill, edge, 1, radius)
		r.layout(f.Size())
	}
	r.refresh()
	return r
}

// ground is what is behind the text.
func (f *Field) ground() fyne.ThemeColorName {
	if f.disabled {
		return ColorSide
	}
	return ColorCard
}

// arrange puts the parts into their places.
func (f *Field) arrange(size fyne.Size, box *canvas.Rectangle, img *canvas.Image) {
	w, top := size.Width, f.labelHeight(size.Width)
	lock := f.lockWidth()
	place(f.label, lock, 0, w-lock, max(top-6, 0))
	place(img, 0, (Small.line()-Scaled(16))/2, Scaled(16), Scaled(16))
	h := f.boxHeight()
	place(box, 0, top, w, h)
	room := w
	if f.reveal != nil {
		rw := f.reveal.Natural()
		rh := f.reveal.HeightFor(rw)
		place(f.reveal, w-rw-12, top+(h-rh)/2, rw, rh)
		room -= rw + 16
	}
	lift := f.lift()
	place(f.entry, 4, top+lift, room-8, h-2*lift)
	place(f.over, 0, top, w, h)
	if f.foot != nil {
		const bar = 8 // what of the foot of an entry reacts to the pointer
		place(f.foot, 3, top+h-lift-2-bar, w-6, bar)
	}
	place(f.fault, 0, top+h+6, w, f.fault.HeightFor(w))
	f.around(0, top, w, h, radius)
}

// lift brings Fyne's text, which has its own padding, to the middle of one row.
func (f *Field) lift() float32 {
	letters := fyne.MeasureText("Hg", Body.letters(), fyne.TextStyle{}).Height
	return (Body.line()+20-letters)/2 - innerPadding - 0.5
}
