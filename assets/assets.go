// Package assets holds the pictures and typefaces of the program, as plain bytes for the screen and for paper.
package assets

import "embed"

//go:embed icon.png icon.svg status symbols
var pictures embed.FS

//go:embed fonts/NotoSans-Regular.ttf
var fontRegular []byte

//go:embed fonts/NotoSans-Bold.ttf
var fontBold []byte

//go:embed fonts/OFL.txt
var fontLicence string

// Icon is the program's mark, a PNG of 512 by 512 pixels with clear corners.
func Icon() []byte { return must("icon.png") }

// IconSVG is the same mark as an SVG.
func IconSVG() []byte { return must("icon.svg") }

// Status is the shape of an answer's state as an SVG of 20 by 20: in_order, partly, missing, not_applicable,
// unknown, unanswered. The empty state, and any other name, is unanswered. The shapes differ without colour
// (WCAG 2.1, 1.4.1); currentColor stands for the colour and #fff for what is on it.
func Status(state string) []byte {
	if b, err := pictures.ReadFile("status/" + state + ".svg"); err == nil {
		return b
	}
	return must("status/unanswered.svg")
}

// Symbol is a small drawing as an SVG of 20 by 20 in currentColor: actions, help, lock, overview, package, paper,
// settings, signature. It is nil for any other name.
func Symbol(name string) []byte {
	b, err := pictures.ReadFile("symbols/" + name + ".svg")
	if err != nil {
		return nil
	}
	return b
}

// FontRegular is Noto Sans Regular (TrueType).
func FontRegular() []byte { return fontRegular }

// FontBold is Noto Sans Bold (TrueType).
func FontBold() []byte { return fontBold }

// FontLicence is the licence of the typeface, the SIL Open Font License 1.1, to be shown where licences are.
func FontLicence() string { return fontLicence }

// must reads a file that was embedded when the program was built.
func must(name string) []byte {
	b, err := pictures.ReadFile(name)
	if err != nil {
		panic("assets: " + name + " is not in the program") // cannot happen: go:embed names it
	}
	return b
}
