package ui

import (
	"path/filepath"
	"time"

	"trygghylla/app"
	"trygghylla/app/system"
)

// Settings is what a person has chosen on this computer. It tells nothing of the library and is not
// encrypted, because it is needed before the library is unlocked.
type Settings struct {
	Language    string            `json:"language,omitempty"` // sv or nn; empty: as the system
	TextPercent int               `json:"text_percent,omitempty"`
	Contrast    bool              `json:"contrast,omitempty"`
	IdleMinutes int               `json:"idle_minutes,omitempty"`
	Folder      string            `json:"folder,omitempty"`       // for papers and copies; empty: the documents folder
	SecondPlace string            `json:"second_place,omitempty"` // for backups besides the documents folder, such as a USB stick
	PlaceLater  app.Date          `json:"place_later,omitempty"`  // the day before which no second place is offered again
	Library     string            `json:"library,omitempty"`      // the folder of the library when it has been moved; empty: where the system says
	Seen        map[string]uint64 `json:"seen,omitempty"`         // the last save of each library that was open here, see desk.Anchor
	ListView    bool              `json:"list_view,omitempty"`
	Folded      map[string]bool   `json:"folded,omitempty"` // the folded parts, as she left them
}

const (
	defaultPercent = 100
	defaultIdle    = 10 // minutes
)

// textSizes are the sizes that are offered, in per cent.
func textSizes() []int { return []int{100, 125, 150, 175, 200} }

// idleTimes are the times that are offered, in minutes.
func idleTimes() []int { return []int{2, 5, 10, 20, 60} }

// complete fills in what is not chosen.
func (s Settings) complete(p system.Places) Settings {
	if s.TextPercent < 100 || s.TextPercent > 200 {
		s.TextPercent = defaultPercent
	}
	if s.IdleMinutes <= 0 {
		s.IdleMinutes = defaultIdle
	}
	if s.Folder == "" {
		s.Folder = filepath.Join(p.Documents, "Trygghylla")
	}
	folded := map[string]bool{}
	for k, v := range s.Folded {
		folded[k] = v
	}
	s.Folded = folded
	seen := map[string]uint64{}
	for k, v := range s.Seen {
		seen[k] = v
	}
	s.Seen = seen
	return s
}

func (s Settings) idle() time.Duration { return time.Duration(s.IdleMinutes) * time.Minute }

// SettingsFile returns where the settings lie.
func SettingsFile(p system.Places) string { return filepath.Join(p.Settings, "settings.json") }
