package pdf

// colour is red, green and blue from 0 to 255.
type colour [3]int

// Black and white, and the two fillings. Lines are black: a thin coloured line is broken up by a
// one-bit printer, a filled shape is not.
var (
	black = colour{}
	white = colour{0xFF, 0xFF, 0xFF}
	green = colour{0x1F, 0x6B, 0x3A}
	amber = colour{0x8A, 0x5A, 0x00}
)

const markRadius = 4.4

// drawMark draws a mark around its centre. Only within an artifact: the word
// beside it is what is read aloud.
func (c *canvas) drawMark(m Mark, x, y float64) {
	const r = markRadius
	k := c.ink
	k.lineWidth(0.9)
	k.roundEnds(true)
	defer k.roundEnds(false)
	switch m {
	case InOrder:
		k.fillColour(green)
		k.circle(x, y, r-0.4, both)
		k.strokeColour(white)
		k.lineWidth(1.4)
		c.path(x-2.1, y+0.1, x-0.6, y+1.7, x+2.2, y-1.7)
		k.strokeColour(black)
	case Partly:
		k.fillColour(amber)
		k.moveTo(x, y-r+0.4)
		k.arcTo(x, y, r-0.4, 90, 270)
		k.raw("h")
		k.raw(filled)
		k.circle(x, y, r-0.4, stroked)
		c.path(x, y-r+0.4, x, y+r-0.4)
	case Missing:
		k.rect(x-r+0.4, y-r+0.4, 2*r-0.8, 2*r-0.8, stroked)
		k.lineWidth(1.3)
		c.path(x-1.9, y-1.9, x+1.9, y+1.9)
		c.path(x-1.9, y+1.9, x+1.9, y-1.9)
	case NotApplicable:
		k.lineWidth(1.4)
		c.path(x-r+0.6, y, x+r-0.6, y)
	case DontKnow:
		d := r + 0.9
		k.polygon(stroked, x, y-d, x+d, y, x, y+d, x-d, y)
		c.question(x, y)
	case Unanswered:
		k.circle(x, y, r-0.4, stroked)
	}
	k.fillColour(black)
}

// path draws a line through points.
func (c *canvas) path(xy ...float64) {
	c.ink.moveTo(xy[0], xy[1])
	for i := 2; i < len(xy); i += 2 {
		c.ink.lineTo(xy[i], xy[i+1])
	}
	c.ink.raw(stroked)
}

// question draws a small question mark, so that no text stands in an artifact.
func (c *canvas) question(x, y float64) {
	c.ink.lineWidth(0.9)
	c.ink.moveTo(x-1.1, y-1.2)
	c.ink.curveTo(x-1, y-2.7, x+1.3, y-2.6, x+1.1, y-1.1)
	c.ink.curveTo(x+1, y-0.3, x, y-0.2, x, y+0.8)
	c.ink.raw(stroked)
	c.ink.circle(x, y+2, 0.5, filled)
}
