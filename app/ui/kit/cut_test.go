package kit_test

import (
	"bytes"
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"trygghylla/app/ui/kit"
)

// words is every piece of text that is drawn, with its place in the window.
type words struct {
	text  string
	at    fyne.Position
	size  fyne.Size
	moves bool // in a line of a field, which scrolls sideways by itself
}

// walk visits everything that is seen, from the back to the front, and says what scrolls sideways.
func walk(o fyne.CanvasObject, at fyne.Position, moves bool, visit func(fyne.CanvasObject, fyne.Position, bool)) {
	if !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	visit(o, at, moves)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			walk(child, at, moves, visit)
		}
	case *container.Scroll:
		walk(o.Content, at, o.Direction != container.ScrollVerticalOnly, visit)
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			walk(child, at, moves, visit)
		}
	}
}

func texts(c fyne.Canvas) []words {
	var out []words
	collect := func(o fyne.CanvasObject, at fyne.Position, moves bool) {
		if t, ok := o.(*canvas.Text); ok && strings.TrimSpace(t.Text) != "" {
			out = append(out, words{t.Text, at, t.MinSize(), moves})
		}
	}
	for _, o := range c.Overlays().List() {
		walk(o, fyne.Position{}, false, collect)
	}
	if len(out) == 0 {
		walk(c.Content(), fyne.Position{}, false, collect)
	}
	return out
}

// drawn is all text that is seen, in the order of drawing.
func drawn(c fyne.Canvas) string {
	var b strings.Builder
	for _, w := range texts(c) {
		b.WriteString(w.text + " ")
	}
	return b.String()
}

// TestNothingIsCut looks at every scene in every size: no text may reach out of the window at its sides, and no two
// pieces of text may lie over each other.
func TestNothingIsCut(t *testing.T) {
	for _, scale := range []float32{1, 1.25, 1.5, 1.75, 2} {
		for _, width := range []float32{1024, 1280, 1920} {
			for name, scene := range scenes() {
				if name == "nav" || name == "states" {
					continue // a name beside a shape lies over the page, a long note scrolls: both on purpose
				}
				test.NewTempApp(t)
				fyne.CurrentApp().Settings().SetTheme(kit.NewTheme(kit.Look{Scale: scale}))
				content, after := scene(shapes{t})
				w := test.NewTempWindow(t, content)
				w.SetPadded(false)
				w.Resize(fyne.NewSize(width, 3000)) // high, so that nothing is scrolled away
				if after != nil {
					after(w.Canvas())
				}
				all := texts(w.Canvas())
				for i, a := range all {
					if !a.moves && (a.at.X < 0 || a.at.X+a.size.Width > width+1) {
						t.Errorf("%s at %v in %v: %q reaches from %v to %v", name, scale, width, a.text, a.at.X, a.at.X+a.size.Width)
					}
					for _, b := range all[:i] {
						if !a.moves && !b.moves && overlap(a, b) {
							t.Errorf("%s at %v in %v: %q lies over %q", name, scale, width, a.text, b.text)
						}
					}
				}
			}
		}
	}
}

func overlap(a, b words) bool {
	const slack = 4 // the empty room that a line of type has above and below its letters
	return a.at.X+2 < b.at.X+b.size.Width && b.at.X+2 < a.at.X+a.size.Width &&
		a.at.Y+slack < b.at.Y+b.size.Height && b.at.Y+slack < a.at.Y+a.size.Height
}

// TestTextSizeAppliesAtOnce changes text size and contrast while everything is shown: it must look as if it had
// been opened so.
func TestTextSizeAppliesAtOnce(t *testing.T) {
	for name, scene := range scenes() {
		if name == "dialog" || name == "progress" {
			continue // they are never open while settings are changed
		}
		for _, look := range []kit.Look{{Scale: 2}, {Scale: 1, Contrast: true}} {
			shot := func(first, then kit.Look) image.Image {
				test.NewTempApp(t)
				settings := fyne.CurrentApp().Settings()
				settings.SetTheme(kit.NewTheme(first))
				content, _ := scene(shapes{t})
				w := test.NewTempWindow(t, content)
				w.SetPadded(false)
				w.Resize(fyne.NewSize(1280, 800))
				settings.SetTheme(kit.NewTheme(then))
				return w.Canvas().Capture()
			}
			was, want := shot(calm, look).(*image.NRGBA), shot(look, look).(*image.NRGBA)
			if !bytes.Equal(was.Pix, want.Pix) {
				t.Errorf("%s changed to %+v does not look as if opened so", name, look)
			}
		}
	}
}

func TestTextWrapsWithoutLosingALetter(t *testing.T) {
	const text = "Kamerabevakningslagen (2018:1200) gäller\nsedan 1\u00a0april\u00a02025, även för räknaren vid dörren."
	for _, scale := range []float32{1, 2} {
		newWindow(t, kit.Look{Scale: scale}, 800, 600, kit.NewPage(8))
		for width := float32(40); width <= 800; width += 19 {
			p := kit.NewText(kit.Body, text)
			p.Resize(fyne.NewSize(width, 10))
			var joined strings.Builder
			bottom := float32(0)
			for _, o := range test.WidgetRenderer(p).Objects() {
				c := o.(*canvas.Text)
				joined.WriteString(strings.ReplaceAll(c.Text, " ", ""))
				if reach := c.Position().X + c.MinSize().Width; reach > width+0.5 {
					t.Errorf("%q reaches %v of %v", c.Text, reach, width)
				}
				bottom = c.Position().Y + c.MinSize().Height
			}
			if want := strings.NewReplacer(" ", "", "\n", "").Replace(text); joined.String() != want {
				t.Errorf("at %v it shows %q", width, joined.String())
			}
			if h := p.HeightFor(width); bottom > h+2 {
				t.Errorf("at %v it needs %v and says %v", width, bottom, h)
			}
		}
	}
}

func TestNoBreakSpaceKeepsADateTogether(t *testing.T) {
	newWindow(t, calm, 800, 600, kit.NewPage(8))
	for width := float32(130); width <= 400; width += 7 {
		p := kit.NewText(kit.Body, "Skicka paketet före 1\u00a0juni\u00a02026 till regionen.")
		p.Resize(fyne.NewSize(width, 10))
		whole := false
		for _, o := range test.WidgetRenderer(p).Objects() {
			whole = whole || strings.Contains(o.(*canvas.Text).Text, "1\u00a0juni\u00a02026")
		}
		if !whole {
			t.Errorf("at %v the date is divided", width)
		}
	}
}
