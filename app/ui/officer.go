package ui

import (
	"errors"
	"io/fs"
	"os"

	"fyne.io/fyne/v2"

	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
)

// officerKeeper is a place for the security officer's key: the library, or a file on her own computer.
type officerKeeper struct {
	info   func() (desk.OfficerInfo, bool)
	create func(name string, pin []byte) error
	adopt  func(name string, pkcs12, password, pin []byte) error
	remove func() error
}

// officerForm asks the security officer to sign: with her PIN when she has a key, else with a name and a new PIN, or
// with her organisation's certificate.
type officerForm struct {
	s        *Shell
	keep     officerKeeper
	name     *kit.Field
	pin      *kit.Field
	again    *kit.Field
	sign     func(pin []byte, then func(error))
	object   *fyne.Container
	message  *kit.Message
	suggests string // her name as the library card has it
}

func newOfficerForm(s *Shell, suggests string, keep officerKeeper, sign func(pin []byte, then func(error))) *officerForm {
	f := &officerForm{s: s, keep: keep, sign: sign, suggests: suggests, object: kit.NewStack(12), message: kit.NewMessage()}
	f.fill()
	return f
}

func (f *officerForm) fill() {
	s := f.s
	secret := func(word, help string) *kit.Field {
		x := kit.NewPasswordField(s.T(word), help, s.T("unlock.show"), s.T("unlock.hide"))
		x.OnChanged = func(string) { s.touch(); x.SetFault("") }
		return x
	}
	info, has := f.keep.info()
	if has {
		f.name = nil
		f.pin = secret("officer.pin", "")
		f.pin.OnSubmitted(func(string) { f.run() })
		f.object.Objects = []fyne.CanvasObject{
			kit.NewText(kit.Body, s.T("officer.key", "name", info.Name, "key", info.Fingerprint)),
			kit.NewQuiet(kit.Small, s.T("officer.key_help", "day", string(info.Until))),
			f.pin, f.message,
			kit.NewSpread(12, kit.NewButton(kit.Secondary, s.T("officer.sign"), f.run), kit.NewButton(kit.SmallLink, s.T("officer.remove"), f.forget)),
		}
		return
	}
	f.name = kit.NewTextField(s.T("officer.name"), s.T("officer.name_help"))
	f.name.SetText(f.suggests)
	f.pin, f.again = secret("officer.new_pin", s.T("officer.new_pin_help")), secret("officer.pin_again", "")
	f.again.OnSubmitted(func(string) { f.make() })
	f.object.Objects = []fyne.CanvasObject{
		kit.NewText(kit.Body, s.T("officer.intro")),
		f.name, kit.NewColumns(16, 200, f.pin, f.again), f.message,
		kit.NewSpread(12, kit.NewButton(kit.Secondary, s.T("officer.make"), f.make), kit.NewButton(kit.SmallLink, s.T("officer.import"), f.importKey)),
	}
}

// first is the field to begin with.
func (f *officerForm) first() fyne.Focusable {
	if f.name != nil {
		return f.name.Focusable()
	}
	return f.pin.Focusable()
}

func (f *officerForm) show() {
	f.fill()
	kit.Relayout(f.object)
}

func (f *officerForm) fail(err error) {
	x := explain(f.s.words, err)
	if errors.Is(err, desk.ErrPIN) || errors.Is(err, desk.ErrShortPIN) {
		f.pin.SetFault(x.what + " " + x.hint)
		f.s.window.Canvas().Focus(f.pin.Focusable())
		return
	}
	f.message.Say(kit.Fault, x.what, x.hint+details(x))
}

// newPIN is the PIN when both fields say the same.
func (f *officerForm) newPIN() ([]byte, bool) {
	if f.pin.Text() != f.again.Text() {
		f.again.SetFault(f.s.T("officer.pin_differ"))
		return nil, false
	}
	return []byte(f.pin.Text()), true
}

// make makes her key and signs with it.
func (f *officerForm) make() {
	pin, ok := f.newPIN()
	if !ok {
		return
	}
	f.keepAndSign(pin, func() error { return f.keep.create(f.name.Text(), pin) })
}

// importKey takes her organisation's certificate, asks for its password and signs with it.
func (f *officerForm) importKey() {
	pin, ok := f.newPIN()
	if !ok {
		return
	}
	s := f.s
	s.choosePath(s.T("officer.import"), s.T("officer.import_path"), []string{"*.p12", "*.pfx"}, func(path string) {
		content, err := os.ReadFile(path)
		if err != nil {
			f.fail(err)
			return
		}
		field := kit.NewPasswordField(s.T("officer.import_password"), "", s.T("unlock.show"), s.T("unlock.hide"))
		kit.ShowDialog(s.window.Canvas(), kit.DialogContent{
			Title: s.T("officer.import"), Body: field, Focus: field.Focusable(),
			Buttons: []kit.DialogButton{
				{Label: s.T("button.cancel"), Safe: true},
				{Label: s.T("officer.sign"), Do: func() {
					f.keepAndSign(pin, func() error { return f.keep.adopt(f.name.Text(), content, []byte(field.Text()), pin) })
				}},
			},
		})
	})
}

func (f *officerForm) keepAndSign(pin []byte, keep func() error) {
	f.s.Work(f.s.T("officer.making"), keep, func(err error) {
		if err != nil {
			f.fail(err)
			return
		}
		f.show()
		f.signWith(pin)
	})
}

func (f *officerForm) run() { f.signWith([]byte(f.pin.Text())) }

func (f *officerForm) signWith(pin []byte) {
	f.sign(pin, func(err error) {
		if err != nil {
			f.fail(err)
			return
		}
		f.pin.SetText("")
	})
}

func (f *officerForm) forget() {
	s := f.s
	s.confirm(s.T("officer.remove_title"), s.T("officer.remove_help"), s.T("officer.remove"), func() {
		if err := f.keep.remove(); err != nil {
			f.fail(err)
			return
		}
		f.show()
	})
}

// inLibrary keeps the officer's key in the library.
func (s *Shell) inLibrary() officerKeeper {
	return officerKeeper{
		info: s.desk.Officer,
		create: func(name string, pin []byte) error {
			_, err := s.desk.NewOfficer(name, pin)
			return err
		},
		adopt: func(name string, pkcs12, password, pin []byte) error {
			_, err := s.desk.ImportOfficer(name, pkcs12, password, pin)
			return err
		},
		remove: s.desk.RemoveOfficer,
	}
}

// inFile keeps the officer's key in a file on her own computer.
func (s *Shell) inFile(path string) officerKeeper {
	return officerKeeper{
		info: func() (desk.OfficerInfo, bool) {
			k, err := desk.OpenOfficerFile(path)
			if err != nil {
				return desk.OfficerInfo{}, false
			}
			return k.Info(), true
		},
		create: func(name string, pin []byte) error {
			_, err := desk.NewOfficerFile(path, name, pin, s.p.Rand, s.p.Cost, s.p.Now)
			return err
		},
		adopt: func(name string, pkcs12, password, pin []byte) error {
			_, err := desk.ImportOfficerFile(path, name, pkcs12, password, pin, s.p.Rand, s.p.Cost, s.p.Now)
			return err
		},
		remove: func() error {
			err := os.Remove(path)
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		},
	}
}
