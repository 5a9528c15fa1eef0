package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The colours by what they are for. A theme that is used with this package resolves all of them; [Theme] does.
const (
	ColorGround        fyne.ThemeColorName = "kit.ground"        // behind the page
	ColorCard          fyne.ThemeColorName = "kit.card"          // cards, fields, buttons
	ColorSide          fyne.ThemeColorName = "kit.side"          // the side and quiet panels
	ColorLine          fyne.ThemeColorName = "kit.line"          // lines that only decorate
	ColorTrack         fyne.ThemeColorName = "kit.track"         // the part of a progress bar not yet done
	ColorEdge          fyne.ThemeColorName = "kit.edge"          // edges of what can be used, at least 3:1
	ColorInk           fyne.ThemeColorName = "kit.ink"           // text
	ColorQuiet         fyne.ThemeColorName = "kit.quiet"         // quieter text, still at least 4.5:1
	ColorOff           fyne.ThemeColorName = "kit.off"           // text of what cannot be pressed now
	ColorPress         fyne.ThemeColorName = "kit.press"         // what can be pressed
	ColorPressHover    fyne.ThemeColorName = "kit.pressHover"    // the same with the pointer over it
	ColorOnPress       fyne.ThemeColorName = "kit.onPress"       // text on ColorPress, marks inside filled status shapes
	ColorChosen        fyne.ThemeColorName = "kit.chosen"        // behind what is chosen
	ColorHover         fyne.ThemeColorName = "kit.hover"         // behind what has the pointer over it
	ColorFocus         fyne.ThemeColorName = "kit.focus"         // the focus ring
	ColorVeil          fyne.ThemeColorName = "kit.veil"          // over the page while a dialog is open
	ColorInOrder       fyne.ThemeColorName = "kit.inOrder"       // status: in order, done
	ColorPartly        fyne.ThemeColorName = "kit.partly"        // status: partly
	ColorMissing       fyne.ThemeColorName = "kit.missing"       // status: missing; also faults
	ColorNotApplicable fyne.ThemeColorName = "kit.notApplicable" // status: not applicable
	ColorDontKnow      fyne.ThemeColorName = "kit.dontKnow"      // status: don't know
	ColorUnanswered    fyne.ThemeColorName = "kit.unanswered"    // status: not answered yet
)

// SizeScale is the theme size that holds the text scale: 1 is 100 %, 2 is 200 %.
// A theme that does not know it answers 0, which counts as 1.
const SizeScale fyne.ThemeSizeName = "kit.scale"

// Fixed measures in device-independent pixels; these do not grow with the text.
const (
	radius       float32 = 8  // fields, buttons
	cardRadius   float32 = 12 // cards
	innerPadding float32 = 8  // inside Fyne's text entry
	ringWidth    float32 = 3
	ringGap      float32 = 2
)

// Scale is the text scale of the theme in use, from 1 to 2.
func Scale() float32 {
	if s := theme.Current().Size(SizeScale); s > 0 {
		return s
	}
	return 1
}

// Scaled multiplies a measure that belongs to text by [Scale]. Space between things is not scaled.
func Scaled(n float32) float32 { return n * Scale() }

// Contrast says whether the theme in use is the one of high contrast.
func Contrast() bool {
	t, ok := theme.Current().(*Theme)
	return ok && t.look.Contrast
}

func ink(name fyne.ThemeColorName) color.Color { return theme.Color(name) }
