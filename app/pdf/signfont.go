package pdf

import (
	"maps"
	"slices"
	"strings"

	"trygghylla/app/pdf/object"
)

// letters is one of the document's fonts as the signer needs it: which code
// draws which character, and how wide, in thousandths of the size.
type letters struct {
	ref   object.Ref
	codes map[rune]int
	width map[int]float64
	usual float64
	left  int // entries of its tables that are still read
}

// maxLetters bounds the work on the tables of a hostile font.
const maxLetters = 1 << 20

// fieldFonts lists the fonts that the document itself offers to a field: those
// of its form and those of the field's page.
func fieldFonts(d *object.Document, f field) []object.Ref {
	var refs []object.Ref
	for _, resources := range []object.Value{d.Dict(d.Root()["AcroForm"])["DR"], f.page["Resources"]} {
		fonts := d.Dict(d.Dict(resources)["Font"])
		for _, name := range slices.Sorted(maps.Keys(fonts)) {
			if ref, ok := fonts[name].(object.Ref); ok && !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
	}
	return refs
}

// bestFont picks the font that has most of the characters, and of those with
// the same number one that is not bold.
func bestFont(d *object.Document, f field, text string) (letters, error) {
	var best letters
	most := -1
	for _, ref := range fieldFonts(d, f) {
		l, ok := readFont(d, ref)
		if !ok {
			continue
		}
		score := 0
		for _, r := range text {
			if _, has := l.codes[r]; has {
				score += 2
			}
		}
		if name, _ := d.Dict(ref)["BaseFont"].(object.Name); !strings.Contains(string(name), "Bold") {
			score++
		}
		if score > most {
			best, most = l, score
		}
	}
	if _, has := best.codes['?']; !has && 2*len([]rune(text)) > most {
		return letters{}, ErrLetters
	}
	return best, nil
}

// readFont reads a composite font with codes of two bytes that are the
// characters' identifiers (ISO 32000-1, 9.7). ok is false for any other.
func readFont(d *object.Document, ref object.Ref) (letters, bool) {
	l := letters{ref: ref, codes: map[rune]int{}, width: map[int]float64{}, usual: 1000, left: maxLetters}
	font := d.Dict(ref)
	descendants := d.Array(font["DescendantFonts"])
	unicode := d.Stream(font["ToUnicode"])
	if font["Encoding"] != object.Name("Identity-H") || len(descendants) != 1 || unicode == nil {
		return l, false
	}
	descendant := d.Dict(descendants[0])
	var glyphs []byte
	if s := d.Stream(descendant["CIDToGIDMap"]); s != nil {
		var err error
		if glyphs, err = s.Decoded(); err != nil {
			return l, false
		}
	}
	drawn := func(code int) bool {
		return glyphs == nil || 2*code+1 < len(glyphs) && (glyphs[2*code] != 0 || glyphs[2*code+1] != 0)
	}
	cmap, err := unicode.Decoded()
	if err != nil || !l.readCodes(cmap, drawn) {
		return l, false
	}
	if w, ok := number(descendant["DW"]); ok {
		l.usual = w
	}
	l.readWidths(d, d.Array(descendant["W"]))
	return l, true
}

// readCodes turns a ToUnicode map round. Of several codes for one character
// the lowest counts.
func (l *letters) readCodes(cmap []byte, drawn func(code int) bool) bool {
	add := func(code, r int) {
		if l.left--; l.left < 0 {
			return
		}
		if old, has := l.codes[rune(r)]; drawn(code) && (!has || code < old) {
			l.codes[rune(r)] = code
		}
	}
	for op, err := range object.Content(cmap) {
		if err != nil {
			return false
		}
		v := op.Operands
		switch op.Operator {
		case "endbfchar":
			for i := 0; i+1 < len(v); i += 2 {
				from, ok1 := twoBytes(v[i])
				to, ok2 := twoBytes(v[i+1])
				if ok1 && ok2 {
					add(from, to)
				}
			}
		case "endbfrange":
			for i := 0; i+2 < len(v); i += 3 {
				from, ok1 := twoBytes(v[i])
				last, ok2 := twoBytes(v[i+1])
				to, ok3 := twoBytes(v[i+2])
				if !ok1 || !ok2 || !ok3 {
					continue
				}
				for code := from; code <= last && l.left > 0; code++ {
					add(code, to+code-from)
				}
			}
		}
	}
	return true
}

func twoBytes(v object.Value) (int, bool) {
	s, ok := v.(object.String)
	if !ok || len(s) != 2 {
		return 0, false
	}
	return int(s[0])<<8 | int(s[1]), true
}

// readWidths reads the W array (ISO 32000-1, 9.7.4.3).
func (l *letters) readWidths(d *object.Document, w object.Array) {
	for i := 0; i+1 < len(w); {
		first, ok := w[i].(int)
		if !ok {
			return
		}
		if list := d.Array(w[i+1]); list != nil {
			for j, v := range list {
				if n, ok := number(v); ok {
					l.width[first+j] = n
				}
			}
			i += 2
			continue
		}
		last, ok := w[i+1].(int)
		if !ok || i+2 >= len(w) || last > 0xFFFF {
			return
		}
		if n, ok := number(w[i+2]); ok {
			for code := max(first, 0); code <= last && l.left > 0; code++ {
				l.width[code] = n
				l.left--
			}
		}
		i += 3
	}
}

// encode is the text in the font's codes, and its width at size 1. What the
// font lacks becomes a question mark.
func (l *letters) encode(text string) (object.String, float64) {
	var b []byte
	width := 0.0
	for _, r := range text {
		code, ok := l.codes[r]
		if !ok {
			code = l.codes['?']
		}
		b = append(b, byte(code>>8), byte(code))
		w, ok := l.width[code]
		if !ok {
			w = l.usual
		}
		width += w / 1000
	}
	return object.String(b), width
}
