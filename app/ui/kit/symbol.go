package kit

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

type symbol struct {
	name string
	svg  []byte
	ink  fyne.ThemeColorName
}

// NewSymbol makes a drawing that follows the theme: in the SVG, currentColor becomes the named colour
// and #fff becomes [ColorOnPress] (the mark inside a filled shape). The name must be unique per drawing.
func NewSymbol(name string, svg []byte, ink fyne.ThemeColorName) fyne.Resource {
	return &symbol{name: name, svg: svg, ink: ink}
}

// Name is unique per drawing and colour, because Fyne caches pictures by it.
func (s *symbol) Name() string {
	return fmt.Sprintf("%s-%s-%s.svg", s.name, hex(ink(s.ink)), hex(ink(ColorOnPress)))
}

// Content is the SVG in the colours of the theme in use.
func (s *symbol) Content() []byte {
	out := bytes.ReplaceAll(s.svg, []byte("#fff"), []byte("#"+hex(ink(ColorOnPress))))
	return bytes.ReplaceAll(out, []byte("currentColor"), []byte("#"+hex(ink(s.ink))))
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("%02x%02x%02x", r>>8, g>>8, b>>8)
}

// newImage draws a resource as large as it is resized to; nil is an empty place.
func newImage(res fyne.Resource) *canvas.Image {
	img := canvas.NewImageFromResource(res)
	if picture := decoded(res); picture != nil {
		img = canvas.NewImageFromImage(picture)
	}
	img.FillMode = canvas.ImageFillContain
	return img
}

// pictures are the pictures (PNG) that were drawn, decoded: Fyne decodes a resource anew for every image of it, and again
// at every change of the theme.
var pictures sync.Map // fyne.Resource → image.Image

// decoded is the picture of a resource, nil when it is a drawing.
func decoded(res fyne.Resource) image.Image {
	if res == nil || !strings.HasSuffix(res.Name(), ".png") {
		return nil
	}
	if picture, ok := pictures.Load(res); ok {
		return picture.(image.Image)
	}
	picture, err := png.Decode(bytes.NewReader(res.Content()))
	if err != nil {
		return nil // Fyne says what is wrong with it
	}
	pictures.Store(res, picture)
	return picture
}

// NewPicture shows a symbol or picture in a square whose side follows the text size.
func NewPicture(res fyne.Resource, side float32) fyne.CanvasObject {
	p := &picture{res: res, side: side}
	p.ExtendBaseWidget(p)
	return p
}
