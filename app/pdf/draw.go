package pdf

import (
	"errors"
	"fmt"
)

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
	c, err := d.draw()
	if err != nil {
		return nil, fmt.Errorf("draw document: %w", err)
	}
	if file, err = c.finish(); err != nil {
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
func (d *Doc) draw() (*canvas, error) {
	first := d.measured()
	c := newCanvas(d)
	c.known, c.total = first.places, first.page+1
	var err error
	if c.ink, err = newInk(d.fonts); err != nil {
		return nil, err
	}
	c.press = newPress()
	c.turn()
	c.flow(d.blocks)
	c.endPage()
	if c.page+1 != c.total {
		err = errors.New("the two passes disagree")
	}
	return c, err
}
