// Package ui is what is on the screen: one file a screen, a shell that holds them, and one file that gives
// errors their words. It knows no rule, no file and no time; a tap calls one method of the desk.
package ui

import (
	"io"
	"io/fs"
	"path/filepath"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"trygghylla/app/desk"
	"trygghylla/app/system"
	"trygghylla/locales"
)

// Params are what the screens are given from outside.
type Params struct {
	App        fyne.App
	Data       fs.FS // the content files
	Places     system.Places
	Settings   Settings
	Version    string
	Now        func() time.Time
	Rand       io.Reader
	Cost       desk.Cost          // of the password; zero is calibrated for this computer
	Background func(func())       // runs slow work; nil starts a goroutine
	OpenFile   func(string) error // shows a file in the system's program; nil is system.Open
	ShowFile   func(string) error // shows a file in its folder; nil is system.ShowInFolder

	// Judge tells whether a folder is a place for the library; nil takes every folder.
	Judge func(dir string) (system.Place, error)
}

// Screen is what the shell shows in its main column. One screen is shown at a time.
type Screen interface {
	// Title names the screen in the window's title: what the program does now, never what the library says.
	Title() string
	// Content builds what is seen from the model as it is now. The shell calls it again after a change.
	Content() fyne.CanvasObject
	// Focus is what should have the focus first, or nil.
	Focus() fyne.Focusable
	// Key is offered the keys that nothing on the screen had a use for; it answers whether it used the key.
	Key(*fyne.KeyEvent) bool
	// Place is the entry of the side that the screen belongs to. A screen of [NoPlace] stands alone: it is shown also
	// while no library is open, without what stands around the others.
	Place() PlaceID
}

// Leaver is a screen that has something to put away before another is shown and before a lock. What is typed in its
// fields is saved already.
type Leaver interface {
	Screen
	Leave()
}

// RuneTaker is a screen that has a use for letters and digits that nothing on it wanted.
type RuneTaker interface {
	Screen
	Rune(rune)
}

// Shell holds the window, the words, the open desk and the screen that is shown.
type Shell struct {
	p        Params
	settings Settings
	words    *locales.Words
	window   fyne.Window
	desk     *desk.Desk // nil while locked
	scrub    func()     // wipes what of a library is left in memory once nothing shows it
	screen   Screen
	fields   []*input // those of the screen that save themselves
	house    *house   // what stands around the screen while a library is open; nil otherwise
	touched  time.Time
	busy     bool
	idle     *time.Timer
	backedUp desk.BackupReport // how the last backing up went
	backing  bool              // a backup is made, or looked for, beside the screen
	rounds   desk.Rounds       // what is looked after by itself
}

// New makes the window with its first screen: the first start, or the unlock screen when there is a library.
func New(p Params) (*Shell, error) {
	if p.Background == nil {
		p.Background = func(job func()) { go job() }
	}
	if p.OpenFile == nil {
		p.OpenFile = system.Open
	}
	if p.ShowFile == nil {
		p.ShowFile = system.ShowInFolder
	}
	if p.Judge == nil {
		p.Judge = func(string) (system.Place, error) { return system.Place{}, nil }
	}
	if p.Settings.Library != "" {
		p.Places.Data = p.Settings.Library
	}
	s := &Shell{p: p, settings: p.Settings.complete(p.Places), touched: p.Now(), scrub: desk.Scrub}
	if err := s.speak(s.settings.Language); err != nil {
		return nil, err
	}
	s.look()
	s.window = p.App.NewWindow(s.words.T("app.name"))
	s.window.SetIcon(appIcon())
	s.window.SetPadded(false)
	s.window.Resize(fyne.NewSize(1180, 720)) // shows the names of the places, and fits a screen of 1366 by 768
	s.window.CenterOnScreen()
	s.window.SetCloseIntercept(s.Quit)
	s.window.Canvas().SetOnTypedKey(s.key)
	s.window.Canvas().SetOnTypedRune(s.rune)
	if _, err := desk.Exists(p.Places.Data); err != nil {
		return nil, err
	}
	s.begin()
	folders := append(s.backupPlaces(), s.settings.Folder, p.Places.Data, filepath.Dir(p.Places.Data), p.Places.Documents, p.Places.Settings)
	p.Background(func() { desk.Sweep(folders) })
	return s, nil
}

// begin shows what comes first: that the library must move; the unlock screen when there is a library, also one that cannot be looked at, else
// the first start; on top of it a restore that was cut off, to be done again.
func (s *Shell) begin() {
	place, err := s.p.Judge(s.p.Places.Data)
	if err == nil && (place.Kind == system.PlaceNetwork || place.Kind == system.PlaceSynced) {
		s.Show(newMoving(s, place))
		return
	}
	if exists, err := desk.Exists(s.p.Places.Data); exists || err != nil {
		s.Show(newUnlock(s))
	} else {
		s.Show(newWelcome(s))
	}
	if cut, is := desk.RestoreCutOff(s.p.Places.Data); is && !cut.Finished {
		s.showRestore(cut.Backup)
	}
}

// Window is the one window of the program.
func (s *Shell) Window() fyne.Window { return s.window }

// Locked reports whether no library is open.
func (s *Shell) Locked() bool { return s.desk == nil }

// speak changes the language of everything, Fyne's own words too.
func (s *Shell) speak(language string) error {
	words, err := locales.New(locales.Match(language))
	if err != nil {
		return err
	}
	s.words = words
	return lang.AddTranslationsForLocale(words.Fyne(), lang.SystemLocale())
}

// look puts on the theme that the settings ask for.
func (s *Shell) look() {
	s.p.App.Settings().SetTheme(NewTheme(s.settings.TextPercent, s.settings.Contrast))
}

// T returns a word, see locales.Words.T.
func (s *Shell) T(id string, values ...any) string { return s.words.T(id, values...) }

// N returns a word in the form that fits a number, see locales.Words.N.
func (s *Shell) N(id string, n int, values ...any) string { return s.words.N(id, n, values...) }

// Show leaves the present screen, saving what is typed, and shows another.
func (s *Shell) Show(x Screen) {
	s.leave()
	s.screen = x
	s.Refresh()
	s.focus()
}

// leave saves what is typed, and lets the screen put away what is its own.
func (s *Shell) leave() {
	s.save()
	if x, ok := s.screen.(Leaver); ok {
		x.Leave()
	}
}

// Refresh builds the screen again from the model, with the focus on what the screen asks for if the focus is lost.
func (s *Shell) Refresh() {
	s.fields = nil
	content := s.screen.Content()
	s.window.SetTitle(s.screen.Title() + " – " + s.words.T("app.name"))
	if s.desk == nil || s.screen.Place() == NoPlace {
		s.house = nil
		s.window.SetMainMenu(nil)
		s.window.SetContent(content)
		return
	}
	if s.house == nil {
		s.house = newHouse(s)
		s.window.SetMainMenu(s.house.menu())
		s.window.SetContent(s.house.frame)
	}
	s.house.show(content)
}

func (s *Shell) focus() {
	if f := s.screen.Focus(); f != nil {
		s.window.Canvas().Focus(f)
	}
}

// Do makes one change. When it fails nothing has changed, and the screen says why; it reports whether it went well.
func (s *Shell) Do(change func() error) bool {
	s.touch()
	err := change()
	if s.house != nil {
		s.house.status()
	}
	s.Tell(err)
	return err == nil
}

// Tell says what went wrong, in words, where it is seen whatever is scrolled; nil takes the words away.
func (s *Shell) Tell(err error) {
	if s.house != nil {
		s.house.tell(err)
		return
	}
	if err != nil {
		f := explain(s.words, err)
		s.ask(f.what, f.hint+details(f), s.T("button.close"), nil)
	}
}

func details(f failure) string {
	if f.details == "" {
		return ""
	}
	return "\n\n" + f.details
}

// Work runs a slow job beside the screen, under a name that is shown while it takes; then runs afterwards on the
// screen's goroutine with the job's error. Nothing else can be done meanwhile, and the program does not lock.
func (s *Shell) Work(name string, job func() error, then func(error)) {
	s.busy = true
	progress := s.progress(name)
	s.p.Background(func() {
		err := job()
		fyne.Do(func() {
			progress.Close()
			s.busy = false
			s.touch()
			then(err)
		})
	})
}

// touch remembers that the user is here.
func (s *Shell) touch() { s.touched = s.p.Now() }

// StartIdle begins to lock the library after the time in the settings. The program calls it once, when its loop runs.
func (s *Shell) StartIdle() {
	const look = 5 * time.Second
	s.idle = time.AfterFunc(look, func() {
		fyne.Do(func() {
			s.LockIfIdle()
			s.backUpIfDue()
			s.idle.Reset(look)
		})
	})
}

// LockIfIdle locks when nothing has been done for the time in the settings.
func (s *Shell) LockIfIdle() {
	if s.desk != nil && !s.busy && s.p.Now().Sub(s.touched) >= s.settings.idle() {
		s.Lock()
	}
}

// Lock saves what is typed, closes the library and shows the unlock screen.
func (s *Shell) Lock() { s.lockThen(nil) }

// lockThen locks, and goes on with what comes then in place of the unlock screen, if anything.
func (s *Shell) lockThen(then func()) {
	if s.desk == nil || s.busy {
		return
	}
	s.leave()
	for _, o := range s.window.Canvas().Overlays().List() {
		s.window.Canvas().Overlays().Remove(o)
	}
	d := s.release()
	s.screen = newUnlock(s) // hides at once what the library says
	s.Refresh()
	s.shut(d, func(err error) {
		s.Tell(err)
		s.p.Background(s.scrub)
		if then != nil {
			then()
			return
		}
		s.focus()
	})
}

// Quit saves what is typed, closes the library and ends the program.
func (s *Shell) Quit() {
	if s.busy {
		return
	}
	if s.desk == nil {
		s.p.App.Quit()
		return
	}
	s.leave()
	s.shut(s.release(), func(err error) {
		if err != nil {
			f := explain(s.words, err)
			s.ask(f.what, f.hint+details(f), s.T("button.close"), s.p.App.Quit)
			return
		}
		s.p.App.Quit()
	})
}

// enter takes an opened desk and goes to where the user left: the first start, or the overview.
func (s *Shell) enter(d *desk.Desk) {
	s.desk, s.house = d, nil
	s.touch()
	if err := s.speak(d.Language()); err != nil {
		s.Tell(err)
	}
	s.settings.Language = d.Language()
	s.keepSettings()
	if d.SetupStep() != desk.SetupDone {
		s.Show(resumeWelcome(s))
		s.tellRescued()
		return
	}
	s.Show(newOverview(s))
	s.afterOpening()
}

// keepSettings writes the settings and tells if that fails.
func (s *Shell) keepSettings() {
	if err := system.SaveSettings(SettingsFile(s.p.Places), s.settings); err != nil {
		s.Tell(err)
	}
}

// key takes the keys that nothing else wanted.
func (s *Shell) key(k *fyne.KeyEvent) {
	s.touch()
	s.screen.Key(k)
}

// rune takes the letters that nothing else wanted: the digits of the answers.
func (s *Shell) rune(r rune) {
	s.touch()
	if x, ok := s.screen.(RuneTaker); ok {
		x.Rune(r)
	}
}

// day writes a day, and "today" and "yesterday" for those.
func (s *Shell) day(t time.Time) string {
	now := s.p.Now()
	switch t.Format(time.DateOnly) {
	case now.Format(time.DateOnly):
		return s.T("unlock.today")
	case now.AddDate(0, 0, -1).Format(time.DateOnly):
		return s.T("unlock.yesterday")
	}
	return t.Format(time.DateOnly)
}

// clock writes a time of day as Swedish and Norwegian write it: 14.02.
func clock(t time.Time) string { return t.Format("15.04") }

func number(n int) string { return strconv.Itoa(n) }
