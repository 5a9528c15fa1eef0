package ui

import (
	"sync"

	"fyne.io/fyne/v2"

	"trygghylla/app/ui/kit"
	"trygghylla/assets"
)

// NewTheme makes the look of the program: text from 100 to 200 per cent (values outside are brought inside), the calm
// colours or those of high contrast, and the typeface that the papers have too.
func NewTheme(percent int, contrast bool) fyne.Theme {
	return kit.NewTheme(kit.Look{
		Scale:    float32(percent) / 100,
		Contrast: contrast,
		Regular:  fyne.NewStaticResource("NotoSans-Regular.ttf", assets.FontRegular()),
		Bold:     fyne.NewStaticResource("NotoSans-Bold.ttf", assets.FontBold()),
	})
}

// statusColours is the colour of every state of an answer; the shape says the same without colour.
var statusColours = map[string]fyne.ThemeColorName{
	"in_order":       kit.ColorInOrder,
	"partly":         kit.ColorPartly,
	"missing":        kit.ColorMissing,
	"not_applicable": kit.ColorNotApplicable,
	"unknown":        kit.ColorDontKnow,
}

// statusSymbol is the shape of a state as the theme draws it; any other name is unanswered.
func statusSymbol(state string) fyne.Resource {
	colour, ok := statusColours[state]
	if !ok {
		state, colour = "unanswered", kit.ColorUnanswered
	}
	return kit.NewSymbol(state, assets.Status(state), colour)
}

// inkSymbol is a small drawing in the colour of text.
func inkSymbol(name string) fyne.Resource {
	return kit.NewSymbol(name, assets.Symbol(name), kit.ColorInk)
}

// appIcon is the program's icon, the same each time, so that it is decoded once.
var appIcon = sync.OnceValue(func() fyne.Resource { return fyne.NewStaticResource("icon.png", assets.Icon()) })
