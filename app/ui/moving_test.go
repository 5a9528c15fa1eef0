package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trygghylla/app"
	"trygghylla/app/system"
)

// TestLibraryIsMovedFromASynchronisedFolder: it is not opened there, is moved whole, and is found again after a restart.
func TestLibraryIsMovedFromASynchronisedFolder(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		b := filled(t, j)
		name, bad := b.s.desk.Library().Name, b.places.Data
		b.s.Lock()
		better := filepath.Join(t.TempDir(), "vault")
		b.p.Judge = func(dir string) (system.Place, error) {
			if dir == bad {
				return system.Place{Kind: system.PlaceSynced, By: "OneDrive", Better: better}, nil
			}
			return system.Place{}, nil
		}
		b.start()
		s := b.s
		b.reads(s.T("move.synced", "by", "OneDrive"))
		b.press(s.T("move.here"))
		b.write(s.T("unlock.password"), secret)
		b.press(s.T("unlock.open"))
		if s.desk == nil || s.desk.Library().Name != name {
			t.Fatalf("the library is not there after the move; there is: %s", b.text())
		}
		s.Lock()
		if _, err := os.Stat(filepath.Join(better, "vault.key")); err != nil {
			t.Error(err)
		}
		kept, err := filepath.Glob(bad + "?*")
		if err != nil || len(kept) != 1 {
			t.Errorf("the old folder is kept as %v, %v", kept, err)
		}
		settings, err := system.LoadSettings[Settings](SettingsFile(b.places))
		if err != nil {
			t.Fatal(err)
		}
		b.p.Settings = settings
		b.start()
		if got := b.s.p.Places.Data; got != better {
			t.Errorf("after a restart the library is looked for in %s", strings.TrimPrefix(got, filepath.Dir(bad)))
		}
	}
}
