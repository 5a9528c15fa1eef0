package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Look is what a person can choose about how everything looks.
type Look struct {
	Scale         float32       // text size, 1 to 2; values outside are brought inside
	Contrast      bool          // black, white and yellow instead of the calm colours
	Regular, Bold fyne.Resource // the typeface; nil means Fyne's own Noto Sans
}

// Theme gives every colour and size of this package and answers Fyne's own names from the same set,
// so that menus and stock widgets match. It has one variant: what the system prefers is not asked.
// It never changes; a new look is a new Theme given to the app's settings.
type Theme struct {
	look    Look
	palette map[fyne.ThemeColorName]color.NRGBA
}

// NewTheme makes the theme of a look.
func NewTheme(look Look) *Theme {
	look.Scale = min(max(look.Scale, 1), 2)
	if look.Contrast {
		return &Theme{look: look, palette: contrastPalette()}
	}
	return &Theme{look: look, palette: lightPalette()}
}

// Color answers the names of this package and Fyne's own; the variant is ignored.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ok := t.palette[name]; ok {
		return c
	}
	switch name {
	case theme.ColorNameShadow, theme.ColorNameScrollBarBackground:
		return color.NRGBA{} // no shadow on anything: depth is said with lines
	case theme.ColorNameDisabledButton, theme.ColorNameHeaderBackground:
		return t.palette[ColorSide]
	case theme.ColorNameDisabled, theme.ColorNamePlaceHolder, theme.ColorNameScrollBar:
		return t.palette[ColorQuiet]
	case theme.ColorNameError:
		return t.palette[ColorMissing]
	case theme.ColorNameSuccess:
		return t.palette[ColorInOrder]
	case theme.ColorNameWarning:
		return t.palette[ColorPartly]
	case theme.ColorNameHyperlink, theme.ColorNamePrimary:
		return t.palette[ColorPress]
	case theme.ColorNameForegroundOnPrimary, theme.ColorNameForegroundOnError,
		theme.ColorNameForegroundOnSuccess, theme.ColorNameForegroundOnWarning:
		return t.palette[ColorOnPress]
	case theme.ColorNamePressed:
		return t.palette[ColorChosen]
	case theme.ColorNameFocus, theme.ColorNameHover:
		return t.palette[ColorHover]
	case theme.ColorNameSeparator:
		return t.palette[ColorLine]
	case theme.ColorNameInputBorder:
		return t.palette[ColorEdge]
	case theme.ColorNameBackground:
		return t.palette[ColorGround]
	case theme.ColorNameButton, theme.ColorNameInputBackground,
		theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground:
		return t.palette[ColorCard]
	default:
		return t.palette[ColorInk]
	}
}

// Size answers [SizeScale] and Fyne's own names: spacing in steps of 4, corners of 8, text scaled, no blur.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	s := t.look.Scale
	switch name {
	case SizeScale:
		return s
	case theme.SizeNameText:
		return 16 * s
	case theme.SizeNameCaptionText:
		return 14 * s
	case theme.SizeNameSubHeadingText:
		return 18 * s
	case theme.SizeNameHeadingText:
		return 30 * s
	case theme.SizeNameInlineIcon:
		return 20 * s
	case theme.SizeNamePadding, theme.SizeNameLineSpacing:
		return 4
	case theme.SizeNameInnerPadding:
		return innerPadding
	case theme.SizeNameSeparatorThickness:
		return 1
	case theme.SizeNameInputBorder:
		return 2 // also the width of the caret
	case theme.SizeNameScrollBar:
		return 12
	case theme.SizeNameScrollBarSmall, theme.SizeNameScrollBarRadius:
		return 4
	case theme.SizeNameSelectionRadius:
		return 2
	case theme.SizeNameModalBlurRadius:
		return 0 // blurring the page behind costs old machines a third of a core
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNameCardRadius,
		theme.SizeNameDialogRadius, theme.SizeNamePopupRadius, theme.SizeNameMenuRadius:
		return radius
	default:
		return theme.DefaultTheme().Size(name)
	}
}

// Font gives the faces of the look, Fyne's own where the look has none or the style is a rare one.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	rare := style.Monospace || style.Symbol || style.Italic
	switch {
	case style.Bold && !rare && t.look.Bold != nil:
		return t.look.Bold
	case !style.Bold && !rare && t.look.Regular != nil:
		return t.look.Regular
	}
	return theme.DefaultTheme().Font(style)
}

// Icon gives Fyne's own icons.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

func lightPalette() map[fyne.ThemeColorName]color.NRGBA {
	return map[fyne.ThemeColorName]color.NRGBA{
		ColorGround: rgb(0xFBFAF6), ColorCard: rgb(0xFFFFFF), ColorSide: rgb(0xF1EFE8),
		ColorLine: rgb(0xDEDACE), ColorTrack: rgb(0xE6E0D6), ColorEdge: rgb(0x7F8783),
		ColorInk: rgb(0x1D2321), ColorQuiet: rgb(0x5B6360), ColorOff: rgb(0x5B6360),
		ColorPress: rgb(0x0B5351), ColorPressHover: rgb(0x083F3D), ColorOnPress: rgb(0xFFFFFF),
		ColorChosen: rgb(0xE0EDEB), ColorHover: rgb(0xEBF2F0), ColorFocus: rgb(0xC77700),
		ColorVeil:    {R: 0x1D, G: 0x23, B: 0x21, A: 0x66},
		ColorInOrder: rgb(0x1F6B3A), ColorPartly: rgb(0x8A5A00), ColorMissing: rgb(0xA3261B),
		theme.ColorNameSelection: rgb(0xB5D6D2),
		ColorNotApplicable:       rgb(0x5B6360), ColorDontKnow: rgb(0x2B4C8C), ColorUnanswered: rgb(0x7F8783),
	}
}

func contrastPalette() map[fyne.ThemeColorName]color.NRGBA {
	black, white, yellow := rgb(0x000000), rgb(0xFFFFFF), rgb(0xFFE600)
	return map[fyne.ThemeColorName]color.NRGBA{
		ColorGround: black, ColorCard: black, ColorSide: black,
		ColorLine: white, ColorTrack: rgb(0x404040), ColorEdge: white,
		ColorInk: white, ColorQuiet: white, ColorOff: rgb(0xA6A6A6),
		ColorPress: white, ColorPressHover: rgb(0xD8D8D8), ColorOnPress: black,
		ColorChosen: rgb(0x333333), ColorHover: rgb(0x262626), ColorFocus: yellow,
		ColorVeil:    {A: 0xB0},
		ColorInOrder: white, ColorPartly: white, ColorMissing: white,
		theme.ColorNameSelection: rgb(0x5A5A5A),
		ColorNotApplicable:       white, ColorDontKnow: white, ColorUnanswered: white,
	}
}
