package ui

import (
	"crypto/rand"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"trygghylla/app/desk"
	"trygghylla/app/system"
	"trygghylla/app/ui/kit"
	"trygghylla/data"
)

const secret = "fyra vanliga ord tillsammans"

// cost is the cheapest that a vault is made with: what is tested is not how long a password takes.
var cost = desk.Cost{MemoryKiB: 8 << 10, Time: 1, Threads: 1}

// bench is a program under test: the real screens over a real vault in a folder of its own.
type bench struct {
	*testing.T
	s        *Shell
	now      time.Time
	places   system.Places
	scrubbed int      // how often memory was wiped
	opened   []string // what was shown in the system's viewer
	p        Params
}

func newBench(t *testing.T, language string) *bench {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("PATH", dir) // no dialog and no viewer of this computer opens
	b := &bench{T: t, now: time.Date(2026, 3, 12, 14, 2, 0, 0, time.UTC), places: system.Places{
		Data: filepath.Join(dir, "data"), Settings: filepath.Join(dir, "settings"), Documents: filepath.Join(dir, "documents"),
	}}
	if err := b.places.Make(); err != nil {
		t.Fatal(err)
	}
	b.p = Params{
		App: test.NewTempApp(t), Data: data.Files, Places: b.places, Settings: Settings{Language: language}, Version: "test",
		Now: func() time.Time { return b.now }, Rand: rand.Reader, Cost: cost,
		Background: func(job func()) { job() },
		OpenFile:   func(path string) error { b.opened = append(b.opened, path); return nil },
		ShowFile:   func(path string) error { b.opened = append(b.opened, path); return nil },
	}
	b.start()
	t.Cleanup(b.forget)
	return b
}

// start opens the window as the program does.
func (b *bench) start() {
	b.Helper()
	s, err := New(b.p)
	if err != nil {
		b.Fatal(err)
	}
	s.window.Resize(fyne.NewSize(1024, 700))
	s.scrub = func() { b.scrubbed++ } // wiping goes through all memory, which here is that of all tests
	b.s = s
}

// each walks through everything that is seen, dialogs first.
func (b *bench) each(do func(fyne.CanvasObject)) {
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		do(o)
		switch o := o.(type) {
		case *fyne.Container:
			for _, x := range o.Objects {
				walk(x)
			}
		case *container.Scroll:
			walk(o.Content)
		case fyne.Widget:
			for _, x := range test.WidgetRenderer(o).Objects() {
				walk(x)
			}
		}
	}
	c := b.s.window.Canvas()
	for _, o := range c.Overlays().List() {
		walk(o)
	}
	walk(c.Content())
}

// press taps the first button with these words.
func (b *bench) press(label string) {
	b.Helper()
	var found *kit.Button
	b.each(func(o fyne.CanvasObject) {
		if x, ok := o.(*kit.Button); ok && x.Label() == label && found == nil {
			found = x
		}
	})
	if found == nil {
		b.Fatalf("no button %q; there is: %s", label, b.text())
	}
	found.Tapped(&fyne.PointEvent{})
}

// field finds the field whose label begins with these words.
func (b *bench) field(label string) *kit.Field {
	b.Helper()
	var found *kit.Field
	b.each(func(o fyne.CanvasObject) {
		if x, ok := o.(*kit.Field); ok && strings.HasPrefix(x.Label(), label) && found == nil {
			found = x
		}
	})
	if found == nil {
		b.Fatalf("no field %q; there is: %s", label, b.text())
	}
	return found
}

// write gives a field the focus, types into it and goes on with Tab.
func (b *bench) write(label, text string) {
	b.Helper()
	f := b.field(label)
	c := b.s.window.Canvas()
	c.Focus(f.Focusable())
	test.Type(f.Focusable(), text)
	c.FocusNext()
}

// key presses a key where the focus is, or in the window when nothing has it.
func (b *bench) key(name fyne.KeyName) {
	c := b.s.window.Canvas()
	if f := c.Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
		return
	}
	c.OnTypedKey()(&fyne.KeyEvent{Name: name})
}

// digit types a digit where the focus is.
func (b *bench) digit(r rune) {
	c := b.s.window.Canvas()
	if f := c.Focused(); f != nil {
		f.TypedRune(r)
		return
	}
	c.OnTypedRune()(r)
}

// text is all that can be read.
func (b *bench) text() string {
	var all []string
	b.each(func(o fyne.CanvasObject) {
		switch x := o.(type) {
		case *kit.Text:
			all = append(all, x.Text())
		case *kit.Button:
			all = append(all, "["+x.Label()+"]")
		}
	})
	return strings.Join(all, " | ")
}

func (b *bench) reads(what string) {
	b.Helper()
	if !strings.Contains(b.text(), what) {
		b.Errorf("%q is not to be read; there is: %s", what, b.text())
	}
}

// files is the content of every file below the folders of the program, by name.
func (b *bench) files() map[string][]byte {
	b.Helper()
	all := map[string][]byte{}
	root := filepath.Dir(b.places.Data)
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		all[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return all
}
