package pdf

import "codeberg.org/go-pdf/fpdf"

// colour is red, green and blue from 0 to 255.
type colour [3]int

// The two fillings. Lines are black: a thin coloured line is broken up by a
// one-bit printer, a filled shape is not.
var (
	green = colour{0x1F, 0x6B, 0x3A}
	amber = colour{0x8A, 0x5A, 0x00}
)

const markRadius = 4.4

// drawMark draws a mark around its centre. Only within an artifact: the word
// beside it is what is read aloud.
func (c *canvas) drawMark(m Mark, x, y float64) {
	const r = markRadius
	p := c.pdf
	p.SetLineWidth(0.9)
	p.SetLineCapStyle("round")
	defer p.SetLineCapStyle("butt")
	switch m {
	case InOrder:
		p.SetFillColor(green[0], green[1], green[2])
		p.Circle(x, y, r-0.4, "FD")
		p.SetDrawColor(255, 255, 255)
		p.SetLineWidth(1.4)
		c.path(x-2.1, y+0.1, x-0.6, y+1.7, x+2.2, y-1.7)
		p.SetDrawColor(0, 0, 0)
	case Partly:
		p.SetFillColor(amber[0], amber[1], amber[2])
		p.MoveTo(x, y-r+0.4)
		p.ArcTo(x, y, r-0.4, r-0.4, 0, 90, 270)
		p.ClosePath()
		p.DrawPath("F")
		p.Circle(x, y, r-0.4, "D")
		c.path(x, y-r+0.4, x, y+r-0.4)
	case Missing:
		p.Rect(x-r+0.4, y-r+0.4, 2*r-0.8, 2*r-0.8, "D")
		p.SetLineWidth(1.3)
		c.path(x-1.9, y-1.9, x+1.9, y+1.9)
		c.path(x-1.9, y+1.9, x+1.9, y-1.9)
	case NotApplicable:
		p.SetLineWidth(1.4)
		c.path(x-r+0.6, y, x+r-0.6, y)
	case DontKnow:
		d := r + 0.9
		p.Polygon([]fpdf.PointType{{X: x, Y: y - d}, {X: x + d, Y: y}, {X: x, Y: y + d}, {X: x - d, Y: y}}, "D")
		c.question(x, y)
	case Unanswered:
		p.Circle(x, y, r-0.4, "D")
	}
	p.SetFillColor(0, 0, 0)
}

// path draws a line through points.
func (c *canvas) path(xy ...float64) {
	c.pdf.MoveTo(xy[0], xy[1])
	for i := 2; i < len(xy); i += 2 {
		c.pdf.LineTo(xy[i], xy[i+1])
	}
	c.pdf.DrawPath("D")
}

// question draws a small question mark, so that no text stands in an artifact.
func (c *canvas) question(x, y float64) {
	c.pdf.SetLineWidth(0.9)
	c.pdf.MoveTo(x-1.1, y-1.2)
	c.pdf.CurveBezierCubicTo(x-1, y-2.7, x+1.3, y-2.6, x+1.1, y-1.1)
	c.pdf.CurveBezierCubicTo(x+1, y-0.3, x, y-0.2, x, y+0.8)
	c.pdf.DrawPath("D")
	c.pdf.Circle(x, y+2, 0.5, "F")
}
