// Package system is what the operating system does for us: one running
// program at a time, message boxes and file dialogs of its own, a look at the
// graphics driver before Fyne needs it, opening and showing files, the places
// for files, the language of the desktop, memory that others may not read, and
// the settings. It knows nothing of libraries.
//
// What differs between systems stands in one file per system. Where a desktop
// lacks something (no dialog program, no viewer) a sentinel says so and the
// caller goes another way; nothing here shows an error by itself except
// Message. Dialogs and Message wait for the person: call them away from the
// goroutine that draws the window.
package system

import "errors"

// Sentinels say what happened, for errors.Is. The errors that carry them name
// the file and the system's own reason too.
var (
	// ErrRunning means that the program already runs with this data directory.
	ErrRunning = errors.New("already running")
	// ErrNoDisplay means that there is no desktop to show a window on.
	ErrNoDisplay = errors.New("no display")
	// ErrNoOpenGL means that the graphics driver is missing or older than OpenGL 2.1.
	ErrNoOpenGL = errors.New("no usable OpenGL")
	// ErrNoDialog means that this desktop has no file dialog that we can use.
	ErrNoDialog = errors.New("no file dialog")
	// ErrCancelled means that the person closed a dialog without choosing.
	ErrCancelled = errors.New("cancelled")
	// ErrNoProgram means that no program is registered for this kind of file.
	ErrNoProgram = errors.New("no program for this kind of file")
	// ErrNoHome means that the system did not say where this person's files belong.
	ErrNoHome = errors.New("no home directory")
	// ErrSettingsDamaged means that the settings file could not be understood
	// and was put aside; the settings that came with the error are the defaults.
	ErrSettingsDamaged = errors.New("settings damaged")
	// ErrSettingsCopy means that the settings were missing or damaged, and that
	// those that came with the error are from their copy: nothing is lost.
	ErrSettingsCopy = errors.New("settings from their copy")
)

// Graphics is what the probe found out about the graphics driver. Assumed
// means that it did not ask, because on this system there always is one.
type Graphics struct {
	Version  string // as the driver gives it, beginning "major.minor"
	Renderer string // the name of the card or of the software
	Assumed  bool
}
