package pdf

import "slices"

// Run is a piece of text in one weight. A line feed in Text breaks the line;
// other control characters, and characters that the font lacks, are shown as
// a replacement sign and never left out silently.
type Run struct {
	Text string
	Bold bool
	// URL makes the run a link out of the paper, which only the reader's own
	// program follows: https, http or mailto, in ASCII.
	URL string
}

// Plain returns text as one run in normal weight.
func Plain(text string) []Run { return []Run{{Text: text}} }

// Strong returns text as one run in bold.
func Strong(text string) []Run { return []Run{{Text: text, Bold: true}} }

// Style is the size of a paragraph.
type Style int

// The three styles of running text.
const (
	Body  Style = iota // 10.5 points: what is read
	Lead               // 12 points: the sentence under a title
	Small              // 8.5 points: sources, legends, remarks
)

// Title sets the paper's name in the largest type. It is a heading of level 1
// with a bookmark, but not a chapter: Contents leaves it out.
func (d *Doc) Title(text string) { d.add(&heading{text: text, level: 1, title: true}) }

// Heading sets a heading with a bookmark; level is 1, 2 or 3. It stays on the
// page of what follows it. A level may not be skipped on the way down (ISO
// 14289-1 7.4.2); Finish refuses a paper where one is.
func (d *Doc) Heading(level int, text string) { d.add(&heading{text: text, level: level}) }

// Text sets one paragraph.
func (d *Doc) Text(s Style, runs ...Run) { d.add(&paragraph{runs: runs, style: s}) }

// List sets a list with bullets. Items without text are left out.
func (d *Doc) List(items ...[]Run) { d.add(&list{items: d.said(items)}) }

// Steps sets a numbered list, from 1. Items without text are left out and not
// counted.
func (d *Doc) Steps(items ...[]Run) { d.add(&list{items: d.said(items), numbered: true}) }

// said is the items that draw something.
func (d *Doc) said(items [][]Run) [][]Run {
	return slices.DeleteFunc(slices.Clone(items), d.blank)
}

// Field is a label and its value.
type Field struct {
	Label string
	Value []Run
}

// Fields sets labels and values in two columns. An empty value is shown as an
// en dash.
func (d *Doc) Fields(rows ...Field) {
	t := &table{plain: true, Table: Table{Columns: make([]Column, 2)}}
	for _, f := range rows {
		v := f.Value
		if d.blank(v) {
			v = Plain("–")
		}
		t.Rows = append(t.Rows, []Cell{{Runs: Strong(f.Label)}, {Runs: v}})
	}
	d.add(t)
}

// Callout sets a paragraph that must not be overlooked, with a heavy rule
// beside it.
func (d *Doc) Callout(runs ...Run) { d.add(&callout{runs: runs}) }

// PageBreak goes on at the top of a new page, unless the page is empty or
// nothing follows.
func (d *Doc) PageBreak() { d.add(&pageBreak{}) }

// Space leaves height points free; nothing at the top of a page.
func (d *Doc) Space(height float64) { d.add(&space{height: height}) }

// Together adds what f adds, kept on one page if it fits on one.
func (d *Doc) Together(f func(*Doc)) {
	before := d.blocks
	d.blocks = nil
	f(d)
	inner := d.blocks
	d.blocks = before
	d.add(&together{blocks: inner})
}

// Contents lists the headings of level 1 in the whole paper with their pages,
// each a link. page makes the words, such as "sida 18"; it must be pure.
func (d *Doc) Contents(page func(page int) string) { d.add(&contents{page: page}) }

// Mark is the sign of a status. It is drawn beside the word and never alone.
type Mark int

// The six statuses. Each shape can be told from the others without colour.
const (
	NoMark        Mark = iota
	InOrder            // filled disc with a tick
	Partly             // half disc
	Missing            // square with a cross
	NotApplicable      // dash
	DontKnow           // diamond with a question mark
	Unanswered         // empty ring
)

// Column is a column of a table.
type Column struct {
	Head string
	// Width is relative to the other columns; 0 counts as 1. A column gets
	// more than its share if a date or a word in it would otherwise break.
	Width float64
}

// Cell is a cell of a table: a status mark, if any, and its word or other text.
// A mark without text makes Finish fail.
type Cell struct {
	Mark Mark
	Runs []Run
}

// Table is a table with one head row. The first cell of each row is the row's
// head for a screen reader. Rows shorter than the columns are filled up with
// empty cells; a longer row makes Finish fail.
type Table struct {
	Columns []Column
	Rows    [][]Cell
}

// Table sets a table. After a page break its head is repeated; a row is split
// only if it is higher than a page.
func (d *Doc) Table(t Table) { d.add(&table{Table: t}) }

// Bar is one row of a bar chart: Parts are amounts, in the order of the
// legend; Text says the numbers in words.
type Bar struct {
	Label string
	Parts []int
	Text  string
}

// Legend names the parts of the bars, at most five, and adds a remark. Each
// part has a pattern of its own that survives a one-bit printer.
type Legend struct {
	Parts  []string
	Remark string
}

// Bars sets a bar chart: one bar a row, each stretched to the same full width.
// alt tells a screen reader everything that the chart shows (ISO 14289-1 7.3).
func (d *Doc) Bars(alt string, rows []Bar, legend Legend) {
	d.add(&bars{alt: alt, rows: rows, legend: legend})
}

// Boxes sets a row of empty boxes of 8 millimetres, each with its label, to be
// ticked with a pen. An empty label makes Finish fail.
func (d *Doc) Boxes(labels ...string) { d.add(&boxes{labels: labels}) }

// Lines sets n ruled lines to write on with a pen, each with 8 millimetres of
// room.
func (d *Doc) Lines(n int) { d.add(&penLines{n: n}) }

// Signature is a framed place for a signature, by pen or digitally.
type Signature struct {
	// Field is the name of the empty signature field, "Sign1" or "Sign2"; if
	// empty, the frame is for a pen only.
	Field string
	// Label stands bold in the frame and is the field's spoken name.
	Label string
	// Lines stand under the label, small; at most eight.
	Lines []string
}

// Signatures sets frames side by side, at most two a row. The lower part of a
// frame is the field's rectangle, which the signer fills with the name, time
// and fingerprint.
func (d *Doc) Signatures(s ...Signature) { d.add(&signatures{sigs: s}) }
