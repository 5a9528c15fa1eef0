package ui

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	fynetest "fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"trygghylla/app/ui/kit"
)

// contrastOf is the contrast of two opaque colours, 1 to 21 (WCAG 2.1, definition of contrast ratio).
func contrastOf(a, b color.Color) float64 {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}

type pair struct{ front, back fyne.ThemeColorName }

func pairs(fronts, backs []fyne.ThemeColorName) []pair {
	var out []pair
	for _, f := range fronts {
		for _, b := range backs {
			out = append(out, pair{f, b})
		}
	}
	return out
}

var (
	grounds  = []fyne.ThemeColorName{kit.ColorGround, kit.ColorCard, kit.ColorSide}
	surfaces = append([]fyne.ThemeColorName{kit.ColorChosen, kit.ColorHover}, grounds...)
	statuses = []fyne.ThemeColorName{
		kit.ColorInOrder, kit.ColorPartly, kit.ColorMissing, kit.ColorNotApplicable, kit.ColorDontKnow, kit.ColorUnanswered,
	}
)

func TestTextAndShapesStandOutInBothLooks(t *testing.T) {
	texts := pairs([]fyne.ThemeColorName{kit.ColorInk, kit.ColorQuiet, kit.ColorOff, kit.ColorPress, kit.ColorMissing}, surfaces)
	texts = append(texts, pairs([]fyne.ThemeColorName{kit.ColorOnPress}, []fyne.ThemeColorName{kit.ColorPress, kit.ColorPressHover})...)
	shapes := pairs(statuses, surfaces)
	shapes = append(shapes, pairs([]fyne.ThemeColorName{kit.ColorFocus, kit.ColorEdge}, grounds)...)
	shapes = append(shapes, pairs([]fyne.ThemeColorName{kit.ColorOnPress}, []fyne.ThemeColorName{kit.ColorInOrder, kit.ColorMissing})...)
	shapes = append(shapes, pair{kit.ColorPress, kit.ColorTrack})
	for _, contrast := range []bool{false, true} {
		th := NewTheme(100, contrast)
		measure := func(ps []pair, least float64, law string) {
			for _, p := range ps {
				got := contrastOf(th.Color(p.front, theme.VariantLight), th.Color(p.back, theme.VariantLight))
				if got < least {
					t.Errorf("high contrast %v: %s on %s is %.2f:1, %s asks for %v:1", contrast, p.front, p.back, got, law, least)
				}
			}
		}
		measure(texts, 4.5, "WCAG 2.1, 1.4.3")
		measure(shapes, 3, "WCAG 2.1, 1.4.11")
	}
}

func TestFynesOwnTextStandsOut(t *testing.T) {
	for _, contrast := range []bool{false, true} {
		th := NewTheme(100, contrast)
		for _, p := range []pair{
			{theme.ColorNameForeground, theme.ColorNameBackground},
			{theme.ColorNameForeground, theme.ColorNameMenuBackground},
			{theme.ColorNameForeground, theme.ColorNameSelection},
			{theme.ColorNameForeground, theme.ColorNameHover},
			{theme.ColorNamePlaceHolder, theme.ColorNameInputBackground},
			{theme.ColorNameDisabled, theme.ColorNameMenuBackground},
			{theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary},
			{theme.ColorNamePrimary, theme.ColorNameInputBackground},
		} {
			if got := contrastOf(th.Color(p.front, theme.VariantDark), th.Color(p.back, theme.VariantDark)); got < 4.5 {
				t.Errorf("high contrast %v: %s on %s is %.2f:1", contrast, p.front, p.back, got)
			}
		}
	}
}

func TestTextSizeFollowsThePercent(t *testing.T) {
	for _, x := range []struct {
		percent int
		want    float32
	}{{100, 16}, {125, 20}, {200, 32}, {0, 16}, {900, 32}} {
		if got := NewTheme(x.percent, false).Size(theme.SizeNameText); got != x.want {
			t.Errorf("%d per cent: text is %v, want %v", x.percent, got, x.want)
		}
	}
}

func TestNothingBlursBehindADialog(t *testing.T) {
	if got := NewTheme(100, false).Size(theme.SizeNameModalBlurRadius); got != 0 {
		t.Errorf("blur is %v: it costs old machines a third of a core", got)
	}
}

func TestTheFacesAreTheOnesOfThePapers(t *testing.T) {
	th := NewTheme(100, false)
	regular, bold := th.Font(fyne.TextStyle{}), th.Font(fyne.TextStyle{Bold: true})
	if regular.Name() != "NotoSans-Regular.ttf" || bold.Name() != "NotoSans-Bold.ttf" {
		t.Errorf("the faces are %s and %s", regular.Name(), bold.Name())
	}
}

func TestEveryStateHasAShapeOfItsOwn(t *testing.T) {
	fynetest.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(NewTheme(100, true)) // one colour for all: only the shape is left
	seen := map[string]string{}
	for _, state := range []string{"in_order", "partly", "missing", "not_applicable", "unknown", ""} {
		svg := string(statusSymbol(state).Content())
		if other, ok := seen[svg]; ok {
			t.Errorf("%q and %q look the same", state, other)
		}
		seen[svg] = state
	}
}
