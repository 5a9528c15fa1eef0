package pdf_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"trygghylla/app/pdf"
)

// TestTogetherStaysTogether: wherever on the page a part begins, its first and last line are on one page.
func TestTogetherStaysTogether(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("TRYGGHYLLA_TOOLS") == "1" {
			t.Fatal(err)
		}
		t.Skip("pdftotext is not installed")
	}
	for before := 0; before < 60; before++ {
		d := start(t)
		d.Text(pdf.Body, pdf.Plain("above")...) // a space at a page's top would be nothing
		d.Space(float64(before) * 3)
		for i := 0; i < 12; i++ {
			d.Together(func(d *pdf.Doc) {
				d.Space(6)
				d.Text(pdf.Body, pdf.Plain("first")...)
				d.Boxes("one", "two")
				d.Lines(2)
				d.Text(pdf.Body, pdf.Plain("last")...)
			})
			d.Lines(1) // leaves a wide gap below, which the next part must reckon with
		}
		file, err := d.Finish()
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "x.pdf")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		text, err := exec.Command("pdftotext", path, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		for n, page := range strings.Split(string(text), "\f") {
			if a, b := strings.Count(page, "first"), strings.Count(page, "last"); a != b {
				t.Errorf("%d points down, page %d has %d beginnings and %d ends", before*3, n+1, a, b)
			}
		}
	}
}
