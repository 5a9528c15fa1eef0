package ui

import (
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"trygghylla/app"
	"trygghylla/app/system"
	"trygghylla/app/ui/kit"
)

// chooseFile lets the user choose a photo or PDF with the system's own dialog, or where there is none by its path;
// then uses it and says what went wrong.
func (s *Shell) chooseFile(title, label, help string, use func(path string) error) {
	s.choose(func() (string, error) {
		return system.OpenFile(title, []string{"*.jpg", "*.jpeg", "*.png", "*.pdf"})
	}, title, label, help, use, s.used)
}

// choosePath lets the user choose a file of the given kinds, and hands its path on.
func (s *Shell) choosePath(title, label string, kinds []string, use func(path string)) {
	s.choose(func() (string, error) { return system.OpenFile(title, kinds) }, title, label, "", func(path string) error {
		use(path)
		return nil
	}, func(error) {})
}

// chooseFolder is the same for a folder.
func (s *Shell) chooseFolder(title, label string, use func(path string) error) {
	s.choose(func() (string, error) { return system.ChooseFolder(title) }, title, label, "", use, s.used)
}

// choose asks with the system's own dialog, or where there is none for a path; afterwards is told how using it went.
func (s *Shell) choose(native func() (string, error), title, label, help string, use func(string) error, afterwards func(error)) {
	var path string
	s.Work(title, func() (err error) {
		path, err = native()
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, system.ErrNoDialog):
			s.typePath(title, label, help, func(path string) { afterwards(use(path)) })
		case errors.Is(err, system.ErrCancelled):
		case err != nil:
			s.Tell(err)
		default:
			afterwards(use(path))
		}
	})
}

func (s *Shell) used(err error) {
	if err == nil {
		s.Refresh()
	}
	s.Tell(err)
}

// typePath asks for a path where the system has no dialog.
func (s *Shell) typePath(title, label, help string, use func(string)) {
	field := kit.NewTextField(label, "")
	body := kit.NewStack(6, field)
	if help != "" {
		body.Add(kit.NewQuiet(kit.Small, help))
	}
	do := func() { use(strings.TrimSpace(field.Text())) }
	d := kit.ShowDialog(s.window.Canvas(), kit.DialogContent{
		Title: title, Body: body, Focus: field.Focusable(),
		Buttons: []kit.DialogButton{{Label: s.T("button.cancel"), Safe: true}, {Label: s.T("button.add"), Do: do}},
	})
	field.OnSubmitted(func(string) {
		d.Close()
		do()
	})
}

// paper makes a paper in the folder for papers and opens it in the system's viewer, from where it is printed.
func (s *Shell) paper(make func(folder string) (string, error)) {
	s.leave()
	err := system.MakeFolder(s.settings.Folder)
	var path string
	if err == nil {
		path, err = make(s.settings.Folder)
	}
	if err == nil {
		err = s.p.OpenFile(path)
	}
	s.Tell(err)
}

// seeEvidence shows a photo, out of memory: nothing is written.
func (s *Shell) seeEvidence(e app.Evidence) {
	content, err := s.desk.Evidence(e)
	if err != nil {
		s.Tell(err)
		return
	}
	photo := canvas.NewImageFromResource(fyne.NewStaticResource(e.Name, content))
	photo.FillMode = canvas.ImageFillContain
	photo.SetMinSize(fyne.NewSize(440, 360))
	kit.ShowDialog(s.window.Canvas(), kit.DialogContent{
		Title: e.Name, Body: photo,
		Buttons: []kit.DialogButton{{Label: s.T("button.close"), Safe: true}},
	})
}

// saveEvidence writes an open copy of an attachment into the folder for papers, because she asked for it, and shows it.
func (s *Shell) saveEvidence(e app.Evidence) {
	err := system.MakeFolder(s.settings.Folder)
	var path string
	if err == nil {
		path, err = s.desk.SaveEvidence(e, s.settings.Folder)
	}
	if err != nil {
		s.Tell(err)
		return
	}
	s.ask(s.T("list.evidence_saved"), s.T("list.evidence_saved_help", "file", filepath.Base(path), "folder", s.settings.Folder), s.T("button.close"), nil)
}
