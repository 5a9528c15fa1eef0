package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"trygghylla/app/desk"
	"trygghylla/app/system"
	"trygghylla/app/ui/kit"
)

// asked are the two groups of the code that are typed back, counted from 0.
var asked = [2]int{1, 4}

// showCode shows the recovery code, prints it, and has two groups typed back from the paper. When the first start
// was left at this step the code is gone, and a new one is made with the password.
func (w *welcome) showCode() []fyne.CanvasObject {
	s := w.s
	parts := []fyne.CanvasObject{
		kit.NewText(kit.Title, s.T("welcome.code_title")),
		kit.NewText(kit.Body, s.T("welcome.code_intro")),
	}
	if w.code == (desk.Code{}) {
		return append(parts, w.askNewCode()...)
	}
	show := kit.NewButton(kit.Secondary, s.T("welcome.code_print"), w.printSheet)
	w.first = show
	var cells []fyne.CanvasObject
	for _, g := range w.code {
		cells = append(cells, kit.NewRich(kit.Section, kit.Run{Text: g, Bold: true}))
	}
	var fields []fyne.CanvasObject
	for i, g := range asked {
		w.groups[i] = kit.NewTextField(s.T("welcome.code_group", "n", g+1), "")
		w.groups[i].OnChanged = func(string) { s.touch(); w.groups[i].SetFault("") }
		fields = append(fields, w.groups[i])
	}
	w.groups[0].OnSubmitted(func(string) { s.window.Canvas().Focus(w.groups[1].Focusable()) })
	w.groups[1].OnSubmitted(func(string) { w.next() })
	return append(parts,
		kit.NewCard(12, kit.NewRow(20, cells...)),
		kit.NewRow(12, show),
		kit.NewQuiet(kit.Small, s.T("welcome.code_warning")),
		kit.NewSpace(4),
		kit.NewText(kit.Body, s.T("welcome.code_type")),
		kit.NewColumns(16, 160, fields...))
}

func (w *welcome) askNewCode() []fyne.CanvasObject {
	s := w.s
	field := kit.NewPasswordField(s.T("unlock.password"), "", s.T("unlock.show"), s.T("unlock.hide"))
	w.first = field.Focusable()
	do := func() {
		s.newCode(field, func(code desk.Code) {
			w.code = code
			w.turnTo(stepCode)
		})
	}
	field.OnSubmitted(func(string) { do() })
	return []fyne.CanvasObject{
		kit.NewCallout(kit.NewText(kit.Body, s.T("welcome.code_lost"))),
		field,
		kit.NewRow(12, kit.NewButton(kit.Secondary, s.T("welcome.code_new"), do)),
	}
}

// newCode makes a new recovery code with the password in the field.
func (s *Shell) newCode(field *kit.Field, then func(desk.Code)) {
	s.getCode(field, s.T("welcome.code_new"), s.desk.NewCode, then)
}

// getCode gets a recovery code with the password in the field, and says below it when that goes wrong.
func (s *Shell) getCode(field *kit.Field, name string, get func(password []byte) (desk.Code, error), then func(desk.Code)) {
	secret := []byte(field.Text())
	var code desk.Code
	s.Work(name, func() (err error) {
		code, err = get(secret)
		return err
	}, func(err error) {
		if err != nil {
			f := explain(s.words, err)
			field.SetFault(f.what + " " + f.hint)
			return
		}
		field.SetText("")
		then(code)
	})
}

// printSheet makes the sheet and opens it in the system's viewer, which prints it.
func (w *welcome) printSheet() {
	s := w.s
	var path string
	err := system.MakeFolder(s.p.Places.Data)
	if err == nil {
		path, err = s.desk.RecoverySheet(s.p.Places.Data, w.code)
	}
	if err == nil {
		if err = w.removeSheet(); err == nil {
			w.sheet = path
			err = s.p.OpenFile(path)
		}
	}
	if err != nil {
		f := explain(s.words, err)
		w.message.Say(kit.Fault, f.what, f.hint+details(f))
	}
}

// checkCode compares the typed groups and goes on when both are right.
func (w *welcome) checkCode() {
	if w.code == (desk.Code{}) {
		return
	}
	for i, g := range asked {
		if !strings.EqualFold(strings.TrimSpace(w.groups[i].Text()), w.code[g]) {
			w.groups[i].SetFault(w.s.T("welcome.code_wrong", "n", g+1))
			w.s.window.Canvas().Focus(w.groups[i].Focusable())
			return
		}
	}
	next := func() { w.turnTo(stepCard) }
	if w.done != nil {
		next = w.done
	} else if !w.s.Do(func() error { return w.s.desk.ContinueSetup(desk.SetupCard) }) {
		return
	}
	if !w.s.Do(w.s.desk.CodeSeen) {
		return
	}
	w.code = desk.Code{}
	w.s.Tell(w.removeSheet())
	next()
}
