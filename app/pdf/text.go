package pdf

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// replacement is drawn for what cannot be drawn. Noto Sans has it.
const replacement = '\uFFFD'

// spelled gives characters that Noto Sans lacks, and people paste, in
// characters that it has.
var spelled = strings.NewReplacer(
	"→", "->", "⇒", "=>", "←", "<-", "≥", ">=", "≤", "<=", "≠", "!=",
	"\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n", "\f", "\n", "\t", " ",
)

// clean makes text drawable: composed (Unicode NFC), with line feeds as the
// only control characters, and with the replacement sign for every character
// that one of the fonts lacks. Marks without width that only steer joining or
// direction, and soft hyphens, are dropped; a joined emoji becomes one sign.
func (d *Doc) clean(s string) string {
	if d.isClean(s) {
		return s
	}
	return d.mend(s)
}

// mend is clean for any text.
func (d *Doc) mend(s string) string {
	s = spelled.Replace(norm.NFC.String(strings.ToValidUTF8(s, string(replacement))))
	var b strings.Builder
	b.Grow(len(s))
	joined := false // the last character was a joiner after a replaced one
	replaced := false
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteRune(r)
			replaced, joined = false, false
		case r == '\u200d':
			joined = replaced
		case steers(r) || replaced && modifies(r):
		case d.fonts[0].has(r) && d.fonts[1].has(r) && !unicode.IsControl(r):
			b.WriteRune(r)
			replaced, joined = false, false
		default:
			if !joined {
				b.WriteRune(replacement)
			}
			replaced, joined = true, false
		}
	}
	return b.String()
}

// isClean finds text that clean would not change, and that is nearly all: the
// letters of Europe, none of which changes beside another.
func (d *Doc) isClean(s string) bool {
	for _, r := range s {
		if r != '\n' && !(plain(r) && d.face(false).has(r) && d.face(true).has(r)) {
			return false
		}
	}
	return true
}

// plain reports whether a character is left as it is wherever it stands, if
// the fonts have it: letters and signs before the combining marks, and dashes,
// quotation marks and the like.
func plain(r rune) bool {
	return r >= ' ' && r <= '~' || r >= '\u00a0' && r < '\u0300' && r != '\u00ad' || r >= '\u2010' && r <= '\u2026'
}

// oneLine is clean for what has one line only.
func (d *Doc) oneLine(s string) string { return strings.ReplaceAll(d.clean(s), "\n", " ") }

// steers reports whether a character has no form of its own in any text.
func steers(r rune) bool {
	return r == '\u00ad' || r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' ||
		r >= '\u2060' && r <= '\u206f' || r >= '\ufe00' && r <= '\ufe0f' || r == '\ufeff'
}

// modifies reports whether a character changes the emoji before it: skin
// tones, tags and enclosing marks.
func modifies(r rune) bool {
	return r >= 0x1F3FB && r <= 0x1F3FF || r >= 0xE0000 && r <= 0xE007F || r == 0x20E3
}

// span is text in one weight on one line, x points from the line's beginning.
type span struct {
	text string
	bold bool
	url  string
	x, w float64
	// While lines are filled: which of the cleaned texts text is a part of,
	// from 1, and where it ends there. 0 for text that was put together.
	of, end int
}

// line is a line of a set paragraph.
type line struct {
	spans []span
	last  bool // of its paragraph
	glue  bool // the next line goes on in the middle of a word
}
