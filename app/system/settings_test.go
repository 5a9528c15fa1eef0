package system_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app/system"
)

type settings struct {
	TextSize int
	Export   string
	Seen     map[string]uint64
}

var chosen = settings{TextSize: 150, Export: `C:\Bibliotek\Gällivare`, Seen: map[string]uint64{"a": 7}}

// saved is where the chosen settings were saved, and their bytes.
func saved(t *testing.T) (path, text string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "new", "settings.json")
	if err := system.SaveSettings(path, chosen); err != nil {
		t.Fatal(err)
	}
	return path, read(t, path)
}

func TestSettings(t *testing.T) {
	got, err := system.LoadSettings[settings](filepath.Join(t.TempDir(), "settings.json"))
	if diff := cmp.Diff(settings{}, got); diff != "" || err != nil {
		t.Errorf("without a file: %v, %s", err, diff)
	}
	path, _ := saved(t)
	got, err = system.LoadSettings[settings](path)
	if diff := cmp.Diff(chosen, got); diff != "" || err != nil {
		t.Errorf("%v, %s", err, diff)
	}
}

// A newer program's settings are read as far as this one knows them.
func TestSettingsOfANewerProgram(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	write(t, path, `{"TextSize": 200, "Sounds": {"On": true}}`)
	got, err := system.LoadSettings[settings](path)
	if err != nil || got.TextSize != 200 {
		t.Errorf("got %+v, %v", got, err)
	}
}

// Settings that were saved before there was a copy, and nothing else is left.
func TestSettingsDamagedWithoutACopy(t *testing.T) {
	for _, damaged := range []string{"", "{\"TextSize\": 15", "\x00\x00\x00", `{"TextSize": "large"}`, `{"TextSize": 9, "Export": 7}`} {
		t.Run(damaged, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "settings.json")
			write(t, path, damaged)
			got, err := system.LoadSettings[settings](path)
			if diff := cmp.Diff(settings{}, got); diff != "" || !errors.Is(err, system.ErrSettingsDamaged) || errors.Is(err, system.ErrSettingsCopy) {
				t.Errorf("%v, %s", err, diff)
			}
			if kept := read(t, path+".damaged"); kept != damaged {
				t.Errorf("it was put aside as %q", kept)
			}
			if _, err := system.LoadSettings[settings](path); err != nil {
				t.Errorf("the second start still complains: %v", err)
			}
		})
	}
}

// TestSettingsCutOff cuts the settings at each byte, writes zeros from there on, and takes them away.
func TestSettingsCutOff(t *testing.T) {
	path, text := saved(t)
	damages := map[string]string{}
	for at := range len(text) - 1 { // the last is the end of the line
		damages[fmt.Sprintf("cut at %d", at)] = text[:at]
		damages[fmt.Sprintf("zeros from %d", at)] = text[:at] + string(make([]byte, len(text)-at))
	}
	for name, damaged := range damages {
		t.Run(name, func(t *testing.T) {
			write(t, path, damaged)
			got, err := system.LoadSettings[settings](path)
			if diff := cmp.Diff(chosen, got); diff != "" || !errors.Is(err, system.ErrSettingsCopy) {
				t.Errorf("%v, %s", err, diff)
			}
			if kept := read(t, path+".damaged"); kept != damaged {
				t.Errorf("it was put aside as %q", kept)
			}
			got, err = system.LoadSettings[settings](path)
			if diff := cmp.Diff(chosen, got); diff != "" || err != nil || read(t, path) != text {
				t.Errorf("the second start: %v, %s", err, diff)
			}
		})
	}
	t.Run("gone", func(t *testing.T) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		got, err := system.LoadSettings[settings](path)
		if diff := cmp.Diff(chosen, got); diff != "" || !errors.Is(err, system.ErrSettingsCopy) || read(t, path) != text {
			t.Errorf("%v, %s", err, diff)
		}
	})
	t.Run("unreadable", func(t *testing.T) { // a folder stands for what gives no bytes
		if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o700)); err != nil {
			t.Fatal(err)
		}
		got, err := system.LoadSettings[settings](path)
		if diff := cmp.Diff(chosen, got); diff != "" || !errors.Is(err, system.ErrSettingsCopy) {
			t.Errorf("%v, %s", err, diff)
		}
	})
}

// TestSettingsAndTheirCopyDamaged: nothing of either is believed, and both are kept.
func TestSettingsAndTheirCopyDamaged(t *testing.T) {
	path, text := saved(t)
	write(t, path, text[:20])
	write(t, path+".copy", text[:30])
	got, err := system.LoadSettings[settings](path)
	if diff := cmp.Diff(settings{}, got); diff != "" || !errors.Is(err, system.ErrSettingsDamaged) || errors.Is(err, system.ErrSettingsCopy) {
		t.Errorf("%v, %s", err, diff)
	}
	if read(t, path+".damaged") != text[:20] || read(t, path+".copy.damaged") != text[:30] {
		t.Error("they were not kept")
	}
	if _, err := system.LoadSettings[settings](path); err != nil {
		t.Errorf("the second start still complains: %v", err)
	}
}

// TestSettingsCopyIsNeverAhead: what could not be saved is not in the copy either, or a moved library would be looked
// for where it never came.
func TestSettingsCopyIsNeverAhead(t *testing.T) {
	path, text := saved(t)
	if err := errors.Join(os.Remove(path), os.MkdirAll(filepath.Join(path, "taken"), 0o700)); err != nil {
		t.Fatal(err)
	}
	if err := system.SaveSettings(path, settings{Export: "elsewhere"}); err == nil {
		t.Fatal("a folder was written over")
	}
	if kept := read(t, path+".copy"); kept != text {
		t.Errorf("the copy says %q", kept)
	}
	fresh := filepath.Join(t.TempDir(), "settings.json")
	if err := os.MkdirAll(filepath.Join(fresh, "taken"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := system.SaveSettings(fresh, chosen); err == nil {
		t.Fatal("a folder was written over")
	}
	if _, err := os.Stat(fresh + ".copy"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a copy of what was never saved: %v", err)
	}
}
