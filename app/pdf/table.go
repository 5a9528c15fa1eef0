package pdf

// table draws Table, and Fields without head and rules.
type table struct {
	Table
	plain bool
	laid  *grid
}

// grid is a table with its lines set.
type grid struct {
	x, w []float64
	head []gridCell
	rows [][]gridCell
}

type gridCell struct {
	mark  Mark
	lines []line
}

const (
	gutter     = 9.0  // between two columns
	markIndent = 15.0 // from a mark to its word
	rowPad     = 4.5
)

func (t *table) pad() float64 {
	if t.plain {
		return 1.5
	}
	return rowPad
}

func (t *table) gaps() (float64, float64) {
	if t.plain {
		return 8, 10
	}
	return 4, 14
}

// layout sets all cells, once.
func (t *table) layout(c *canvas) *grid {
	if t.laid != nil {
		return t.laid
	}
	g := &grid{}
	if t.plain {
		g.w = t.labelWidths(c.d)
	} else {
		g.w = t.widths(c.d)
	}
	x := marginX
	for i, w := range g.w {
		g.x = append(g.x, x)
		x += w
		if !t.plain {
			g.head = append(g.head, gridCell{lines: c.d.setIn(4, Strong(t.Columns[i].Head), bodySize, t.inner(g, i))})
		}
	}
	for _, row := range t.Rows {
		cells := make([]gridCell, len(t.Columns))
		for i, cell := range row {
			w := t.inner(g, i)
			if cell.Mark != NoMark {
				w -= markIndent
			}
			cells[i] = gridCell{cell.Mark, c.d.set(cell.Runs, bodySize, w)}
		}
		g.rows = append(g.rows, cells)
	}
	t.laid = g
	return g
}

// inner is the width for text in column i.
func (t *table) inner(g *grid, i int) float64 {
	if i == len(g.w)-1 {
		return g.w[i]
	}
	return g.w[i] - gutter
}

func height(cells []gridCell) int {
	n := 1
	for _, cell := range cells {
		n = max(n, len(cell.lines))
	}
	return n
}

func (t *table) rowHeight(cells []gridCell) float64 {
	return float64(height(cells))*bodyLead + 2*t.pad()
}

func (t *table) headHeight(g *grid) float64 {
	if t.plain {
		return 0
	}
	return t.rowHeight(g.head)
}

func (t *table) need(c *canvas) float64 {
	g := t.layout(c)
	h := t.headHeight(g)
	if len(g.rows) > 0 {
		first := t.rowHeight(g.rows[0])
		if h+first > bodyBottom-bodyTop {
			first = 4 * bodyLead
		}
		h += first
	}
	return h
}

func (t *table) draw(c *canvas) {
	g := t.layout(c)
	if len(g.w) == 0 || t.plain && len(g.rows) == 0 {
		return
	}
	c.in("Table", func() {
		if !t.plain {
			c.in("THead", func() { t.drawHead(c, g) })
		}
		if len(g.rows) == 0 {
			return
		}
		c.in("TBody", func() {
			for i, row := range g.rows {
				if t.widow(c, g, i) {
					c.turn()
					t.repeatHead(c, g)
				}
				t.drawRow(c, g, row)
			}
		})
	})
}

// widow reports whether row i is the last but one, fits, and would leave the
// last row alone on the next page.
func (t *table) widow(c *canvas, g *grid, i int) bool {
	if i == 0 || i != len(g.rows)-2 {
		return false
	}
	this, last := t.rowHeight(g.rows[i]), t.rowHeight(g.rows[i+1])
	return this <= c.room() && this+last > c.room() && this+last <= bodyBottom-bodyTop-t.headHeight(g)
}

// drawHead sets the head row, after a break as an artifact: it is read once.
func (t *table) drawHead(c *canvas, g *grid) {
	c.in("TR", func() {
		for i, cell := range g.head {
			c.within(&elem{tag: "TH", scope: "Column"}, func() {
				c.write(cell.lines, g.x[i], c.y+t.pad(), bodySize, bodyLead)
			})
		}
	})
	t.headRule(c, g)
}

func (t *table) headRule(c *canvas, g *grid) {
	c.y += t.headHeight(g)
	c.artifact(func() { c.rule(marginX, pageWidth-marginX, c.y, 1.1) })
}

func (t *table) repeatHead(c *canvas, g *grid) {
	if t.plain {
		return
	}
	c.artifact(func() {
		for i, cell := range g.head {
			c.write(cell.lines, g.x[i], c.y+t.pad(), bodySize, bodyLead)
		}
	})
	t.headRule(c, g)
}

// drawRow sets a row on one page, or over several if it is higher than one.
func (t *table) drawRow(c *canvas, g *grid, row []gridCell) {
	full := bodyBottom - bodyTop - t.headHeight(g)
	whole := t.rowHeight(row)
	if whole > c.room() && (whole <= full || c.room() < 6*bodyLead) && !c.top() {
		c.turn()
		t.repeatHead(c, g)
	}
	c.in("TR", func() {
		elems := t.cellElems(c, row)
		for done, n := 0, height(row); done < n; {
			fit := min(n-done, max(1, int((c.room()-2*t.pad())/bodyLead+0.01)))
			for i, cell := range row {
				c.again(elems[i], func() { t.drawCell(c, g, i, cell, done, done+fit) })
			}
			c.y += float64(fit)*bodyLead + 2*t.pad()
			if !t.plain {
				c.artifact(func() { c.rule(marginX, pageWidth-marginX, c.y, 0.4) })
			}
			if done += fit; done < n {
				c.turn()
				t.repeatHead(c, g)
			}
		}
	})
}

// cellElems makes the elements of a row's cells; the first is its head.
func (t *table) cellElems(c *canvas, row []gridCell) []*elem {
	elems := make([]*elem, len(row))
	for i := range row {
		elems[i] = &elem{tag: "TD"}
		if i == 0 {
			elems[i] = &elem{tag: "TH", scope: "Row"}
		}
		c.within(elems[i], func() {})
	}
	return elems
}

// drawCell sets the lines from..to of a cell at the current height.
func (t *table) drawCell(c *canvas, g *grid, i int, cell gridCell, from, to int) {
	x, y := g.x[i], c.y+t.pad()
	if cell.mark != NoMark {
		if from == 0 {
			c.artifact(func() { c.drawMark(cell.mark, x+5.4, y+bodyLead/2+0.6) })
		}
		x += markIndent
	}
	to = min(to, len(cell.lines))
	if from < to {
		c.write(cell.lines[from:to], x, y, bodySize, bodyLead)
	}
}
