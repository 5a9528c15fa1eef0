package pdf

// boxes is a row of boxes for a pen.
type boxes struct{ labels []string }

const (
	boxSide = 8 * mm
	boxGap  = 5.0
)

func (*boxes) gaps() (float64, float64) { return 2, 6 }

// columns sets the labels beside their boxes.
func (b *boxes) columns(c *canvas) (width, height float64, labels [][]line) {
	width = contentW / float64(len(b.labels))
	height = boxSide
	for _, l := range b.labels {
		lines := c.d.setIn(4, Plain(l), 9, width-boxSide-boxGap-4)
		labels = append(labels, lines)
		height = max(height, float64(len(lines))*smallLead)
	}
	return width, height, labels
}

func (b *boxes) need(c *canvas) float64 {
	if len(b.labels) == 0 {
		return 0
	}
	_, height, _ := b.columns(c)
	return height
}

func (b *boxes) draw(c *canvas) {
	if len(b.labels) == 0 {
		return
	}
	width, height, labels := b.columns(c)
	c.within(&elem{tag: "L", numbering: "None"}, func() {
		for i, lines := range labels {
			x := marginX + float64(i)*width
			c.artifact(func() {
				c.pdf.SetLineWidth(1)
				c.pdf.Rect(x+0.5, c.y, boxSide, boxSide, "D")
			})
			y := c.y + max(0, (boxSide-float64(len(lines))*smallLead)/2)
			c.in("LI", func() {
				c.in("LBody", func() { c.write(lines, x+boxSide+boxGap, y, 9, smallLead) })
			})
		}
	})
	c.y += height
}

// penLines is room for handwriting.
type penLines struct{ n int }

func (*penLines) gaps() (float64, float64) { return 0, 8 }
func (p *penLines) need(*canvas) float64   { return 8 * mm * float64(min(p.n, 2)) }

func (p *penLines) draw(c *canvas) {
	for range p.n {
		c.ensure(8 * mm)
		c.y += 8 * mm
		c.artifact(func() { c.rule(marginX, pageWidth-marginX, c.y, 0.5) })
	}
}

// signatures is a row of frames.
type signatures struct{ sigs []Signature }

const (
	frameGap  = 12.0
	framePad  = 9.0
	fieldRoom = 54.0 // height of the field's rectangle
)

func (*signatures) gaps() (float64, float64) { return 6, 10 }

// frame sets the words in a frame.
func (s *signatures) frame(c *canvas, g Signature) (label, lines []line, height float64) {
	w := s.width() - 2*framePad
	label = c.d.setIn(4, Strong(g.Label), 9, w)
	for _, l := range g.Lines {
		lines = append(lines, spaced(c.d.setIn(3, Plain(l), smallSize, w))...)
	}
	return label, lines, framePad + float64(len(label)+len(lines))*smallLead + fieldRoom + framePad/2
}

func (s *signatures) width() float64 { return (contentW - frameGap) / 2 }

func (s *signatures) rows() [][]Signature {
	var rows [][]Signature
	for i := 0; i < len(s.sigs); i += 2 {
		rows = append(rows, s.sigs[i:min(i+2, len(s.sigs))])
	}
	return rows
}

func (s *signatures) height(c *canvas, row []Signature) float64 {
	h := 0.0
	for _, g := range row {
		_, _, one := s.frame(c, g)
		h = max(h, one)
	}
	return h
}

func (s *signatures) need(c *canvas) float64 {
	if len(s.sigs) == 0 {
		return 0
	}
	return s.height(c, s.rows()[0])
}

func (s *signatures) draw(c *canvas) {
	for i, row := range s.rows() {
		h := s.height(c, row)
		gap := frameGap
		if i == 0 {
			gap = 0
		}
		if !c.ensure(gap + h) {
			c.y += gap
		}
		for j, g := range row {
			s.drawFrame(c, g, marginX+float64(j)*(s.width()+frameGap), h)
		}
		c.y += h
	}
}

func (s *signatures) drawFrame(c *canvas, g Signature, x, h float64) {
	label, lines, _ := s.frame(c, g)
	c.artifact(func() {
		c.pdf.SetLineWidth(0.9)
		c.pdf.RoundedRect(x, c.y, s.width(), h, 3, "1234", "D")
	})
	y := c.y + framePad*0.7
	c.in("Sect", func() {
		if len(label) > 0 {
			c.in("P", func() { c.write(label, x+framePad, y, 9, smallLead) })
			y += float64(len(label)) * smallLead
		}
		if len(lines) > 0 {
			c.in("P", func() { c.write(lines, x+framePad, y, smallSize, smallLead) })
			y += float64(len(lines)) * smallLead
		}
		if g.Field == "" {
			return
		}
		form := &elem{tag: "Form"}
		c.within(form, func() {
			at := rect{x + framePad, y + 1, x + s.width() - framePad, c.y + h - framePad/2}
			words := c.d.clean(g.Label)
			c.annotate(form, annot{at: at, field: g.Field, words: words})
		})
	})
}
