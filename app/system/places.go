package system

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"trygghylla/app/disk"
)

// Places are the folders that the program uses, as absolute paths.
type Places struct {
	Data      string // the encrypted file, its backups and the log
	Settings  string // the settings file
	Documents string // where exports are offered to be saved
}

// FindPlaces returns where this person's files belong on this system. What
// override names is taken as it is, made absolute. getenv reads the
// environment (os.Getenv). The folders need not exist; see Make. ErrNoHome
// when the system does not say and override does not either.
//
//	            Data and Settings                      Documents
//	Windows     %LOCALAPPDATA%\Trygghylla              the known folder Documents
//	macOS       ~/Library/Application Support/…        ~/Documents
//	others      XDG_DATA_HOME, XDG_CONFIG_HOME         XDG_DOCUMENTS_DIR of user-dirs.dirs
//
// XDG: Base Directory Specification 0.8 and xdg-user-dirs, freedesktop.org.
func FindPlaces(getenv func(string) string, override Places) (Places, error) {
	found := places(getenv)
	for _, p := range []struct{ place, other *string }{
		{&found.Data, &override.Data},
		{&found.Settings, &override.Settings},
		{&found.Documents, &override.Documents},
	} {
		if *p.other != "" {
			abs, err := filepath.Abs(*p.other)
			if err != nil {
				return Places{}, fmt.Errorf("find places: %w", err)
			}
			*p.place = abs
		}
		if !filepath.IsAbs(*p.place) {
			return Places{}, fmt.Errorf("find places: %w", ErrNoHome)
		}
	}
	return found, nil
}

// Make makes the data and settings folders, for this person only. Documents
// is theirs to make.
func (p Places) Make() error {
	for _, dir := range []string{p.Data, p.Settings} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return disk.Meaning("make folder", err)
		}
	}
	return nil
}

// MakeFolder makes a folder for papers, which others may look into, when it is
// missing; [disk.ErrNoFolder] and [disk.ErrReadOnly] say why that cannot be done.
func MakeFolder(folder string) error {
	return disk.Meaning("make folder", os.MkdirAll(folder, 0o755))
}

// baseLanguage takes the language out of a name of a locale, as POSIX
// (nn_NO.UTF-8) or BCP 47 (nn-NO) writes it. Norwegian without more is Bokmål.
// A locale without a language (C, POSIX) gives "".
func baseLanguage(locale string) string {
	base := strings.ToLower(locale)
	if i := strings.IndexAny(base, "_-.@"); i >= 0 {
		base = base[:i]
	}
	switch base {
	case "c", "posix":
		return ""
	case "no":
		return "nb"
	}
	return base
}
