package pdf

// labelWidths gives the widths of Fields: as much as the widest label, within
// reason.
func (t *table) labelWidths(d *Doc) []float64 {
	w := 0.0
	for _, row := range t.Rows {
		w = max(w, d.length(row[0].Runs, bodySize))
	}
	w = min(w, contentW*0.32) + gutter + 2
	return []float64{w, contentW - w}
}

// widths shares the page's width among the columns by their wishes, but gives
// none less than its widest word while there is room, and less than a date
// only if nothing else helps.
func (t *table) widths(d *Doc) []float64 {
	n := len(t.Columns)
	wish, soft, hard := make([]float64, n), make([]float64, n), make([]float64, n)
	for i, col := range t.Columns {
		if wish[i] = col.Width; wish[i] <= 0 {
			wish[i] = 1
		}
		pad := gutter
		if i == n-1 {
			pad = 0
		}
		most := d.widest(Strong(col.Head), bodySize)
		for _, row := range t.Rows {
			if i < len(row) {
				most = max(most, cellWidth(d, row[i]))
			}
		}
		soft[i] = min(most, contentW/2) + pad
		hard[i] = min(most, 70) + pad
	}
	switch {
	case sum(soft) <= contentW:
		return share(wish, soft)
	case sum(hard) <= contentW:
		rest, more := contentW-sum(hard), sum(soft)-sum(hard)
		for i := range hard {
			hard[i] += rest * (soft[i] - hard[i]) / more
		}
		return hard
	default:
		return share(wish, make([]float64, n))
	}
}

// cellWidth is the width that a cell needs to break no word; a status with its
// mark stays on one line.
func cellWidth(d *Doc, c Cell) float64 {
	if c.Mark == NoMark {
		return d.widest(c.Runs, bodySize)
	}
	whole := d.length(c.Runs, bodySize)
	if whole > 90 {
		whole = d.widest(c.Runs, bodySize)
	}
	return whole + markIndent
}

// share divides contentW by wish, giving none less than its least.
func share(wish, least []float64) []float64 {
	w := make([]float64, len(wish))
	fixed := make([]bool, len(wish))
	for {
		rest, wishes := contentW, 0.0
		for i := range wish {
			if fixed[i] {
				rest -= least[i]
			} else {
				wishes += wish[i]
			}
		}
		again := false
		for i := range wish {
			if fixed[i] {
				continue
			}
			if w[i] = rest * wish[i] / wishes; w[i] < least[i] {
				w[i], fixed[i], again = least[i], true, true
			}
		}
		if !again {
			return w
		}
	}
}

func sum(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s += x
	}
	return s
}
