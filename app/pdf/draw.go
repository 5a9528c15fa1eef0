package pdf

import (
	"bytes"
	"errors"
	"fmt"

	"codeberg.org/go-pdf/fpdf"
)

// family is the name that the fonts go under in fpdf.
const family = "text"

// Finish lays the paper out and returns the whole file: PDF/A-3a and PDF/UA-1,
// with empty signature fields, ready to be signed. The same blocks, fonts and
// time give the same bytes. The error says which block is wrong; no input
// makes it panic.
func (d *Doc) Finish() (file []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			file, err = nil, fmt.Errorf("finish document: %v", r)
		}
	}()
	if err := d.check(); err != nil {
		return nil, fmt.Errorf("finish document: %w", err)
	}
	c, raw, err := d.draw()
	if err != nil {
		return nil, fmt.Errorf("draw document: %w", err)
	}
	if file, err = c.finish(raw); err != nil {
		return nil, fmt.Errorf("finish document: %w", err)
	}
	return file, nil
}

// measured lays the paper out without drawing, to know its pages.
func (d *Doc) measured() *canvas {
	c := newCanvas(d)
	c.turn()
	c.flow(d.blocks)
	return c
}

// draw lays the paper out and draws it with what the first pass found.
func (d *Doc) draw() (*canvas, []byte, error) {
	first := d.measured()
	c := newCanvas(d)
	c.known, c.total = first.places, first.page+1
	raw, err := c.render()
	if err == nil && c.page+1 != c.total {
		err = errors.New("the two passes disagree")
	}
	return c, raw, err
}

// render draws all pages and, after them, one page that the finisher takes
// away again: it makes the fonts carry every letter that a signature may need.
func (c *canvas) render() ([]byte, error) {
	p := fpdf.New("P", "pt", "A4", "")
	c.pdf = p
	p.SetCatalogSort(true)
	p.SetCompression(false) // the finisher does it, with one compressor for all pages
	p.SetCreationDate(c.d.meta.Created)
	p.SetModificationDate(c.d.meta.Created)
	p.SetAutoPageBreak(false, 0)
	p.SetMargins(0, 0, 0)
	p.SetLineCapStyle("butt") // lines end at the frame that they fill
	for i, style := range []string{"", "B"} {
		p.AddUTF8FontFromBytes(family, style, bytes.Clone(c.d.fonts[i].file)) // fpdf writes into them
	}
	c.turn()
	c.flow(c.d.blocks)
	c.close()
	c.foot()
	p.AddPage()
	for _, bold := range []bool{false, true} {
		c.font(bold, bodySize)
		p.Text(marginX, bodyTop, c.d.signable(bold))
	}
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// signable is what a signature's visible part may be written with: the Latin
// letters of Europe, digits and common signs, as far as the font has them.
func (d *Doc) signable(bold bool) string {
	var out []rune
	add := func(from, to rune) {
		for r := from; r <= to; r++ {
			if d.face(bold).has(r) {
				out = append(out, r)
			}
		}
	}
	add(' ', '~')
	add('\u00a0', '\u00ac')
	add('\u00ae', '\u017f')
	add('\u2013', '\u2014')
	add('\u2018', '\u201d')
	add(replacement, replacement)
	return string(out)
}
