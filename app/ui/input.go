package ui

import (
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
)

// pause is how long after the last key a text is saved.
const pause = 700 * time.Millisecond

// input is a field that saves itself: shortly after the last key, when the focus leaves, and when its screen is left.
type input struct {
	*kit.Field
	s      *Shell
	stored string
	save   func(string) error
	failed bool // what was typed could not be saved, or is a draft: taking it back must be saved too
	timer  *time.Timer
}

// input makes a field show what is stored and save what is typed. When saving fails the text stays and the words
// stand below the field.
func (s *Shell) input(f *kit.Field, stored string, save func(string) error) *input {
	in := &input{Field: f, s: s, stored: stored, save: save}
	f.SetText(stored)
	f.OnChanged = func(string) {
		s.touch()
		in.wait()
	}
	f.OnLeave = func(string) { in.flush() }
	return in
}

// drafted keeps what is no day or number under a name until it is put right, so that it is there again after a lock.
func (in *input) drafted(name string) *input {
	if text := in.s.desk.Kept(name); text != "" {
		in.SetText(text)
		in.failed = true
	}
	save := in.save
	in.save = func(text string) error {
		err := save(text)
		kept := ""
		if errors.Is(err, app.ErrDate) || errors.Is(err, desk.ErrMonths) {
			kept = text
		}
		return errors.Join(err, in.s.desk.KeepDraft(name, kept))
	}
	return in
}

func (in *input) wait() {
	if in.timer != nil {
		in.timer.Stop()
	}
	in.timer = time.AfterFunc(pause, func() { fyne.Do(in.flush) })
}

// flush saves what is typed, unless it is saved already or the library is locked.
func (in *input) flush() {
	if in.timer != nil {
		in.timer.Stop()
	}
	text := in.Text()
	if text == in.stored && !in.failed || in.s.desk == nil {
		return
	}
	err := in.save(text)
	if in.failed = err != nil; in.failed {
		f := explain(in.s.words, err)
		in.SetFault(f.what + " " + f.hint)
		return
	}
	in.stored = text
	in.SetFault("")
	if in.s.house != nil {
		in.s.house.status()
	}
}

// inputs are the fields of a screen.
type inputs []*input

// Leave saves every field.
func (all inputs) Leave() {
	for _, in := range all {
		in.flush()
	}
}
