package ui

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
)

// restore puts the library of a backup in the place of the one that is here, or where there is none. The replaced
// one is kept.
type restore struct {
	s        *Shell
	found    []desk.FoundBackup
	missing  string // the second place, when it is not there
	chosen   int    // index in found, -1: the path that is typed
	withCode bool
	path     *kit.Field
	field    *kit.Field
	message  *kit.Message
	first    fyne.Focusable
	typed    string
}

// showRestore offers the backups that lie in the usual places; path is one to begin with, or empty.
func (s *Shell) showRestore(path string) {
	places, second := s.backupPlaces(), s.settings.SecondPlace
	var found []desk.FoundBackup
	var missing string
	s.Work(s.T("restore.looking"), func() error {
		if found = desk.FindBackups(places); second != "" && !desk.IsPlace(second) {
			missing = second
		}
		return nil
	}, func(error) { s.Show(newRestore(s, path, found, missing)) })
}

func newRestore(s *Shell, path string, found []desk.FoundBackup, missing string) *restore {
	r := &restore{s: s, missing: missing, chosen: -1, typed: path}
	for _, b := range found {
		if b.Problem != nil {
			continue
		}
		if r.found = append(r.found, b); b.Path == path || (path == "" && r.chosen < 0) {
			r.chosen = len(r.found) - 1
		}
	}
	return r
}

func (*restore) Place() PlaceID { return NoPlace }

// Title names the screen.
func (r *restore) Title() string { return r.s.T("restore.title") }

func (r *restore) Focus() fyne.Focusable { return r.first }

func (r *restore) Key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		r.run()
	case fyne.KeyEscape:
		r.back()
	default:
		return false
	}
	return true
}

// most is how many backups are listed; older ones are chosen by their path.
const most = 8

// options are the backups that were found, and last that she names another file.
func (r *restore) options() []kit.Option {
	s := r.s
	var options []kit.Option
	for i, b := range r.found {
		if i == most {
			break
		}
		kind := s.T("restore.records")
		if b.Complete {
			kind = s.T("restore.complete")
		}
		options = append(options, kit.Option{
			Label:    b.Time.Format(time.DateOnly) + " " + clock(b.Time),
			Addition: kind + " · " + strconv.FormatInt((b.Size+1023)/1024, 10) + " kB · " + b.Place,
		})
	}
	return append(options, kit.Option{Label: s.T("restore.another")})
}

func (r *restore) Content() fyne.CanvasObject {
	s := r.s
	r.message = kit.NewMessage()
	options := r.options()
	at := r.chosen
	if at < 0 || at >= most {
		at = len(options) - 1
	}
	r.path = kit.NewTextField(s.T("restore.path"), "")
	r.path.SetText(r.typed)
	choice := kit.NewChoice(options, at, func(i int) {
		if r.chosen = i; i == len(options)-1 {
			r.chosen = -1
		}
		r.showPath()
	})
	r.first = choice
	secret := s.T("restore.with_code")
	if r.withCode {
		r.field = kit.NewTextField(s.T("unlock.code"), s.T("unlock.code_help"))
		secret = s.T("unlock.with_password")
	} else {
		r.field = kit.NewPasswordField(s.T("restore.password"), s.T("restore.password_help"), s.T("unlock.show"), s.T("unlock.hide"))
	}
	r.field.OnSubmitted(func(string) { r.run() })
	r.field.OnChanged = func(string) { s.touch(); r.field.SetFault("") }
	parts := []fyne.CanvasObject{kit.NewText(kit.Title, s.T("restore.title")), kit.NewText(kit.Body, s.T("restore.intro")), r.message}
	if cut, is := desk.RestoreCutOff(s.p.Places.Data); is && !cut.Finished {
		r.message.Say(kit.Fault, s.T("restore.cut_off"), s.T("restore.cut_off_help"))
	}
	if r.missing != "" {
		parts = append(parts, kit.NewCallout(kit.NewText(kit.Body, s.T("fail.place_missing")), kit.NewQuiet(kit.Small, r.missing)))
	}
	page := kit.NewPage(16, append(parts, choice, r.path, r.field,
		kit.NewRow(12, kit.NewButton(kit.SmallLink, secret, func() {
			r.withCode = !r.withCode
			s.Refresh()
			s.focus()
		})))...)
	page.SetFoot(kit.NewSpread(12,
		kit.NewButton(kit.Secondary, s.T("button.back"), r.back),
		kit.NewButton(kit.Primary, s.T("restore.run"), r.run)))
	if r.chosen >= 0 {
		r.path.Hide()
	}
	return page
}

func (r *restore) showPath() {
	if r.chosen < 0 {
		r.path.Show()
	} else {
		r.path.Hide()
	}
	kit.Relayout(r.path)
}

// back leaves it. A restore that was cut off is not offered again then.
func (r *restore) back() {
	err := desk.ForgetCutOff(r.s.p.Places.Data)
	r.s.begin()
	r.s.Tell(err)
}

// run restores. Nothing of the present library changes unless the backup was proven to its end.
func (r *restore) run() {
	s, p, secret, withCode := r.s, r.s.deskParams(), r.field.Text(), r.withCode
	path := strings.TrimSpace(r.path.Text())
	if r.chosen >= 0 {
		path = r.found[r.chosen].Path
	}
	if secret == "" || path == "" {
		s.window.Canvas().Focus(r.field.Focusable())
		return
	}
	var done desk.Restored
	s.Work(s.T("restore.running"), func() (err error) {
		if withCode {
			done, err = desk.RestoreBackupWithCode(p, path, secret)
		} else {
			done, err = desk.RestoreBackup(p, path, []byte(secret))
		}
		return err
	}, func(err error) {
		if err != nil {
			r.fail(err)
			return
		}
		s.settings.Seen = map[string]uint64{} // an earlier day is what was asked for
		s.begin()
		s.ask(s.T("restore.done"), s.restored(s.T("restore.done_help"), done.Kept, done.Missing), s.T("button.close"), nil)
	})
}

func (r *restore) fail(err error) {
	f := explain(r.s.words, err)
	if errors.Is(err, desk.ErrPassword) || errors.Is(err, desk.ErrCode) || errors.Is(err, desk.ErrCodeTyping) {
		r.field.SetFault(f.what + " " + f.hint)
		r.s.window.Canvas().Focus(r.field.Focusable())
		return
	}
	r.message.Say(kit.Fault, f.what, f.hint+details(f))
}
