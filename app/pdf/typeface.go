package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"codeberg.org/go-pdf/fpdf"

	"trygghylla/app/pdf/object"
)

// typeface is the two fonts of a paper and what was made of them. It may be
// used by several goroutines.
type typeface struct {
	files    [2][]byte
	faces    [2]*face
	signable [2]charset // what every paper carries, for signatures

	mu   sync.Mutex
	cuts []*cut // newest last
}

// The most that is remembered, in typefaces and in cuts of each: papers are
// made with the same fonts and mostly the same letters, and each cut is about
// a hundred kilobytes.
const (
	mostTypefaces = 2
	mostCuts      = 8
)

var typefaces struct {
	sync.Mutex
	known []*typeface // newest last
}

// readTypeface reads two TrueType files, unless it has read the same before.
func readTypeface(f Fonts) (*typeface, error) {
	typefaces.Lock()
	defer typefaces.Unlock()
	for _, t := range typefaces.known {
		if bytes.Equal(t.files[0], f.Regular) && bytes.Equal(t.files[1], f.Bold) {
			return t, nil
		}
	}
	t := &typeface{files: [2][]byte{bytes.Clone(f.Regular), bytes.Clone(f.Bold)}}
	for i, b := range t.files {
		var err error
		if t.faces[i], err = parseFace(b); err != nil {
			return nil, fmt.Errorf("read font %d: %w", i+1, err)
		}
		t.signable[i] = t.faces[i].signable()
	}
	typefaces.known = append(newest(typefaces.known, mostTypefaces-1), t)
	return t, nil
}

// newest forgets all but the last n.
func newest[T any](s []T, n int) []T { return slices.Clone(s[max(0, len(s)-n):]) }

// signable is what a signature's visible part may be written with: the Latin
// letters of Europe, digits and common signs, as far as the font has them.
func (f *face) signable() (l charset) {
	for _, r := range [][2]rune{
		{' ', '~'},
		{'\u00a0', '\u00ac'},
		{'\u00ae', '\u017f'},
		{'\u2013', '\u2014'},
		{'\u2018', '\u201d'},
		{replacement, replacement},
	} {
		for c := r[0]; c <= r[1]; c++ {
			if f.has(c) {
				l.add(c)
			}
		}
	}
	return l
}

// names are what the pages call the two fonts. They follow from the fonts.
func (t *typeface) names() (names [2]object.Name, err error) {
	c, err := t.cut(&t.signable)
	if err != nil {
		return names, err
	}
	for i := range names {
		names[i] = c.fonts[i].name
	}
	return names, nil
}

// cut is the two fonts with no more letters than a paper needs.
type cut struct {
	used  [2]charset
	fonts [2]embedded
}

// embedded is one font as it stands in a file. It is shared and not changed.
type embedded struct {
	name                   object.Name
	font, cid, descriptor  object.Dict
	file, glyphs, toLetter *object.Stream
}

// cut makes the fonts carry the letters, unless it has before.
func (t *typeface) cut(used *[2]charset) (*cut, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, c := range t.cuts {
		if c.used == *used {
			return c, nil
		}
	}
	d, err := t.embed(used)
	if err != nil {
		return nil, err
	}
	c := &cut{used: *used}
	kids := d.Array(d.Dict(d.Root()["Pages"])["Kids"])
	if len(kids) != 1 {
		return nil, errFpdf
	}
	fonts := d.Dict(d.Dict(d.Dict(kids[0])["Resources"])["Font"])
	if len(fonts) != 2 {
		return nil, fmt.Errorf("%d fonts instead of 2: %w", len(fonts), errFpdf)
	}
	for name, v := range fonts {
		i := weight(d.Dict(v)["BaseFont"] == object.Name("utf8"+family+"B"))
		if c.fonts[i], err = readEmbedded(d, d.Dict(v)); err != nil {
			return nil, fmt.Errorf("font %s: %w", name, err)
		}
		c.fonts[i].name = name
	}
	t.cuts = append(newest(t.cuts, mostCuts-1), c)
	return c, nil
}

// family is the name that the fonts go under in fpdf.
const family = "text"

// embed has fpdf write a file of one page with the letters, in which the
// fonts stand.
func (t *typeface) embed(used *[2]charset) (*object.Document, error) {
	p := fpdf.New("P", "pt", "A4", "")
	p.SetCatalogSort(true)
	p.SetCompression(false)
	for i, style := range []string{"", "B"} {
		p.AddUTF8FontFromBytes(family, style, bytes.Clone(t.files[i])) // fpdf writes into them
	}
	p.AddPage()
	for i, style := range []string{"", "B"} {
		p.SetFont(family, style, bodySize)
		p.Text(0, 0, used[i].String())
	}
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		return nil, err
	}
	return object.Parse(b.Bytes())
}

var errFpdf = errors.New("fpdf wrote a font in a form that is not known")

// readEmbedded takes a font out of what fpdf wrote and repairs it: names of
// subsets, character collection and ToUnicode, which fpdf writes in a form
// that ISO 19005-3 6.2.11.7 does not allow. It fails loudly when the objects
// do not have the shape that the pinned fpdf gives them.
func readEmbedded(d *object.Document, font object.Dict) (e embedded, err error) {
	descendants := d.Array(font["DescendantFonts"])
	if font["Encoding"] != object.Name("Identity-H") || len(descendants) != 1 {
		return e, errFpdf
	}
	e.font, e.cid = font, d.Dict(descendants[0])
	e.descriptor = d.Dict(e.cid["FontDescriptor"])
	e.glyphs, e.file = d.Stream(e.cid["CIDToGIDMap"]), d.Stream(e.descriptor["FontFile2"])
	if e.glyphs == nil || e.file == nil {
		return e, errFpdf
	}
	name, err := subsetName(e.file)
	if err != nil {
		return e, err
	}
	if e.toLetter, err = toUnicode(e.glyphs); err != nil {
		return e, err
	}
	e.font["BaseFont"], e.cid["BaseFont"], e.descriptor["FontName"] = name, name, name
	e.cid["CIDSystemInfo"] = object.Dict{"Registry": object.String("Adobe"), "Ordering": object.String("Identity"), "Supplement": 0}
	return e, nil
}

// addTo puts the fonts into a file and names them as the pages do.
func (c *cut) addTo(d *object.Document) object.Dict {
	fonts := object.Dict{}
	for _, e := range c.fonts {
		descriptor, cid, font := maps.Clone(e.descriptor), maps.Clone(e.cid), maps.Clone(e.font)
		descriptor["FontFile2"] = d.Add(e.file)
		cid["FontDescriptor"], cid["CIDToGIDMap"] = d.Add(descriptor), d.Add(e.glyphs)
		font["DescendantFonts"], font["ToUnicode"] = object.Array{d.Add(cid)}, d.Add(e.toLetter)
		fonts[e.name] = d.Add(font)
	}
	return fonts
}

// charset is a set of characters of the basic plane.
type charset [0x10000 / 64]uint64

func (l *charset) add(r rune) { l[r>>6] |= 1 << (r & 63) }

// String is all of them, in order.
func (l *charset) String() string {
	var all []rune
	for r := range rune(0x10000) {
		if l[r>>6]&(1<<(r&63)) != 0 {
			all = append(all, r)
		}
	}
	return string(all)
}
