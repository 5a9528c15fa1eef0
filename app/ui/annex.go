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
	save := func(recipientFile string) {
		s.save()
		err := system.MakeFolder(s.settings.Folder)
		var job *desk.Annexing
		if err == nil {
			job, err = s.desk.PrepareAnnex(s.settings.Folder, recipientFile)
		}
		if err != nil {
			p.fail(err)
			return
		}
		var path string
		s.Work(s.T("package.making"), func() (err error) {
			path, err = job.Run()
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
	return s.fold("annex", s.T("annex.title"), "", kit.NewStack(12,
		kit.NewText(kit.Body, s.T("annex.intro")),
		kit.NewQuiet(kit.Small, s.desk.Catalogue().Marking.In(s.words.Lang())),
		kit.NewRow(12,
			kit.NewButton(kit.Secondary, s.T("annex.save"), func() { save("") }),
			kit.NewButton(kit.Link, s.T("annex.wrap"), func() {
				s.choosePath(s.T("annex.wrap"), s.T("annex.wrap_path"), []string{"*.txt", "*.pub", "*.age", "*.key"}, save)
			}))))
}

// cosigning lets the security officer sign the package that was made, here, or takes back what she signed elsewhere.
func (p *packet) cosigning(made desk.Package) fyne.CanvasObject {
	s := p.s
	p.form = newOfficerForm(s, s.desk.Library().SecurityOfficer, s.inLibrary(), func(pin []byte, then func(error)) {
		job, err := s.desk.PrepareCoSign(made)
		if err != nil {
			then(err)
			return
		}
		var signed desk.Package
		s.Work(s.T("officer.signing"), func() (err error) {
			signed, err = job.Run(pin)
			return err
		}, func(err error) {
			if err == nil {
				err = s.desk.CoSigned(signed)
			}
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
