package ui

import (
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
)

// unlock asks for the password, or for the recovery code when it is forgotten. It tells nothing of the library.
type unlock struct {
	s        *Shell
	withCode bool
	field    *kit.Field
	message  *kit.Message
	rescue   *kit.Button // seen when the file is damaged
}

func newUnlock(s *Shell) *unlock { return &unlock{s: s} }

func (*unlock) Place() PlaceID { return NoPlace }

func (u *unlock) Title() string { return u.s.T("unlock.open") }

func (u *unlock) Focus() fyne.Focusable { return u.field.Focusable() }

func (u *unlock) Key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape && u.withCode {
		u.turn()
		return true
	}
	return false
}

func (u *unlock) Content() fyne.CanvasObject {
	s := u.s
	u.message = kit.NewMessage()
	way := s.T("unlock.forgot")
	if u.withCode {
		u.field = kit.NewTextField(s.T("unlock.code"), "")
		way = s.T("unlock.with_password")
	} else {
		u.field = kit.NewPasswordField(s.T("unlock.password"), "", s.T("unlock.show"), s.T("unlock.hide"))
	}
	u.field.OnSubmitted(func(string) { u.open() })
	u.field.OnChanged = func(string) { u.field.SetFault(""); u.message.Clear() }
	label := s.T("unlock.open")
	parts := []fyne.CanvasObject{
		kit.NewCells(12, []float32{32, 0}, kit.NewPicture(appIcon(), 32), kit.NewText(kit.Question, s.T("app.name"))),
		kit.NewQuiet(kit.Body, s.T("app.tagline")),
		kit.NewSpace(4),
		u.field,
	}
	if u.withCode {
		label = s.T("unlock.with_code")
		parts = append(parts, kit.NewQuiet(kit.Small, s.T("unlock.code_help")))
	}
	u.rescue = kit.NewButton(kit.Secondary, s.T("rescue.try"), func() { u.try(true, "") })
	u.rescue.Hide()
	parts = append(parts, u.message, u.rescue,
		kit.NewColumns(0, 100, kit.NewButton(kit.Primary, label, u.open)),
		kit.NewSpread(12, kit.NewButton(kit.SmallLink, way, u.turn),
			kit.NewButton(kit.SmallLink, s.T("restore.link"), func() { s.showRestore("") })),
		kit.NewRow(12, kit.NewButton(kit.SmallLink, s.T("cosign.title"), func() { s.Show(newCosign(s)) })))
	return kit.NewCentred(440, kit.NewInset(20, 0, 20, 0, kit.NewCard(12, parts...)))
}

// turn goes between password and recovery code.
func (u *unlock) turn() {
	u.withCode = !u.withCode
	u.s.Refresh()
	u.s.focus()
}

// open tries what is typed. The field keeps it until it has worked.
func (u *unlock) open() { u.try(false, "") }

// try opens the library; with rescue it brings back what can be proven of a damaged file, and takes the country that she
// says where that was lost.
func (u *unlock) try(rescue bool, country app.Jurisdiction) {
	s, typed, withCode := u.s, u.field.Text(), u.withCode
	if s.busy || typed == "" {
		return
	}
	p := s.deskParams()
	p.Rescue, p.Country = rescue, country
	var d *desk.Desk
	s.Work(s.T("unlock.opening"), func() (err error) {
		if withCode {
			d, err = desk.OpenWithCode(p, typed)
		} else {
			d, err = desk.Open(p, []byte(typed))
		}
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, desk.ErrCountryLost):
			u.askCountry(rescue)
		case err != nil:
			u.fail(err)
		case withCode:
			u.field.SetText("")
			s.desk = d // open from here on: it locks and closes as any other
			s.touch()
			s.Show(newPassword(s, d))
		default:
			u.field.SetText("")
			s.enter(d)
		}
	})
}

// askCountry asks for the country that a damaged file has lost, and opens the library with it.
func (u *unlock) askCountry(rescue bool) {
	s := u.s
	buttons := []kit.DialogButton{{Label: s.T("button.cancel"), Safe: true}}
	for _, j := range app.Jurisdictions() {
		buttons = append(buttons, kit.DialogButton{Label: s.T("welcome." + string(j)), Do: func() { u.try(rescue, j) }})
	}
	f := explain(s.words, desk.ErrCountryLost)
	kit.ShowDialog(s.window.Canvas(), kit.DialogContent{Title: f.what, Text: f.hint, Buttons: buttons})
}

// fail says below the field what is wrong with what was typed, and apart from it what is wrong with the file.
func (u *unlock) fail(err error) {
	f := explain(u.s.words, err)
	if errors.Is(err, desk.ErrPassword) || errors.Is(err, desk.ErrCode) || errors.Is(err, desk.ErrCodeTyping) {
		u.field.SetFault(f.what + " " + f.hint)
	} else {
		u.message.Say(kit.Fault, f.what, f.hint+details(f))
	}
	if r, ok := desk.Rescuable(err); ok {
		u.offerRescue(f, r)
	}
	u.s.focus()
}

// offerRescue tells what can be brought back of a damaged file, and of when the newest backup is, once the places have
// answered.
func (u *unlock) offerRescue(f failure, r desk.Rescued) {
	s := u.s
	told := s.T("rescue.could", "found", r.Found)
	if r.Expected > r.Found {
		told = s.T("rescue.could_of", "found", r.Found, "of", r.Expected, "lost", r.Expected-r.Found)
	}
	if r.Mixed {
		told = s.T("rescue.mixed") + " " + told
	}
	message := u.message
	message.Say(kit.Fault, f.what, told+" "+f.hint)
	u.rescue.Show()
	kit.Relayout(u.rescue)
	places := s.backupPlaces()
	s.p.Background(func() {
		b, ok := desk.NewestBackup(places)
		fyne.Do(func() {
			if ok && message == u.message {
				message.Say(kit.Fault, f.what, told+" "+s.T("rescue.newest", "day", b.Time.Format(time.DateOnly), "at", clock(b.Time))+" "+f.hint)
			}
		})
	})
}

// deskParams is what a desk gets from outside.
func (s *Shell) deskParams() desk.Params {
	return desk.Params{Dir: s.p.Places.Data, Data: s.p.Data, Now: s.p.Now, Rand: s.p.Rand, Cost: s.p.Cost}
}

// password asks for a new password after the library was opened with its recovery code.
type password struct {
	noKeys
	s    *Shell
	d    *desk.Desk
	pair *passwordPair
}

func newPassword(s *Shell, d *desk.Desk) *password { return &password{s: s, d: d} }

func (*password) Place() PlaceID { return NoPlace }

func (p *password) Title() string { return p.s.T("unlock.new_title") }

func (p *password) Focus() fyne.Focusable { return p.pair.first.Focusable() }

func (p *password) Content() fyne.CanvasObject {
	s := p.s
	p.pair = newPasswordPair(s, s.T("welcome.password"), s.T("welcome.password_again"), p.set)
	return kit.NewCentred(520, kit.NewCard(12,
		kit.NewText(kit.Question, s.T("unlock.new_title")),
		kit.NewText(kit.Body, s.T("unlock.new_intro")),
		p.pair.object,
		kit.NewSpace(4),
		kit.NewRow(12, kit.NewButton(kit.Primary, s.T("button.save"), p.set))))
}

func (p *password) set() {
	replacement, ok := p.pair.chosen()
	if !ok {
		return
	}
	p.s.Work(p.s.T("settings.password_change"), func() error { return p.d.SetPassword(replacement) }, func(err error) {
		if err != nil {
			p.s.Tell(err)
			return
		}
		p.s.enter(p.d)
	})
}

// passwordPair is a new password typed twice, with its strength in words. A weak one is told, one that is guessed
// at once refused.
type passwordPair struct {
	s             *Shell
	first, second *kit.Field
	strength      *kit.Text
	object        fyne.CanvasObject
}

func newPasswordPair(s *Shell, label, again string, enter func()) *passwordPair {
	p := &passwordPair{s: s, strength: kit.NewQuiet(kit.Small, "")}
	p.first = kit.NewPasswordField(label, "", s.T("unlock.show"), s.T("unlock.hide"))
	p.second = kit.NewPasswordField(again, "", s.T("unlock.show"), s.T("unlock.hide"))
	p.first.OnChanged = func(text string) {
		s.touch()
		p.first.SetFault("")
		p.strength.SetText(p.judge(text))
	}
	p.second.OnChanged = func(string) { s.touch(); p.second.SetFault("") }
	p.first.OnSubmitted(func(string) { s.window.Canvas().Focus(p.second.Focusable()) })
	p.second.OnSubmitted(func(string) { enter() })
	p.object = kit.NewStack(12, p.first, p.strength, p.second)
	return p
}

func (p *passwordPair) judge(text string) string {
	if text == "" {
		return ""
	}
	return p.s.T("welcome.strength_" + number(p.strengthOf(text)))
}

// strengthOf judges a password here, where the first words to try are known.
func (p *passwordPair) strengthOf(text string) int {
	return desk.Strength(text, "trygghylla", "bibliotek")
}

// chosen returns the password when there is one and both are the same; else it says which field to look at.
func (p *passwordPair) chosen() ([]byte, bool) {
	switch {
	case p.first.Text() == "":
		p.first.SetFault(p.s.T("welcome.password_empty"))
		p.s.window.Canvas().Focus(p.first.Focusable())
	case p.strengthOf(p.first.Text()) == 0:
		p.first.SetFault(p.s.T("welcome.strength_0"))
		p.s.window.Canvas().Focus(p.first.Focusable())
	case p.first.Text() != p.second.Text():
		p.second.SetFault(p.s.T("welcome.password_differ"))
		p.s.window.Canvas().Focus(p.second.Focusable())
	default:
		return []byte(p.first.Text()), true
	}
	return nil, false
}
