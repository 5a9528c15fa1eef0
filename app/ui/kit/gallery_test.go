package kit_test

import (
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"trygghylla/app/ui/kit"
)

var screens = flag.String("screens", "", "folder for pictures of every widget")

const assets = "../../../assets"

func file(t testing.TB, parts ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(append([]string{assets}, parts...)...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// shapes gives the drawings of the program to the widgets, which know none.
type shapes struct{ t testing.TB }

func (s shapes) status(name string) fyne.Resource {
	colours := map[string]fyne.ThemeColorName{
		"in_order": kit.ColorInOrder, "partly": kit.ColorPartly, "missing": kit.ColorMissing,
		"not_applicable": kit.ColorNotApplicable, "unknown": kit.ColorDontKnow, "unanswered": kit.ColorUnanswered,
	}
	return kit.NewSymbol(name, file(s.t, "status", name+".svg"), colours[name])
}

func (s shapes) symbol(name string) fyne.Resource {
	return kit.NewSymbol(name, file(s.t, "symbols", name+".svg"), kit.ColorQuiet)
}

func (s shapes) mark() fyne.Resource {
	return fyne.NewStaticResource("icon.png", file(s.t, "icon.png"))
}

func (s shapes) answers() []kit.Answer {
	return []kit.Answer{
		{Symbol: s.status("in_order"), Word: "I ordning"},
		{Symbol: s.status("partly"), Word: "Delvis"},
		{Symbol: s.status("missing"), Word: "Saknas"},
		{Symbol: s.status("not_applicable"), Word: "Ej aktuellt"},
		{Symbol: s.status("unknown"), Word: "Vet inte"},
	}
}

func (s shapes) scale() []kit.Answer {
	return []kit.Answer{
		{Word: "Stämmer inte alls"},
		{Word: "Stämmer ganska dåligt"},
		{Word: "Stämmer ganska bra"},
		{Word: "Stämmer helt"},
		{Word: "Vet inte"},
	}
}

// newWindow opens a window of a size in a look.
func newWindow(t testing.TB, look kit.Look, width, height float32, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(kit.NewTheme(look))
	w := test.NewTempWindow(t, content)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

// TestGallery writes a picture of every widget in its states, to be looked at; without -screens it checks that
// everything can be drawn.
func TestGallery(t *testing.T) {
	looks := []struct {
		name          string
		look          kit.Look
		width, height float32
	}{
		{"100", kit.Look{Scale: 1}, 1280, 800},
		{"100-narrow", kit.Look{Scale: 1}, 1024, 700},
		{"200", kit.Look{Scale: 2}, 1280, 800},
		{"200-narrow", kit.Look{Scale: 2}, 1024, 700},
		{"contrast", kit.Look{Scale: 1, Contrast: true}, 1280, 800},
	}
	for _, l := range looks {
		for name, scene := range scenes() {
			t.Run(name+"-"+l.name, func(t *testing.T) {
				test.NewTempApp(t)
				fyne.CurrentApp().Settings().SetTheme(kit.NewTheme(l.look))
				s := shapes{t}
				content, after := scene(s)
				w := test.NewTempWindow(t, content)
				w.SetPadded(false)
				w.Resize(fyne.NewSize(l.width, l.height))
				if after != nil {
					after(w.Canvas())
				}
				img := w.Canvas().Capture()
				if got := img.Bounds().Dx(); got != int(l.width) {
					t.Fatalf("the window grew to %d, it has %v", got, l.width)
				}
				if *screens == "" {
					return
				}
				f, err := os.Create(filepath.Join(*screens, name+"-"+l.name+".png"))
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(f, img); err != nil {
					t.Fatal(err)
				}
				if err := f.Close(); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}
