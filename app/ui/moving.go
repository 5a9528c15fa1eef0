package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"trygghylla/app/desk"
	"trygghylla/app/system"
	"trygghylla/app/ui/kit"
)

// moving says that the library lies where its file can be damaged, on a share or in a synchronised folder, and moves
// it to a good place. The live file is not opened there.
type moving struct {
	s       *Shell
	place   system.Place
	move    *kit.Button
	message *kit.Message
}

func newMoving(s *Shell, place system.Place) *moving { return &moving{s: s, place: place} }

func (*moving) Place() PlaceID { return NoPlace }

// Title names the screen.
func (m *moving) Title() string { return m.s.T("move.title") }

func (m *moving) Focus() fyne.Focusable { return m.move }

func (m *moving) Key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter {
		m.move.Press()
		return true
	}
	return false
}

func (m *moving) Content() fyne.CanvasObject {
	s := m.s
	m.message = kit.NewMessage()
	what := s.T("move.network", "by", m.place.By)
	if m.place.Kind == system.PlaceSynced {
		what = s.T("move.synced", "by", m.place.By)
	}
	parts := []fyne.CanvasObject{
		kit.NewText(kit.Question, s.T("move.title")),
		kit.NewText(kit.Body, what),
		kit.NewText(kit.Body, s.T("move.help")),
		kit.NewQuiet(kit.Small, s.T("move.from", "folder", s.p.Places.Data)),
	}
	if m.place.Better != "" {
		m.move = kit.NewButton(kit.Primary, s.T("move.here"), func() { m.to(m.place.Better) })
		parts = append(parts, kit.NewQuiet(kit.Small, s.T("move.to", "folder", m.place.Better)))
	} else {
		m.move = kit.NewButton(kit.Primary, s.T("move.choose"), func() {
			s.chooseFolder(s.T("move.choose"), s.T("settings.folder_path"), func(folder string) error {
				m.to(filepath.Join(folder, "vault"))
				return nil
			})
		})
	}
	return kit.NewCentred(560, kit.NewCard(12, append(parts, m.message, kit.NewRow(12, m.move))...))
}

// to moves the library, or begins there when there is none yet.
func (m *moving) to(folder string) {
	s, p := m.s, m.s.deskParams()
	chosen := s.settings
	chosen.Library = folder
	remember := func() error { return system.SaveSettings(SettingsFile(s.p.Places), chosen) }
	s.Work(s.T("move.title"), func() error {
		exists, err := desk.Exists(p.Dir)
		switch {
		case err != nil:
			return err
		case !exists:
			return remember()
		}
		_, err = desk.Move(p, folder, remember)
		return err
	}, func(err error) {
		if err != nil {
			f := explain(s.words, err)
			m.message.Say(kit.Fault, f.what, f.hint+details(f))
			return
		}
		s.settings, s.p.Places.Data = chosen, folder
		s.begin()
	})
}
