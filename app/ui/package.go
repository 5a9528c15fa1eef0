package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/system"
	"trygghylla/app/ui/kit"
)

// packet is the package to the region: what to look at first, what goes with it, the sign-off, and the making.
type packet struct {
	s       *Shell
	form    *officerForm
	message *kit.Message
	result  *fyne.Container
	made    *desk.Package // the package made while this screen is shown
	sign    *kit.Button
}

func newPackage(s *Shell) *packet { return &packet{s: s} }

func (p *packet) Title() string { return p.s.T("place.package") }

func (*packet) Place() PlaceID { return PlacePackage }

func (p *packet) Focus() fyne.Focusable { return p.sign }

func (p *packet) Key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter {
		p.make()
		return true
	}
	return false
}

func (p *packet) Content() fyne.CanvasObject {
	s := p.s
	a := s.desk.Assessment()
	p.message = kit.NewMessage()
	edition := a.Edition
	if p.made != nil {
		edition = p.made.Edition.Number
	}
	intro := s.T("package.intro_no_region", "n", edition)
	if a.Library.Region != "" {
		intro = s.T("package.intro", "region", a.Library.Region, "n", edition)
	}
	x := app.Disclose(a, app.Open, a.Edition)
	p.sign = kit.NewButton(kit.Primary, s.T("package.sign"), p.make)
	p.result = kit.NewStack(12)
	p.result.Hide()
	p.showResult()
	return kit.NewPage(16,
		kit.NewStack(0, kit.NewText(kit.Title, s.T("package.title")), kit.NewQuiet(kit.Body, intro)),
		p.message,
		p.result,
		kit.NewText(kit.Section, s.T("package.look_first")),
		p.lookFirst(a),
		kit.NewText(kit.Section, s.T("package.contents")),
		kit.NewStack(2, kit.NewText(kit.Body, s.T("package.contents_text")), p.incidents(x),
			kit.NewQuiet(kit.Body, s.T("package.left_out", "notes", x.LeftOut().ProtectedNotes, "files", x.LeftOut().Evidence))),
		kit.NewCallout(kit.NewText(kit.Body, s.desk.Catalogue().Disclosure.In(s.words.Lang()))),
		p.signoff(),
		p.key(),
		p.annex(x),
		kit.NewQuiet(kit.Small, s.T("package.folder", "folder", s.settings.Folder)),
	).SetFoot(kit.NewSpread(12, kit.NewButton(kit.Secondary, s.T("package.empty_lists"), func() {
		s.paper(func(folder string) (string, error) { return s.desk.EmptyLists(folder) })
	}), p.sign))
}

// lookFirst is what she may want to mend before the package is made; nothing of it stops her.
func (p *packet) lookFirst(a *app.Assessment) fyne.CanvasObject {
	s := p.s
	var rows []fyne.CanvasObject
	add := func(state app.State, text, word string, open func() Screen) {
		rows = append(rows, kit.NewCells(14, []float32{20, 0, -1}, kit.NewPicture(mark(state), 18), kit.NewText(kit.Body, text),
			kit.NewButton(kit.SmallLink, word, func() { s.Show(open()) })))
	}
	settings := func() Screen { return newSettings(s) }
	if _, bare := a.OpenActions(); bare > 0 {
		add(app.Missing, s.N("package.unplanned", bare), s.T("package.plan_them"), func() Screen { return newPlan(s) })
	}
	if n := len(a.Unknown); n > 0 {
		list := a.Unknown[0].Question.List.ID
		add(app.Unknown, s.N("package.unknown", n), s.T("package.show"), func() Screen { return newChecklist(s, list) })
	}
	if answered, all := a.Progress(); answered < all {
		add(app.Unanswered, s.N("package.unanswered", all-answered), s.T("package.show"), func() Screen { return newOverview(s) })
	}
	if a.Library.Name == "" {
		add(app.Missing, s.T("package.no_name"), s.T("package.fill_in"), settings)
	}
	if a.Library.RegionAddress == "" {
		add(app.Partly, s.T("package.no_region"), s.T("package.fill_in"), settings)
	}
	if len(rows) == 0 {
		rows = append(rows, kit.NewCells(14, []float32{20, 0}, kit.NewPicture(mark(app.InOrder), 18), kit.NewText(kit.Body, s.T("package.nothing_first"))))
	}
	return kit.NewRows(rows...)
}

// incidents tells what of the incidents goes with the package.
func (p *packet) incidents(x *app.Disclosure) fyne.CanvasObject {
	if x.Incidents() == nil {
		return kit.NewStack(0)
	}
	return kit.NewText(kit.Body, p.s.T("package.incidents"))
}

// signoff asks for what stands beside the signatures.
func (p *packet) signoff() fyne.CanvasObject {
	s := p.s
	field := func(of desk.Field, kind fieldKind, word, help string) fyne.CanvasObject {
		return s.field(desk.SignoffAt(of), kind, s.T(word), help).Field
	}
	return kit.NewStack(12,
		field(desk.With, lineField, "package.with", ""),
		kit.NewColumns(16, 200,
			field(desk.On, dayField, "package.on", ""),
			field(desk.CaseNumber, lineField, "package.case_number", s.T("package.case_help"))))
}

// key shows the library's fingerprint, to be read out over the telephone.
func (p *packet) key() fyne.CanvasObject {
	s := p.s
	print, err := s.desk.Fingerprint()
	if err != nil {
		f := explain(s.words, err)
		return kit.NewStack(0, kit.NewText(kit.Body, f.what+" "+f.hint), p.renewal())
	}
	return kit.NewStack(0, kit.NewText(kit.Body, s.T("package.key", "key", print)), kit.NewQuiet(kit.Small, s.T("package.key_help")), p.renewal())
}

// renewal offers to make a new key, which the old one vouches for; who does has looked at the clock.
func (p *packet) renewal() fyne.CanvasObject {
	s := p.s
	return kit.NewRow(0, kit.NewButton(kit.SmallLink, s.T("package.key_renew"), func() {
		s.confirm(s.T("package.key_renew"), s.T("package.key_renew_help", "now", s.p.Now().Format("2006-01-02 15.04")), s.T("package.key_renew"), func() {
			err := s.desk.RenewKey()
			s.Refresh()
			if err != nil {
				p.fail(err)
			}
		})
	}))
}

// make signs, writes, reads back and verifies the package, and only then says that it is done.
func (p *packet) make() {
	s := p.s
	s.save()
	err := system.MakeFolder(s.settings.Folder)
	var job *desk.Export
	if err == nil {
		job, err = s.desk.PrepareExport(s.settings.Folder)
	}
	if err != nil {
		p.fail(err)
		return
	}
	var made desk.Package
	s.Work(s.T("package.making"), func() (err error) {
		made, err = job.Run()
		return err
	}, func(err error) {
		if err == nil {
			err = s.desk.Exported(made)
		}
		if err != nil {
			p.fail(err)
			return
		}
		p.made = &made
		s.Refresh()
		s.focus()
	})
}

func (p *packet) fail(err error) {
	f := explain(p.s.words, err)
	p.message.Say(kit.Fault, f.what, f.hint+details(f))
}

// showResult tells that the package is made, and what can be done with it.
func (p *packet) showResult() {
	if p.made == nil {
		return
	}
	s, made := p.s, *p.made
	p.message.Say(kit.Done, s.T("package.ready"), filepath.Base(made.Path))
	say := func(err error, kind kit.MessageKind, what string) {
		if err != nil {
			p.fail(err)
			return
		}
		p.message.Say(kind, what, filepath.Base(made.Path))
	}
	p.result.Show()
	p.result.Objects = []fyne.CanvasObject{kit.NewRow(12,
		kit.NewButton(kit.Secondary, s.T("package.email"), func() {
			path, err := s.desk.Email(made)
			if err == nil {
				err = s.p.OpenFile(path)
			}
			say(err, kit.Done, s.T("package.email_ready"))
		}),
		kit.NewButton(kit.Secondary, s.T("package.print"), func() { s.Tell(s.p.OpenFile(made.Path)) }),
		kit.NewButton(kit.Secondary, s.T("button.show_folder"), func() { s.Tell(s.p.ShowFile(made.Path)) }),
		kit.NewButton(kit.Link, s.T("package.copy"), func() {
			text, err := s.desk.EmailText(made)
			if err == nil {
				s.p.App.Clipboard().SetContent(text)
			}
			say(err, kit.Note, s.T("package.copied"))
		})), p.cosigning(made)}
}
