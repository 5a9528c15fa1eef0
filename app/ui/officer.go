package ui

import (
	"errors"

	"fyne.io/fyne/v2"

	"trygghylla/app/parcel"
	"trygghylla/app/system"
	"trygghylla/app/ui/kit"
)

// officerKeeper is a place for the security officer's key: the library, or a file on her own computer.
type officerKeeper struct {
	info   func() (info parcel.OfficerInfo, exists bool, err error)
	maker  func() (parcel.Maker, error)
	keep   func(*parcel.OfficerKey) error
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
	info, has, err := f.keep.info()
	if err != nil { // a key that cannot be read is no place for another
		f.name, f.pin, f.again = nil, nil, nil
		f.object.Objects = []fyne.CanvasObject{f.message, kit.NewButton(kit.SmallLink, s.T("officer.remove"), f.forget)}
		f.fail(err)
		return
	}
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

// first is the field to begin with, nil where there is none.
func (f *officerForm) first() fyne.Focusable {
	switch {
	case f.name != nil:
		return f.name.Focusable()
	case f.pin != nil:
		return f.pin.Focusable()
	}
	return nil
}

func (f *officerForm) show() {
	f.message.Clear()
	f.fill()
	kit.Relayout(f.object)
}

func (f *officerForm) fail(err error) {
	x := explain(f.s.words, err)
	if errors.Is(err, parcel.ErrPIN) || errors.Is(err, parcel.ErrShortPIN) {
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
	name := f.name.Text()
	f.keepAndSign(pin, func(m parcel.Maker) (*parcel.OfficerKey, error) { return m.New(name, pin) })
}

// mostPKCS12 is how large a file with a certificate may be, in bytes.
const mostPKCS12 = 1 << 20

// importKey takes her organisation's certificate, asks for its password and signs with it.
func (f *officerForm) importKey() {
	pin, ok := f.newPIN()
	if !ok {
		return
	}
	s := f.s
	s.choosePath(s.T("officer.import"), s.T("officer.import_path"), []string{"*.p12", "*.pfx"}, func(path string) {
		content, err := system.ReadFile(path, mostPKCS12)
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
					name, password := f.name.Text(), []byte(field.Text())
					f.keepAndSign(pin, func(m parcel.Maker) (*parcel.OfficerKey, error) { return m.Import(name, content, password, pin) })
				}},
			},
		})
	})
}

func (f *officerForm) keepAndSign(pin []byte, make func(parcel.Maker) (*parcel.OfficerKey, error)) {
	m, err := f.keep.maker()
	if err != nil {
		f.fail(err)
		return
	}
	var key *parcel.OfficerKey
	f.s.Work(f.s.T("officer.making"), func() (err error) {
		key, err = make(m)
		return err
	}, func(err error) {
		if err == nil {
			err = f.keep.keep(key)
		}
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
	return officerKeeper{info: s.desk.Officer, maker: s.desk.OfficerMaker, keep: s.desk.KeepOfficer, remove: s.desk.RemoveOfficer}
}

// inFile keeps the officer's key in a file on her own computer.
func (s *Shell) inFile(path string) officerKeeper {
	return officerKeeper{
		info: func() (parcel.OfficerInfo, bool, error) {
			k, err := parcel.OpenOfficer(path)
			switch {
			case errors.Is(err, parcel.ErrNoOfficer):
				return parcel.OfficerInfo{}, false, nil
			case err != nil:
				return parcel.OfficerInfo{}, false, err
			}
			return k.Info(), true, nil
		},
		maker: func() (parcel.Maker, error) {
			return parcel.Maker{Rand: s.p.Rand, Cost: s.p.Cost, Now: s.p.Now, Least: parcel.MinFilePIN}, parcel.NoOfficerAt(path)
		},
		keep:   func(k *parcel.OfficerKey) error { return k.Save(path) },
		remove: func() error { return parcel.RemoveOfficer(path) },
	}
}
