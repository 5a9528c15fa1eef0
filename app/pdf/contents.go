package pdf

import "strconv"

// contents lists the chapters with their pages.
type contents struct{ page func(int) string }

func (*contents) gaps() (float64, float64) { return 4, 12 }

// chapters finds the headings of level 1 in the paper.
func chapters(blocks []block) []*heading {
	var hs []*heading
	for _, b := range blocks {
		switch b := b.(type) {
		case *heading:
			if b.level == 1 && !b.title {
				hs = append(hs, b)
			}
		case *together:
			hs = append(hs, chapters(b.blocks)...)
		}
	}
	return hs
}

// labelWidth leaves room for the page beside the longest chapter.
func (k *contents) labelWidth(c *canvas, hs []*heading) float64 {
	w := 0.0
	for _, h := range hs {
		w = max(w, c.d.length(Strong(h.text), bodySize))
	}
	return min(w+1, contentW-100)
}

func (k *contents) need(c *canvas) float64 {
	return float64(min(3, len(chapters(c.d.blocks)))) * (bodyLead + 3)
}

func (k *contents) draw(c *canvas) {
	hs := chapters(c.d.blocks)
	if len(hs) == 0 {
		return
	}
	w := k.labelWidth(c, hs)
	c.in("TOC", func() {
		for _, h := range hs {
			k.entry(c, h, w)
		}
	})
}

// entry is one chapter: the whole line is a link to it.
func (k *contents) entry(c *canvas, h *heading, w float64) {
	lines := c.d.setIn(3, Strong(h.text), bodySize, w)
	height := float64(max(1, len(lines))) * bodyLead
	c.ensure(height)
	words := k.page(c.known[h].page + 1)
	c.in("TOCI", func() {
		c.in("Reference", func() {
			link := &elem{tag: "Link"}
			c.within(link, func() {
				c.write(spaced(lines), marginX, c.y, bodySize, bodyLead)
				c.write(c.d.setIn(1, Plain(words), bodySize, contentW-w-14), marginX+w+14, c.y, bodySize, bodyLead)
				at := rect{marginX, c.y, marginX + contentW, c.y + height}
				c.annotate(link, annot{at: at, dest: h, words: c.d.clean(h.text + ", " + words)})
			})
		})
	})
	c.y += height + 3
}

// ordinal is the label of a step.
func (d *Doc) ordinal(n int) string { return strconv.Itoa(n) + "." }
