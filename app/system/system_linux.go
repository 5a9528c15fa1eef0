package system

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// OpenGL looks for what Fyne needs before Fyne starts: ErrNoDisplay without a
// display in the environment that getenv reads. The driver is not asked: Mesa
// draws in software where there is none.
func OpenGL(getenv func(string) string) (Graphics, error) {
	if getenv("DISPLAY") == "" && getenv("WAYLAND_DISPLAY") == "" {
		return Graphics{}, ErrNoDisplay
	}
	return Graphics{Assumed: true}, nil
}

// Message shows a message box and waits until it is closed: zenity, kdialog or
// xmessage, whichever this desktop has; without one it writes to fallback.
func Message(fallback io.Writer, title, text string) error {
	boxes := [][]string{
		{"zenity", "--warning", "--no-markup", "--width=440", "--title", title, "--text", text},
		{"kdialog", "--title", title, "--sorry", text},
		{"xmessage", "-center", "-buttons", "OK:0", "-title", title, latin1(text)},
	}
	if _, err := OpenGL(os.Getenv); err != nil {
		boxes = nil
	}
	for _, box := range boxes {
		if name, err := exec.LookPath(box[0]); err == nil && exec.Command(name, box[1:]...).Run() == nil {
			return nil
		}
	}
	return printMessage(fallback, title, text)
}

// Open opens a file with the program that the desktop has for its kind: a PDF
// in the viewer, an .eml draft in the mail program. ErrNoProgram when it has
// none; an error that is fs.ErrNotExist when the file is gone.
func Open(path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	abs, err := filepath.Abs(path) // a name that begins with - is no option then
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	if err := launch("xdg-open", abs); err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	return nil
}

// ShowInFolder opens the file manager with the file marked, or at least its
// folder. Errors as with Open.
func ShowInFolder(path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("show file: %w", err)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("show file: %w", err)
	}
	marked := exec.Command("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.FileManager1",
		"/org/freedesktop/FileManager1", "org.freedesktop.FileManager1.ShowItems",
		"array:string:"+fileURL(abs), "string:")
	if marked.Run() == nil {
		return nil
	}
	return Open(filepath.Dir(abs))
}

// fileURL escapes the comma too, which parts the items of dbus-send's array.
func fileURL(abs string) string {
	u := url.URL{Scheme: "file", Path: abs}
	return strings.ReplaceAll(u.String(), ",", "%2C")
}

// OpenFile asks for a file to read, with the desktop's own dialog. patterns
// are like "*.pdf"; none means every file. ErrCancelled when nothing is chosen,
// ErrNoDialog where there is neither zenity nor kdialog.
func OpenFile(title string, patterns []string) (string, error) {
	zenity := []string{"--file-selection", "--title", title}
	if len(patterns) > 0 {
		zenity = append(zenity, "--file-filter", strings.Join(patterns, " "))
	}
	return choose("open file", zenity,
		[]string{"--title", title, "--getopenfilename", ".", strings.Join(patterns, " ")})
}

// SaveFile asks where to write a file, offering suggested (a whole path). The
// dialog itself asks before an existing file is chosen. Errors as OpenFile.
func SaveFile(title, suggested string) (string, error) {
	return choose("save file",
		[]string{"--file-selection", "--save", "--confirm-overwrite", "--title", title, "--filename", suggested},
		[]string{"--title", title, "--getsavefilename", suggested})
}

// ChooseFolder asks for a folder. Errors as OpenFile.
func ChooseFolder(title string) (string, error) {
	return choose("choose folder",
		[]string{"--file-selection", "--directory", "--title", title},
		[]string{"--title", title, "--getexistingdirectory", "."})
}

func choose(what string, zenity, kdialog []string) (string, error) {
	program, args := "zenity", zenity
	if _, err := exec.LookPath(program); err != nil {
		program, args = "kdialog", kdialog
	}
	name, err := exec.LookPath(program)
	if err != nil {
		return "", fmt.Errorf("%s: %w", what, ErrNoDialog)
	}
	path, err := answer(name, args...)
	if err != nil {
		return "", fmt.Errorf("%s: %w", what, err)
	}
	return path, nil
}

// Language returns the language of the desktop, such as sv, nn or nb, from
// LC_ALL, LC_MESSAGES or LANG as getenv reads them (POSIX 8.2); "" when it is
// not said.
func Language(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := getenv(name); locale != "" {
			return baseLanguage(locale)
		}
	}
	return ""
}

func places(getenv func(string) string) Places {
	home := getenv("HOME")
	xdg := func(name, instead string) string {
		if dir := getenv(name); filepath.IsAbs(dir) { // relative ones are to be ignored
			return dir
		}
		return filepath.Join(home, instead)
	}
	config := xdg("XDG_CONFIG_HOME", ".config")
	return Places{
		Data:      filepath.Join(xdg("XDG_DATA_HOME", ".local/share"), "trygghylla"),
		Settings:  filepath.Join(config, "trygghylla"),
		Documents: documents(filepath.Join(config, "user-dirs.dirs"), home),
	}
}

// documents finds XDG_DOCUMENTS_DIR in the desktop's list of folders.
func documents(list, home string) string {
	text, err := os.ReadFile(list)
	for line := range strings.Lines(string(text)) {
		value, ok := strings.CutPrefix(strings.TrimSpace(line), "XDG_DOCUMENTS_DIR=")
		if err != nil || !ok {
			continue
		}
		dir := strings.Trim(value, `"`)
		if rest, ok := strings.CutPrefix(dir, "$HOME"); ok {
			dir = filepath.Join(home, rest)
		}
		if filepath.IsAbs(dir) {
			return dir
		}
	}
	return filepath.Join(home, "Documents")
}

// latin1 writes text as xmessage reads it, one byte a letter of ISO 8859-1; other letters become question marks.
func latin1(text string) string {
	var b []byte
	for _, r := range text {
		if r > 0xff {
			r = '?'
		}
		b = append(b, byte(r))
	}
	return string(b)
}
