package command

import (
	"errors"
	"fmt"

	"trygghylla/app/desk"
)

// demo makes an invented library with all its papers, for trying the program and for showing what it makes.
func (p Program) demo(args []string) int {
	f := flags("demo")
	country := f.String("country", "", "")
	folder := f.String("out", "", "")
	if err := f.Parse(args); err != nil || *folder == "" || f.NArg() > 0 {
		return p.misused()
	}
	w := p.words
	made, err := desk.Demo(p.Data, *country, *folder, p.Rand)
	switch {
	case errors.Is(err, desk.ErrCountry):
		fmt.Fprintln(p.Errs, w.T("command.demo_country"))
	case errors.Is(err, desk.ErrTaken):
		fmt.Fprintln(p.Errs, w.T("command.demo_taken", "folder", *folder))
	case err != nil:
		fmt.Fprintln(p.Errs, w.T("command.failed", "why", err))
	default:
		fmt.Fprintln(p.Out, w.T("command.demo_made", "folder", *folder))
		for _, f := range made.Files {
			fmt.Fprintln(p.Out, w.T("command.demo_file", "file", f))
		}
		fmt.Fprintln(p.Out, w.T("command.demo_password", "password", made.Password))
		fmt.Fprintln(p.Out, w.T("command.demo_code", "code", made.Code))
		fmt.Fprintln(p.Out, w.T("command.demo_pin", "pin", made.PIN))
		return exitGood
	}
	return exitTrouble
}
