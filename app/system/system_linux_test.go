package system_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trygghylla/app/system"
)

func TestPlaces(t *testing.T) {
	home := t.TempDir()
	config := filepath.Join(home, "conf")
	if err := os.Mkdir(config, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(config, "user-dirs.dirs"), "# made by hand\nXDG_DESKTOP_DIR=\"$HOME/Skrivbord\"\nXDG_DOCUMENTS_DIR=\"$HOME/Dokument\"\n")
	for _, x := range []struct {
		name string
		env  map[string]string
		want system.Places
	}{
		{"only a home", map[string]string{"HOME": home}, system.Places{
			Data: home + "/.local/share/trygghylla", Settings: home + "/.config/trygghylla", Documents: home + "/Documents",
		}},
		{"XDG", map[string]string{"HOME": home, "XDG_DATA_HOME": "/srv/d", "XDG_CONFIG_HOME": config}, system.Places{
			Data: "/srv/d/trygghylla", Settings: config + "/trygghylla", Documents: home + "/Dokument",
		}},
		{"relative XDG is to be ignored", map[string]string{"HOME": home, "XDG_DATA_HOME": "d", "XDG_CONFIG_HOME": "c"}, system.Places{
			Data: home + "/.local/share/trygghylla", Settings: home + "/.config/trygghylla", Documents: home + "/Documents",
		}},
	} {
		got, err := system.FindPlaces(func(k string) string { return x.env[k] }, system.Places{})
		if err != nil || got != x.want {
			t.Errorf("%s: got %+v, %v, want %+v", x.name, got, err, x.want)
		}
	}
	_, err := system.FindPlaces(func(string) string { return "" }, system.Places{})
	if !errors.Is(err, system.ErrNoHome) {
		t.Errorf("without a home: %v", err)
	}
}

func TestLanguage(t *testing.T) {
	for env, want := range map[string]string{
		"LANG=sv_SE.UTF-8":                       "sv",
		"LANG=nn_NO":                             "nn",
		"LANG=no_NO.UTF-8":                       "nb",
		"LANG=C.UTF-8":                           "",
		"LANG=POSIX":                             "",
		"":                                       "",
		"LANG=en_GB.UTF-8 LC_MESSAGES=nn_NO":     "nn",
		"LANG=sv_SE LC_MESSAGES=nn_NO LC_ALL=nb": "nb",
		"LANG=ca_ES@valencia":                    "ca",
	} {
		set := map[string]string{}
		for _, field := range strings.Fields(env) {
			name, value, _ := strings.Cut(field, "=")
			set[name] = value
		}
		if got := system.Language(func(k string) string { return set[k] }); got != want {
			t.Errorf("%s: got %q, want %q", env, got, want)
		}
	}
}

// desktop is a PATH that holds only these programs, as shell scripts.
func desktop(t *testing.T, programs map[string]string) {
	t.Helper()
	bin := t.TempDir()
	for name, script := range programs {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin)
}

func TestDialogs(t *testing.T) {
	const chosen = "/home/eva/Mina dokument/å.pdf"
	for name, ask := range map[string]func() (string, error){
		"open":   func() (string, error) { return system.OpenFile("Välj", []string{"*.pdf", "*.png"}) },
		"save":   func() (string, error) { return system.SaveFile("Spara", chosen) },
		"folder": func() (string, error) { return system.ChooseFolder("Mapp") },
	} {
		for _, program := range []string{"zenity", "kdialog"} {
			desktop(t, map[string]string{program: "echo '" + chosen + "'"})
			if got, err := ask(); err != nil || got != chosen {
				t.Errorf("%s with %s: got %q, %v", name, program, got, err)
			}
			desktop(t, map[string]string{program: "exit 1"})
			if _, err := ask(); !errors.Is(err, system.ErrCancelled) {
				t.Errorf("%s with %s cancelled: %v", name, program, err)
			}
			desktop(t, map[string]string{program: "echo cannot open display >&2; exit 255"})
			if _, err := ask(); errors.Is(err, system.ErrCancelled) || err == nil || !strings.Contains(err.Error(), "cannot open display") {
				t.Errorf("%s with %s broken: %v", name, program, err)
			}
		}
		desktop(t, nil)
		if _, err := ask(); !errors.Is(err, system.ErrNoDialog) {
			t.Errorf("%s without a dialog program: %v", name, err)
		}
	}
}

func TestOpenAndShow(t *testing.T) {
	dir := t.TempDir()
	file, opened := filepath.Join(dir, "a, b å.pdf"), filepath.Join(dir, "opened")
	write(t, file, "x")
	record := `printf '%s\n' "$@" >` + opened
	desktop(t, map[string]string{"xdg-open": record})
	if err := system.Open(file); err != nil || read(t, opened) != file+"\n" {
		t.Errorf("open: %v, opened %q", err, read(t, opened))
	}
	if err := system.ShowInFolder(file); err != nil || read(t, opened) != dir+"\n" {
		t.Errorf("show without a file manager on the bus: %v, opened %q", err, read(t, opened))
	}
	desktop(t, map[string]string{"dbus-send": record})
	if err := system.ShowInFolder(file); err != nil || !strings.Contains(read(t, opened), "array:string:file://"+dir+"/a%2C%20b%20%C3%A5.pdf\n") {
		t.Errorf("show: %v, asked %q", err, read(t, opened))
	}
	desktop(t, map[string]string{"xdg-open": "exit 3"})
	if err := system.Open(file); !errors.Is(err, system.ErrNoProgram) {
		t.Errorf("no viewer: %v", err)
	}
	desktop(t, nil)
	if err := system.Open(file); !errors.Is(err, system.ErrNoProgram) {
		t.Errorf("no xdg-open: %v", err)
	}
}

func TestMessage(t *testing.T) {
	shown := filepath.Join(t.TempDir(), "shown")
	for _, x := range []struct {
		display  string
		programs map[string]string
		printed  bool
	}{
		{":9", map[string]string{"kdialog": `printf '%s' "$*" >` + shown}, false},
		{":9", map[string]string{"zenity": "exit 255"}, true},
		{":9", nil, true},
		{"", map[string]string{"zenity": ""}, true},
	} {
		t.Setenv("DISPLAY", x.display)
		t.Setenv("WAYLAND_DISPLAY", "")
		desktop(t, x.programs)
		var fallback bytes.Buffer
		if err := system.Message(&fallback, "Trygghylla", "Redan öppen <b>"); err != nil {
			t.Error(err)
		}
		if printed := strings.Contains(fallback.String(), "Redan öppen <b>"); printed != x.printed {
			t.Errorf("%+v: printed %q", x, fallback.String())
		}
	}
	if got := read(t, shown); !strings.Contains(got, "Redan öppen <b>") {
		t.Errorf("the box showed %q", got)
	}
}

func TestOpenGLNeedsADisplay(t *testing.T) {
	if _, err := system.OpenGL(func(string) string { return "" }); !errors.Is(err, system.ErrNoDisplay) {
		t.Errorf("without a display: %v", err)
	}
	for _, name := range []string{"DISPLAY", "WAYLAND_DISPLAY"} {
		found, err := system.OpenGL(func(k string) string { return map[string]string{name: ":0"}[k] })
		if err != nil || !found.Assumed {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
	}
}
