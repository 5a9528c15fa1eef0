package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/ui/kit"
)

// everyPlace opens the places of the side, by name.
func (b *bench) everyPlace() map[string]func() Screen {
	s := b.s
	all := map[string]func() Screen{}
	for _, p := range s.house.places {
		all[p.name] = p.open
	}
	return all
}

// inSide tells whether something belongs to the places at the left.
func (b *bench) inSide(f fyne.Focusable) bool {
	_, ok := f.(*kit.NavItem)
	return ok
}

// TestEveryScreenBeginsInItsPage demands that the first focus is in what is shown, not in the side, and that what has
// it is seen.
func TestEveryScreenBeginsInItsPage(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		for name, open := range b.everyPlace() {
			b.s.Show(open())
			f := b.s.window.Canvas().Focused()
			if f == nil || b.inSide(f) {
				t.Errorf("%s begins at %T", name, f)
				continue
			}
			b.seen(name, f)
		}
	})
}

// seen demands that what has the focus stands within the window.
func (b *bench) seen(where string, f fyne.Focusable) {
	b.Helper()
	o := f.(fyne.CanvasObject)
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), b.s.window.Canvas().Size()
	if at.Y < -1 || at.Y+min(o.Size().Height, size.Height/2) > size.Height+1 || at.X < -1 || at.X > size.Width {
		b.Errorf("%s: the focus (%T) stands at %v in a window of %v", where, o, at, size)
	}
}

// TestTabGoesThroughAQuestionAndComesBack tabs through a whole question with everything open: each stop is seen,
// the answers come before the notes and these before the buttons, and it comes back to where it began, also backwards.
func TestTabGoesThroughAQuestionAndComesBack(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		for _, percent := range []int{100, 200} {
			b := filled(t, j)
			b.s.settings.TextPercent = percent
			b.s.look()
			s, c := b.s, b.s.window.Canvas()
			for _, key := range []string{"list.more", "list.measures", "list.why", "list.law"} {
				s.settings.Folded[key] = true
			}
			b.at(app.Staff, 2)
			first := c.Focused()
			var order []string
			round := func(step func()) int {
				for n := 1; n < 120; n++ {
					step()
					f := c.Focused()
					if f == nil {
						t.Fatal("Tab lost the focus")
					}
					b.seen(fmt.Sprint("stop ", n), f)
					if f == first {
						return n
					}
					order = append(order, b.nameOf(f))
				}
				t.Fatal("Tab does not come back")
				return 0
			}
			forward := round(c.FocusNext)
			told := strings.Join(order, " | ")
			last := -1
			for _, word := range []string{"list.note", "list.protected", "list.owner", "list.due", "list.measures", "list.law", "button.next"} {
				at := strings.Index(told, s.T(word))
				if at < last || at < 0 {
					t.Errorf("%s comes out of turn in %s", s.T(word), told)
				}
				last = at
			}
			if back := round(c.FocusPrevious); back != forward {
				t.Errorf("%d stops forward, %d back", forward, back)
			}
		}
	})
}

// nameOf is the name of what has the focus.
func (b *bench) nameOf(f fyne.Focusable) string {
	for _, x := range seek[*kit.Field](b) {
		if x.Focusable() == f {
			return x.Label()
		}
	}
	if x, ok := f.(interface{ AccessibilityLabel() string }); ok {
		return x.AccessibilityLabel()
	}
	return fmt.Sprintf("%T", f)
}

// TestKeysOfAQuestion goes by keys alone: Escape to the overview, Alt and arrows between questions, PageDown.
func TestKeysOfAQuestion(t *testing.T) {
	b := filled(t, app.Sweden)
	c := b.at(app.Staff, 2)
	b.typed(b.s.T("list.note"), "skriven före Alt+höger")
	b.shortcut(fyne.KeyRight, fyne.KeyModifierAlt)
	if c.at != 3 || b.answer(app.Staff, 2).Note != "skriven före Alt+höger" {
		t.Errorf("Alt+Right goes to %d with %q saved", c.at, b.answer(app.Staff, 2).Note)
	}
	b.shortcut(fyne.KeyLeft, fyne.KeyModifierAlt)
	if c.at != 2 {
		t.Errorf("Alt+Left goes to %d", c.at)
	}
	page := seek[*kit.Page](b)[0]
	b.key(fyne.KeyPageDown)
	if page.Offset() == 0 {
		t.Error("PageDown does not scroll")
	}
	b.s.window.Canvas().Focus(b.field(b.s.T("list.owner")).Focusable())
	b.key(fyne.KeyEscape)
	if _, ok := b.s.screen.(*overview); !ok {
		t.Errorf("Escape from a field shows %T", b.s.screen)
	}
	b.at(app.Staff, 0)
	b.s.window.Canvas().Unfocus()
	b.digit('2') // where nothing has the focus, too
	if b.answer(app.Staff, 0).State != app.Partly {
		t.Errorf("a digit without focus answers %q", b.answer(app.Staff, 0).State)
	}
	b.typed(b.s.T("list.owner"), "Kim 15")
	if b.answer(app.Staff, 0).State != app.Partly {
		t.Error("a digit in a field answered the question")
	}
}

// TestEveryShortcutIsOfOneItem looks that no two items of the menus have the same keys, that none of them is one that
// a Nordic keyboard needs for writing (Ctrl+Alt is AltGr) or that fields have, and that Ctrl+1 to 9 lead to the places.
func TestEveryShortcutIsOfOneItem(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		seen := map[string]string{}
		for _, m := range menuItems(b.s.window.MainMenu()) {
			k, ok := m.Shortcut.(fyne.KeyboardShortcut)
			if m.Label == "" || strings.HasPrefix(m.Label, "[") {
				t.Errorf("a menu item is called %q", m.Label)
			}
			if !ok {
				continue
			}
			name := fmt.Sprint(k.Mod(), "+", k.Key())
			if other, twice := seen[name]; twice {
				t.Errorf("%s is %q and %q", name, other, m.Label)
			}
			seen[name] = m.Label
			both := fyne.KeyModifierControl | fyne.KeyModifierAlt
			writes := k.Mod() == fyne.KeyModifierControl && strings.Contains("A C V X Y Z", string(k.Key()))
			if k.Mod() == 0 || k.Mod()&both == both || writes {
				t.Errorf("%q takes %s from writing", m.Label, name)
			}
		}
		keys := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9}
		for _, p := range b.s.house.places {
			key := fyne.KeyH // of the incidents, in both languages
			if p.name != b.s.T("place.incidents") {
				if len(keys) == 0 {
					break
				}
				key, keys = keys[0], keys[1:]
			}
			b.shortcut(key, fyne.KeyModifierControl)
			if got, want := b.s.screen.Title(), p.name; got != want {
				t.Errorf("Ctrl+%s shows %q, want %q", key, got, want)
			}
		}
		b.shortcut(fyne.KeyN, fyne.KeyModifierControl)
		if got := b.s.screen.Title(); got != b.s.T("incident.note") {
			t.Errorf("Ctrl+N shows %q", got)
		}
	})
}

// TestADialogBeginsAtTheSafeButton asks before what cannot be undone: the focus is on the button that changes nothing,
// Escape presses it, and only the other one removes.
func TestADialogBeginsAtTheSafeButton(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		s := b.s
		b.at(app.Staff, 0)
		before := len(b.answer(app.Staff, 0).Evidence)
		b.evidence(b.file("foto.png", pngOf(t)))
		b.reads("foto.png")
		ask := func() {
			t.Helper()
			b.press(s.T("button.remove"))
			b.reads(s.T("list.evidence_remove", "name", "foto.png"))
			if f, ok := s.window.Canvas().Focused().(*kit.Button); !ok || f.Label() != s.T("button.cancel") {
				t.Errorf("the focus is on %v", b.nameOf(s.window.Canvas().Focused()))
			}
		}
		for _, key := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyReturn} {
			ask()
			b.key(key)
			if n := len(b.answer(app.Staff, 0).Evidence); n != before+1 || s.window.Canvas().Overlays().Top() != nil {
				t.Errorf("%s: %d attachments, want %d", key, n, before+1)
			}
		}
		ask()
		s.window.Canvas().FocusNext()
		b.key(fyne.KeyReturn)
		if n := len(b.answer(app.Staff, 0).Evidence); n != before {
			t.Errorf("removed, there are %d attachments, want %d", n, before)
		}
		b.silent("foto.png")
	})
}

// TestTabGoesThroughAnIncident tabs through a whole incident and through the noting form at both text sizes: each stop is
// seen, and it comes back to where it began.
func TestTabGoesThroughAnIncident(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		for _, percent := range []int{100, 200} {
			b := filled(t, j)
			b.s.settings.TextPercent = percent
			b.s.look()
			s, c := b.s, b.s.window.Canvas()
			s.note()
			for _, screen := range []string{"noting", "incident"} {
				first, told := c.Focused(), ""
				for n := 1; ; n++ {
					c.FocusNext()
					f := c.Focused()
					if f == nil || n > 150 {
						t.Fatalf("%s: Tab does not come back", screen)
					}
					b.seen(fmt.Sprint(screen, " stop ", n), f)
					if f == first {
						break
					}
					told += b.nameOf(f) + " | "
				}
				if screen == "incident" {
					for _, word := range []string{"incident.done", "incident.reopen", "incident.measures", "incident.feedback", "incident.remove"} {
						if !strings.Contains(told, s.T(word)) {
							t.Errorf("Tab does not come to %q: %s", s.T(word), told)
						}
					}
					continue
				}
				b.digit('1')
				b.typed(s.T("incident.what"), "Ett hot")
				s.saveNote()
			}
		}
	})
}
