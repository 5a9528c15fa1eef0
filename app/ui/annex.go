package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/system"
	"trygghylla/app/ui/kit"
)

// annex offers the protected annex: saved here, or encrypted to the region. It never goes with the e-mail draft.
func (p *packet) annex(x *app.Disclosure) fyne.CanvasObject {
	s := p.s
	if x.LeftOut().ProtectedNotes == 0 {
		return kit.NewStack(0)
	}
	save := func(make func() (string, error)) {
		p.Leave()
		err := system.MakeFolder(s.settings.Folder)
		var path string
		s.Work(s.T("package.making"), func() error {
			if err == nil {
				path, err = make()
			}
			return err
		}, func(err error) {
			if err != nil {
				p.fail(err)
				return
			}
			p.message.Say(kit.Done, s.T("annex.saved"), filepath.Base(path))
			kit.EnsureVisible(p.message)
		})
	}
	folder := s.settings.Folder
	return s.fold("annex", s.T("annex.title"), "", kit.NewStack(12,
		kit.NewText(kit.Body, s.T("annex.intro")),
		kit.NewQuiet(kit.Small, s.desk.Catalogue().Marking.In(s.words.Lang())),
		kit.NewRow(12,
			kit.NewButton(kit.Secondary, s.T("annex.save"), func() {
				save(func() (string, error) { return s.desk.Annex(folder, false) })
			}),
			kit.NewButton(kit.Link, s.T("annex.wrap"), func() {
				s.choosePath(s.T("annex.wrap"), s.T("annex.wrap_path"), []string{"*.txt", "*.pub", "*.age", "*.key"}, func(key string) {
					save(func() (string, error) { return s.desk.AnnexWrapped(folder, key, false) })
				})
			}))))
}

// cosigning lets the security officer sign the package that was made, here, or takes back what she signed elsewhere.
func (p *packet) cosigning(made desk.Package) fyne.CanvasObject {
	s := p.s
	p.form = newOfficerForm(s, s.desk.Library().SecurityOfficer, s.inLibrary(), func(pin []byte, then func(error)) {
		var signed desk.Package
		s.Work(s.T("officer.signing"), func() (err error) {
			signed, err = s.desk.CoSign(made, pin)
			return err
		}, func(err error) {
			then(err)
			p.cosigned(signed, err)
		})
	})
	return s.fold("cosign", s.T("officer.title"), s.T("officer.optional"), kit.NewStack(12,
		p.form.object,
		kit.NewQuiet(kit.Small, s.T("officer.elsewhere")),
		kit.NewRow(12, kit.NewButton(kit.Link, s.T("officer.take"), func() {
			s.choosePath(s.T("officer.take"), s.T("cosign.path"), []string{"*.pdf"}, func(path string) {
				signed, err := s.desk.TakeCoSigned(path)
				if err != nil {
					p.fail(err)
				}
				p.cosigned(signed, err)
			})
		}))))
}

// cosigned goes on with the package that has both signatures.
func (p *packet) cosigned(signed desk.Package, err error) {
	if err != nil {
		return
	}
	p.made = &signed
	p.s.Refresh()
	p.message.Say(kit.Done, p.s.T("officer.done"), filepath.Base(signed.Path))
}
