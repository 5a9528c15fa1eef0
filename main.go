// Trygghylla is an offline desktop program that walks a public library with one person on duty through what keeps
// staff, visitors and personal data safe, and makes one signed PDF package for the regional library.
//
// Without arguments it opens its window. The headless commands verify, demo and version are answered before Fyne
// starts and need no display.
package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	fyneapp "fyne.io/fyne/v2/app"

	"trygghylla/app/desk"
	"trygghylla/app/pdf"
	"trygghylla/app/seal"
	"trygghylla/app/system"
	"trygghylla/app/ui"
	"trygghylla/data"
	"trygghylla/locales"
)

// version is set by releases with -ldflags -X main.version=….
var version = "0.1.0"

// What the process answers when it ends.
const (
	exitGood    = 0
	exitBad     = 1 // verify: some file is not intact and correctly signed
	exitTrouble = 2 // it could not be done
)

func main() {
	if err := system.Guard(); err != nil {
		fmt.Fprintln(os.Stderr, err) // and go on
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run answers one call of the program and returns its exit code.
func run(args []string, out, errs io.Writer) int {
	words, err := locales.New(locales.Match(system.Language(os.Getenv)))
	if err != nil {
		fmt.Fprintln(errs, err)
		return exitTrouble
	}
	if len(args) > 0 {
		switch args[0] {
		case "version":
			fmt.Fprintln(out, "trygghylla", version)
			return exitGood
		case "verify":
			return verify(args[1:], words, out, errs)
		case "demo":
			return demo(args[1:], words, out, errs)
		case "help", "-h", "-help", "--help":
			fmt.Fprint(out, words.T("command.usage", "version", version))
			return exitGood
		}
	}
	return window(args, words, errs)
}

// window opens the program's window and runs until it is closed.
func window(args []string, words *locales.Words, errs io.Writer) int {
	var override system.Places
	flags := flag.NewFlagSet("trygghylla", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&override.Data, "data", "", "")
	flags.StringVar(&override.Settings, "settings", "", "")
	flags.StringVar(&override.Documents, "documents", "", "")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		fmt.Fprint(errs, words.T("command.usage", "version", version))
		return exitTrouble
	}
	if err := open(override, words); err != nil {
		message := words.T("command.failed", "why", err)
		for id, cause := range map[string]error{
			"native.running": system.ErrRunning, "native.no_opengl": system.ErrNoOpenGL, "native.no_display": system.ErrNoDisplay,
		} {
			if errors.Is(err, cause) {
				message = words.T(id)
			}
		}
		if err := system.Message(errs, words.T("app.name"), message); err != nil {
			fmt.Fprintln(errs, err)
		}
		return exitTrouble
	}
	return exitGood
}

// open does before Fyne starts what Fyne would fail at without a word: one instance, a display, OpenGL.
func open(override system.Places, words *locales.Words) (err error) {
	places, err := system.FindPlaces(os.Getenv, override)
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
	if _, err := system.OpenGL(os.Getenv); err != nil {
		return err
	}
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

// demo makes an invented library with all its papers, for trying the program and for showing what it makes.
func demo(args []string, words *locales.Words, out, errs io.Writer) int {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	country := flags.String("country", "", "")
	folder := flags.String("out", "", "")
	if err := flags.Parse(args); err != nil || *folder == "" || flags.NArg() > 0 {
		fmt.Fprint(errs, words.T("command.usage", "version", version))
		return exitTrouble
	}
	made, err := desk.Demo(data.Files, *country, *folder, rand.Reader)
	switch {
	case errors.Is(err, desk.ErrCountry):
		fmt.Fprintln(errs, words.T("command.demo_country"))
	case errors.Is(err, desk.ErrTaken):
		fmt.Fprintln(errs, words.T("command.demo_taken", "folder", *folder))
	case err != nil:
		fmt.Fprintln(errs, words.T("command.failed", "why", err))
	default:
		fmt.Fprintln(out, words.T("command.demo_made", "folder", *folder))
		for _, f := range made.Files {
			fmt.Fprintln(out, words.T("command.demo_file", "file", f))
		}
		fmt.Fprintln(out, words.T("command.demo_password", "password", made.Password))
		fmt.Fprintln(out, words.T("command.demo_code", "code", made.Code))
		fmt.Fprintln(out, words.T("command.demo_pin", "pin", made.PIN))
		return exitGood
	}
	return exitTrouble
}

// verified is what verify says of one file, in the form of -json.
type verified struct {
	File       string           `json:"file"`
	Intact     bool             `json:"intact"`
	Reason     string           `json:"reason,omitempty"` // why not: a name that does not change
	Whole      bool             `json:"covers_whole_file"`
	Signatures []verifiedSigner `json:"signatures,omitempty"`
}

type verifiedSigner struct {
	Name        string    `json:"name"`
	Fingerprint string    `json:"fingerprint"`
	At          time.Time `json:"at"`
	Certifies   bool      `json:"certifies"`
	Known       bool      `json:"known"`
}

// reasons names each reason why a file is not accepted; the word is why. + name.
var reasons = []struct {
	err  error
	name string
}{
	{pdf.ErrNotSigned, "not_signed"},
	{pdf.ErrTooLarge, "too_large"},
	{pdf.ErrTrailing, "trailing"},
	{pdf.ErrGap, "gap"},
	{pdf.ErrUpdate, "update"},
	{pdf.ErrChanged, "changed"},
	{pdf.ErrForged, "forged"},
	{pdf.ErrValidity, "validity"},
	{pdf.ErrUntrusted, "untrusted"},
	{pdf.ErrMalformed, "malformed"},
}

// verify says of each file whether it is intact and correctly signed, by whom and when.
func verify(args []string, words *locales.Words, out, errs io.Writer) int {
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	asJSON := flags.Bool("json", false, "")
	language := flags.String("lang", words.Lang(), "")
	var trusted []seal.Fingerprint
	var wrong error // of a key that could not be read; flag forgets what an error means
	flags.Func("trust", "", func(s string) error {
		key, err := seal.ParseFingerprint(s)
		trusted, wrong = append(trusted, key), errors.Join(wrong, err)
		return nil
	})
	switch err := flags.Parse(args); {
	case err != nil:
		fmt.Fprint(errs, words.T("command.usage", "version", version))
		return exitTrouble
	case wrong != nil:
		fmt.Fprintln(errs, words.T("command.trust_wrong"))
		return exitTrouble
	}
	words, err := locales.New(locales.Match(*language))
	if err != nil {
		fmt.Fprintln(errs, err)
		return exitTrouble
	}
	if flags.NArg() == 0 {
		fmt.Fprintln(errs, words.T("command.no_files"))
		return exitTrouble
	}
	code := exitGood
	all := []verified{} // none is written as an empty list
	for _, name := range flags.Args() {
		v, err := verifyFile(name, trusted)
		switch {
		case err != nil:
			fmt.Fprintln(errs, words.T("command.unreadable", "file", name, "why", err))
			code = exitTrouble
			continue
		case !v.Intact:
			code = max(code, exitBad)
		}
		if all = append(all, v); !*asJSON {
			say(v, words, out)
		}
	}
	if *asJSON {
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(all); err != nil {
			fmt.Fprintln(errs, err)
			return exitTrouble
		}
	}
	return code
}

// verifyFile reads and checks one file; the error says that it could not be read.
func verifyFile(name string, trusted []seal.Fingerprint) (verified, error) {
	v := verified{File: name}
	info, err := os.Stat(name)
	if err != nil {
		return v, err
	}
	if info.Size() > pdf.MaxFile {
		v.Reason = "too_large"
		return v, nil
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return v, err
	}
	report, err := pdf.Verify(content, trusted...)
	if errors.Is(err, pdf.ErrUntrusted) && report.Signatures[0].Known {
		err = nil // the library's key is the one that is demanded; the co-signer's is told apart
	}
	v.Intact = err == nil
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			v.Reason = r.name
			break
		}
	}
	if report != nil {
		v.Whole = report.Whole
		for _, s := range report.Signatures {
			v.Signatures = append(v.Signatures, verifiedSigner{
				Name: s.Name, Fingerprint: s.Fingerprint.String(), At: s.At, Certifies: s.Certifies, Known: s.Known,
			})
		}
	}
	return v, nil
}

// say writes what verify found of one file in words.
func say(v verified, words *locales.Words, out io.Writer) {
	if !v.Intact {
		key := ""
		for _, s := range v.Signatures {
			if !s.Known {
				key = s.Fingerprint
			}
		}
		fmt.Fprintln(out, words.T("command.refused", "file", v.File, "why", words.T("why."+v.Reason, "key", key)))
		return
	}
	fmt.Fprintln(out, words.T("command.intact", "file", v.File))
	for _, s := range v.Signatures {
		fmt.Fprintln(out, words.T("command.signed_by", "who", s.Name, "at", s.At.Format("2006-01-02 15.04")))
		fmt.Fprintln(out, words.T("command.fingerprint", "key", s.Fingerprint))
		if s.Known {
			fmt.Fprintln(out, words.T("command.known"))
		} else {
			fmt.Fprintln(out, words.T("command.unknown"))
		}
	}
	fmt.Fprintln(out, words.T("command.whole"))
}
