package assets_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"regexp"
	"strings"
	"testing"

	"trygghylla/assets"
)

// shape is what an SVG draws, without its colours.
func shape(t *testing.T, name string, svg []byte) string {
	t.Helper()
	if len(svg) == 0 {
		t.Fatalf("%s is not there", name)
	}
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("%s is no drawing: %v", name, err)
		}
	}
	if !bytes.Contains(svg, []byte(`viewBox="0 0 20 20"`)) || !bytes.Contains(svg, []byte("currentColor")) {
		t.Errorf("%s is not 20 by 20 in currentColor", name)
	}
	return string(regexp.MustCompile(`(fill|stroke)="[^"]*"`).ReplaceAll(svg, nil))
}

func TestStatesDifferWithoutColour(t *testing.T) {
	seen := map[string]string{}
	for _, state := range []string{"in_order", "partly", "missing", "not_applicable", "unknown", "unanswered"} {
		s := shape(t, state, assets.Status(state))
		if other, ok := seen[s]; ok {
			t.Errorf("%s and %s have the same shape", state, other)
		}
		seen[s] = state
	}
	for _, other := range []string{"", "something else", "../icon"} {
		if !bytes.Equal(assets.Status(other), assets.Status("unanswered")) {
			t.Errorf("the state %q is not drawn as unanswered", other)
		}
	}
}

func TestSymbolsAreThere(t *testing.T) {
	for _, name := range []string{"actions", "help", "lock", "overview", "package", "paper", "settings", "signature"} {
		shape(t, name, assets.Symbol(name))
	}
	if assets.Symbol("no such") != nil {
		t.Error("a symbol that does not exist was found")
	}
}

func TestIconIsAPictureWithClearCorners(t *testing.T) {
	img, err := png.Decode(bytes.NewReader(assets.Icon()))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 512 || b.Dy() != 512 {
		t.Errorf("the icon is %v", b)
	}
	if _, _, _, a := img.At(0, 0).RGBA(); a != 0 {
		t.Error("the icon's corner is not clear")
	}
	if !bytes.Contains(assets.IconSVG(), []byte("<svg")) {
		t.Error("the icon's drawing is not there")
	}
}

func TestFontsComeWithTheirLicence(t *testing.T) {
	for name, face := range map[string][]byte{"regular": assets.FontRegular(), "bold": assets.FontBold()} {
		if !bytes.HasPrefix(face, []byte{0, 1, 0, 0}) {
			t.Errorf("%s is no TrueType face", name)
		}
	}
	if !strings.Contains(strings.ToUpper(assets.FontLicence()), "SIL OPEN FONT LICENSE") {
		t.Error("the licence of the typeface is not there")
	}
}
