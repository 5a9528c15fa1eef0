package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestSegmentsByKeyboardAndTap(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(NewTheme(Look{}))
	told := -1
	s := NewSegments([]string{"Ja", "Nej", "Vet inte"}, 2, func(i int) { told = i })
	w := test.NewTempWindow(t, s)
	w.Resize(fyne.NewSize(400, 80))
	w.Canvas().Focus(s)
	if got := s.AccessibilityLabel(); got != "Ja, Nej, ✓ Vet inte" {
		t.Errorf("a reader hears %q", got)
	}
	for _, step := range []struct {
		do   func()
		want int
	}{
		{func() { s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft}) }, 1},
		{func() { s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft}) }, 0},
		{func() { s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft}) }, 0},
		{func() { s.TypedRune('3') }, 2},
		{func() { s.TypedRune('9') }, 2},
		{func() { s.Tapped(&fyne.PointEvent{Position: fyne.NewPos(6, 10)}) }, 0},
	} {
		if step.do(); s.Chosen() != step.want || told != step.want {
			t.Fatalf("chosen %d, told %d, want %d", s.Chosen(), told, step.want)
		}
	}
}

func TestSegmentsWrapAtLargeText(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(NewTheme(Look{Scale: 2}))
	s := NewSegments([]string{"Ja", "Nej", "Vet inte"}, 0, nil)
	if one, narrow := s.HeightFor(2000), s.HeightFor(200); narrow <= one {
		t.Errorf("200 wide is %v high, 2000 wide %v: the words are cut", narrow, one)
	}
}
