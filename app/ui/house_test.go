package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"trygghylla/app"
)

// TestPlacesAreKnownByTheirID opens every place after all of them were given one and the same name: the right one is
// chosen, has its shortcut and its state all the same.
func TestPlacesAreKnownByTheirID(t *testing.T) {
	b := filled(t, app.Sweden)
	h := b.s.house
	for _, p := range h.places {
		p.name = "?"
	}
	for _, p := range h.places {
		t.Run(string(p.id), func(t *testing.T) {
			x := p.open()
			if x.Place() != p.id {
				t.Errorf("its screen belongs to %q", x.Place())
			}
			b.s.Show(x)
			if h.chosen() != p.item {
				t.Error("it is not the one that is chosen")
			}
		})
	}
	menu := h.menu().Items[1].Items
	for i, p := range h.places {
		if s := menu[i].Shortcut; p.id == PlaceIncidents && (s == nil || s.ShortcutName() != withCtrl(fyne.KeyH).ShortcutName()) {
			t.Errorf("the incidents have the shortcut %v", s)
		}
	}
	for _, alone := range []Screen{newUnlock(b.s), newWelcome(b.s), newCosign(b.s), newRestore(b.s, "", nil, "")} {
		if alone.Place() != NoPlace {
			t.Errorf("%T does not stand alone", alone)
		}
	}
}
