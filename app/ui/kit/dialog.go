package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// DialogButton is one way out of a dialog.
type DialogButton struct {
	Label string
	Do    func() // called after the dialog has closed; may be nil
	Safe  bool   // changes nothing: has the focus at first, and Escape presses it
}

// DialogContent is what a dialog says.
type DialogContent struct {
	Title   string
	Text    string            // wraps; line feeds make paragraphs
	Body    fyne.CanvasObject // more, may be nil
	Focus   fyne.Focusable    // what has the focus at first instead of the safe button, e.g. a field in Body
	Buttons []DialogButton    // from the safe one to the one that acts; the last is filled
}

// Dialog asks before something that cannot be undone. It lies over the window, keeps the focus inside, closes by
// its buttons and Escape, and gives the focus back to where it was.
type Dialog struct {
	widget.BaseWidget
	canvas  fyne.Canvas
	before  fyne.Focusable
	card    *fyne.Container
	scroll  *container.Scroll
	buttons []*Button
	escape  func()
	first   fyne.Focusable
	closed  bool
	unseen  bool // lies over the window, but is not drawn
}

// ShowDialog opens a dialog over a window.
func ShowDialog(c fyne.Canvas, content DialogContent) *Dialog {
	d := &Dialog{canvas: c}
	var row []fyne.CanvasObject
	for i, b := range content.Buttons {
		look := Secondary
		if i == len(content.Buttons)-1 {
			look = Primary
		}
		btn := NewButton(look, b.Label, func() {
			d.Close()
			if b.Do != nil {
				b.Do()
			}
		})
		if b.Safe {
			d.escape = btn.Press
		}
		d.buttons, row = append(d.buttons, btn), append(row, btn)
	}
	parts := []fyne.CanvasObject{NewText(Section, content.Title)}
	if content.Text != "" {
		parts = append(parts, NewText(Body, content.Text))
	}
	if content.Body != nil {
		parts = append(parts, content.Body)
	}
	parts = append(parts, NewSpace(4), NewRow(12, row...))
	d.open(NewStack(12, parts...))
	first := content.Focus
	for i, b := range content.Buttons {
		if first == nil && b.Safe {
			first = d.buttons[i]
		}
	}
	if first == nil && len(d.buttons) > 0 {
		first = d.buttons[0]
	}
	d.focusFirst(first)
	return d
}

func (d *Dialog) open(content fyne.CanvasObject) {
	d.before = d.canvas.Focused()
	d.canvas.Unfocus()
	l := &backed{inset: inset{top: 28, right: 32, bottom: 28, left: 32}}
	d.card = container.New(l, newPanel(ColorCard, ColorLine, 1, cardRadius), content)
	d.scroll = container.NewVScroll(container.New(&centred{width: 520}, d.card))
	d.ExtendBaseWidget(d)
	d.canvas.Overlays().Add(d)
	d.Resize(d.canvas.Size())
}

// Close closes without pressing anything. Closing twice does no harm.
func (d *Dialog) Close() {
	if d.closed {
		return
	}
	d.closed = true
	d.canvas.Overlays().Remove(d)
	if d.before != nil {
		d.canvas.Focus(d.before)
	}
}

// CatchKey presses the safe button on Escape and keeps every other key inside.
func (d *Dialog) CatchKey(key *fyne.KeyEvent) bool {
	if key.Name == fyne.KeyEscape && d.escape != nil {
		d.escape()
	}
	return true
}

// Tapped keeps taps beside the buttons away from what is below, and the focus inside.
func (d *Dialog) Tapped(*fyne.PointEvent) { d.focusFirst(d.first) }

func (d *Dialog) focusFirst(f fyne.Focusable) {
	if d.first = f; f != nil {
		d.canvas.Focus(f)
	}
}

// Buttons is the dialog's buttons, in order.
func (d *Dialog) Buttons() []*Button { return d.buttons }

func (d *Dialog) children() []fyne.CanvasObject { return []fyne.CanvasObject{d.scroll} }

func (d *Dialog) relayout() { d.arrange(d.Size()) }

func (d *Dialog) arrange(size fyne.Size) {
	fill{}.Layout([]fyne.CanvasObject{d.scroll}, size)
}

// MinSize lets the dialog follow the window.
func (d *Dialog) MinSize() fyne.Size { return fyne.NewSize(240, 120) }

// CreateRenderer is Fyne's way in.
func (d *Dialog) CreateRenderer() fyne.WidgetRenderer {
	d.ExtendBaseWidget(d)
	veil := newPanel(ColorVeil, "", 0, 0)
	r := &renderer{objects: []fyne.CanvasObject{veil, d.scroll}, min: d.MinSize}
	r.layout = func(size fyne.Size) {
		veil.Resize(size)
		d.arrange(size)
	}
	r.refresh = func() {
		veil.Hidden = d.unseen
		if d.unseen {
			d.scroll.Hide()
		} else {
			d.scroll.Show()
		}
		r.layout(d.Size())
	}
	r.refresh()
	return r
}

// Progress is a dialog over something that takes more than a second: its name, how far it is, and a way to stop it.
// It keeps keys and taps from what is below at once, and is seen from [Progress.Reveal] on. Use it from Fyne's
// goroutine only.
type Progress struct {
	*Dialog
	bar  *Bar
	step *Text
}

// ShowProgress opens a progress dialog that is not seen yet. Cancel presses call stop once; the work itself then calls Close.
// stop nil means that it cannot be stopped, and no button is shown.
func ShowProgress(c fyne.Canvas, name, cancel string, stop func()) *Progress {
	p := &Progress{Dialog: &Dialog{canvas: c}, bar: NewBar(0, 1), step: NewQuiet(Small, "")}
	parts := []fyne.CanvasObject{NewText(Section, name), p.bar, p.step}
	if stop != nil {
		var b *Button
		b = NewButton(Secondary, cancel, func() {
			b.Disable()
			stop()
		})
		p.buttons = []*Button{b}
		p.escape = b.Press
		parts = append(parts, NewRow(12, b))
	}
	p.bar.Hide()
	p.step.Hide()
	p.unseen = true
	p.open(NewStack(12, parts...))
	return p
}

// Reveal shows the dialog, for work that has taken so long that she wonders. After Close it does nothing.
func (p *Progress) Reveal() {
	if p.closed || !p.unseen {
		return
	}
	p.unseen = false
	p.Refresh()
	p.canvas.Refresh(p.Dialog) // Fyne does not know yet that what was never drawn lies here
	if len(p.buttons) > 0 {
		p.focusFirst(p.buttons[0])
	}
}

// Set shows how far it is and, in words, what is being done.
func (p *Progress) Set(done, all int, step string) {
	p.bar.Show()
	p.step.Show()
	p.bar.Set(done, all)
	p.step.SetText(step)
}
