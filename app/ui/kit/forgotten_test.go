package kit_test

import (
	"image"
	"os"
	"os/exec"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"trygghylla/app/ui/kit"
)

// TestWhatWasHiddenLongIsSeenWhole: Fyne forgets how to draw what has been hidden for a minute, and makes it anew when
// it is shown again, without laying it out. Here its minute is a millisecond.
func TestWhatWasHiddenLongIsSeenWhole(t *testing.T) {
	const forget = "FYNE_CACHE"
	if os.Getenv(forget) != "1ms" {
		again := exec.Command(os.Args[0], "-test.run=^TestWhatWasHiddenLongIsSeenWhole$")
		again.Env = append(os.Environ(), forget+"=1ms")
		if out, err := again.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	a := test.NewTempApp(t)
	a.Settings().SetTheme(kit.NewTheme(kit.Look{}))
	status := kit.NewStatusLine()
	status.Set("right", "left")
	parts := map[string]fyne.CanvasObject{
		"text":     kit.NewText(kit.Section, "Words that must be seen"),
		"card":     kit.NewCard(8, kit.NewText(kit.Body, "on a card")),
		"rows":     kit.NewRows(kit.NewText(kit.Body, "one"), kit.NewText(kit.Body, "two")),
		"callout":  kit.NewCallout(kit.NewText(kit.Body, "worth knowing")),
		"status":   status,
		"button":   kit.NewButton(kit.Primary, "Press", nil),
		"choice":   kit.NewChoice([]kit.Option{{Label: "A", Addition: "a"}, {Label: "B"}}, 0, nil),
		"segments": kit.NewSegments([]string{"Yes", "No"}, 0, nil),
		"check":    kit.NewCheck("Tick", true, nil),
		"bar":      kit.NewBar(1, 2),
		"divider":  kit.NewDivider(),
		"badge":    kit.NewBadge("Badge"),
		"field":    kit.NewTextField("Label", "addition"),
		"answers":  kit.NewAnswerRow([]kit.Answer{{Word: "A"}, {Word: "B"}}, 1, nil),
		"tiles":    kit.NewTiles([]kit.Tile{{Label: "A", Addition: "a"}, {Label: "B"}}, 1, nil),
		"year":     kit.NewYearLine(kit.Step{Title: "First", Text: "now"}, kit.Step{Title: "Second"}),
	}
	windows, before := map[string]fyne.Window{}, map[string]image.Image{}
	for name, o := range parts {
		w := test.NewTempWindow(t, kit.NewStack(0, o))
		w.Resize(fyne.NewSize(500, 300))
		windows[name], before[name] = w, w.Canvas().Capture()
	}
	for _, o := range parts {
		o.Hide()
	}
	time.Sleep(11 * time.Second) // Fyne cleans up when it draws, and at most every ten seconds
	other := test.NewTempWindow(t, kit.NewText(kit.Body, "something else"))
	for range 3 {
		kit.Relayout(other.Content())
		other.Canvas().Capture()
	}
	for name, o := range parts {
		o.Show()
		if after := windows[name].Canvas().Capture(); !same(before[name], after) {
			t.Errorf("%s is not drawn as before it was hidden", name)
		}
	}
}

func same(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}
