package pdf_test

import (
	"bytes"
	"fmt"
	"sync"
	"testing"

	"trygghylla/app/pdf"
)

// lettered is a paper with letters that others do not have.
func lettered(t testing.TB, n int) *pdf.Doc {
	d := start(t)
	d.Heading(1, fmt.Sprint("Bokstäver ", n))
	d.Text(pdf.Body, pdf.Plain(string(rune('Α'+n))+" och "+string(rune('Ж'+n)))...)
	d.Text(pdf.Body, pdf.Strong(string(rune('а'+n)))...)
	return d
}

// What is remembered of the papers before shows in no paper: each is as it was
// when it was the first, however many cuts of the fonts came between.
func TestPapersAreTheSameWhateverCameBefore(t *testing.T) {
	const n = 12 // more than are remembered
	var want [n][]byte
	for i := range n {
		want[i] = finish(t, lettered(t, i))
		for j := range i {
			if bytes.Equal(want[i], want[j]) {
				t.Fatalf("papers %d and %d are the same", i, j)
			}
		}
	}
	for i := n - 1; i >= 0; i-- {
		if !bytes.Equal(want[i], finish(t, lettered(t, i))) {
			t.Errorf("paper %d differs the second time", i)
		}
	}
}

func TestPapersMadeAtOnceAreTheSame(t *testing.T) {
	const n = 6
	var want, got [n][]byte
	for i := range n {
		want[i] = finish(t, lettered(t, i))
	}
	var all sync.WaitGroup
	for i := range n {
		d := lettered(t, i)
		all.Go(func() {
			for range 3 {
				got[i], _ = d.Finish()
			}
		})
	}
	all.Wait()
	for i := range n {
		if !bytes.Equal(want[i], got[i]) {
			t.Errorf("paper %d differs when others are made beside it", i)
		}
	}
}

// The bytes of a font are the caller's again once New has returned, and other
// bytes are another font.
func TestFontsAreKnownByTheirBytes(t *testing.T) {
	meta := pdf.Meta{Title: "Prov", Language: "sv", Created: signedAt}
	words := pdf.PageText{Page: func(int, int) string { return "1" }}
	paper := func(f pdf.Fonts) []byte {
		d, err := pdf.New(meta, f, words)
		if err != nil {
			t.Fatal(err)
		}
		d.Heading(1, "Rubrik")
		d.Text(pdf.Body, pdf.Plain("Text")...)
		return finish(t, d)
	}
	f := fonts(t)
	want := paper(f)
	swapped := paper(pdf.Fonts{Regular: f.Bold, Bold: f.Regular})
	if bytes.Equal(want, swapped) {
		t.Error("the fonts exchanged make no difference")
	}
	d, err := pdf.New(meta, f, words)
	if err != nil {
		t.Fatal(err)
	}
	clear(f.Regular)
	clear(f.Bold)
	d.Heading(1, "Rubrik")
	d.Text(pdf.Body, pdf.Plain("Text")...)
	if !bytes.Equal(want, finish(t, d)) {
		t.Error("the paper follows what the caller does to the font")
	}
	if _, err := pdf.New(meta, f, words); err == nil {
		t.Error("a font of zeros was taken for the one before")
	}
	if !bytes.Equal(want, paper(fonts(t))) {
		t.Error("the fonts read anew give other bytes")
	}
}
