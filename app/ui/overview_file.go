package ui

import (
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/ui/kit"
)

// file is what she should know of the library's file and its backups: where the code's sheet lies, a save that was
// cut off, a key file that was mended, a copy beside the file, a clock that is wrong, a place for backups that was not there, and that there is only one place.
func (o *overview) file(a *app.Assessment) []fyne.CanvasObject {
	s := o.s
	toSettings := func() {
		s.settings.Folded[foldBackup] = true
		s.Show(newSettings(s))
	}
	var parts []fyne.CanvasObject
	if s.desk.CodeReminder() {
		parts = append(parts, o.codeReminder())
	}
	put := func(words string) {
		parts = append(parts, kit.NewCallout(kit.NewSpread(16, kit.NewText(kit.Body, words),
			kit.NewButton(kit.SmallLink, s.T("place.settings"), toSettings))))
	}
	if s.desk.CutOff() {
		parts = append(parts, kit.NewCallout(kit.NewText(kit.Body, s.T("overview.cut_off"))))
	}
	if s.desk.KeyReplaced() {
		put(s.T("overview.key_replaced"))
	}
	if c, wrong := s.desk.WrongClock(); wrong {
		parts = append(parts, kit.NewCallout(
			kit.NewText(kit.Body, s.T("overview.clock", "says", c.Says.Format(time.DateOnly), "last", c.Last.Format(time.DateOnly))),
			kit.NewRow(16, kit.NewButton(kit.SmallLink, s.T("overview.clock_right"), func() {
				s.Do(s.desk.ClockIsRight)
				s.Refresh()
			}))))
	}
	if s.desk.HasCopies() {
		put(s.T("overview.copies"))
	}
	for _, p := range s.backedUp.Places {
		switch {
		case p.Err == nil:
		case errors.Is(p.Err, desk.ErrPlaceMissing) && p.Place == s.settings.SecondPlace:
			f := explain(s.words, p.Err)
			put(f.what + " " + f.hint)
		default:
			put(s.T("overview.backup_failed", "folder", p.Place))
		}
	}
	if s.settings.SecondPlace == "" && desk.OffersSecondPlace(a, s.settings.PlaceLater) {
		parts = append(parts, o.secondPlace(a.Today))
	}
	return parts
}

// codeReminder asks once a year where the sheet with the recovery code lies.
func (o *overview) codeReminder() fyne.CanvasObject {
	s := o.s
	return kit.NewCallout(kit.NewText(kit.Body, s.T("overview.code_reminder")), kit.NewRow(16,
		kit.NewButton(kit.SmallLink, s.T("overview.code_there"), func() {
			s.Do(s.desk.CodeSeen)
			s.Refresh()
		}),
		kit.NewButton(kit.SmallLink, s.T("overview.code_gone"), func() { s.Show(newSettings(s)) })))
}

// secondPlace offers a second place for backups.
func (o *overview) secondPlace(today app.Date) fyne.CanvasObject {
	s := o.s
	return kit.NewCallout(kit.NewText(kit.Body, s.T("overview.second_place")), kit.NewRow(16,
		kit.NewButton(kit.SmallLink, s.T("overview.second_choose"), s.chooseSecondPlace),
		kit.NewButton(kit.SmallLink, s.T("overview.not_now"), func() {
			s.settings.PlaceLater = desk.SecondPlaceLater(today)
			s.keepSettings()
			s.Refresh()
			s.focus()
		})))
}
