package pdf

import (
	"fmt"

	"codeberg.org/go-pdf/fpdf"
)

// The page, in points. Millimetres where a pen or a ruler meets the paper.
const (
	mm         = 72 / 25.4
	pageWidth  = 595.28
	pageHeight = 841.89
	marginX    = 48.0
	contentW   = pageWidth - 2*marginX
	headText   = 50.0 // baseline of the running head
	headRule   = 58.0
	bodyTop    = 80.0
	bodyBottom = 784.0
	footRule   = 796.0
	footText   = 810.0
	runSize    = 8.0 // running head and foot
	runWidth   = contentW/3 - 4
	bodySize   = 10.5
	bodyLead   = 15.0
	smallSize  = 8.5
	smallLead  = 12.0
	ascent     = 0.8 // of the line's text, as a share of the size
)

// canvas draws blocks from top to bottom. Without a pdf it only measures and
// counts pages, by the same steps.
type canvas struct {
	d       *Doc
	pdf     *fpdf.Fpdf
	endless bool // one page without end, to measure with

	page  int     // from 0; -1 before the first
	y     float64 // top of what comes next
	total int     // pages, known when drawing

	root   *elem
	at     *elem   // element that content belongs to
	marked *elem   // element whose marked content is open
	mcid   int     // next on this page
	silent bool    // an artifact is being drawn
	after  float64 // gap that the last block asks for
	broken bool    // the next block begins a page

	annots []*annot
	marks  []bookmark
	places map[*heading]place // where the headings came to stand
	known  map[*heading]place // where they came to stand when measured
}

// place is a height on a page, from 0.
type place struct {
	page int
	y    float64
}

func newCanvas(d *Doc) *canvas {
	root := &elem{tag: "Document"}
	return &canvas{d: d, page: -1, root: root, at: root, places: map[*heading]place{}}
}

// measure runs f on one endless page and tells how much height it takes.
func (c *canvas) measure(f func(*canvas)) float64 {
	m := newCanvas(c.d)
	m.endless, m.page, m.known, m.y, m.after = true, 0, c.known, bodyTop+1, c.after
	f(m)
	return m.y - bodyTop - 1
}

// room is the height left on the page.
func (c *canvas) room() float64 {
	if c.endless {
		return 1e9
	}
	return bodyBottom - c.y
}

// top reports whether nothing stands on the page yet.
func (c *canvas) top() bool { return c.y <= bodyTop }

// turn goes on at the top of a new page.
func (c *canvas) turn() {
	if c.endless {
		return
	}
	c.close()
	if c.page >= 0 {
		c.foot()
	}
	c.page++
	c.y = bodyTop
	c.mcid = 0
	if c.pdf != nil {
		c.pdf.AddPage()
		c.head()
	}
}

// ensure turns the page unless height fits on it. It reports whether it did.
func (c *canvas) ensure(height float64) bool {
	if height <= c.room() || c.top() {
		return false
	}
	c.turn()
	return true
}

func (c *canvas) head() {
	p := c.d.page
	c.pagination("Header", func() {
		c.plain(marginX, headText, p.HeadLeft, -1)
		c.plain(pageWidth-marginX, headText, p.HeadRight, 1)
		c.rule(marginX, pageWidth-marginX, headRule, 0.8)
		if p.Banner == "" {
			return
		}
		text := c.d.cut(c.d.oneLine(p.Banner), runSize, runWidth-20, true)
		w := c.d.face(true).width(text, runSize) + 20
		x := (pageWidth - w) / 2
		c.pdf.SetFillColor(0, 0, 0)
		c.pdf.Rect(x, headText-10.5, w, 14, "F")
		c.pdf.SetTextColor(255, 255, 255)
		c.font(true, runSize)
		c.pdf.Text(x+10, headText-0.6, text)
		c.pdf.SetTextColor(0, 0, 0)
	})
}

func (c *canvas) foot() {
	p := c.d.page
	c.pagination("Footer", func() {
		c.rule(marginX, pageWidth-marginX, footRule, 0.8)
		c.plain(marginX, footText, p.FootLeft, -1)
		c.plain(pageWidth/2, footText, p.FootMiddle, 0)
		c.plain(pageWidth-marginX, footText, p.Page(c.page+1, c.total), 1)
	})
}

// plain writes one line of a running head or foot, cut to a third of the page:
// side -1 begins at x, 0 is centred on it and 1 ends there.
func (c *canvas) plain(x, baseline float64, text string, side int) {
	text = c.d.oneLine(text)
	text = c.d.cut(text, runSize, runWidth, false)
	if text == "" {
		return
	}
	x -= c.d.face(false).width(text, runSize) * float64(side+1) / 2
	c.font(false, runSize)
	c.pdf.Text(x, baseline, text)
}

func (c *canvas) font(bold bool, size float64) {
	style := ""
	if bold {
		style = "B"
	}
	c.pdf.SetFont(family, style, size)
}

// rule draws a black line. Only within an artifact.
func (c *canvas) rule(x0, x1, y, width float64) {
	c.pdf.SetLineWidth(width)
	c.pdf.Line(x0, y, x1, y)
}

// raw writes an operator into the page.
func (c *canvas) raw(format string, a ...any) { c.pdf.RawWriteStr(fmt.Sprintf(format, a...) + "\n") }

// write draws set lines from x, where the first line's top is y, into the
// current element. Links become elements of their own.
func (c *canvas) write(lines []line, x, y, size, lead float64) {
	if c.pdf == nil {
		return
	}
	for _, l := range lines {
		base := y + (lead-size)/2 + size*ascent + size*0.08
		for i, s := range l.spans {
			e := c.at
			if s.url != "" && !c.silent {
				e = c.link(s, rect{x + s.x, y, x + s.x + max(s.w, 4), y + lead})
			}
			text := s.text
			if i == len(l.spans)-1 && !l.glue && !l.last {
				text += " " // or the words of two lines are read as one
			}
			c.open(e)
			c.font(s.bold, size)
			c.pdf.Text(x+s.x, base, text)
			if s.url != "" {
				c.raw("%.2f w %.2f %.2f m %.2f %.2f l S", 0.5, x+s.x, pageHeight-base-1.5, x+s.x+s.w, pageHeight-base-1.5)
			}
		}
		y += lead
	}
}

// link gives the element for a span that is a link, the one of the line
// before if the link goes on, and adds the place to press.
func (c *canvas) link(s span, at rect) *elem {
	var e *elem
	if n := len(c.at.kids); n > 0 && c.at.kids[n-1].elem != nil && c.at.kids[n-1].elem.url == s.url {
		e = c.at.kids[n-1].elem
	} else {
		e = &elem{tag: "Link", url: s.url}
		c.at.kids = append(c.at.kids, kid{elem: e})
	}
	c.open(e)
	c.annotate(e, annot{at: at, url: s.url, words: s.url})
	return e
}
