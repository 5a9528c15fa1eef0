package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// atom is a piece that is not broken unless it is wider than a line.
type atom struct {
	span
	space bool // a space stands before it
	brk   bool // the line may be broken before it
	feed  bool // the line must be broken before it
}

// atoms splits runs into words. Two runs that meet without a space stay on one
// line. What it returns is good until it is called again.
func (d *Doc) atoms(runs []Run, size float64) []atom {
	out := d.atomised[:0]
	d.cleaned = d.cleaned[:0]
	var next atom // what has been seen before the next word
	for n, r := range runs {
		whole := d.clean(r.Text)
		d.cleaned = append(d.cleaned, whole)
		for text := whole; text != ""; {
			switch text[0] {
			case ' ':
				next.space, next.brk, text = !next.feed, true, text[1:]
				continue
			case '\n':
				if next.feed && len(out) > 0 {
					out = append(out, atom{feed: true})
				}
				next, text = atom{feed: true}, text[1:]
				continue
			}
			end := strings.IndexAny(text, " \n")
			if end < 0 {
				end = len(text)
			}
			for word := text[:end]; word != ""; {
				piece := word[:firstPiece(word)]
				word = word[len(piece):]
				next.span = span{text: piece, bold: r.Bold, url: r.URL, w: d.face(r.Bold).width(piece, size)}
				next.of, next.end = n+1, len(whole)-len(text)+end-len(word)
				out = append(out, next)
				next = atom{brk: true}
			}
			next, text = atom{}, text[end:]
		}
	}
	d.atomised = out
	return out
}

// firstPiece is how much of a word stands before the first place where it may
// be broken without a sign: after a hyphen or slash between letters. Numbers,
// dates and case numbers stay whole.
func firstPiece(word string) int {
	if !strings.ContainsAny(word, "-/–") {
		return len(word)
	}
	before, _ := utf8.DecodeRuneInString(word)
	for i, r := range word {
		n := i + utf8.RuneLen(r)
		after, _ := utf8.DecodeRuneInString(word[n:])
		if (r == '-' || r == '/' || r == '–') && unicode.IsLetter(before) && unicode.IsLetter(after) && i > 1 {
			return n
		}
		before = r
	}
	return len(word)
}

// set breaks runs into lines of at most width points. Text that is empty
// gives no line.
func (d *Doc) set(runs []Run, size, width float64) []line {
	w := wrapper{d: d, size: size, width: width}
	atoms := d.atoms(runs, size)
	for i := 0; i < len(atoms); {
		end := i + 1
		for end < len(atoms) && !atoms[end].brk && !atoms[end].feed {
			end++
		}
		w.word(atoms[i:end])
		i = end
	}
	if len(atoms) > 0 {
		w.feed(true)
	}
	return w.lines
}

// setIn is set for words that have a fixed place: what does not fit in so many
// lines is cut, and the cut is shown.
func (d *Doc) setIn(most int, runs []Run, size, width float64) []line {
	lines := d.set(runs, size, width)
	if len(lines) <= most {
		return lines
	}
	lines = lines[:most]
	lines[most-1].last, lines[most-1].glue = true, false
	spans := lines[most-1].spans
	if len(spans) == 0 {
		return lines
	}
	end := &spans[len(spans)-1]
	end.text = d.cut(end.text+"……", size, width-end.x, end.bold)
	end.w = d.face(end.bold).width(end.text, size)
	return lines
}

// cut shortens clean text to a width and shows that it did.
func (d *Doc) cut(text string, size, width float64, bold bool) string {
	const sign = "…"
	f := d.face(bold)
	if f.width(text, size) <= width {
		return text
	}
	for text != "" && f.width(text+sign, size) > width {
		_, n := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-n]
	}
	return strings.TrimRight(text, " …") + sign
}

// spaced makes set lines end with a space, for text that goes on elsewhere in
// the same element.
func spaced(lines []line) []line {
	if n := len(lines); n > 0 {
		lines[n-1].last = false
	}
	return lines
}

// wrapper fills lines.
type wrapper struct {
	d           *Doc
	size, width float64
	lines       []line
	cur         line
	x           float64
}

func (w *wrapper) feed(last bool) {
	w.cur.last = last
	w.lines = append(w.lines, w.cur)
	w.cur, w.x = line{}, 0
}

// begun reports whether something stands on the line. It may have no width.
func (w *wrapper) begun() bool { return len(w.cur.spans) > 0 }

// word sets atoms that stay together.
func (w *wrapper) word(atoms []atom) {
	if atoms[0].feed && (len(w.lines) > 0 || w.begun()) {
		w.feed(false)
	}
	total := 0.0
	for _, a := range atoms {
		total += a.w
	}
	space := 0.0
	if atoms[0].space && w.begun() {
		space = w.d.face(atoms[0].bold).width(" ", w.size)
	}
	if w.begun() && w.x+space+total > w.width {
		w.cur.glue = !atoms[0].space
		w.feed(false)
		space = 0
	}
	if space > 0 {
		s := span{text: " ", bold: atoms[0].bold, url: w.linkAcross(atoms[0]), w: space}
		if at := atoms[0].end - len(atoms[0].text) - 1; at >= 0 && w.d.cleaned[atoms[0].of-1][at] == ' ' {
			s.of, s.end = atoms[0].of, at+1
		}
		w.put(s)
	}
	for _, a := range atoms {
		if total > w.width {
			w.chop(a.span)
		} else {
			w.put(a.span)
		}
	}
}

// linkAcross keeps the space between two words of one link inside the link.
func (w *wrapper) linkAcross(a atom) string {
	if n := len(w.cur.spans); n > 0 && w.cur.spans[n-1].url == a.url {
		return a.url
	}
	return ""
}

// chop sets a span that is wider than a line, as many characters a line as fit.
func (w *wrapper) chop(s span) {
	f := w.d.face(s.bold)
	for s.text != "" {
		n, x := 0, 0.0
		for i, r := range s.text {
			rw := f.width(string(r), w.size)
			if w.x+x+rw > w.width && (w.begun() || i > 0) {
				break
			}
			n, x = i+utf8.RuneLen(r), x+rw
		}
		if n > 0 {
			w.put(span{text: s.text[:n], bold: s.bold, url: s.url, w: x, of: s.of, end: s.end - len(s.text) + n})
			s.text = s.text[n:]
		}
		if s.text != "" {
			w.cur.glue = true
			w.feed(false)
		}
	}
}

// put appends to the line, to its last span if that looks the same.
func (w *wrapper) put(s span) {
	if n := len(w.cur.spans); n > 0 {
		if p := &w.cur.spans[n-1]; p.bold == s.bold && p.url == s.url {
			if p.of == s.of && p.of > 0 && p.end == s.end-len(s.text) { // as they stand in the text
				p.text = w.d.cleaned[p.of-1][p.end-len(p.text) : s.end]
				p.end = s.end
			} else {
				p.text, p.of = p.text+s.text, 0
			}
			p.w += s.w
			w.x += s.w
			return
		}
	}
	if s.text == "" {
		return
	}
	s.x = w.x
	w.cur.spans = append(w.cur.spans, s)
	w.x += s.w
}

// widest measures the widest piece that should not be broken.
func (d *Doc) widest(runs []Run, size float64) float64 {
	most, sum := 0.0, 0.0
	for _, a := range d.atoms(runs, size) {
		if a.brk || a.feed {
			sum = 0
		}
		sum += a.w
		most = max(most, sum)
	}
	return most
}

// length measures runs set on one line.
func (d *Doc) length(runs []Run, size float64) float64 {
	sum := 0.0
	for _, r := range runs {
		sum += d.face(r.Bold).width(d.oneLine(r.Text), size)
	}
	return sum
}
