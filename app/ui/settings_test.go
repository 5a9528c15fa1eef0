package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/system"
	"trygghylla/app/ui/kit"
)

// choose types a digit at the row of words with this number on the screen.
func (b *bench) choose(row int, digit rune) {
	b.Helper()
	all := seek[*kit.Segments](b)
	if row >= len(all) {
		b.Fatalf("there are %d rows of words", len(all))
	}
	b.s.window.Canvas().Focus(all[row])
	b.digit(digit)
}

// looks is what of the look can be measured: the size of text and the colour behind it.
func looks(b *bench) (text float32, dark bool) {
	th := b.p.App.Settings().Theme()
	r, _, _, _ := th.Color(kit.ColorGround, theme.VariantLight).RGBA()
	return th.Size(theme.SizeNameText), r < 0x4000
}

// TestSettingsTakeEffectAtOnceAndStay changes text size, contrast and idle time, and starts the program again.
func TestSettingsTakeEffectAtOnceAndStay(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		b.shortcut(fyne.Key9, fyne.KeyModifierControl)
		b.s.Show(newSettings(b.s))
		if text, dark := looks(b); text != 16 || dark {
			t.Fatalf("it begins with %v, dark %v", text, dark)
		}
		b.choose(0, '5')
		if text, _ := looks(b); text != 32 {
			t.Errorf("200 per cent is %v", text)
		}
		if kept, err := system.LoadSettings[Settings](SettingsFile(b.places)); err != nil || kept.TextPercent != 200 {
			t.Errorf("if the computer stops now, it begins with %d per cent, %v", kept.TextPercent, err)
		}
		if b.s.window.Canvas().Focused() == nil {
			t.Error("the focus is lost")
		}
		b.choose(1, '1')
		if _, dark := looks(b); !dark {
			t.Error("high contrast is not white on black")
		}
		b.choose(2, '1')
		b.wait(2*time.Minute - time.Second)
		if b.s.LockIfIdle(); b.s.Locked() {
			t.Error("locked before two minutes")
		}
		b.wait(time.Second)
		if b.s.LockIfIdle(); !b.s.Locked() {
			t.Error("not locked after two minutes")
		}
		b.restart()
		if text, dark := looks(b); text != 32 || !dark || b.s.settings.IdleMinutes != 2 {
			t.Errorf("after a restart: %v, dark %v, %d minutes", text, dark, b.s.settings.IdleMinutes)
		}
		if b.s.words.Lang() != j.Language() {
			t.Errorf("after a restart it speaks %s", b.s.words.Lang())
		}
		b.unlocked()
	})
}

// TestThePasswordIsChanged tries a wrong old one first; then the old one opens nothing more, and the new one does.
func TestThePasswordIsChanged(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		s := b.s
		s.Show(newSettings(s))
		b.unfold(s.T("settings.password"))
		b.write(s.T("settings.password_old"), "fel")
		b.write(s.T("settings.password_new"), "helt nya ord")
		b.write(s.T("settings.password_again"), "helt nya or")
		b.press(s.T("settings.password_change"))
		b.atField(s.T("settings.password_again"), s.T("welcome.password_differ"))
		b.replace(s.T("settings.password_again"), "helt nya ord")
		b.press(s.T("settings.password_change"))
		b.atField(s.T("settings.password_old"), s.T("fail.password"))
		b.silent(s.T("settings.password_changed"))
		b.replace(s.T("settings.password_old"), secret)
		b.press(s.T("settings.password_change"))
		b.reads(s.T("settings.password_changed"))
		for _, label := range []string{"settings.password_old", "settings.password_new", "settings.password_again"} {
			if got := b.field(s.T(label)).Text(); got != "" {
				t.Errorf("%s still holds %q", label, got)
			}
		}
		s.Lock()
		b.unlock(secret)
		b.atField(s.T("unlock.password"), s.T("fail.password"))
		b.replace(s.T("unlock.password"), "helt nya ord")
		b.press(s.T("unlock.open"))
		if s.Locked() {
			t.Errorf("the new password does not open; there is: %s", b.text())
		}
	})
}

// TestANewRecoveryCode makes one: the paper's step is gone through, and the former code opens nothing.
func TestANewRecoveryCode(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := begun(t, j)
		former := b.s.screen.(*welcome).code
		b.typeGroups(former)
		b.press(b.s.T("button.next"))
		b.write(b.s.T("welcome.name"), "Exempelby")
		b.press(b.s.T("button.next"))
		b.press(b.s.T("welcome.finish"))
		s := b.s
		s.Show(newSettings(s))
		b.unfold(s.T("settings.code"))
		b.write(s.T("settings.password_old"), "fel")
		b.press(s.T("settings.code_make"))
		b.reads(s.T("fail.password"))
		b.replace(s.T("settings.password_old"), secret)
		b.press(s.T("settings.code_make"))
		code := s.screen.(*welcome).code
		if code == former || code == (desk.Code{}) {
			t.Fatal("no new code was made")
		}
		b.press(s.T("welcome.code_print"))
		b.typeGroups(code)
		b.press(s.T("button.next"))
		if _, ok := s.screen.(*settings); !ok || len(b.sheets()) != 0 {
			t.Errorf("after the paper there is %T, and %v", s.screen, b.sheets())
		}
		s.Lock()
		b.press(s.T("unlock.forgot"))
		b.write(s.T("unlock.code"), strings.Join(former[:], " "))
		b.press(s.T("unlock.with_code"))
		b.atField(s.T("unlock.code"), s.T("fail.code"))
		b.replace(s.T("unlock.code"), strings.Join(code[:], " "))
		b.press(s.T("unlock.with_code"))
		b.reads(s.T("unlock.new_intro"))
		b.write(s.T("welcome.password"), secret)
		b.write(s.T("welcome.password_again"), secret)
		b.press(s.T("button.save"))
		if s.Locked() {
			t.Errorf("the new code does not open; there is: %s", b.text())
		}
	})
}

// TestRubbishInTheSettingsIsPutAside starts with settings that cannot be read, and with some that make no sense.
func TestRubbishInTheSettingsIsPutAside(t *testing.T) {
	for _, x := range []struct {
		name, content string
		damaged       bool
	}{
		{"cut short", `{"text_percent": 1`, true},
		{"empty", "", true},
		{"zeros", strings.Repeat("\x00", 512), true},
		{"another kind", `{"text_percent": "big"}`, true},
		{"out of bounds", `{"text_percent": 9000, "idle_minutes": -5, "language": "xx", "unknown": [1]}`, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			b := newEmpty(t, app.Norway)
			b.stop()
			file := SettingsFile(b.places)
			if err := os.WriteFile(file, []byte(x.content), 0o600); err != nil {
				t.Fatal(err)
			}
			loaded, err := system.LoadSettings[Settings](file)
			if errors.Is(err, system.ErrSettingsDamaged) != x.damaged {
				t.Fatal(err)
			}
			aside, gone := os.ReadFile(file + ".damaged")
			if x.damaged && (gone != nil || string(aside) != x.content) {
				t.Errorf("put aside is %q, %v", aside, gone)
			}
			b.p.Settings = loaded
			b.start()
			b.s.Tell(err) // as main does
			if x.damaged {
				b.failed("fail.settings")
				b.key(fyne.KeyEscape)
			}
			b.step(stepCountry)
			if text, _ := looks(b); text < 16 || text > 32 || b.s.settings.idle() <= 0 {
				t.Errorf("text of %v, locks after %v", text, b.s.settings.idle())
			}
		})
	}
}

// TestCutSettingsStillKnowWhereTheLibraryIs cuts the settings of a moved library short: their copy is taken, and told.
func TestCutSettingsStillKnowWhereTheLibraryIs(t *testing.T) {
	b := newEmpty(t, app.Norway)
	moved := filepath.Join(t.TempDir(), "moved")
	b.s.settings.Library = moved
	b.s.keepSettings()
	b.stop()
	file := SettingsFile(b.places)
	if err := os.Truncate(file, 40); err != nil {
		t.Fatal(err)
	}
	loaded, err := system.LoadSettings[Settings](file)
	if loaded.Library != moved || !errors.Is(err, system.ErrSettingsCopy) {
		t.Fatalf("the library is looked for in %q: %v", loaded.Library, err)
	}
	b.p.Settings = loaded
	b.start()
	b.s.Tell(err) // as main does
	b.failed("fail.settings_copy")
	if again, err := system.LoadSettings[Settings](file); err != nil || again.Library != moved {
		t.Errorf("at the next start it is looked for in %q: %v", again.Library, err)
	}
}

// TestTheFolderForPapersIsChanged types another folder; from then on papers lie there, also after a restart.
func TestTheFolderForPapersIsChanged(t *testing.T) {
	b := filled(t, app.Sweden)
	folder := filepath.Join(t.TempDir(), "Tryggt på biblioteket", "papper")
	b.s.Show(newSettings(b.s))
	b.unfold(b.s.T("settings.folder"))
	b.press(b.s.T("settings.folder_change"))
	b.typed(b.s.T("settings.folder_path"), folder)
	b.key(fyne.KeyReturn)
	b.reads(folder)
	b.restart()
	b.unlocked()
	if b.folder() != folder {
		t.Fatalf("the folder is %s", b.folder())
	}
	b.s.Show(newPackage(b.s))
	b.press(b.s.T("package.sign"))
	b.reads(b.s.T("package.ready"))
	if len(b.made()) != 1 {
		t.Errorf("there is %v", b.made())
	}
}
