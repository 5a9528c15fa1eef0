package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// face is what the layout must know of a TrueType font: which characters of
// the basic plane it has, and how wide each is in thousandths of the size.
type face struct {
	file []byte         // the TrueType file
	adv  [0x10000]int16 // -1 where the font has no glyph
}

var errFont = errors.New("not a TrueType font with a Unicode cmap")

// faces remembers what was read of fonts: all papers are made with the same two.
var faces memory

// memory is the last fonts that were read. Several goroutines may use it.
type memory struct {
	sync.Mutex
	known []*face // newest last
}

// face reads a font, unless it has read the same before.
func (m *memory) face(file []byte) (*face, error) {
	m.Lock()
	defer m.Unlock()
	for _, f := range m.known {
		if bytes.Equal(f.file, file) {
			return f, nil
		}
	}
	f, err := parseFace(file)
	if err != nil {
		return nil, err
	}
	f.file = bytes.Clone(file)
	m.known = append(slices.Clone(m.known[max(0, len(m.known)-3):]), f)
	return f, nil
}

// parseFace reads the tables head, hhea, hmtx and cmap (format 4). Glyph 0 is
// never a character.
func parseFace(b []byte) (fc *face, err error) {
	defer func() { // the tables are read without a bounds check of each
		if recover() != nil {
			fc, err = nil, errFont
		}
	}()
	tables, err := fontTables(b)
	if err != nil {
		return nil, err
	}
	u16 := func(b []byte, i int) int { return int(binary.BigEndian.Uint16(b[i:])) }
	units := u16(tables["head"], 18)
	metrics := u16(tables["hhea"], 34)
	if units == 0 || metrics == 0 {
		return nil, errFont
	}
	if u16(tables["OS/2"], 8)&0x0302 != 0 { // OpenType, OS/2 fsType
		return nil, errors.New("the font may not be embedded")
	}
	sub, err := cmap4(tables["cmap"])
	if err != nil {
		return nil, err
	}
	fc = &face{}
	for r := range fc.adv {
		fc.adv[r] = -1
		if g := glyph4(sub, r); g != 0 {
			fc.adv[r] = int16(u16(tables["hmtx"], 4*min(g, metrics-1)) * 1000 / units)
		}
	}
	return fc, nil
}

// fontTables splits a TrueType file (Apple and Microsoft, sfnt version 1.0).
func fontTables(b []byte) (map[string][]byte, error) {
	if len(b) < 12 || binary.BigEndian.Uint32(b) != 0x00010000 {
		return nil, errFont
	}
	b = slices.Clip(b) // what lies beyond the end is no part of the font
	n := int(binary.BigEndian.Uint16(b[4:]))
	tables := map[string][]byte{}
	for i := range n {
		e := b[12+16*i:]
		off, size := binary.BigEndian.Uint32(e[8:]), binary.BigEndian.Uint32(e[12:])
		tables[string(e[:4])] = b[off : off+size]
	}
	for _, name := range []string{"head", "hhea", "hmtx", "cmap", "OS/2"} {
		if len(tables[name]) == 0 {
			return nil, fmt.Errorf("%w: no table %s", errFont, name)
		}
	}
	return tables, nil
}

// postScriptName is the font's name 6 for Windows (OpenType, table name).
func postScriptName(b []byte) (s string, err error) {
	defer func() { // the table is read without a bounds check of each
		if recover() != nil {
			s, err = "", errFont
		}
	}()
	tables, err := fontTables(b)
	if err != nil {
		return "", err
	}
	t := tables["name"]
	u16 := func(i int) int { return int(binary.BigEndian.Uint16(t[i:])) }
	for i := range u16(2) {
		e := 6 + 12*i
		if u16(e) != 3 || u16(e+6) != 6 {
			continue
		}
		at := u16(4) + u16(e+10)
		for j := 1; j < u16(e+8); j += 2 { // UTF-16, ASCII only
			s += string(rune(t[at+j]))
		}
		return s, nil
	}
	return "", fmt.Errorf("%w: no name", errFont)
}

// cmap4 finds the format 4 subtable for Unicode's basic plane.
func cmap4(b []byte) ([]byte, error) {
	for i := range int(binary.BigEndian.Uint16(b[2:])) {
		e := b[4+8*i:]
		platform, encoding := binary.BigEndian.Uint16(e), binary.BigEndian.Uint16(e[2:])
		sub := b[binary.BigEndian.Uint32(e[4:]):]
		if (platform == 0 || platform == 3 && encoding == 1) && binary.BigEndian.Uint16(sub) == 4 {
			return sub, nil
		}
	}
	return nil, errFont
}

// glyph4 looks a character up in a format 4 subtable.
func glyph4(b []byte, r int) int {
	u16 := func(i int) int { return int(binary.BigEndian.Uint16(b[i:])) }
	segs := u16(6) / 2
	lo, hi := 0, segs
	for lo < hi {
		if mid := (lo + hi) / 2; u16(14+2*mid) < r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == segs {
		return 0
	}
	start, delta, at := u16(16+2*segs+2*lo), u16(16+4*segs+2*lo), 16+6*segs+2*lo
	if r < start {
		return 0
	}
	if off := u16(at); off != 0 {
		g := u16(at + off + 2*(r-start))
		if g == 0 {
			return 0
		}
		return (g + delta) & 0xFFFF
	}
	return (r + delta) & 0xFFFF
}

// has reports whether the font can draw the character.
func (f *face) has(r rune) bool { return r >= 0 && r < 0x10000 && f.adv[r] >= 0 }

// width measures text that is clean, in points at the size.
func (f *face) width(s string, size float64) float64 {
	n := 0
	for _, r := range s {
		n += int(f.adv[r])
	}
	return float64(n) * size / 1000
}

// face is the font for a weight.
func (d *Doc) face(bold bool) *face {
	if bold {
		return d.fonts[1]
	}
	return d.fonts[0]
}
