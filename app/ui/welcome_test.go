package ui

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
	"trygghylla/locales"
)

// step demands that the first start stands at a step.
func (b *bench) step(want int) *welcome {
	b.Helper()
	w, ok := b.s.screen.(*welcome)
	if !ok || w.step != want {
		b.Fatalf("the first start is not at step %d; there is: %s", want, b.text())
	}
	b.reads(b.s.T("welcome.step", "n", want, "of", lastStep))
	return w
}

// begun is a first start whose password is chosen.
func begun(t *testing.T, j app.Jurisdiction) *bench {
	t.Helper()
	b := newEmpty(t, j)
	b.press(b.s.T("button.next"))
	b.write(b.s.T("welcome.password"), secret)
	b.write(b.s.T("welcome.password_again"), secret)
	b.press(b.s.T("button.next"))
	b.step(stepCode)
	return b
}

// resume ends the program, opens it again with the password and demands the step at which it was left.
func (b *bench) resume(want int) *welcome {
	b.Helper()
	b.restart()
	b.unlocked()
	w := b.step(want)
	b.reads(b.s.T("welcome.resume"))
	return w
}

func (b *bench) typeGroups(code desk.Code) {
	b.Helper()
	for _, g := range asked {
		b.replace(b.s.T("welcome.code_group", "n", g+1), code[g])
	}
}

// sheets are the files with a recovery code that lie in the program's own folder.
func (b *bench) sheets() []string {
	b.Helper()
	found, err := filepath.Glob(filepath.Join(b.places.Data, "*.pdf"))
	if err != nil {
		b.Fatal(err)
	}
	return found
}

func TestTheFirstStartIsResumedWhereItWasLeft(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := newEmpty(t, j)
		b.step(stepCountry)
		b.press(b.s.T("button.next"))
		b.restart()
		b.step(stepCountry) // nothing is made before there is a password
		b.silent(b.s.T("welcome.resume"))
		b = begun(t, j)
		first := b.s.screen.(*welcome).code
		w := b.resume(stepCode)
		for _, g := range first {
			b.silent(g)
		}
		b.write(b.s.T("unlock.password"), "fel")
		b.press(b.s.T("welcome.code_new"))
		b.reads(b.s.T("fail.password"))
		b.replace(b.s.T("unlock.password"), secret)
		b.press(b.s.T("welcome.code_new"))
		if w.code == first || w.code == (desk.Code{}) {
			t.Fatal("no new code was made")
		}
		b.typeGroups(w.code)
		b.press(b.s.T("button.next"))
		b.resume(stepCard)
		b.write(b.s.T("welcome.name"), "Exempelby bibliotek")
		b.typed(b.s.T("welcome.contact"), "Kim")
		b.resume(stepCard)
		for label, want := range map[string]string{"welcome.name": "Exempelby bibliotek", "welcome.contact": "Kim"} {
			if got := b.field(b.s.T(label)).Text(); got != want {
				t.Errorf("%s is %q after the pause, want %q", label, got, want)
			}
		}
		b.press(b.s.T("button.next"))
		b.resume(stepFacts)
		b.key(fyne.KeyEscape)
		b.step(stepCard)
		b.press(b.s.T("button.next"))
		b.s.focus()
		b.digit('2')
		b.resume(stepFacts)
		if f := app.AllFacts()[0]; b.s.desk.Library().Facts[f] != app.No {
			t.Errorf("%s is %q after the pause", f, b.s.desk.Library().Facts[f])
		}
		b.press(b.s.T("welcome.finish"))
		b.restart()
		b.unlocked()
		if _, ok := b.s.screen.(*overview); !ok {
			t.Errorf("a finished first start comes again: %s", b.text())
		}
	})
}

func TestThePasswordIsLookedAtWhereItIsTyped(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := newEmpty(t, j)
		s := b.s
		b.press(s.T("button.next"))
		b.press(s.T("button.next"))
		b.atField(s.T("welcome.password"), s.T("welcome.password_empty"))
		b.write(s.T("welcome.password"), "hemligt")
		b.write(s.T("welcome.password_again"), "hemigt")
		b.press(s.T("button.next"))
		b.atField(s.T("welcome.password_again"), s.T("welcome.password_differ"))
		if exists, err := desk.Exists(b.places.Data); exists || err != nil {
			t.Fatalf("a library was made without an agreed password, %v", err)
		}
		b.reads(s.T("welcome.strength_1")) // told …
		b.replace(s.T("welcome.password_again"), "hemligt")
		b.key(fyne.KeyReturn) // … not refused
		b.press(s.T("button.next"))
		b.step(stepCode)
		strong := newEmpty(t, j)
		strong.press(s.T("button.next"))
		strong.write(s.T("welcome.password"), secret)
		strong.silent(s.T("welcome.strength_0"))
		strong.reads(s.T("welcome.strength_4"))
	})
}

func TestTheCodeIsTypedBackFromThePaper(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begun(t, j)
		s, w := b.s, b.s.screen.(*welcome)
		for _, g := range w.code {
			b.reads(g)
		}
		b.press(s.T("welcome.code_print"))
		b.press(s.T("welcome.code_print"))
		if n := b.sheets(); len(n) != 1 || b.opened[len(b.opened)-1] != n[0] {
			t.Errorf("printed twice there are %v, and %v was opened", n, b.opened)
		}
		for i, g := range asked {
			label := s.T("welcome.code_group", "n", g+1)
			b.press(s.T("button.next"))
			b.atField(label, s.T("welcome.code_wrong", "n", g+1))
			b.replace(label, "0"+w.code[g][1:]+"x")
			b.press(s.T("button.next"))
			b.atField(label, s.T("welcome.code_wrong", "n", g+1))
			if f := b.replace(label, " "+strings.ToLower(w.code[g])); f.Fault() != "" {
				t.Errorf("group %d mended, %q stands below it still", i+1, f.Fault())
			}
		}
		b.press(s.T("button.next"))
		b.step(stepCard)
		if n := b.sheets(); len(n) != 0 {
			t.Errorf("the file with the code is still there: %v", n)
		}
	})
}

// TestTheSheetIsGoneWhenTheStepIsLeft leaves the step with the recovery code by a lock and by quitting.
func TestTheSheetIsGoneWhenTheStepIsLeft(t *testing.T) {
	b := begun(t, app.Sweden)
	b.press(b.s.T("welcome.code_print"))
	b.wait(b.s.settings.idle())
	b.s.LockIfIdle()
	if n := b.sheets(); !b.s.Locked() || len(n) != 0 {
		t.Errorf("locked %v, and there lies %v", b.s.Locked(), n)
	}
	b = begun(t, app.Sweden)
	b.press(b.s.T("welcome.code_print"))
	b.stop()
	if n := b.sheets(); len(n) != 0 {
		t.Errorf("after quitting there lies %v", n)
	}
}

func TestALibraryNeedsAName(t *testing.T) {
	b := begun(t, app.Norway)
	b.typeGroups(b.s.screen.(*welcome).code)
	b.press(b.s.T("button.next"))
	b.press(b.s.T("button.next"))
	b.step(stepCard)
	b.atField(b.s.T("welcome.name"), b.s.T("welcome.name_empty"))
}

// TestTheCountryChangesEveryWord starts in one language and chooses the other country.
func TestTheCountryChangesEveryWord(t *testing.T) {
	for i, j := range app.Jurisdictions() {
		other := app.Jurisdictions()[1-i]
		t.Run(string(other), func(t *testing.T) {
			b := newEmpty(t, j)
			before := words(t, b.s.words)
			if lang.L("Save") != before["Save"] {
				t.Fatalf("Fyne says %q", lang.L("Save"))
			}
			c := seek[*kit.Choice](b)[0]
			b.s.window.Canvas().Focus(c)
			b.key(map[bool]fyne.KeyName{true: fyne.KeyDown, false: fyne.KeyUp}[i == 0])
			after := words(t, b.s.words)
			if b.s.words.Lang() != other.Language() || before["Save"] == after["Save"] {
				t.Fatalf("the language is %q", b.s.words.Lang())
			}
			for key, word := range after {
				if got := lang.L(key); got != word {
					t.Errorf("Fyne says %q for %s, want %q", got, key, word)
				}
			}
			if b.s.window.Canvas().Focused() == nil {
				t.Error("the focus is lost")
			}
			old, err := locales.New(j.Language())
			if err != nil {
				t.Fatal(err)
			}
			walkIn(b, func(screen string) {
				for _, id := range []string{
					"welcome.intro", "welcome.country", "button.next", "welcome.password_intro", "welcome.code_intro",
					"welcome.card_intro", "welcome.facts_intro", "welcome.finish", "welcome.name",
				} {
					if was := old.T(id); was != b.s.T(id) {
						b.silent(was)
					}
				}
			})
			if got := b.s.desk.Catalogue().Jurisdiction; got != other {
				t.Errorf("the library is in %s", got)
			}
			b.restart()
			b.reads(b.s.T("unlock.forgot"))
			if b.s.words.Lang() != other.Language() {
				t.Errorf("after a restart it speaks %s", b.s.words.Lang())
			}
		})
	}
}

// TestTheCodeOpensTheLibrary opens with the recovery code, gives a new password, and finds the old one worthless.
func TestTheCodeOpensTheLibrary(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begun(t, j)
		code := b.s.screen.(*welcome).code
		b.restart()
		s := b.s
		b.press(s.T("unlock.forgot"))
		b.write(s.T("unlock.code"), strings.ToLower(strings.Join(code[:], " ")))
		b.press(s.T("unlock.with_code"))
		b.reads(s.T("unlock.new_intro"))
		b.press(s.T("button.save"))
		b.atField(s.T("welcome.password"), s.T("welcome.password_empty"))
		test.Type(b.field(s.T("welcome.password")).Focusable(), "nytt lösenord")
		b.key(fyne.KeyReturn)
		test.Type(s.window.Canvas().Focused(), "nytt lösenord")
		b.key(fyne.KeyReturn)
		b.step(stepCode)
		b.stop()
		_, err := desk.Open(s.deskParams(), []byte(secret))
		if !errors.Is(err, desk.ErrPassword) {
			t.Errorf("the forgotten password: %v", err)
		}
	})
}

// words are Fyne's own words in a language, but for those with plural forms.
func words(t *testing.T, w *locales.Words) map[string]string {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal(w.Fyne(), &all); err != nil {
		t.Fatal(err)
	}
	plain := map[string]string{}
	for key, word := range all {
		if s, ok := word.(string); ok {
			plain[key] = s
		}
	}
	return plain
}
