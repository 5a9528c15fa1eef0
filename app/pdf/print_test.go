package pdf_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trygghylla/app/pdf"
	"trygghylla/app/pdf/object"
)

// operations gives f every operation of every page.
func operations(t *testing.T, b []byte, f func(op object.Operation)) {
	t.Helper()
	doc, err := object.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range doc.Array(doc.Dict(doc.Root()["Pages"])["Kids"]) {
		s, err := doc.Stream(doc.Dict(k)["Contents"]).Decoded()
		if err != nil {
			t.Fatal(err)
		}
		for op, err := range object.Content(s) {
			if err != nil {
				t.Fatal(err)
			}
			f(op)
		}
	}
}

// TestInkSurvivesAOneBitPrinter: such a printer breaks up thin lines and text
// in any colour but black, and needs lines of some width.
func TestInkSurvivesAOneBitPrinter(t *testing.T) {
	operations(t, finish(t, sample(t, 12)), func(op object.Operation) {
		var values []string
		for _, v := range op.Operands {
			values = append(values, fmt.Sprint(v))
		}
		colour := strings.Join(values, " ")
		switch op.Operator {
		case "G", "RG":
			if colour != "0" && colour != "1" && colour != "0 0 0" && colour != "1 1 1" {
				t.Errorf("a line in colour %s", colour)
			}
		case "w":
			if number(op.Operands[0]) < 0.35 {
				t.Errorf("a line of %s points", colour)
			}
		case "Tf":
			if size := number(op.Operands[1]); size < 8 {
				t.Errorf("text of %v points", size)
			}
		}
	})
}

func TestBoxesAreLargeEnoughForAPen(t *testing.T) {
	d := start(t)
	d.Heading(1, "Tom lista")
	d.Boxes("1 I ordning", "2 Delvis", "3 Saknas", "4 Ej aktuellt", "5 Vet inte")
	boxes := 0
	operations(t, finish(t, d), func(op object.Operation) {
		const least = 7 * 72 / 25.4
		if op.Operator == "re" && -number(op.Operands[3]) >= least && number(op.Operands[2]) >= least && number(op.Operands[2]) < 40 {
			boxes++
		}
	})
	if boxes != 5 {
		t.Errorf("%d of 5 boxes are 7 millimetres or more", boxes)
	}
}

// TestPatternsDifferInOneBit prints a bar of each part in black and white.
func TestPatternsDifferInOneBit(t *testing.T) {
	d := start(t)
	d.Heading(1, "Mönster")
	var rows []pdf.Bar
	for i := range 5 {
		parts := make([]int, 5)
		parts[i] = 1
		rows = append(rows, pdf.Bar{Label: "Del", Parts: parts})
	}
	d.Bars("Mönster", rows, pdf.Legend{Parts: []string{"a", "b", "c", "d", "e"}})
	dir := t.TempDir()
	asked(t, finish(t, d), "pdftoppm", "-mono", "-r", "150", "PAPER", filepath.Join(dir, "page"))
	ink, seen := middles(t, filepath.Join(dir, "page-1.pbm"))
	if len(ink) != 5 {
		t.Fatalf("%d of 5 bars found", len(ink))
	}
	if ink[0] < 0.6 || ink[2] > 0.01 {
		t.Errorf("the full bar has %.2f ink, the empty one %.2f", ink[0], ink[2])
	}
	for _, i := range []int{1, 3, 4} {
		if ink[i] < 0.05 || ink[i] > 0.5 {
			t.Errorf("pattern %d has %.2f ink", i+1, ink[i])
		}
	}
	for i := range seen {
		for j := range i {
			if differ := diff(seen[i], seen[j]); differ < 0.08 {
				t.Errorf("patterns %d and %d differ in %.2f of their area", j+1, i+1, differ)
			}
		}
	}
}

// middles finds the bars of a page printed in black and white at 150 dots an
// inch, and gives the share of ink and the dots in the middle of each.
func middles(t *testing.T, name string) (ink []float64, seen []string) {
	t.Helper()
	img, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var w, h int
	if _, err := fmt.Sscanf(string(img), "P4\n%d %d\n", &w, &h); err != nil {
		t.Fatal(err)
	}
	img = img[bytes.IndexByte(img[3:], '\n')+4:]
	stride := (w + 7) / 8
	top := 0
	for y := 0; y < h && len(ink) < 5; y++ { // a bar is a band whose frame is black over 600 pixels
		if blackRun(img[y*stride:(y+1)*stride]) < 500 || y < 180 || y < top {
			continue
		}
		n, all := 0, 0
		var texture strings.Builder
		for yy := y + 4; yy < y+18; yy++ {
			for x := 400; x < 700; x++ {
				all++
				bit := img[yy*stride+x/8] >> (7 - x%8) & 1
				n += int(bit)
				texture.WriteByte('0' + bit)
			}
		}
		ink, seen = append(ink, float64(n)/float64(all)), append(seen, texture.String())
		top = y + 30
	}
	return ink, seen
}

// blackRun is the number of black pixels in a row.
func blackRun(row []byte) int {
	n := 0
	for _, b := range row {
		for ; b != 0; b &= b - 1 {
			n++
		}
	}
	return n
}

func diff(a, b string) float64 {
	n := 0
	for i := range len(a) {
		if a[i] != b[i] {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

// TestMetadataSurvivesAnyWords: the old and the new form of the metadata must
// say the same, whatever a library is called and wherever the clock is.
func TestMetadataSurvivesAnyWords(t *testing.T) {
	for i, zone := range []*time.Location{time.UTC, time.FixedZone("", -3*3600-1800), time.FixedZone("", 14*3600)} {
		d, err := pdf.New(pdf.Meta{
			Title: "Böcker & <bibliotek> \"Å\" \U0001F4DA\n" + fmt.Sprint(i), Language: "nn-NO", Author: "Klepp\x00 folkebibliotek",
			Subject: "]]> 100 %", Creator: "Trygghylla", Created: time.Date(2026, 5, 28, 23, 59, 59, 999, zone),
		}, fonts(t), pdf.PageText{Page: func(int, int) string { return "" }})
		if err != nil {
			t.Fatal(err)
		}
		d.Heading(1, "Første")
		conforms(t, finish(t, d))
	}
}
