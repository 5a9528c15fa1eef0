package pdf

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// check finds what cannot become a correct paper.
func (d *Doc) check() error {
	level := 0
	return d.checkBlocks(d.blocks, &level)
}

// checkBlocks checks blocks that follow a heading of the level.
func (d *Doc) checkBlocks(blocks []block, level *int) error {
	for _, b := range blocks {
		var err error
		switch b := b.(type) {
		case *heading:
			err = d.checkHeading(b, level)
		case *paragraph:
			err = checkLinks(b.runs)
		case *callout:
			err = checkLinks(b.runs)
		case *list:
			err = checkLinks(slices.Concat(b.items...))
		case *table:
			err = d.checkTable(b)
		case *bars:
			err = d.checkBars(b)
		case *boxes:
			for _, l := range b.labels {
				if d.blank(Plain(l)) {
					err = errors.New("a box has no label")
				}
			}
		case *signatures:
			err = d.checkSignatures(b)
		case *together:
			err = d.checkBlocks(b.blocks, level)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkLinks allows what a reader's program opens without harm.
func checkLinks(runs []Run) error {
	for _, r := range runs {
		if r.URL == "" {
			continue
		}
		u, err := url.Parse(r.URL)
		if err != nil || !ascii(r.URL) || !slices.Contains([]string{"https", "http", "mailto"}, u.Scheme) {
			return fmt.Errorf("link %q: not an address that may stand in a paper", r.URL)
		}
	}
	return nil
}

func (d *Doc) checkHeading(h *heading, level *int) error {
	if h.level < 1 || h.level > 3 || h.level > *level+1 {
		return fmt.Errorf("heading %q: level %d follows level %d", h.text, h.level, *level)
	}
	if d.blank(Plain(h.text)) {
		return errors.New("a heading is empty")
	}
	*level = h.level
	return nil
}

func (d *Doc) checkTable(t *table) error {
	for i, row := range t.Rows {
		if len(row) > len(t.Columns) {
			return fmt.Errorf("table row %d has %d cells in %d columns", i+1, len(row), len(t.Columns))
		}
		for _, cell := range row {
			if err := checkLinks(cell.Runs); err != nil {
				return err
			}
			if cell.Mark != NoMark && d.blank(cell.Runs) {
				return fmt.Errorf("table row %d has a status mark without its word", i+1)
			}
		}
	}
	return nil
}

func (d *Doc) checkBars(b *bars) error {
	if d.blank(Plain(b.alt)) {
		return errors.New("a bar chart has no alternative text")
	}
	for _, r := range b.rows {
		if len(r.Parts) > len(b.legend.Parts) || len(r.Parts) > len(patterns) {
			return fmt.Errorf("bar %q has %d parts, the legend %d; at most %d can be told apart",
				r.Label, len(r.Parts), len(b.legend.Parts), len(patterns))
		}
	}
	return nil
}

func (d *Doc) checkSignatures(s *signatures) error {
	for _, g := range s.sigs {
		if len(g.Lines) > 8 {
			return fmt.Errorf("signature %q has more than eight lines", g.Label)
		}
		if g.Field != "" && d.blank(Plain(g.Label)) {
			return fmt.Errorf("signature field %s has no label", g.Field)
		}
	}
	return nil
}

// blank reports whether runs draw nothing.
func (d *Doc) blank(runs []Run) bool {
	for _, r := range runs {
		if strings.TrimSpace(d.clean(r.Text)) != "" {
			return false
		}
	}
	return true
}
