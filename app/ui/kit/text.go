package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Level is the size of a text: letters and line height, both following the text scale.
type Level int

// The levels, as letters/line in pixels at 100 %.
const (
	Body     Level = iota // 16/24
	Small                 // 14/20
	Key                   // 13/18, the digits on keys
	Section               // 18/26 bold
	Question              // 24/33 bold
	Title                 // 30/38 bold
)

func (l Level) letters() float32 { return Scaled([...]float32{16, 14, 13, 18, 24, 30}[l]) }
func (l Level) line() float32    { return Scaled([...]float32{24, 20, 18, 26, 33, 38}[l]) }
func (l Level) bold() bool       { return l >= Section }

// Run is a stretch of text in one style. An empty Colour is [ColorInk]; Small makes it smaller than what is around it.
type Run struct {
	Text   string
	Bold   bool
	Small  bool
	Colour fyne.ThemeColorName
}

func (r Run) letters(level Level) float32 {
	if r.Small {
		return min(Small.letters(), level.letters())
	}
	return level.letters()
}

// Text shows words that wrap at the width it is given, never cut: a word wider than that is divided.
// A line feed starts a new line; a no-break space keeps words and dates together.
type Text struct {
	widget.BaseWidget
	level Level
	runs  []Run
	align fyne.TextAlign

	cached  lines
	longest lines // the same with nothing wrapped
}

// NewText makes a text of one level in ordinary ink.
func NewText(level Level, text string) *Text {
	return NewRich(level, Run{Text: text, Bold: level.bold()})
}

// NewQuiet makes a text of one level in the quieter ink.
func NewQuiet(level Level, text string) *Text {
	return NewRich(level, Run{Text: text, Bold: level.bold(), Colour: ColorQuiet})
}

// NewRich makes a text of several runs that flow as one paragraph.
func NewRich(level Level, runs ...Run) *Text {
	t := &Text{level: level, runs: runs}
	t.ExtendBaseWidget(t)
	return t
}

// Aligned sets where the lines stand in the width and returns the text itself.
func (t *Text) Aligned(a fyne.TextAlign) *Text {
	t.align = a
	return t
}

// SetText replaces all words, keeping the style of the first run.
func (t *Text) SetText(s string) {
	r := Run{Bold: t.level.bold()}
	if len(t.runs) > 0 {
		r = t.runs[0]
	}
	r.Text = s
	t.SetRuns(r)
}

// SetRuns replaces all runs; what stands below moves when the height changes.
func (t *Text) SetRuns(runs ...Run) {
	t.set(runs...)
	t.Refresh()
	relayout(t)
}

// set replaces all runs without laying out anew: the widget around does.
func (t *Text) set(runs ...Run) {
	t.runs = runs
	t.forget()
}

// setBold makes the first run bold or not.
func (t *Text) setBold(on bool) {
	t.runs[0].Bold = on
	t.forget()
}

func (t *Text) forget() { t.cached, t.longest = lines{}, lines{} }

// Text is all words without style.
func (t *Text) Text() string {
	var b strings.Builder
	for _, r := range t.runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// HeightFor is the height of the text wrapped at a width.
func (t *Text) HeightFor(width float32) float32 {
	return float32(max(1, len(t.broken(width).rows))) * t.level.line()
}

// Natural is the width of the longest line when nothing wraps.
func (t *Text) Natural() float32 {
	if letters := t.level.letters(); t.longest.letters != letters {
		t.longest = breakLines(t.runs, t.level, 1e6)
		t.longest.letters = letters
	}
	return t.longest.width + 1
}

// MinSize is small in width, because the text can wrap, and as high as it is at its present width.
func (t *Text) MinSize() fyne.Size {
	w := t.Size().Width
	if w <= 0 {
		w = t.Natural()
	}
	return fyne.NewSize(Scaled(8), t.HeightFor(w))
}

// AccessibilityLabel is what a screen reader says.
func (t *Text) AccessibilityLabel() string { return t.Text() }

// AccessibilityRole is text.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (t *Text) broken(width float32) lines {
	letters := t.level.letters()
	if t.cached.rows == nil || t.cached.asked != width || t.cached.letters != letters {
		t.cached = breakLines(t.runs, t.level, width)
		t.cached.asked, t.cached.letters = width, letters
	}
	return t.cached
}

// CreateRenderer is Fyne's way in.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	r := &renderer{}
	r.min = t.MinSize
	r.layout = func(size fyne.Size) { r.objects = t.draw(size) }
	r.refresh = func() {
		t.forget() // the typeface may be another
		r.objects = t.draw(t.Size())
	}
	r.layout(t.Size()) // Fyne forgets the renderer of what is hidden for a minute, and does not lay out the next one
	return r
}

func (t *Text) draw(size fyne.Size) []fyne.CanvasObject {
	if size.Width <= 0 {
		return nil
	}
	var out []fyne.CanvasObject
	line := t.level.line()
	for i, row := range t.broken(size.Width).rows {
		shift := float32(0)
		switch t.align {
		case fyne.TextAlignCenter:
			shift = (size.Width - row.width) / 2
		case fyne.TextAlignTrailing:
			shift = size.Width - row.width
		}
		for _, p := range row.pieces {
			run := t.runs[p.run]
			name := run.Colour
			if name == "" {
				name = ColorInk
			}
			c := canvas.NewText(p.text, ink(name))
			c.TextSize, c.TextStyle = run.letters(t.level), fyne.TextStyle{Bold: run.Bold}
			m := c.MinSize()
			c.Resize(m)
			c.Move(fyne.NewPos(shift+p.x, float32(i)*line+t.rise(run, line, m.Height)))
			out = append(out, c)
		}
	}
	return out
}

// rise is where a run stands in its line: the small letters in the middle, and all runs on one baseline. In Noto Sans
// the baseline lies at 0.785 of the height of a line, and the middle of its small letters at 0.06 below the middle.
func (t *Text) rise(r Run, line, height float32) float32 {
	whole := t.level.letters()
	top := (line-height*whole/r.letters(t.level))/2 - whole*0.06
	if r.Small {
		top += height * (whole/r.letters(t.level) - 1) * 0.785
	}
	return top
}
