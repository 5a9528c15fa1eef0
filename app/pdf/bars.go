package pdf

// bars draws a bar chart.
type bars struct {
	alt    string
	rows   []Bar
	legend Legend
}

const (
	barHeight  = 10.5
	barPitch   = 22.0 // of a row with one line
	barFrom    = marginX + 0.215*contentW
	barTo      = marginX + 0.715*contentW
	barText    = barTo + 8
	legendWide = 17.0
)

func (*bars) gaps() (float64, float64) { return 4, 12 }

// sides sets the words on both sides of a bar.
func (b *bars) sides(c *canvas, r Bar) (label, text []line, height float64) {
	label = c.d.setIn(4, Plain(r.Label), bodySize, barFrom-marginX-gutter)
	text = c.d.setIn(4, Plain(r.Text), bodySize, marginX+contentW-barText)
	n := max(1, len(label), len(text))
	return spaced(label), spaced(text), float64(n-1)*bodyLead + barPitch
}

func (b *bars) height(c *canvas) float64 {
	return c.measure(func(m *canvas) { b.content(m) })
}

func (b *bars) need(c *canvas) float64 {
	if h := b.height(c); h <= bodyBottom-bodyTop {
		return h
	}
	return 4 * barPitch
}

func (b *bars) draw(c *canvas) {
	fig := &elem{tag: "Figure", alt: c.d.clean(b.alt), page: c.page}
	fig.bbox = rect{marginX, c.y, marginX + contentW, min(c.y+b.height(c), bodyBottom)}
	c.within(fig, func() { b.content(c) })
}

func (b *bars) content(c *canvas) {
	for _, r := range b.rows {
		label, text, height := b.sides(c, r)
		c.ensure(height)
		c.write(label, marginX, c.y+2, bodySize, bodyLead)
		y := c.y + 2 + (bodyLead-barHeight)/2
		c.artifact(func() { c.bar(r.Parts, y) })
		c.write(text, barText, c.y+2, bodySize, bodyLead)
		c.y += height
	}
	b.drawLegend(c)
}

// bar draws one bar in full width, its parts after their share, or a line if
// there are none.
func (c *canvas) bar(parts []int, y float64) {
	total := 0
	for _, n := range parts {
		total += max(n, 0)
	}
	x := barFrom
	for i, n := range parts {
		if n <= 0 {
			continue
		}
		w := (barTo - barFrom) * float64(n) / float64(total)
		c.pattern(i, rect{x, y, x + w, y + barHeight})
		x += w
	}
	if total == 0 { // nothing to show: no frame, which would mean a part
		c.rule(barFrom, barTo, y+barHeight/2, 0.5)
	}
}

func (b *bars) drawLegend(c *canvas) {
	c.y += 3
	x := marginX
	words := append([]string{}, b.legend.Parts...)
	for i, word := range append(words, b.legend.Remark) {
		remark := i == len(b.legend.Parts)
		most := 1
		if remark {
			most = 4
		}
		lines := c.d.setIn(most, Plain(word), smallSize, contentW-legendWide-4)
		if len(lines) == 0 {
			continue
		}
		w := lines[0].width()
		if !remark {
			w += legendWide + 5
		}
		if x > marginX && x+w > marginX+contentW {
			x, c.y = marginX, c.y+smallLead+2
		}
		if remark {
			c.write(spaced(lines), x, c.y, smallSize, smallLead)
			c.y += float64(len(lines)-1) * smallLead
			continue
		}
		c.artifact(func() { c.pattern(i, rect{x, c.y + 2, x + legendWide, c.y + 10}) })
		c.write(spaced(lines), x+legendWide+4, c.y, smallSize, smallLead)
		x += w + 9
	}
	c.y += smallLead
}

// width is where the line's text ends.
func (l line) width() float64 {
	if len(l.spans) == 0 {
		return 0
	}
	s := l.spans[len(l.spans)-1]
	return s.x + s.w
}

// patterns fill a frame so that each differs from its neighbours in one-bit
// print, in the order of the parts of a bar.
var patterns = [...]func(c *canvas, r rect){
	func(c *canvas, r rect) { c.fill(r, colour{0x0B, 0x53, 0x51}) },
	func(c *canvas, r rect) { c.hatch(r, 3.6) },
	func(*canvas, rect) {},
	func(c *canvas, r rect) { c.stripes(r, 2.6) },
	func(c *canvas, r rect) { c.dots(r, 3.4) },
}

// pattern draws a frame with its filling. Only within an artifact.
func (c *canvas) pattern(i int, r rect) {
	patterns[i%len(patterns)](c, r)
	c.pdf.SetLineWidth(0.7)
	c.pdf.Rect(r.x0, r.y0, r.x1-r.x0, r.y1-r.y0, "D")
}

func (c *canvas) fill(r rect, k colour) {
	c.pdf.SetFillColor(k[0], k[1], k[2])
	c.pdf.Rect(r.x0, r.y0, r.x1-r.x0, r.y1-r.y0, "F")
	c.pdf.SetFillColor(0, 0, 0)
}

// hatch draws lines falling to the right, cut at the frame.
func (c *canvas) hatch(r rect, step float64) {
	c.pdf.SetLineWidth(0.55)
	h := r.y1 - r.y0
	for x := r.x0 - h + step/2; x < r.x1; x += step {
		// from (x, y0) to (x+h, y1)
		x0, x1 := max(x, r.x0), min(x+h, r.x1)
		if x1 > x0 {
			c.pdf.Line(x0, r.y0+x0-x, x1, r.y0+x1-x)
		}
	}
}

func (c *canvas) stripes(r rect, step float64) {
	c.pdf.SetLineWidth(0.35)
	for y := r.y0 + step; y < r.y1-0.5; y += step {
		c.pdf.Line(r.x0, y, r.x1, y)
	}
}

func (c *canvas) dots(r rect, step float64) {
	for y := r.y0 + step/2; y < r.y1-0.6; y += step {
		for x := r.x0 + step/2; x < r.x1-0.6; x += step {
			c.pdf.Circle(x, y, 0.5, "F")
		}
	}
}
