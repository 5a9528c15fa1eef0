package ui

import (
	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
)

// The steps of the first start.
const (
	stepCountry = iota + 1
	stepPassword
	stepCode
	stepCard
	stepFacts
	lastStep = stepFacts
)

// welcome is the first start: country, password, recovery code, library card, what the library has. From the
// password on everything is kept, so that it can be left and resumed.
type welcome struct {
	s       *Shell
	step    int
	country app.Jurisdiction
	resumed bool

	code    desk.Code // while its sheet is printed and typed back
	done    func()    // a sheet printed later: the one step stands alone, and this comes after it
	again   bool      // the sheet of a code that was in force before: it may be left unfinished
	sheet   string    // the sheet's file, removed when the step is done
	groups  [2]*kit.Field
	pair    *passwordPair
	card    *card
	first   fyne.Focusable
	message *kit.Message
}

func newWelcome(s *Shell) *welcome {
	j := app.Sweden
	if s.words.Lang() == app.Norway.Language() {
		j = app.Norway
	}
	return &welcome{s: s, step: stepCountry, country: j}
}

// resumeWelcome goes on where the first start was left.
func resumeWelcome(s *Shell) *welcome {
	w := &welcome{s: s, resumed: true, country: s.desk.Catalogue().Jurisdiction}
	switch s.desk.SetupStep() {
	case desk.SetupCode:
		w.step = stepCode
	case desk.SetupCard:
		w.step = stepCard
	default:
		w.step = stepFacts
	}
	return w
}

// newSheet shows, prints and checks a new recovery code, then goes on.
func newSheet(s *Shell, code desk.Code, then func()) *welcome {
	return &welcome{s: s, step: stepCode, country: s.desk.Catalogue().Jurisdiction, code: code, done: then}
}

func (*welcome) Place() PlaceID { return NoPlace }

// Title is the heading of the step.
func (w *welcome) Title() string {
	words := map[int]string{
		stepCountry: "welcome.title", stepPassword: "welcome.password_title", stepCode: "welcome.code_title",
		stepCard: "welcome.card_title", stepFacts: "welcome.facts_title",
	}
	return w.s.T(words[w.step])
}

func (w *welcome) Focus() fyne.Focusable { return w.first }

// Leave sees to it that the file with the recovery code never stays behind, wherever she goes.
func (w *welcome) Leave() { w.s.Tell(w.removeSheet()) }

func (w *welcome) Key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		w.next()
	case fyne.KeyEscape:
		w.back()
	default:
		return false
	}
	return true
}

// Content is the step she is at.
func (w *welcome) Content() fyne.CanvasObject {
	s := w.s
	w.message = kit.NewMessage()
	var body []fyne.CanvasObject
	switch w.step {
	case stepCountry:
		body = w.askCountry()
	case stepPassword:
		body = w.askPassword()
	case stepCode:
		body = w.showCode()
	case stepCard:
		body = w.askCard()
	default:
		body = w.askFacts()
	}
	var top []fyne.CanvasObject
	if w.done == nil {
		top = append(top, kit.NewQuiet(kit.Small, s.T("welcome.step", "n", w.step, "of", lastStep)))
	}
	if w.step == stepCountry {
		top = append(top, s.foundBackup()...)
	}
	if w.resumed {
		top = append(top, kit.NewCallout(kit.NewText(kit.Body, s.T("welcome.resume"))))
	}
	page := kit.NewPage(16, append(append(top, body...), w.message)...)
	return page.SetFoot(kit.NewSpread(12, w.backButton(), w.nextButton()))
}

// foundBackup offers the newest backup in the usual places: a profile that was wiped when somebody logged out takes the
// library with it, and not the backups.
func (s *Shell) foundBackup() []fyne.CanvasObject {
	for _, b := range desk.FindBackups(s.backupPlaces()) {
		if b.Problem == nil {
			return []fyne.CanvasObject{kit.NewCallout(kit.NewSpread(16,
				kit.NewText(kit.Body, s.T("welcome.found", "day", s.day(b.Time), "at", clock(b.Time))),
				kit.NewButton(kit.SmallLink, s.T("backup.use_newer"), func() { s.showRestore(b.Path) })))}
		}
	}
	return nil
}

func (w *welcome) backButton() fyne.CanvasObject {
	switch w.step {
	case stepCountry:
		return kit.NewRow(20,
			kit.NewButton(kit.SmallLink, w.s.T("restore.link"), func() { w.s.showRestore("") }),
			kit.NewButton(kit.SmallLink, w.s.T("cosign.title"), func() { w.s.Show(newCosign(w.s)) }))
	case stepPassword, stepFacts:
		return kit.NewButton(kit.Secondary, w.s.T("button.back"), w.back)
	}
	if w.again {
		return kit.NewButton(kit.Secondary, w.s.T("button.back"), w.back)
	}
	return kit.NewSpace(0)
}

func (w *welcome) nextButton() fyne.CanvasObject {
	word := w.s.T("button.next")
	if w.step == lastStep {
		word = w.s.T("welcome.finish")
	}
	return kit.NewButton(kit.Primary, word, w.next).SetHint("Enter")
}

func (w *welcome) turnTo(step int) {
	w.s.leave()
	w.step, w.resumed = step, false
	w.s.Refresh()
	w.s.focus()
}

func (w *welcome) back() {
	if w.again {
		w.done()
		return
	}
	if w.step == stepPassword || w.step == stepFacts {
		w.turnTo(w.step - 1)
	}
}

// next does what the step needs and goes on.
func (w *welcome) next() {
	switch w.step {
	case stepCountry:
		w.turnTo(stepPassword)
	case stepPassword:
		w.create()
	case stepCode:
		w.checkCode()
	case stepCard:
		w.checkCard()
	default:
		w.finish()
	}
}

func (w *welcome) askCountry() []fyne.CanvasObject {
	s := w.s
	var options []kit.Option
	chosen := 0
	for i, j := range app.Jurisdictions() {
		options = append(options, kit.Option{Label: s.T("welcome." + string(j)), Addition: s.T("welcome." + string(j) + "_help")})
		if j == w.country {
			chosen = i
		}
	}
	choice := kit.NewChoice(options, chosen, w.chooseCountry)
	w.first = choice
	return []fyne.CanvasObject{
		kit.NewCells(14, []float32{44, 0}, kit.NewPicture(appIcon(), 44), kit.NewText(kit.Title, s.T("welcome.title"))),
		kit.NewText(kit.Body, s.T("welcome.intro")),
		kit.NewSpace(4),
		kit.NewText(kit.Section, s.T("welcome.country")),
		kit.NewQuiet(kit.Body, s.T("welcome.country_help")),
		choice,
	}
}

// chooseCountry changes the language of the first start with the country.
func (w *welcome) chooseCountry(i int) {
	w.country = app.Jurisdictions()[i]
	if err := w.s.speak(w.country.Language()); err != nil {
		w.s.Tell(err)
		return
	}
	w.s.Refresh()
	w.s.focus()
}

func (w *welcome) askPassword() []fyne.CanvasObject {
	s := w.s
	w.pair = newPasswordPair(s, s.T("welcome.password"), s.T("welcome.password_again"), w.next)
	w.first = w.pair.first.Focusable()
	return []fyne.CanvasObject{
		kit.NewText(kit.Title, s.T("welcome.password_title")),
		kit.NewText(kit.Body, s.T("welcome.password_intro")),
		kit.NewSpace(4),
		w.pair.object,
	}
}

// create makes the library and keeps its recovery code for the next step.
func (w *welcome) create() {
	secret, ok := w.pair.chosen()
	if !ok {
		return
	}
	s, p := w.s, w.s.deskParams()
	var d *desk.Desk
	var code desk.Code
	s.Work(s.T("welcome.making"), func() (err error) {
		d, code, err = desk.Create(p, w.country, secret)
		return err
	}, func(err error) {
		if err != nil {
			f := explain(s.words, err)
			w.message.Say(kit.Fault, f.what, f.hint+details(f))
			return
		}
		s.desk, w.code = d, code
		s.settings.Language = d.Language()
		s.keepSettings()
		w.turnTo(stepCode)
	})
}

func (w *welcome) askCard() []fyne.CanvasObject {
	s := w.s
	w.card = newCard(s)
	w.first = w.card.inputs[0].Focusable()
	return []fyne.CanvasObject{
		kit.NewText(kit.Title, s.T("welcome.card_title")),
		kit.NewText(kit.Body, s.T("welcome.card_intro")),
		kit.NewSpace(4),
		w.card.object,
	}
}

func (w *welcome) checkCard() {
	w.s.save()
	if w.s.desk.Library().Name == "" {
		name := w.card.inputs[0]
		name.SetFault(w.s.T("welcome.name_empty"))
		w.s.window.Canvas().Focus(name.Focusable())
		return
	}
	if w.s.Do(func() error { return w.s.desk.ContinueSetup(desk.SetupFacts) }) {
		w.turnTo(stepFacts)
	}
}

func (w *welcome) askFacts() []fyne.CanvasObject {
	s := w.s
	form, first := newFacts(s)
	w.first = first
	return []fyne.CanvasObject{
		kit.NewText(kit.Title, s.T("welcome.facts_title")),
		kit.NewText(kit.Body, s.T("welcome.facts_intro")),
		form,
	}
}

func (w *welcome) finish() {
	if w.s.Do(func() error { return w.s.desk.ContinueSetup(desk.SetupDone) }) {
		w.s.Show(newOverview(w.s))
	}
}

// removeSheet removes the file with the recovery code, once it is on paper.
func (w *welcome) removeSheet() error {
	if w.sheet == "" {
		return nil
	}
	path := w.sheet
	w.sheet = ""
	return desk.RemoveSheet(path)
}
