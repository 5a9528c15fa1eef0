package pdf

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

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
	for _, rows := range []int{11 * 60, 11 * 300} {
		m := Meta{Title: "Mått", Language: "sv", Created: time.Unix(1_780_000_000, 0)}
		page := PageText{HeadLeft: "Vadstena bibliotek", Page: func(n, of int) string { return fmt.Sprintf("Sida %d av %d", n, of) }}
		fill := func() *Doc {
			d, err := New(m, f, page)
			if err != nil {
				b.Fatal(err)
			}
			t := Table{Columns: []Column{{"Nr", 1}, {"Fråga", 8}, {"Svar", 3}, {"Anteckning", 6}}}
			for i := range rows {
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
		measure := func(d *Doc) *canvas {
			c := newCanvas(d)
			c.turn()
			c.flow(d.blocks)
			return c
		}
		d := fill()
		measured := measure(d)
		draw := func() (*canvas, []byte) {
			c := newCanvas(d)
			c.known, c.total = measured.places, measured.page+1
			raw, err := c.render()
			if err != nil {
				b.Fatal(err)
			}
			return c, raw
		}
		c, raw := draw()
		name := fmt.Sprintf("%dpages", c.total)
		b.Run(name+"/layout", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				measure(fill())
			}
		})
		b.Run(name+"/draw", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				draw()
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
