package pdf_test

import (
	"strings"
	"testing"

	"trygghylla/app/pdf"
)

// paragraphs is a short paper of one heading and these texts.
func paragraphs(t testing.TB, texts ...string) *pdf.Doc {
	d := start(t)
	d.Heading(1, "Text")
	for _, s := range texts {
		d.Text(pdf.Body, pdf.Plain(s)...)
	}
	return d
}

func TestEveryCharacterIsShown(t *testing.T) {
	for in, want := range map[string]string{
		"åäö ÅÄÖ æø ÆØ é ü – — “citat” § 8": "åäö ÅÄÖ æø ÆØ é ü – — “citat” § 8",
		"A\u030angstro\u0308m":                               "Ångström", // composed
		"glad \U0001F600 dag":                                "glad � dag",
		"familj \U0001F468\u200d\U0001F469\u200d\U0001F467!": "familj �!",
		"tumme \U0001F44D\U0001F3FD upp":                     "tumme � upp",
		"flagga \U0001F1F8\U0001F1EA":                        "flagga ��",
		"\u4e2d\u6587":                                       "��",
		"a\x00b\x07c\x1bd":                                   "a�b�c�d",
		"trasig \xff\xfe text":                               "trasig � text",
		"rad ett\nrad två\r\nrad tre":                        "rad ett rad två rad tre",
		"mjukt\u00adbindestreck":                             "mjuktbindestreck",
		"höger\u202etext":                                    "högertext",
		"tab\toch   mellanrum":                               "tab och mellanrum",
		"temperatur ≥ 20 → fläkt":                            "temperatur >= 20 -> fläkt",
		"8\u00a0§ tredje stycket":                            "8\u00a0§ tredje stycket",
		"\ufeffbom":                                          "bom",
	} {
		b := finish(t, paragraphs(t, in))
		conforms(t, b)
		if got := read(t, b).aloud("P")[0].text; got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}

func TestEmptyTextLeavesNoElement(t *testing.T) {
	b := finish(t, paragraphs(t, "", " \n ", "\u200b", "kvar"))
	conforms(t, b)
	if got := read(t, b).aloud("P"); len(got) != 1 || got[0].text != "kvar" {
		t.Errorf("%v", got)
	}
}

func TestLongNoteFlowsOverPagesWithoutLoss(t *testing.T) {
	note := strings.TrimSpace(strings.Repeat("Dörren till magasinet går inte att låsa inifrån. ", 205))
	if len([]rune(note)) < 10000 {
		t.Fatal("the note is too short for the test")
	}
	d := paragraphs(t, note)
	d.Table(pdf.Table{
		Columns: []pdf.Column{{Head: "Nr", Width: 1}, {Head: "Svar", Width: 2}, {Head: "Anteckning", Width: 5}},
		Rows: [][]pdf.Cell{
			{cell("K1"), marked(pdf.Partly, "Delvis"), cell(note)},
			{cell("K2"), marked(pdf.InOrder, "I ordning"), cell("kort")},
		},
	})
	d.Callout(pdf.Plain(note)...)
	d.List(pdf.Plain(note), pdf.Plain("sist"))
	b := finish(t, d)
	conforms(t, b)
	p := read(t, b)
	if len(p.pages) < 6 {
		t.Errorf("only %d pages", len(p.pages))
	}
	for _, e := range p.aloud("P") {
		if e.text != note {
			t.Errorf("%s has %d characters of %d", e.tag, len(e.text), len(note))
		}
	}
	if td := p.aloud("TD"); td[1].text != note || td[3].text != "kort" {
		t.Error("the cell lost text")
	}
	if items := p.aloud("LBody"); items[0].text != note || items[1].text != "sist" {
		t.Error("the list lost text")
	}
}

func TestVeryLongWordIsBrokenWithinTheMargins(t *testing.T) {
	word := strings.Repeat("Sambandscentralsföreståndare", 40)
	d := paragraphs(t, word)
	d.Table(pdf.Table{
		Columns: []pdf.Column{{Head: "Nr"}, {Head: "Vad"}},
		Rows:    [][]pdf.Cell{{cell("1"), cell(word)}},
	})
	b := finish(t, d)
	conforms(t, b)
	p := read(t, b)
	if got := p.aloud("P")[0].text; got != word {
		t.Errorf("the word is read as %d characters of %d", len(got), len(word))
	}
	if got := p.aloud("TD")[0].text; got != word {
		t.Error("the cell's word is not whole")
	}
	for _, l := range p.lines[0] {
		if len(l) > 120 {
			t.Errorf("a line of %d characters cannot fit on the page", len(l))
		}
	}
}

func TestWordsOfTwoLinesAreReadApart(t *testing.T) {
	text := strings.TrimSpace(strings.Repeat("ifylld checklista ", 40))
	if got := read(t, finish(t, paragraphs(t, text))).aloud("P")[0].text; got != text {
		t.Errorf("%q", got)
	}
}

func TestWordsWithAFixedPlaceAreCutVisibly(t *testing.T) {
	long := strings.Repeat("mycket lång text ", 300)
	d := start(t)
	d.Heading(1, "Mått")
	d.Bars("Långt", []pdf.Bar{{Label: long, Parts: []int{1}, Text: long}}, pdf.Legend{Parts: []string{long}})
	d.Boxes(long, "två")
	d.Signatures(pdf.Signature{Field: "Sign1", Label: long, Lines: []string{long}})
	b := finish(t, d)
	conforms(t, b)
	p := read(t, b)
	if len(p.pages) != 1 {
		t.Errorf("%d pages", len(p.pages))
	}
	cuts := 0
	for _, l := range p.lines[0] {
		if strings.HasSuffix(l, "…") {
			cuts++
		}
	}
	if cuts != 6 {
		t.Errorf("%d of 6 cuts are shown", cuts)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{
		"", " ", "\n\n", "Hej!", "a\n\n\nb", "\U0001F468\u200d\U0001F469", "e\u0301\u0301\u0301", "\xff", "2026-06-15",
		strings.Repeat("x", 3000), strings.Repeat("a-b/", 900), "\u200d\u200d", "(\\)", "\ud7ff\ue000\ufffe\uffff",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := start(t)
		d.Title("Prov")
		d.Text(pdf.Body, pdf.Run{Text: s}, pdf.Run{Text: s, Bold: true}, pdf.Run{Text: s, URL: "https://example.org/"})
		d.Fields(pdf.Field{Label: s, Value: pdf.Plain(s)})
		d.Table(pdf.Table{Columns: []pdf.Column{{Head: s}, {Head: "B"}}, Rows: [][]pdf.Cell{{cell(s), cell(s)}}})
		d.Bars("prov", []pdf.Bar{{Label: s, Parts: []int{1, 2}, Text: s}}, pdf.Legend{Parts: []string{s, "b"}, Remark: s})
		d.Boxes("1"+s, "2"+s)
		d.List(pdf.Plain(s))
		d.Signatures(pdf.Signature{Field: "Sign1", Label: "Namn", Lines: []string{s}})
		b, err := d.Finish()
		if err != nil {
			t.Fatal(err)
		}
		conforms(t, b)
	})
}
