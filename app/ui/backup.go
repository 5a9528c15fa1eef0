package ui

import (
	"errors"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"trygghylla/app/desk"
	"trygghylla/app/system"
	"trygghylla/app/ui/kit"
)

// backupPlaces are where backups are put: beside the documents, and where she has chosen besides.
func (s *Shell) backupPlaces() []string {
	places := []string{filepath.Join(s.p.Places.Documents, "Trygghylla-backup")}
	if s.settings.SecondPlace != "" {
		places = append(places, s.settings.SecondPlace)
	}
	return places
}

// release takes the library from the screens; the caller shuts it.
func (s *Shell) release() *desk.Desk {
	d := s.desk
	s.desk, s.house = nil, nil
	return d
}

// shut backs up what has changed and closes a library that was released, beside the screen, then runs afterwards. A
// backup that fails, or a place that does not answer, does not hinder; the next one tells.
func (s *Shell) shut(d *desk.Desk, then func(error)) {
	places := s.backupPlaces()
	anchor := d.Anchor() // before the note about the backup: a library is never told older than it is
	var report desk.BackupReport
	s.Work(s.T("settings.backup_making"), func() (err error) {
		_ = desk.MakePlace(places[0]) // without it the report says that the place is missing
		report, err = d.CloseWithBackup(places)
		return err
	}, func(err error) {
		s.backedUp = report
		then(errors.Join(err, s.remember(anchor)))
	})
}

// remember keeps how far the library has come, apart from its own folder.
func (s *Shell) remember(a desk.Anchor) error {
	if s.settings.Seen[a.Vault] == a.Seq {
		return nil
	}
	s.settings.Seen[a.Vault] = a.Seq
	return system.SaveSettings(SettingsFile(s.p.Places), s.settings)
}

// beside runs what waits for the places of backups on a goroutine of its own; then, on the screen's, what that returned,
// if the same library is still open.
func (s *Shell) beside(job func(d *desk.Desk, places []string) (then func())) {
	d, places := s.desk, s.backupPlaces()
	s.backing = true
	s.p.Background(func() {
		then := job(d, places)
		fyne.Do(func() {
			s.backing = false
			if s.desk == d {
				then()
			}
		})
	})
}

// backUpIfDue does what is due of what the program looks after by itself, beside the screen.
func (s *Shell) backUpIfDue() {
	if s.desk == nil || s.busy || s.backing {
		return
	}
	switch s.rounds.Due(s.desk) {
	case desk.BackupRound:
		s.beside(func(d *desk.Desk, places []string) func() {
			report := backUp(d, places)
			return func() {
				s.backedUp = report
				s.rounds.Made(d, report)
				if s.house != nil {
					s.house.status()
				}
			}
		})
	case desk.CompleteRound:
		s.beside(func(d *desk.Desk, places []string) func() {
			due := d.CompleteDue(places)
			return func() { s.completeInto(due) }
		})
	}
}

// completeInto makes the monthly backup of everything, attachments too.
func (s *Shell) completeInto(places []string) {
	if len(places) == 0 || s.busy {
		return
	}
	d := s.desk
	var made []desk.StoredBackup
	s.Work(s.T("settings.backup_making"), func() (err error) {
		for _, place := range places {
			b, failed := d.BackupComplete(place)
			err = errors.Join(err, failed)
			made = append(made, b)
		}
		return err
	}, func(err error) {
		s.Tell(err)
		s.tellLacking(d, made...)
	})
}

// tellLacking names the evidence that complete backups have not got.
func (s *Shell) tellLacking(d *desk.Desk, made ...desk.StoredBackup) {
	for _, b := range made {
		if names := d.Lacking(b); len(names) > 0 {
			s.ask(s.N("backup.lacks", len(names)), s.T("backup.lacks_help", "names", strings.Join(names, ", ")), s.T("button.close"), nil)
			return
		}
	}
}

func backUp(d *desk.Desk, places []string) desk.BackupReport {
	_ = desk.MakePlace(places[0]) // without it the report says that the place is missing
	return d.BackupNow(places)
}

// backupLine tells of the last backup, for the foot: when, and that it was proven.
func (s *Shell) backupLine() string {
	last, ok := s.desk.LastBackup()
	if !ok {
		return s.T("backup.none")
	}
	return s.T("backup.line", "day", s.day(last.At), "at", clock(last.At))
}

// foldBackup is the key of the settings' part about backups.
const foldBackup = "settings.backup"

// backup is the part of the settings about backups: where they are, when the last was, and a button each.
func (x *settings) backup() fyne.CanvasObject {
	s := x.s
	parts := []fyne.CanvasObject{kit.NewText(kit.Body, s.T("backup.intro")), kit.NewText(kit.Body, s.backupLine()+".")}
	if last, ok := s.desk.LastBackup(); ok {
		parts = append(parts, kit.NewQuiet(kit.Small, s.T("backup.proved", "day", s.day(last.Verified), "at", clock(last.Verified))))
	}
	for _, place := range s.backupPlaces() {
		parts = append(parts, kit.NewQuiet(kit.Small, s.T("backup.place", "folder", place)))
	}
	for _, p := range s.backedUp.Places {
		if p.Err != nil {
			f := explain(s.words, p.Err)
			parts = append(parts, kit.NewCallout(kit.NewText(kit.Body, f.what+" "+f.hint), kit.NewQuiet(kit.Small, p.Place)))
		}
	}
	if until, held := s.desk.BackupsHoldUntil(); held {
		parts = append(parts, kit.NewQuiet(kit.Small, s.T("backup.held", "day", string(until))))
	}
	return kit.NewStack(12, append(parts,
		kit.NewRow(12,
			kit.NewButton(kit.Secondary, s.T("backup.make"), x.makeBackup),
			kit.NewButton(kit.Secondary, s.T("backup.test"), x.testBackup),
			kit.NewButton(kit.Secondary, s.T("restore.title"), func() { s.lockThen(func() { s.showRestore("") }) })),
		kit.NewRow(16,
			kit.NewButton(kit.Link, s.T("backup.complete"), x.completeBackup),
			kit.NewButton(kit.Link, s.T("backup.second"), s.chooseSecondPlace)),
		x.copies())...)
}

// makeBackup makes the usual backup now.
func (x *settings) makeBackup() {
	s := x.s
	s.save()
	places := s.backupPlaces()
	var report desk.BackupReport
	s.Work(s.T("settings.backup_making"), func() error { report = backUp(s.desk, places); return nil }, func(error) {
		s.backedUp = report
		s.Refresh()
		for _, p := range s.backedUp.Places {
			if p.Err != nil {
				x.say(p.Err, "")
				return
			}
		}
		x.say(nil, s.T("backup.made"))
	})
}

// completeBackup writes everything, attachments too, into one file in the folder for papers.
func (x *settings) completeBackup() {
	s := x.s
	s.save()
	if err := system.MakeFolder(s.settings.Folder); err != nil {
		x.say(err, "")
		return
	}
	var made desk.StoredBackup
	s.Work(s.T("settings.backup_making"), func() (err error) {
		made, err = s.desk.BackupComplete(s.settings.Folder)
		return err
	}, func(err error) {
		s.Refresh()
		x.say(err, s.T("settings.backup_made", "file", filepath.Base(made.Path)))
		s.tellLacking(s.desk, made)
	})
}

// testBackup reads the newest backup to its end.
func (x *settings) testBackup() {
	s := x.s
	places := s.backupPlaces()
	var newest desk.StoredBackup
	s.Work(s.T("backup.testing"), func() error {
		all := s.desk.Backups(places)
		if len(all) == 0 {
			return nil
		}
		newest = all[0]
		return s.desk.TestBackup(newest.Path)
	}, func(err error) {
		if newest.Path == "" {
			x.makeBackup()
			return
		}
		s.Refresh()
		x.say(err, s.T("backup.tested", "day", s.day(newest.Time), "at", clock(newest.Time)))
	})
}

// chooseSecondPlace lets her choose where backups go besides the documents folder.
func (s *Shell) chooseSecondPlace() {
	s.chooseFolder(s.T("backup.second"), s.T("settings.folder_path"), func(path string) error {
		if err := desk.MakePlace(path); err != nil {
			return err
		}
		s.settings.SecondPlace = path
		s.keepSettings()
		return nil
	})
}

// copies offers what is newer in a copy of the library's file that a synchronising program made, one by one.
func (x *settings) copies() fyne.CanvasObject {
	s := x.s
	copies, err := s.desk.Copies()
	if err != nil || len(copies) == 0 {
		return kit.NewStack(0)
	}
	parts := []fyne.CanvasObject{kit.NewRich(kit.Body, kit.Run{Text: s.T("backup.copies"), Bold: true}), kit.NewQuiet(kit.Small, s.T("backup.copies_help"))}
	for _, c := range copies {
		parts = append(parts, kit.NewQuiet(kit.Small, filepath.Base(c.Path)+" · "+s.day(c.Time)+" "+clock(c.Time)))
		for _, r := range c.Records {
			parts = append(parts, kit.NewSpread(12, kit.NewText(kit.Body, s.copyWord(r)), kit.NewButton(kit.SmallLink, s.T("backup.take"), func() {
				s.Do(func() error { return s.desk.TakeFromCopy(c, r) })
				s.Refresh()
			})))
		}
		parts = append(parts, kit.NewRow(12, kit.NewButton(kit.SmallLink, s.T("backup.settle"), func() {
			s.Do(func() error { return s.desk.SettleCopy(c) })
			s.Refresh()
		})))
	}
	return kit.NewCard(10, parts...)
}

// copyWord names a record of a copy in words that she knows.
func (s *Shell) copyWord(r desk.CopyRecord) string {
	word := s.T("backup.copy_" + string(r.Kind))
	if r.Number != "" {
		word = r.Number + ", " + word
	}
	if !r.There.IsZero() {
		word += " · " + s.day(r.There) + " " + clock(r.There)
	}
	return word
}

// afterOpening tells what the opening found: that nothing can be changed, a file that was mended, a newer backup than
// the file.
func (s *Shell) afterOpening() {
	if held := s.desk.Held(); held != nil {
		s.ask(s.T("held.title"), explainHeld(s.words, held), s.T("button.close"), nil)
		return
	}
	if s.tellRescued() || s.tellRestored() {
		return
	}
	s.beside(func(d *desk.Desk, places []string) func() {
		newer, ok := d.NewerBackup(places)
		if !ok {
			return s.tellIfOlder
		}
		return func() { s.offerNewer(newer) }
	})
}

// tellRescued tells what the opening had to mend, and reports whether it had.
func (s *Shell) tellRescued() bool {
	r := s.desk.Rescued()
	if r != nil {
		text := s.T("rescue.some", "found", r.Found, "of", r.Expected)
		switch {
		case r.All:
			text = s.T("rescue.all", "found", r.Found)
		case r.Expected < 0:
			text = s.T("rescue.unsure", "found", r.Found)
		}
		if !r.Compare.IsZero() {
			text += " " + s.T("rescue.compare", "day", r.Compare.Format(time.DateOnly))
		}
		s.ask(s.T("rescue.title"), text, s.T("button.close"), nil)
	}
	return r != nil
}

// tellRestored tells that a restore was cut off and is finished since, and what it could not find; it reports whether
// there was one.
func (s *Shell) tellRestored() bool {
	dir := s.p.Places.Data
	cut, is := desk.RestoreCutOff(dir)
	if !is || !cut.Finished {
		return false
	}
	missing := 0
	s.Work(s.T("restore.running"), func() (err error) {
		missing, err = s.desk.Missing()
		return err
	}, func(err error) {
		if err != nil {
			s.Tell(err)
			return
		}
		s.ask(s.T("restore.done"), s.restored(s.T("restore.finished"), cut.Kept, missing), s.T("button.close"), func() {
			s.Tell(desk.ForgetCutOff(dir))
		})
	})
	return true
}

// restored adds to a text where the replaced library is, and how many attachments could not be found.
func (s *Shell) restored(text, kept string, missing int) string {
	if kept != "" {
		text += " " + s.T("restore.kept", "folder", filepath.Base(kept))
	}
	if missing > 0 {
		text += " " + s.N("restore.missing", missing)
	}
	return text
}

// offerNewer asks which she wants: the library as it is, or a backup of a later day.
func (s *Shell) offerNewer(newer desk.FoundBackup) {
	kit.ShowDialog(s.window.Canvas(), kit.DialogContent{
		Title: s.T("backup.newer"),
		Text:  s.T("backup.newer_help", "day", newer.Time.Format(time.DateOnly), "at", clock(newer.Time)),
		Buttons: []kit.DialogButton{
			{Label: s.T("backup.keep_this"), Safe: true, Do: func() { s.Do(func() error { return s.desk.KeepThis(newer) }) }},
			{Label: s.T("backup.use_newer"), Do: func() { s.lockThen(func() { s.showRestore(newer.Path) }) }},
		},
	})
}

// tellIfOlder tells when the whole library has been put back to an earlier day, and no backup is newer.
func (s *Shell) tellIfOlder() {
	a := s.desk.Anchor()
	seen := s.settings.Seen[a.Vault]
	if seen <= a.Seq {
		return
	}
	s.ask(s.T("backup.older"), s.N("backup.older_help", int(seen-a.Seq)), s.T("button.close"), func() { s.Tell(s.remember(a)) })
}
