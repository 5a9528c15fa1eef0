package system

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// OpenGL looks for what Fyne needs before Fyne starts; macOS always has it.
func OpenGL(func(string) string) (Graphics, error) { return Graphics{Assumed: true}, nil }

// Message shows a message box and waits until it is closed; when that cannot
// be done it writes to fallback.
func Message(fallback io.Writer, title, text string) error {
	_, err := script("display alert (item 1 of argv) message (item 2 of argv) as warning", title, text)
	if err == nil || errors.Is(err, ErrCancelled) {
		return nil
	}
	return printMessage(fallback, title, text)
}

// Open opens a file with the program that macOS has for its kind: a PDF in
// the viewer, an .eml draft in the mail program. ErrNoProgram when it has
// none; an error that is fs.ErrNotExist when the file is gone.
func Open(path string) error { return open("open file", path) }

// ShowInFolder opens Finder with the file marked. Errors as with Open.
func ShowInFolder(path string) error { return open("show file", path, "-R") }

func open(what, path string, options ...string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	abs, err := filepath.Abs(path) // a name that begins with - is no option then
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if err := launch("open", append(options, abs)...); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// OpenFile asks for a file to read, with macOS' own dialog. patterns are like
// "*.pdf"; none means every file. ErrCancelled when nothing is chosen.
func OpenFile(title string, patterns []string) (string, error) {
	ask := "choose file with prompt (item 1 of argv)"
	args := []string{title}
	if len(patterns) > 0 {
		ask += " of type (items 2 thru -1 of argv)"
		for _, p := range patterns {
			args = append(args, strings.TrimPrefix(p, "*."))
		}
	}
	return chosen("open file", ask, args...)
}

// SaveFile asks where to write a file, offering suggested (a whole path). The
// dialog itself asks before an existing file is chosen. Errors as OpenFile.
func SaveFile(title, suggested string) (string, error) {
	return chosen("save file",
		"choose file name with prompt (item 1 of argv) default name (item 2 of argv) default location (POSIX file (item 3 of argv))",
		title, filepath.Base(suggested), filepath.Dir(suggested))
}

// ChooseFolder asks for a folder. Errors as OpenFile.
func ChooseFolder(title string) (string, error) {
	return chosen("choose folder", "choose folder with prompt (item 1 of argv)", title)
}

func chosen(what, ask string, args ...string) (string, error) {
	path, err := script("POSIX path of ("+ask+")", args...)
	if err != nil {
		return "", fmt.Errorf("%s: %w", what, err)
	}
	return path, nil
}

// script runs one line of AppleScript; what it shows comes as arguments, so
// that no text is ever taken for a command.
func script(line string, args ...string) (string, error) {
	if _, err := exec.LookPath("osascript"); err != nil {
		return "", ErrNoDialog
	}
	return answer("osascript", append([]string{"-e", "on run argv", "-e", line, "-e", "end run"}, args...)...)
}

// Language returns the language of the desktop, such as sv, nn or nb: the
// first of AppleLanguages, else LANG as getenv reads it; "" when neither says.
func Language(getenv func(string) string) string {
	list, err := exec.Command("defaults", "read", "-g", "AppleLanguages").Output()
	if err == nil {
		for _, name := range strings.FieldsFunc(string(list), func(r rune) bool { return strings.ContainsRune("()\", \n", r) }) {
			return baseLanguage(name)
		}
	}
	return baseLanguage(getenv("LANG"))
}

func places(getenv func(string) string) Places {
	home := getenv("HOME")
	support := filepath.Join(home, "Library", "Application Support", "Trygghylla")
	return Places{Data: support, Settings: support, Documents: filepath.Join(home, "Documents")}
}
