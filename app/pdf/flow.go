package pdf

// block is a part of the text that is set from the left to the right margin.
type block interface {
	// gaps is the least free height above and below, not at a page's top.
	gaps() (above, below float64)
	// need is the height that must be free where the block begins.
	need(c *canvas) float64
	// draw sets the block from c.y on and leaves c.y below it. It turns pages
	// where it has to.
	draw(c *canvas)
}

// flow sets blocks one below the other.
func (c *canvas) flow(blocks []block) {
	for i, b := range blocks {
		if _, ok := b.(*pageBreak); ok {
			c.broken = true
			continue
		}
		if c.broken { // only now: nothing may follow a break
			c.broken = false
			if !c.top() {
				c.turn()
			}
		}
		if t, ok := b.(*together); ok {
			if !c.top() && t.need(c) > c.room() {
				c.turn()
			}
			c.flow(t.blocks)
			continue
		}
		above, below := b.gaps()
		gap := max(above, c.after)
		if !c.top() && gap+c.chain(blocks[i:]) > c.room() {
			c.turn()
		}
		if !c.top() {
			c.y += gap
		}
		b.draw(c)
		c.after = below
	}
}

// chain is what the first block needs, and the blocks that it may not be
// parted from: a heading is not the last on its page.
func (c *canvas) chain(blocks []block) float64 {
	sum := 0.0
	for i, b := range blocks {
		sum += b.need(c)
		if _, ok := b.(*heading); !ok || i+1 == len(blocks) {
			break
		}
		_, below := b.gaps()
		above, _ := blocks[i+1].gaps()
		sum += max(above, below)
	}
	return sum
}

type together struct{ blocks []block }

func (t *together) gaps() (float64, float64) { return 0, 0 }

func (t *together) need(c *canvas) float64 {
	h := c.measure(func(m *canvas) { m.flow(t.blocks) })
	if h > bodyBottom-bodyTop && len(t.blocks) > 0 {
		return c.chain(t.blocks)
	}
	return h
}

func (t *together) draw(c *canvas) { c.flow(t.blocks) }

type pageBreak struct{}

func (*pageBreak) gaps() (float64, float64) { return 0, 0 }
func (*pageBreak) need(*canvas) float64     { return 0 }
func (*pageBreak) draw(*canvas)             {}

type space struct{ height float64 }

func (*space) gaps() (float64, float64) { return 0, 0 }
func (s *space) need(*canvas) float64   { return min(s.height, bodyBottom-bodyTop) }
func (s *space) draw(c *canvas) {
	if !c.top() {
		c.y += max(0, min(s.height, c.room()))
	}
}

// measures of text: size and line height.
func (s Style) measures() (size, lead float64) {
	switch s {
	case Lead:
		return 12, 17
	case Small:
		return smallSize, smallLead
	default:
		return bodySize, bodyLead
	}
}

type heading struct {
	text  string
	level int
	title bool
	laid  []line
}

func (h *heading) measures() (size, lead float64) {
	switch {
	case h.title:
		return 21, 28
	case h.level == 1:
		return 16, 22
	case h.level == 2:
		return 12, 17
	default:
		return bodySize, bodyLead
	}
}

func (h *heading) gaps() (float64, float64) {
	switch {
	case h.title:
		return 0, 4
	case h.level == 1:
		return 28, 8
	case h.level == 2:
		return 20, 6
	default:
		return 13, 3
	}
}

func (h *heading) lines(c *canvas) []line {
	if h.laid == nil {
		size, _ := h.measures()
		h.laid = c.d.set(Strong(h.text), size, contentW)
	}
	return h.laid
}

func (h *heading) need(c *canvas) float64 {
	_, lead := h.measures()
	return float64(len(h.lines(c))) * lead
}

func (h *heading) draw(c *canvas) {
	size, lead := h.measures()
	c.places[h] = place{c.page, c.y}
	if c.pdf != nil {
		c.marks = append(c.marks, bookmark{text: c.d.oneLine(h.text), level: h.level, page: c.page, y: c.y})
	}
	c.in([]string{"H1", "H2", "H3"}[h.level-1], func() { c.para(h.lines(c), marginX, size, lead) })
}

type paragraph struct {
	runs  []Run
	style Style
	laid  []line
}

// lines sets the paragraph, once.
func (p *paragraph) lines(c *canvas) []line {
	if p.laid == nil {
		size, _ := p.style.measures()
		p.laid = c.d.set(p.runs, size, contentW)
	}
	return p.laid
}

func (p *paragraph) gaps() (float64, float64) {
	_, lead := p.style.measures()
	return 0, lead * 0.45
}

func (p *paragraph) need(c *canvas) float64 {
	_, lead := p.style.measures()
	return least(len(p.lines(c)), lead)
}

// least is the height that a paragraph of n lines needs to begin on a page:
// two lines, or all if one would be left alone.
func least(n int, lead float64) float64 {
	if n > 3 {
		n = 2
	}
	return float64(n) * lead
}

func (p *paragraph) draw(c *canvas) {
	size, lead := p.style.measures()
	if lines := p.lines(c); len(lines) > 0 {
		c.in("P", func() { c.para(lines, marginX, size, lead) })
	}
}

// para sets lines into the current element, over as many pages as it takes. A
// single line is not left alone on either side of a break.
func (c *canvas) para(lines []line, x, size, lead float64) {
	c.parts(lines, lead, func(part []line) { c.write(part, x, c.y, size, lead) })
}

// parts gives f the lines that fit on each page and moves down after each.
func (c *canvas) parts(lines []line, lead float64, f func([]line)) {
	for len(lines) > 0 {
		n := min(len(lines), int(c.room()/lead+0.01))
		if n < len(lines) {
			if len(lines)-n == 1 {
				n--
			}
			if n < 2 && !c.top() {
				c.turn()
				continue
			}
			n = max(n, 1)
		}
		f(lines[:n])
		c.y += float64(n) * lead
		if lines = lines[n:]; len(lines) > 0 {
			c.turn()
		}
	}
}

type list struct {
	items    [][]Run
	numbered bool
	laid     [][]line
}

// indent leaves room for the widest label.
func (l *list) indent(c *canvas) float64 {
	if !l.numbered {
		return 18
	}
	return max(18, c.d.face(false).width(c.d.ordinal(len(l.items)), bodySize)+8)
}

func (*list) gaps() (float64, float64) { return 2, 8 }

func (l *list) item(c *canvas, i int) []line {
	if l.laid == nil {
		l.laid = make([][]line, len(l.items))
	}
	if l.laid[i] == nil {
		l.laid[i] = c.d.set(l.items[i], bodySize, contentW-l.indent(c))
	}
	return l.laid[i]
}

// need keeps the first two items together, or all of three.
func (l *list) need(c *canvas) float64 {
	n := len(l.items)
	if n > 3 {
		n = 2
	}
	height := 0.0
	for i := range n {
		height += least(len(l.item(c, i)), bodyLead) + 3
	}
	return height
}

func (l *list) draw(c *canvas) {
	if len(l.items) == 0 {
		return
	}
	numbering := "Disc"
	if l.numbered {
		numbering = "Decimal"
	}
	c.within(&elem{tag: "L", numbering: numbering}, func() {
		for i := range l.items {
			l.drawItem(c, i)
			c.y += 3
		}
		c.y -= 3
	})
}

func (l *list) drawItem(c *canvas, i int) {
	lines := l.item(c, i)
	c.ensure(least(len(lines), bodyLead))
	label := "•"
	if l.numbered {
		label = c.d.ordinal(i + 1)
	}
	c.in("LI", func() {
		c.in("Lbl", func() {
			c.write(c.d.set(Plain(label), bodySize, l.indent(c)), marginX+3, c.y, bodySize, bodyLead)
		})
		c.in("LBody", func() { c.para(lines, marginX+l.indent(c), bodySize, bodyLead) })
	})
}

type callout struct {
	runs []Run
	laid []line
}

func (*callout) gaps() (float64, float64) { return 8, 12 }

func (k *callout) lines(c *canvas) []line {
	if k.laid == nil {
		k.laid = c.d.set(k.runs, bodySize, contentW-16)
	}
	return k.laid
}

func (k *callout) need(c *canvas) float64 { return least(len(k.lines(c)), bodyLead) + 6 }

func (k *callout) draw(c *canvas) {
	lines := k.lines(c)
	if len(lines) == 0 {
		return
	}
	c.in("P", func() {
		c.parts(lines, bodyLead, func(part []line) {
			height := float64(len(part)) * bodyLead
			c.artifact(func() {
				c.pdf.SetFillColor(0, 0, 0)
				c.pdf.Rect(marginX, c.y, 3, height, "F")
			})
			c.write(part, marginX+16, c.y, bodySize, bodyLead)
		})
	})
}
