package pdf

import "trygghylla/app/pdf/object"

// elem is a structure element (ISO 32000-1 14.7.2) while the paper is drawn.
type elem struct {
	tag  string
	kids []kid
	// Attributes; the zero value leaves one out.
	alt       string
	scope     string // of a TH: "Column" or "Row"
	numbering string // of an L
	url       string // of a Link out of the paper
	bbox      rect   // of a Figure
	page      int    // of a Figure's bbox
}

// kid is what an element holds: another element, marked content of a page, or
// an annotation.
type kid struct {
	elem  *elem
	annot *annot
	page  int // from 0
	mcid  int
}

// rect is left, top, right and bottom, from the page's upper left corner.
type rect struct{ x0, y0, x1, y1 float64 }

// annot is a link or a signature field.
type annot struct {
	page  int // from 0
	at    rect
	url   string   // a link out of the paper
	dest  *heading // a link within it
	field string   // a signature field's name
	words string   // what the link or field is called aloud
	ref   object.Ref
	n     int // among all annotations
}

// bookmark is an entry of the outline.
type bookmark struct {
	text  string
	level int
	page  int
	y     float64
}

// within makes f's content part of a new element under the current one.
func (c *canvas) within(e *elem, f func()) {
	c.close()
	if c.pdf != nil {
		c.at.kids = append(c.at.kids, kid{elem: e})
	}
	outer := c.at
	c.at = e
	f()
	c.close()
	c.at = outer
}

// in is within for an element that needs only its tag.
func (c *canvas) in(tag string, f func()) { c.within(&elem{tag: tag}, f) }

// again goes on inside an element that has been left, such as a cell that
// continues on the next page.
func (c *canvas) again(e *elem, f func()) {
	c.close()
	outer := c.at
	c.at = e
	f()
	c.close()
	c.at = outer
}

// open begins marked content for e on this page, unless it is open already.
func (c *canvas) open(e *elem) {
	if c.marked == e || c.pdf == nil || c.silent {
		return
	}
	c.close()
	mcid := c.mcid
	c.mcid++
	e.kids = append(e.kids, kid{page: c.page, mcid: mcid})
	c.raw("/%s <</MCID %d>> BDC", contentTag(e.tag), mcid)
	c.marked = e
}

// contentTag names the marked content after its element.
func contentTag(tag string) string {
	if tag == "" {
		return "Span"
	}
	return tag
}

// close ends the marked content that is open.
func (c *canvas) close() {
	if c.marked != nil {
		c.raw("EMC")
		c.marked = nil
	}
}

// artifact draws what is not read aloud: rules, frames, marks beside words.
func (c *canvas) artifact(f func()) {
	if c.pdf == nil {
		return
	}
	c.close()
	c.raw("/Artifact BMC")
	c.silent = true
	f()
	c.silent = false
	c.raw("EMC")
}

// pagination draws a page's head or foot (ISO 32000-1 14.8.2.2.2).
func (c *canvas) pagination(kind string, f func()) {
	if c.pdf == nil {
		return
	}
	c.close()
	c.raw("/Artifact <</Type /Pagination /Subtype /%s>> BDC", kind)
	f()
	c.raw("EMC")
}

// annotate adds an annotation to the page and to element e.
func (c *canvas) annotate(e *elem, a annot) {
	if c.pdf == nil {
		return
	}
	a.page, a.n = c.page, len(c.annots)
	c.annots = append(c.annots, &a)
	e.kids = append(e.kids, kid{annot: &a})
}
