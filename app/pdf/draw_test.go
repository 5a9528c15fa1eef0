package pdf

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// rows is a paper of one table, of about rows/11 pages.
func rows(b *testing.B, f Fonts, n int) *Doc {
	d, err := New(Meta{Title: "Mått", Language: "sv", Created: time.Unix(1_780_000_000, 0)}, f, PageText{
		HeadLeft: "Vadstena bibliotek",
		Page:     func(n, of int) string { return fmt.Sprintf("Sida %d av %d", n, of) },
	})
	if err != nil {
		b.Fatal(err)
	}
	t := Table{Columns: []Column{{"Nr", 1}, {"Fråga", 8}, {"Svar", 3}, {"Anteckning", 6}}}
	for i := range n {
		t.Rows = append(t.Rows, []Cell{
			{Runs: Plain(fmt.Sprint("K", i))},
			{Runs: Plain("Behovet är visat med händelser som vi har antecknat, och annat är prövat först, av fler än en.")},
			{Mark: Partly, Runs: Plain("Delvis")},
			{Runs: Plain("Händelser från 2025 finns. Belysning prövas i höst.")},
		})
	}
	d.Heading(1, "Frågor")
	d.Table(t)
	return d
}

// BenchmarkSteps measures laying out, drawing and finishing apart, for a usual
// package of about 60 pages and a very large one of about 300.
func BenchmarkSteps(b *testing.B) {
	var f Fonts
	for name, to := range map[string]*[]byte{"NotoSans-Regular.ttf": &f.Regular, "NotoSans-Bold.ttf": &f.Bold} {
		var err error
		if *to, err = os.ReadFile(filepath.Join("..", "..", "assets", "fonts", name)); err != nil {
			b.Fatal(err)
		}
	}
	for _, n := range []int{11 * 60, 11 * 300} {
		d := rows(b, f, n)
		c, raw := drawn(b, d)
		name := fmt.Sprintf("%dpages", c.total)
		b.Run(name+"/layout", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				rows(b, f, n).measured()
			}
		})
		b.Run(name+"/draw", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				drawn(b, d)
			}
		})
		b.Run(name+"/finish", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.finish(raw); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// drawn is a paper as fpdf leaves it.
func drawn(b *testing.B, d *Doc) (*canvas, []byte) {
	c, raw, err := d.draw()
	if err != nil {
		b.Fatal(err)
	}
	return c, raw
}
