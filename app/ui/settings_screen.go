package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"trygghylla/app/desk"
	"trygghylla/app/system"
	"trygghylla/app/ui/kit"
)

// settings is how the program looks and locks, the library card, the facts, password, recovery code and backup.
type settings struct {
	noKeys
	s       *Shell
	first   fyne.Focusable
	message *kit.Message
	pair    *passwordPair
	old     *kit.Field
	known   *kit.Check // somebody else knows the password
}

func newSettings(s *Shell) *settings { return &settings{s: s} }

func (x *settings) Title() string { return x.s.T("place.settings") }

func (*settings) Place() PlaceID { return PlaceSettings }

func (x *settings) Focus() fyne.Focusable { return x.first }

func (x *settings) Content() fyne.CanvasObject {
	s := x.s
	x.message = kit.NewMessage()
	form := newCard(s)
	facts, _ := newFacts(s)
	return kit.NewPage(14,
		kit.NewText(kit.Title, s.T("settings.title")),
		x.message,
		x.look(),
		kit.NewStack(0,
			s.fold("settings.card", s.T("settings.card"), "", form.object),
			s.fold("settings.facts", s.T("settings.facts"), "", facts),
			s.fold("settings.password", s.T("settings.password"), "", x.password()),
			s.fold("settings.code", s.T("settings.code"), "", x.code()),
			s.fold(foldBackup, s.T("settings.backup"), s.backupLine(), x.backup()),
			s.fold("settings.folder", s.T("settings.folder"), "", x.folder())),
		kit.NewQuiet(kit.Small, s.T("settings.file", "folder", s.p.Places.Data)))
}

// look is text size, contrast and idle time, with effect at once.
func (x *settings) look() fyne.CanvasObject {
	s := x.s
	var sizes, times []string
	for _, n := range textSizes() {
		sizes = append(sizes, s.T("settings.percent", "n", n))
	}
	for _, n := range idleTimes() {
		times = append(times, s.N("settings.idle_minutes", n))
	}
	size := kit.NewSegments(sizes, slices.Index(textSizes(), s.settings.TextPercent), func(i int) {
		x.change(func(c *Settings) { c.TextPercent = textSizes()[i] })
	})
	x.first = size
	idle := kit.NewSegments(times, slices.Index(idleTimes(), s.settings.IdleMinutes), func(i int) {
		x.change(func(c *Settings) { c.IdleMinutes = idleTimes()[i] })
	})
	off := 1
	if s.settings.Contrast {
		off = 0
	}
	contrast := kit.NewSegments([]string{s.T("fact.yes_word"), s.T("fact.no_word")}, off, func(i int) {
		x.change(func(c *Settings) { c.Contrast = i == 0 })
	})
	label := func(word, help string) fyne.CanvasObject {
		if help == "" {
			return kit.NewRich(kit.Body, kit.Run{Text: s.T(word), Bold: true})
		}
		return kit.NewStack(0, kit.NewRich(kit.Body, kit.Run{Text: s.T(word), Bold: true}), kit.NewQuiet(kit.Small, s.T(help)))
	}
	return kit.NewRows(
		kit.NewSpread(16, label("settings.text_size", ""), size),
		kit.NewSpread(16, label("settings.contrast", "settings.contrast_help"), contrast),
		kit.NewSpread(16, label("settings.idle", "settings.idle_help"), idle))
}

// change keeps a setting and shows everything anew with it.
func (x *settings) change(set func(*Settings)) {
	set(&x.s.settings)
	x.s.keepSettings()
	x.s.look()
	x.s.house = nil
	x.s.Refresh()
	x.s.focus()
}

func (x *settings) say(err error, what string) {
	if err != nil {
		f := explain(x.s.words, err)
		x.message.Say(kit.Fault, f.what, f.hint+details(f))
		return
	}
	x.message.Say(kit.Done, what, "")
	kit.EnsureVisible(x.message)
}

func (x *settings) password() fyne.CanvasObject {
	s := x.s
	x.old = kit.NewPasswordField(s.T("settings.password_old"), "", s.T("unlock.show"), s.T("unlock.hide"))
	x.old.OnChanged = func(string) { s.touch(); x.old.SetFault("") }
	x.pair = newPasswordPair(s, s.T("settings.password_new"), s.T("settings.password_again"), x.changePassword)
	x.known = kit.NewCheck(s.T("settings.password_known"), false, nil)
	return kit.NewStack(12, x.old, x.pair.object,
		x.known, kit.NewQuiet(kit.Small, s.T("settings.password_known_help")),
		kit.NewRow(12, kit.NewButton(kit.Secondary, s.T("settings.password_change"), x.changePassword)))
}

func (x *settings) changePassword() {
	s := x.s
	replacement, ok := x.pair.chosen()
	if !ok {
		return
	}
	old, renew := []byte(x.old.Text()), x.known.Checked()
	var code desk.Code
	s.Work(s.T("settings.password_change"), func() (err error) {
		if !renew {
			return s.desk.ChangePassword(old, replacement)
		}
		if err = s.desk.CheckPassword(old); err == nil {
			code, s.backedUp, err = s.desk.Renew(replacement, s.backupPlaces())
		}
		return err
	}, func(err error) {
		if err != nil {
			f := explain(s.words, err)
			x.old.SetFault(f.what + " " + f.hint)
			s.window.Canvas().Focus(x.old.Focusable())
			return
		}
		x.old.SetText("")
		x.pair.first.SetText("")
		x.pair.second.SetText("")
		if renew {
			s.Show(newSheet(s, code, func() { s.Show(newSettings(s)) }))
			return
		}
		x.say(nil, s.T("settings.password_changed"))
	})
}

// code prints the sheet of the recovery code again, or makes a new code; the first start's step shows and prints it.
func (x *settings) code() fyne.CanvasObject {
	s := x.s
	field := kit.NewPasswordField(s.T("settings.password_old"), "", s.T("unlock.show"), s.T("unlock.hide"))
	field.OnChanged = func(string) { s.touch(); field.SetFault("") }
	after := func() { s.Show(newSettings(s)) }
	again := func() {
		s.getCode(field, s.T("settings.code_reading"), s.desk.CodeAgain, func(code desk.Code) {
			sheet := newSheet(s, code, after)
			sheet.again = true
			s.Show(sheet)
		})
	}
	field.OnSubmitted(func(string) { again() })
	return kit.NewStack(12, kit.NewText(kit.Body, s.T("settings.code_help")), field,
		kit.NewRow(12,
			kit.NewButton(kit.Secondary, s.T("settings.code_again"), again),
			kit.NewButton(kit.Secondary, s.T("settings.code_make"), func() {
				s.newCode(field, func(code desk.Code) { s.Show(newSheet(s, code, after)) })
			})))
}

// folder is where papers and open copies are put.
func (x *settings) folder() fyne.CanvasObject {
	s := x.s
	return kit.NewStack(12,
		kit.NewText(kit.Body, s.settings.Folder),
		kit.NewRow(12, kit.NewButton(kit.Secondary, s.T("settings.folder_change"), func() {
			s.chooseFolder(s.T("settings.folder"), s.T("settings.folder_path"), x.setFolder)
		})))
}

func (x *settings) setFolder(path string) error {
	if err := system.MakeFolder(path); err != nil {
		return err
	}
	x.s.settings.Folder = path
	x.s.keepSettings()
	return nil
}
