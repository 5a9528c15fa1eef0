package pdf

import (
	"math"
	"strconv"

	"trygghylla/app/pdf/object"
)

// ink writes the content of pages (ISO 32000-1, 8 and 9), the coordinates from
// the upper left corner. It says again what a new page forgets, and it never
// changes how it writes: the same strokes give the same bytes in every release.
type ink struct {
	b     []byte
	fonts [2]object.Name
	used  [2]charset

	// What a page begins with, from the page before.
	width              float64
	round              int
	bold               bool
	size               float64 // 0 before the first font
	stroke, fill, text string

	x, y float64 // where the path has come to
}

// The operators after a path.
const (
	stroked = "S"
	filled  = "f"
	both    = "B"
)

// newInk writes with the fonts of a typeface.
func newInk(t *typeface) (*ink, error) {
	names, err := t.names()
	if err != nil {
		return nil, err
	}
	return &ink{fonts: names, used: t.signable, width: 0.567, stroke: "0.000 G", fill: "0.000 g", text: "0.000 g"}, nil
}

// page begins a page.
func (k *ink) page() {
	k.cap()
	k.raw("0 j")
	k.lineWidth(k.width)
	k.again()
	k.raw(k.stroke)
	k.raw(k.fill)
	k.again()
}

// again chooses the font of the page before.
func (k *ink) again() {
	if k.size > 0 {
		k.font(k.bold, k.size)
	}
}

// raw writes a line of operators.
func (k *ink) raw(s string) { k.b = append(append(k.b, s...), '\n') }

// nums writes numbers with so many decimals, a space after each.
func (k *ink) nums(decimals int, v ...float64) {
	for _, n := range v {
		k.b = append(strconv.AppendFloat(k.b, n, 'f', decimals, 64), ' ')
	}
}

func (k *ink) font(bold bool, size float64) {
	k.bold, k.size = bold, size
	k.b = append(append(k.b, "BT /"...), k.fonts[weight(bold)]...)
	k.b = append(k.b, ' ')
	k.nums(2, size)
	k.raw("Tf ET")
}

// weight is the place of a font in a pair.
func weight(bold bool) int {
	if bold {
		return 1
	}
	return 0
}

// write sets clean text on a baseline, in the font that was chosen.
func (k *ink) write(x, baseline float64, text string) {
	other := k.fill != k.text
	if other {
		k.b = append(append(append(k.b, "q "...), k.text...), ' ')
	}
	k.b = append(k.b, "BT "...)
	k.nums(2, x, pageHeight-baseline)
	k.b = append(k.b, "Td ("...)
	used := &k.used[weight(k.bold)]
	for _, r := range text {
		used.add(r)
		k.b = escaped(escaped(k.b, byte(r>>8)), byte(r))
	}
	k.b = append(k.b, ") Tj ET"...)
	if other {
		k.b = append(k.b, " Q"...)
	}
	k.b = append(k.b, '\n')
}

// escaped appends a byte of a string in parentheses.
func escaped(b []byte, c byte) []byte {
	switch c {
	case '\\', '(', ')':
		b = append(b, '\\')
	case '\r':
		return append(b, '\\', 'r')
	}
	return append(b, c)
}

// lineWidth and the three colours last until they are set again.
func (k *ink) lineWidth(w float64) {
	k.width = w
	k.nums(2, w)
	k.raw("w")
}

// roundEnds makes the ends of lines round, or ends them at the frame that they
// fill.
func (k *ink) roundEnds(on bool) {
	k.round = 0
	if on {
		k.round = 1
	}
	k.cap()
}

func (k *ink) cap() {
	k.b = strconv.AppendInt(k.b, int64(k.round), 10)
	k.raw(" J")
}

// operator is the colour as it is set: grey if its parts are the same.
func (c colour) operator(grey, rgb string) string {
	part := func(n int) string { return strconv.FormatFloat(float64(n)/255, 'f', 3, 64) + " " }
	if c[0] == c[1] && c[0] == c[2] {
		return part(c[0]) + grey
	}
	return part(c[0]) + part(c[1]) + part(c[2]) + rgb
}

func (k *ink) strokeColour(c colour) {
	k.stroke = c.operator("G", "RG")
	k.raw(k.stroke)
}

func (k *ink) fillColour(c colour) {
	k.fill = c.operator("g", "rg")
	k.raw(k.fill)
}

// textColour is set where text is written.
func (k *ink) textColour(c colour) { k.text = c.operator("g", "rg") }

func (k *ink) rect(x, y, w, h float64, how string) {
	k.nums(2, x, pageHeight-y, w, -h)
	k.raw("re " + how)
}

func (k *ink) line(x0, y0, x1, y1 float64) {
	k.nums(2, x0, pageHeight-y0)
	k.b = append(k.b, "m "...)
	k.nums(2, x1, pageHeight-y1)
	k.raw("l S")
}

func (k *ink) moveTo(x, y float64) {
	k.x, k.y = x, y
	k.nums(2, x, pageHeight-y)
	k.raw("m")
}

func (k *ink) lineTo(x, y float64) {
	k.x, k.y = x, y
	k.nums(2, x, pageHeight-y)
	k.raw("l")
}

func (k *ink) curveTo(x1, y1, x2, y2, x, y float64) {
	k.nums(5, x1, pageHeight-y1, x2, pageHeight-y2, x, pageHeight-y)
	k.raw("c")
}

// polygon closes its corners, at least three.
func (k *ink) polygon(how string, xy ...float64) {
	k.moveTo(xy[0], xy[1])
	for i := 2; i < len(xy); i += 2 {
		k.corner(xy[i], xy[i+1])
	}
	k.corner(xy[0], xy[1])
	k.raw(how)
}

func (k *ink) corner(x, y float64) {
	k.nums(5, x, pageHeight-y)
	k.raw("l ")
}

func (k *ink) circle(x, y, r float64, how string) {
	k.moveTo(onCircle(x, y, r, 0))
	k.arcTo(x, y, r, 0, 360)
	k.raw(how)
}

// onCircle is a point at an angle, counter-clockwise from the right.
func onCircle(x, y, r, t float64) (float64, float64) {
	return x + r*math.Cos(t), pageHeight - (pageHeight - y + r*math.Sin(t))
}

// arcTo goes on with a part of a circle, from and to in degrees.
func (k *ink) arcTo(x, y, r float64, from, to int) {
	n := (to - from) / 60
	begin := float64(from) * math.Pi / 180
	step := (float64(to)*math.Pi/180 - begin) / float64(n)
	if x0, y0 := onCircle(x, y, r, begin); x0 != k.x || y0 != k.y {
		k.lineTo(x0, y0)
	}
	y = pageHeight - y // from here on upwards
	third := step / 3
	for i, t := 1, begin; i <= n; i++ {
		u := float64(i)*step + begin
		x0, y0, dx0, dy0 := x+r*math.Cos(t), y+r*math.Sin(t), -r*math.Sin(t), r*math.Cos(t)
		x1, y1, dx1, dy1 := x+r*math.Cos(u), y+r*math.Sin(u), -r*math.Sin(u), r*math.Cos(u)
		k.curveTo(x0+dx0*third, pageHeight-(y0+dy0*third), x1-dx1*third, pageHeight-(y1-dy1*third), x1, pageHeight-y1)
		t = u
	}
}

// roundedRect draws a frame with round corners.
func (k *ink) roundedRect(x, y, w, h, r float64) {
	const share = (4.0 / 3.0) * (math.Sqrt2 - 1.0)
	a := r * share
	corner := func(x1, y1, x2, y2, x3, y3 float64) {
		k.nums(5, x1, pageHeight-y1, x2, pageHeight-y2, x3, pageHeight-y3)
		k.raw("c ")
	}
	to := func(x, y float64, operator string) {
		k.nums(5, x, pageHeight-y)
		k.raw(operator)
	}
	k.b = append(k.b, "q "...)
	to(x+r, y, "m")
	xc, yc := x+w-r, y+r
	to(xc, y, "l")
	corner(xc+a, yc-r, xc+r, yc-a, xc+r, yc)
	yc = y + h - r
	to(x+w, yc, "l")
	corner(xc+r, yc+a, xc+a, yc+r, xc, yc+r)
	xc = x + r
	to(xc, y+h, "l")
	corner(xc-a, yc+r, xc-r, yc+a, xc-r, yc)
	yc = y + r
	to(x, yc, "l")
	corner(xc-r, yc-a, xc-a, yc-r, xc, yc-r)
	k.raw(stroked)
	k.raw("Q")
}
