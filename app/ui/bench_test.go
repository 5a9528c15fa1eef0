package ui

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"trygghylla/app"
	"trygghylla/app/system"
	"trygghylla/app/ui/kit"
)

// TestMain runs the tests in a process whose Fyne forgets what is no longer shown at once: Fyne reads that when it
// begins, its own minute keeps the screens of all tests, and every lock of a vault goes through all memory.
func TestMain(m *testing.M) {
	const forget = "FYNE_CACHE"
	if os.Getenv(forget) != "" {
		code := m.Run()
		if err := forgetPrepared(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
		os.Exit(code)
	}
	again := exec.Command(os.Args[0], os.Args[1:]...)
	again.Env = append(os.Environ(), forget+"=1ms")
	again.Stdin, again.Stdout, again.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := again.Run(); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			fmt.Fprintln(os.Stderr, err)
		}
		os.Exit(1)
	}
}

// forget paints the window once, empty and small: the moment at which Fyne clears up.
func (b *bench) forget() {
	w := b.s.window
	for _, o := range w.Canvas().Overlays().List() {
		w.Canvas().Overlays().Remove(o)
	}
	w.SetContent(container.NewWithoutLayout())
	w.Resize(fyne.NewSize(8, 8))
	w.Canvas().Capture()
}

// eachLanguage runs a test once for every country, in its language.
func eachLanguage(t *testing.T, do func(t *testing.T, j app.Jurisdiction)) {
	t.Helper()
	for _, j := range app.Jurisdictions() {
		t.Run(j.Language(), func(t *testing.T) { do(t, j) })
	}
}

// newEmpty is a program without a library, that leaves nothing open after the test.
func newEmpty(t *testing.T, j app.Jurisdiction) *bench {
	t.Helper()
	b := newBench(t, j.Language())
	t.Cleanup(b.stop)
	return b
}

// stop ends the program as closing its window does.
func (b *bench) stop() {
	b.Helper()
	b.s.Quit()
	if b.s.desk != nil {
		b.Error("the library is still open after quitting")
	}
}

// restart ends the program and starts it again with the settings that are on the disk, as main does.
func (b *bench) restart() {
	b.Helper()
	b.stop()
	settings, err := system.LoadSettings[Settings](SettingsFile(b.places))
	if err != nil && !errors.Is(err, system.ErrSettingsDamaged) {
		b.Fatal(err)
	}
	if settings.Language == "" {
		settings.Language = b.p.Settings.Language
	}
	b.p.Settings = settings
	b.s.window.Close()
	b.start()
}

// unlock types the password and presses Enter.
func (b *bench) unlock(password string) {
	b.Helper()
	b.write(b.s.T("unlock.password"), password)
	b.press(b.s.T("unlock.open"))
}

// unlocked demands that the password opens the library.
func (b *bench) unlocked() {
	b.Helper()
	b.unlock(secret)
	if b.s.Locked() {
		b.Fatalf("the password does not open the library; there is: %s", b.text())
	}
}

// seek returns everything of one kind that is seen, in the order of the screen.
func seek[T fyne.CanvasObject](b *bench) []T {
	var all []T
	b.each(func(o fyne.CanvasObject) {
		if x, ok := o.(T); ok {
			all = append(all, x)
		}
	})
	return all
}

// shows reports whether there is a button with these words.
func (b *bench) shows(label string) bool {
	for _, x := range seek[*kit.Button](b) {
		if x.Label() == label {
			return true
		}
	}
	return false
}

// silent demands that something is not to be read.
func (b *bench) silent(what string) {
	b.Helper()
	if strings.Contains(b.text(), what) {
		b.Errorf("%q is to be read; there is: %s", what, b.text())
	}
}

// unfold opens the folded part with this title.
func (b *bench) unfold(title string) {
	b.Helper()
	for _, f := range seek[*kit.Fold](b) {
		head, ok := f.Focusable().(interface{ AccessibilityLabel() string })
		if ok && strings.HasPrefix(head.AccessibilityLabel(), title) {
			if !f.Open() {
				b.s.window.Canvas().Focus(f.Focusable())
				b.key(fyne.KeyReturn)
			}
			return
		}
	}
	b.Fatalf("no part %q; there is: %s", title, b.text())
}

// typed gives a field the focus, replaces what stands in it and stays there.
func (b *bench) typed(label, text string) *kit.Field {
	b.Helper()
	f := b.field(label)
	b.s.window.Canvas().Focus(f.Focusable())
	for range f.Text() {
		b.key(fyne.KeyBackspace)
		b.key(fyne.KeyDelete)
	}
	if text != "" {
		test.Type(f.Focusable(), text)
	}
	return f
}

// replace does as typed and goes on with Tab, so that the text is saved.
func (b *bench) replace(label, text string) *kit.Field {
	b.Helper()
	f := b.typed(label, text)
	b.s.window.Canvas().FocusNext()
	return f
}

// atField demands that the field with this label says what is wrong, in these words, and has the focus.
func (b *bench) atField(label, words string) {
	b.Helper()
	f := b.field(label)
	if !strings.Contains(f.Fault(), words) || words == "" {
		b.Errorf("below %q stands %q, want %q", label, f.Fault(), words)
	}
	if b.s.window.Canvas().Focused() != f.Focusable() {
		b.Errorf("the focus is not at %q", label)
	}
}

// failed demands both sentences of a failure: what happened, and what is safe and what to do.
func (b *bench) failed(id string) {
	b.Helper()
	b.reads(b.s.T(id))
	b.reads(b.s.T(id + "_hint"))
}

// list opens a checklist one question at a time and returns its screen.
func (b *bench) list(id app.ListID) *checklist {
	b.Helper()
	b.s.settings.ListView = false
	c := newChecklist(b.s, id)
	b.s.Show(c)
	return c
}

// at opens the question at an index of a list.
func (b *bench) at(id app.ListID, i int) *checklist {
	b.Helper()
	c := b.list(id)
	c.at = i
	b.s.Refresh()
	b.s.focus()
	return c
}

// answer is what is saved for the question at an index of a list.
func (b *bench) answer(id app.ListID, i int) app.Answer {
	b.Helper()
	return b.s.desk.Assessment().List(id).Rows[i].Answer
}

// shortcut does what a key combination of the menu does.
func (b *bench) shortcut(key fyne.KeyName, modifier fyne.KeyModifier) {
	b.Helper()
	for _, m := range menuItems(b.s.window.MainMenu()) {
		if s, ok := m.Shortcut.(fyne.KeyboardShortcut); ok && s.Key() == key && s.Mod() == modifier {
			m.Action()
			return
		}
	}
	b.Fatalf("no menu item has %v+%s", modifier, key)
}

func menuItems(m *fyne.MainMenu) []*fyne.MenuItem {
	var all []*fyne.MenuItem
	if m == nil {
		return nil
	}
	for _, menu := range m.Items {
		for _, i := range menu.Items {
			if !i.IsSeparator {
				all = append(all, i)
			}
		}
	}
	return all
}

// hold keeps slow work back until what it returns is called.
func (b *bench) hold() (release func()) {
	var held []func()
	usual := b.s.p.Background
	b.s.p.Background = func(job func()) { held = append(held, job) }
	return func() {
		b.s.p.Background = usual
		for _, job := range held {
			job()
		}
	}
}

// folder is where papers and copies are put.
func (b *bench) folder() string { return b.s.settings.Folder }

// made lists the names of the papers and copies.
func (b *bench) made() []string {
	b.Helper()
	entries, err := os.ReadDir(b.folder())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		b.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// file writes a file outside the program's folders and returns its path.
func (b *bench) file(name string, content []byte) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// wait moves the clock.
func (b *bench) wait(d time.Duration) { b.now = b.now.Add(d) }

// pngOf is a small picture, as a camera would save it.
func pngOf(t *testing.T) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewRGBA(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// backUp makes the backup that is due by itself.
func (b *bench) backUp() { b.s.backedUp = backUp(b.s.desk, b.s.backupPlaces()) }
