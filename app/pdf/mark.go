package pdf

import "codeberg.org/go-pdf/fpdf"

// colour is red, green and blue from 0 to 255.
type colour [3]int

// The colours of the six statuses. All are dark enough to survive grey print;
// the shape tells the status without them.
var markColours = [...]colour{
	InOrder:       {0x1F, 0x6B, 0x3A},
	Partly:        {0x8A, 0x5A, 0x00},
	Missing:       {0xA3, 0x26, 0x1B},
	NotApplicable: {0x3A, 0x40, 0x3E},
	DontKnow:      {0x2B, 0x4C, 0x8C},
	Unanswered:    {0x3A, 0x40, 0x3E},
}

const markRadius = 4.1

// drawMark draws a mark around its centre. Only within an artifact: the word
// beside it is what is read aloud.
func (c *canvas) drawMark(m Mark, x, y float64) {
	const r = markRadius
	col := markColours[m]
	p := c.pdf
	p.SetDrawColor(col[0], col[1], col[2])
	p.SetFillColor(col[0], col[1], col[2])
	p.SetLineWidth(1)
	switch m {
	case InOrder:
		p.Circle(x, y, r, "F")
		p.SetDrawColor(255, 255, 255)
		p.SetLineWidth(1.2)
		c.path(x-2, y+0.1, x-0.6, y+1.6, x+2.1, y-1.6)
	case Partly:
		p.Circle(x, y, r-0.5, "D")
		p.MoveTo(x, y-r+0.5)
		p.ArcTo(x, y, r-0.5, r-0.5, 0, 90, 270)
		p.ClosePath()
		p.DrawPath("F")
	case Missing:
		p.RoundedRect(x-r+0.5, y-r+0.5, 2*r-1, 2*r-1, 1, "1234", "D")
		p.SetLineWidth(1.2)
		c.path(x-1.7, y-1.7, x+1.7, y+1.7)
		c.path(x-1.7, y+1.7, x+1.7, y-1.7)
	case NotApplicable:
		p.SetLineWidth(1.4)
		c.path(x-r+0.6, y, x+r-0.6, y)
	case DontKnow:
		d := r + 0.5
		p.Polygon([]fpdf.PointType{{X: x, Y: y - d}, {X: x + d, Y: y}, {X: x, Y: y + d}, {X: x - d, Y: y}}, "D")
		c.question(x, y)
	case Unanswered:
		p.Circle(x, y, r-0.5, "D")
	}
	p.SetDrawColor(0, 0, 0)
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
	c.pdf.SetLineWidth(0.85)
	c.pdf.MoveTo(x-1.1, y-1.2)
	c.pdf.CurveBezierCubicTo(x-1, y-2.7, x+1.3, y-2.6, x+1.1, y-1.1)
	c.pdf.CurveBezierCubicTo(x+1, y-0.3, x, y-0.2, x, y+0.8)
	c.pdf.DrawPath("D")
	c.pdf.Circle(x, y+2, 0.5, "F")
}
