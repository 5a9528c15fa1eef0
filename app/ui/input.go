package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
)

// pause is how long after the last key a text is saved.
const pause = 700 * time.Millisecond

// fieldKind is what a field asks for.
type fieldKind int

// The kinds of field.
const (
	lineField      fieldKind = iota
	noteField                // several lines
	protectedField           // several lines that never leave the library
	dayField
	momentField // a day and a time of day
)

// input is a field that saves itself as what it is named by: shortly after the last key, when the focus leaves, and
// when its screen is left. A hidden one asks nothing and saves nothing.
type input struct {
	*kit.Field
	s      *Shell
	at     desk.At
	stored string
	failed bool // what was typed could not be saved, or is a draft: taking it back must be saved too
	timer  *time.Timer
	after  func() // brings up to date what a saved text changes elsewhere on the screen; may be nil
}

// field makes a field for what is said at a place of a record. It shows what is saved there, or the draft that could
// not be; see desk.Say. When saving fails the text stays and the words stand below the field. The shell holds it until
// the screen is built anew.
func (s *Shell) field(at desk.At, kind fieldKind, label, help string) *input {
	in := &input{s: s, at: at}
	switch kind {
	case noteField:
		in.Field = kit.NewNoteField(label, help)
	case protectedField:
		in.Field = kit.NewProtectedNote(inkSymbol("lock"), label, help)
	default:
		in.Field = kit.NewTextField(label, help)
	}
	switch kind {
	case dayField:
		in.SetPlaceHolder(s.T("list.date_hint"))
	case momentField:
		in.SetPlaceHolder(s.T("incident.moment_hint"))
	}
	in.stored, in.failed = s.desk.Said(at)
	in.SetText(in.stored)
	in.OnChanged = func(string) {
		s.touch()
		in.wait()
	}
	in.OnLeave = func(string) { in.save() }
	s.fields = append(s.fields, in)
	return in
}

func (in *input) wait() {
	if in.timer != nil {
		in.timer.Stop()
	}
	in.timer = time.AfterFunc(pause, func() { fyne.Do(in.save) })
}

// save saves what is typed, unless it is saved already or the library is locked.
func (in *input) save() {
	if in.timer != nil {
		in.timer.Stop()
	}
	text := in.Text()
	if text == in.stored && !in.failed || in.s.desk == nil || !in.Visible() {
		return
	}
	err := in.s.desk.Say(in.at, text)
	if in.failed = err != nil; in.failed {
		f := explain(in.s.words, err)
		in.SetFault(f.what + " " + f.hint)
		return
	}
	in.stored = text
	in.SetFault("")
	if in.after != nil {
		in.after()
	}
	if in.s.house != nil {
		in.s.house.status()
	}
}

// write puts a text into the field and saves it.
func (in *input) write(text string) {
	in.SetText(text)
	in.save()
}

// save saves what is typed in every field of the screen, and returns the first that could not be, or nil.
func (s *Shell) save() *input {
	var failed *input
	for _, in := range s.fields {
		if in.save(); in.failed && failed == nil {
			failed = in
		}
	}
	return failed
}
