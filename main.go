// Trygghylla is an offline desktop program that walks a public library with one person on duty through what keeps
// staff, visitors and personal data safe, and makes one signed PDF package for the regional library.
//
// Without arguments it opens its window. The headless commands (package command) are answered before Fyne starts and
// need no display.
package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"time"

	fyneapp "fyne.io/fyne/v2/app"

	"trygghylla/app/command"
	"trygghylla/app/system"
	"trygghylla/app/ui"
	"trygghylla/data"
	"trygghylla/locales"
)

// version is set by releases with -ldflags -X main.version=….
var version = "0.1.0"

func main() {
	if err := system.Guard(); err != nil {
		fmt.Fprintln(os.Stderr, err) // and go on
	}
	os.Exit(command.Program{
		Version: version, Getenv: os.Getenv, Out: os.Stdout, Errs: os.Stderr,
		Data: data.Files, Rand: rand.Reader, Window: window,
	}.Run(os.Args[1:]))
}

// window opens the program's window and runs until it is closed.
func window(places system.Places, words *locales.Words) error {
	settings, damaged := system.LoadSettings[ui.Settings](ui.SettingsFile(places))
	if damaged != nil && !errors.Is(damaged, system.ErrSettingsDamaged) {
		return damaged
	}
	if settings.Language == "" {
		settings.Language = words.Lang()
	}
	a := fyneapp.NewWithID("org.trygghylla.Trygghylla")
	shell, err := ui.New(ui.Params{
		App: a, Data: data.Files, Places: places, Settings: settings, Version: version,
		Now: time.Now, Rand: rand.Reader,
		Judge: func(dir string) (system.Place, error) { return system.JudgePlace(os.Getenv, dir) },
	})
	if err != nil {
		return err
	}
	a.Lifecycle().SetOnStarted(func() {
		shell.StartIdle()
		shell.Tell(damaged)
	})
	shell.Window().ShowAndRun()
	return nil
}
