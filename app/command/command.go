// Package command is what the program does without a window: verify, demo, version and help, answered before Fyne starts.
// It also does what must be done before a window can open, and tells why one cannot. It needs neither C nor a display.
package command

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"

	"trygghylla/app/system"
	"trygghylla/locales"
)

// What the process answers when it ends.
const (
	exitGood    = 0
	exitBad     = 1 // verify: some file is not intact and correctly signed
	exitTrouble = 2 // it could not be done
)

// Program is one call of the program: what it is given from outside.
type Program struct {
	Version   string
	Getenv    func(string) string // the environment, as os.Getenv
	Out, Errs io.Writer
	Data      fs.FS     // the content files, see desk.Params
	Rand      io.Reader // a cryptographically strong source

	// Window opens the window and returns when it is closed. It is called only where one can be had, and this process is
	// then the only one with these places, whose folders are there.
	Window func(system.Places, *locales.Words) error

	words *locales.Words
}

// Run answers the arguments and returns the exit code of the process.
func (p Program) Run(args []string) int {
	words, err := locales.New(locales.Match(system.Language(p.Getenv)))
	if err != nil {
		fmt.Fprintln(p.Errs, err)
		return exitTrouble
	}
	p.words = words
	if len(args) > 0 {
		switch args[0] {
		case "version":
			fmt.Fprintln(p.Out, "trygghylla", p.Version)
			return exitGood
		case "verify":
			return p.verify(args[1:])
		case "demo":
			return p.demo(args[1:])
		case "help", "-h", "-help", "--help":
			fmt.Fprint(p.Out, p.usage())
			return exitGood
		}
	}
	return p.window(args)
}

func (p Program) usage() string { return p.words.T("command.usage", "version", p.Version) }

// misused tells how the commands are written.
func (p Program) misused() int {
	fmt.Fprint(p.Errs, p.usage())
	return exitTrouble
}

// flags is a set of flags that says nothing by itself.
func flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	return f
}

// window opens the program's window and runs until it is closed.
func (p Program) window(args []string) int {
	var override system.Places
	f := flags("trygghylla")
	f.StringVar(&override.Data, "data", "", "")
	f.StringVar(&override.Settings, "settings", "", "")
	f.StringVar(&override.Documents, "documents", "", "")
	if err := f.Parse(args); err != nil || f.NArg() > 0 {
		return p.misused()
	}
	if err := p.open(override); err != nil {
		message := p.words.T("command.failed", "why", err)
		for id, cause := range map[string]error{
			"native.running": system.ErrRunning, "native.no_opengl": system.ErrNoOpenGL, "native.no_display": system.ErrNoDisplay,
		} {
			if errors.Is(err, cause) {
				message = p.words.T(id)
			}
		}
		if err := system.Message(p.Errs, p.words.T("app.name"), message); err != nil {
			fmt.Fprintln(p.Errs, err)
		}
		return exitTrouble
	}
	return exitGood
}

// open does before Fyne starts what Fyne would fail at without a word: one instance, a display, OpenGL.
func (p Program) open(override system.Places) (err error) {
	places, err := system.FindPlaces(p.Getenv, override)
	if err != nil {
		return err
	}
	instance, err := system.Single(places.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, instance.Release()) }()
	if err := places.Make(); err != nil {
		return err
	}
	places.Data = places.Vault() // the library's own folder, which a restored one can replace whole
	if _, err := system.OpenGL(p.Getenv); err != nil {
		return err
	}
	return p.Window(places, p.words)
}
