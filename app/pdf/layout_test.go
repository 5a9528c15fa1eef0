package pdf_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"trygghylla/app/pdf"
)

func TestHeadingStaysWithWhatFollows(t *testing.T) {
	follow := map[string]func(*pdf.Doc){
		"text": func(d *pdf.Doc) { d.Text(pdf.Body, pdf.Plain(strings.Repeat("Sist kommer orden. ", 30))...) },
		"table": func(d *pdf.Doc) {
			d.Table(pdf.Table{Columns: []pdf.Column{{Head: "A"}}, Rows: [][]pdf.Cell{{cell("Sist")}}})
		},
		"list": func(d *pdf.Doc) { d.List(pdf.Plain("Sist"), pdf.Plain("och")) },
		"bars": func(d *pdf.Doc) {
			d.Bars("Sist", []pdf.Bar{{Label: "Sist", Parts: []int{1}}}, pdf.Legend{Parts: []string{"a"}})
		},
		"heading":   func(d *pdf.Doc) { d.Heading(3, "Under"); d.Text(pdf.Body, pdf.Plain("Sist")...) },
		"signature": func(d *pdf.Doc) { d.Signatures(pdf.Signature{Field: "Sign1", Label: "Sist"}) },
	}
	for name, add := range follow {
		for n := 22; n < 33; n++ {
			d := start(t)
			d.Heading(1, "Först")
			for range n {
				d.Text(pdf.Body, pdf.Plain("En rad.")...)
			}
			d.Heading(2, "Rubriken")
			add(d)
			p := read(t, finish(t, d))
			at := p.aloud("H2")[0].page
			for _, e := range p.aloud("P", "TH", "LBody", "Figure", "H3") {
				if strings.HasPrefix(e.text, "Sist") || e.text == "A" || e.text == "Under" {
					if e.page != at {
						t.Errorf("%s after %d lines: the heading is on page %d, %s on %d", name, n, at+1, e.tag, e.page+1)
					}
					break
				}
			}
		}
	}
}

func TestTableRepeatsItsHeadAndSplitsNoRow(t *testing.T) {
	d := start(t)
	d.Heading(1, "Kameror")
	var rows [][]pdf.Cell
	for i := range 60 {
		note := strings.Repeat(fmt.Sprintf("Anteckning %d. ", i), i%17)
		rows = append(rows, []pdf.Cell{cell(fmt.Sprint("K", i)), marked(pdf.Missing, "Saknas"), cell(note)})
	}
	d.Table(pdf.Table{Columns: []pdf.Column{{Head: "Nummer"}, {Head: "Svar"}, {Head: "Anteckning", Width: 3}}, Rows: rows})
	b := finish(t, d)
	conforms(t, b)
	p := read(t, b)
	if len(p.pages) < 3 {
		t.Fatalf("%d pages", len(p.pages))
	}
	heads := 0
	for _, h := range p.aloud("TH") {
		if h.text == "Nummer" {
			heads++
		}
	}
	if heads != 1 {
		t.Errorf("the head is read %d times", heads)
	}
	for i := range p.pages {
		if !slices.Contains(p.lines[i], "Nummer") {
			t.Errorf("page %d has no head", i+1)
		}
		if i > 0 && !slices.Contains(p.artifacts[i], "Nummer") {
			t.Errorf("the head of page %d is read aloud", i+1)
		}
	}
	for i := range 60 { // a row's first and last line are on one page
		first := shownOn(p, fmt.Sprint("K", i))
		for page := range p.pages {
			if page != first && strings.Contains(strings.Join(p.lines[page], " "), fmt.Sprintf("Anteckning %d.", i)) {
				t.Errorf("row %d is split", i)
			}
		}
	}
}

func TestNoRowIsLeftAloneOnTheLastPage(t *testing.T) {
	for n := 24; n < 36; n++ {
		d := start(t)
		d.Heading(1, "Kameror")
		var rows [][]pdf.Cell
		for i := range n {
			rows = append(rows, []pdf.Cell{cell(fmt.Sprint("K", i)), cell("a")})
		}
		d.Table(pdf.Table{Columns: []pdf.Column{{Head: "Nr"}, {Head: "Vad"}}, Rows: rows})
		p := read(t, finish(t, d))
		if a, b := shownOn(p, fmt.Sprint("K", n-2)), shownOn(p, fmt.Sprint("K", n-1)); a != b {
			t.Errorf("of %d rows the last is alone", n)
		}
	}
}

func shownOn(p *paper, line string) int {
	for i, lines := range p.lines {
		if slices.Contains(lines, line) {
			return i
		}
	}
	p.t.Fatalf("%q is nowhere", line)
	return -1
}

func TestDatesAndNumbersAreNeverBroken(t *testing.T) {
	long := strings.Repeat("Säkerhetssamordnarens ", 6)
	d := start(t)
	d.Heading(1, "Åtgärder")
	cols := []pdf.Column{{Head: "Nr"}, {Head: "Vad", Width: 9}, {Head: "Åtgärd", Width: 9}, {Head: "Ansvarig", Width: 9}, {Head: "Klart"}, {Head: "Åter"}}
	d.Table(pdf.Table{Columns: cols, Rows: [][]pdf.Cell{{
		cell("M14"), cell(long), cell(long), cell(long), cell("2026-06-15"), cell("2026-09-01 14.02"),
	}}})
	for n := range 90 {
		d.Text(pdf.Body, pdf.Plain(strings.Repeat("x", n)+" före 2026-06-15, KUN 2026/118, 031-12 34")...)
	}
	b := finish(t, d)
	all := strings.Join(slices.Concat(read(t, b).lines...), "\n")
	for want, n := range map[string]int{"M14": 1, "2026-09-01": 1, "2026-06-15": 91, "2026/118": 90, "031-12": 90} {
		if got := strings.Count(all, want); got != n {
			t.Errorf("%s stands whole %d times of %d", want, got, n)
		}
	}
}

func TestStatusStaysOnOneLine(t *testing.T) {
	b := finish(t, sample(t, 6))
	p := read(t, b)
	for _, word := range []string{"I ordning", "Ej aktuellt", "Inte besvarad", "Vet inte"} {
		shownOn(p, word)
	}
}

func TestRunningHeadAndFoot(t *testing.T) {
	p := read(t, finish(t, sample(t, 60)))
	for i, lines := range p.artifacts {
		for _, want := range []string{
			"Vadstena bibliotek", "Utgåva 3 · 2026-05-28", "EXEMPEL", "Kontrollkod 7F3A-2211", "Skapad med Trygghylla",
			fmt.Sprintf("Sida %d av %d", i+1, len(p.pages)),
		} {
			if !slices.Contains(lines, want) {
				t.Errorf("page %d lacks %q, or it is read aloud", i+1, want)
			}
		}
	}
}

func TestContentsLeadToTheChapters(t *testing.T) {
	b := finish(t, sample(t, 60))
	p := read(t, b)
	pages := map[string]int{}
	for _, h := range p.aloud("H1") {
		pages[h.text] = h.page + 1
	}
	entry := regexp.MustCompile(`^(.*) sida (\d+)$`)
	entries := p.aloud("TOCI")
	if len(entries) != 4 {
		t.Fatalf("%d chapters", len(entries))
	}
	for _, e := range entries {
		m := entry.FindStringSubmatch(e.text)
		if m == nil || fmt.Sprint(pages[m[1]]) != m[2] || pages[m[1]] < 2 {
			t.Errorf("%q; the chapters are on %v", e.text, pages)
		}
	}
}

func TestTogetherIsNotParted(t *testing.T) {
	for n := 18; n < 33; n++ {
		d := start(t)
		d.Heading(1, "Tom lista")
		for range n {
			d.Text(pdf.Body, pdf.Plain("En rad.")...)
		}
		d.Together(func(d *pdf.Doc) {
			d.Text(pdf.Body, pdf.Plain("Frågan")...)
			d.Boxes("Svaret", "nej")
			d.Lines(3)
			d.Text(pdf.Small, pdf.Plain("Slutet")...)
		})
		p := read(t, finish(t, d))
		if a, b := shownOn(p, "Frågan"), shownOn(p, "Slutet"); a != b {
			t.Errorf("after %d lines: pages %d and %d", n, a+1, b+1)
		}
	}
}

func TestFinishRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		add  func(*pdf.Doc)
		want string
	}{
		"a skipped level":  {func(d *pdf.Doc) { d.Heading(1, "A"); d.Heading(3, "B") }, "level 3 follows level 1"},
		"level first":      {func(d *pdf.Doc) { d.Heading(2, "A") }, "level 2 follows level 0"},
		"an empty heading": {func(d *pdf.Doc) { d.Heading(1, " ") }, "empty"},
		"a long row": {func(d *pdf.Doc) {
			d.Table(pdf.Table{Columns: []pdf.Column{{Head: "A"}}, Rows: [][]pdf.Cell{{cell("1"), cell("2")}}})
		}, "2 cells in 1 columns"},
		"a mark alone": {func(d *pdf.Doc) {
			d.Table(pdf.Table{Columns: []pdf.Column{{Head: "A"}}, Rows: [][]pdf.Cell{{{Mark: pdf.InOrder}}}})
		}, "without its word"},
		"a chart without words": {func(d *pdf.Doc) { d.Bars("", nil, pdf.Legend{}) }, "alternative text"},
		"too many parts":        {func(d *pdf.Doc) { d.Bars("a", []pdf.Bar{{Parts: make([]int, 6)}}, pdf.Legend{}) }, "told apart"},
		"a box without label":   {func(d *pdf.Doc) { d.Boxes("a", "") }, "no label"},
		"the same field twice": {func(d *pdf.Doc) {
			d.Signatures(pdf.Signature{Field: "S", Label: "a"}, pdf.Signature{Field: "S", Label: "b"})
		}, "two signature fields"},
		"a field without name":         {func(d *pdf.Doc) { d.Signatures(pdf.Signature{Field: "S"}) }, "no label"},
		"a link that starts a program": {func(d *pdf.Doc) { d.Text(pdf.Body, pdf.Run{Text: "a", URL: "file:///c:/x.exe"}) }, "may stand"},
		"a script as link":             {func(d *pdf.Doc) { d.List([]pdf.Run{{Text: "a", URL: "javascript:1"}}) }, "may stand"},
		"an unknown relationship":      {func(d *pdf.Doc) { d.Attach(pdf.Attachment{Name: "a", MIME: "a/b", Relationship: "Friend"}) }, "relationship"},
		"two files of one name": {func(d *pdf.Doc) {
			d.Attach(pdf.Attachment{Name: "a", MIME: "a/b", Relationship: "Data"})
			d.Attach(pdf.Attachment{Name: "a", MIME: "a/c", Relationship: "Data"})
		}, "of its own"},
		"a file name with letters that not all have": {func(d *pdf.Doc) { d.Attach(pdf.Attachment{Name: "å", MIME: "a/b", Relationship: "Data"}) }, "ASCII"},
	} {
		d := start(t)
		c.add(d)
		if b, err := d.Finish(); err == nil || b != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	good := pdf.Meta{Title: "A", Language: "sv", Created: signedAt}
	page := pdf.PageText{Page: func(int, int) string { return "" }}
	f := fonts(t)
	for name, c := range map[string]struct {
		m pdf.Meta
		f pdf.Fonts
		p pdf.PageText
	}{
		"no title":        {pdf.Meta{Language: "sv", Created: signedAt}, f, page},
		"no language":     {pdf.Meta{Title: "A", Created: signedAt}, f, page},
		"no time":         {pdf.Meta{Title: "A", Language: "sv"}, f, page},
		"no page words":   {good, f, pdf.PageText{}},
		"no font":         {good, pdf.Fonts{Regular: f.Regular}, page},
		"half a font":     {good, pdf.Fonts{Regular: f.Regular, Bold: f.Bold[:40000]}, page},
		"a font of words": {good, pdf.Fonts{Regular: []byte("Noto Sans Regular"), Bold: f.Bold}, page},
	} {
		if _, err := pdf.New(c.m, c.f, c.p); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestAnEmptyPaperHasOnePage(t *testing.T) {
	d := start(t)
	d.PageBreak()
	d.Space(5000)
	d.Heading(1, "Tomt")
	d.PageBreak()
	d.PageBreak()
	p := read(t, finish(t, d))
	if len(p.pages) != 1 {
		t.Errorf("%d pages", len(p.pages))
	}
}
