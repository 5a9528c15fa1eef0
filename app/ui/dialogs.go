package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"trygghylla/app/ui/kit"
)

// ask shows something that must be read, with one way out; then runs afterwards and may be nil.
func (s *Shell) ask(title, text, close string, then func()) {
	kit.ShowDialog(s.window.Canvas(), kit.DialogContent{
		Title: title, Text: text,
		Buttons: []kit.DialogButton{{Label: close, Do: then, Safe: true}},
	})
}

// confirm asks before something that cannot be undone; do runs when the user says so.
func (s *Shell) confirm(title, text, act string, do func()) {
	kit.ShowDialog(s.window.Canvas(), kit.DialogContent{
		Title: title, Text: text,
		Buttons: []kit.DialogButton{{Label: s.T("button.cancel"), Safe: true}, {Label: act, Do: do}},
	})
}

// progress keeps everything else away at once, and after a second shows the name of the slow work.
func (s *Shell) progress(name string) *kit.Progress {
	p := kit.ShowProgress(s.window.Canvas(), s.T("foot.working", "what", name), "", nil)
	time.AfterFunc(time.Second, func() { fyne.Do(p.Reveal) })
	return p
}
