package kit_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"trygghylla/app/ui/kit"
)

// longPage is a whole list of questions on one page, with everything that a question has.
func longPage(s shapes, n int) *kit.Page {
	var all []fyne.CanvasObject
	for i := range n {
		all = append(all, kit.NewCard(12,
			kit.NewText(kit.Section, fmt.Sprint(i, " Kamerorna filmar bara de ytor och de timmar som verkligen behövs.")),
			kit.NewAnswerRow(s.answers(), i%5, nil),
			kit.NewColumns(16, 260, kit.NewNoteField("Anteckning", "följer med i paketet"), kit.NewProtectedNote(s.symbol("lock"), "Skyddad", "stannar här")),
			kit.NewFold("Varför frågan ställs", "", kit.NewText(kit.Body, "Den som filmar måste kunna säga varför."), i%3 == 0, nil)))
	}
	return kit.NewPage(16, all...)
}

func BenchmarkOpenALongPage(b *testing.B) {
	test.NewTempApp(b)
	fyne.CurrentApp().Settings().SetTheme(kit.NewTheme(calm))
	w := test.NewTempWindow(b, kit.NewPage(8))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1024, 700))
	for b.Loop() {
		w.SetContent(longPage(shapes{b}, 20))
	}
}

func BenchmarkToggleAFoldOnALongPage(b *testing.B) {
	test.NewTempApp(b)
	fyne.CurrentApp().Settings().SetTheme(kit.NewTheme(calm))
	page := longPage(shapes{b}, 20)
	fold := kit.NewFold("Lag och källa", "", kit.NewText(kit.Body, "Kamerabevakningslagen"), false, nil)
	page.SetObjects(append([]fyne.CanvasObject{fold}, page.Objects()...)...)
	w := test.NewTempWindow(b, page)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1024, 700))
	for b.Loop() {
		fold.Toggle()
	}
}
