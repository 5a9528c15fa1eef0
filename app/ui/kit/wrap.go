package kit

import (
	"strings"

	"fyne.io/fyne/v2"
)

type piece struct {
	text string
	run  int
	x, w float32
}

type row struct {
	pieces []piece
	width  float32
}

type lines struct {
	rows           []row
	width          float32 // of the widest row
	asked, letters float32 // what it was made for
}

// breaker fills rows word by word.
type breaker struct {
	letters, limit float32 // of the run at hand, of a row
	out            []row
	cur            row
}

func breakLines(runs []Run, level Level, limit float32) lines {
	b := breaker{limit: max(limit, 1)}
	for i, r := range runs {
		b.letters = r.letters(level)
		for j, para := range strings.Split(r.Text, "\n") {
			if j > 0 {
				b.newRow()
			}
			b.paragraph(i, r.Bold, para)
		}
	}
	b.newRow()
	l := lines{rows: b.out}
	for _, r := range b.out {
		l.width = max(l.width, r.width)
	}
	return l
}

func (b *breaker) measure(s string, bold bool) float32 {
	if s == "" {
		return 0
	}
	return fyne.MeasureText(s, b.letters, fyne.TextStyle{Bold: bold}).Width
}

func (b *breaker) paragraph(run int, bold bool, para string) {
	space := b.measure(" ", bold)
	for i, word := range strings.Split(para, " ") {
		w, lead := b.measure(word, bold), float32(0)
		if i > 0 {
			lead = space
		}
		if len(b.cur.pieces) > 0 && b.cur.width+lead+w > b.limit && word != "" {
			b.newRow()
			lead = 0
		}
		for w > b.limit && len([]rune(word)) > 1 {
			head := b.fits(word, bold)
			b.add(run, head, b.measure(head, bold), lead)
			b.newRow()
			word, lead = word[len(head):], 0
			w = b.measure(word, bold)
		}
		b.add(run, word, w, lead)
	}
}

// fits is the longest beginning of a word that has room on an empty row, at least one letter.
func (b *breaker) fits(word string, bold bool) string {
	runes := []rune(word)
	n := len(runes)
	for n > 1 && b.measure(string(runes[:n]), bold) > b.limit {
		n--
	}
	return string(runes[:n])
}

func (b *breaker) add(run int, word string, w, lead float32) {
	if word == "" && lead == 0 {
		return
	}
	if lead > 0 && len(b.cur.pieces) == 0 {
		lead = 0
	}
	text := word
	if lead > 0 {
		text = " " + word
	}
	if n := len(b.cur.pieces); n > 0 && b.cur.pieces[n-1].run == run {
		b.cur.pieces[n-1].text += text
		b.cur.pieces[n-1].w += lead + w
	} else {
		b.cur.pieces = append(b.cur.pieces, piece{text: text, run: run, x: b.cur.width, w: lead + w})
	}
	b.cur.width += lead + w
}

func (b *breaker) newRow() {
	b.out = append(b.out, b.cur)
	b.cur = row{}
}
