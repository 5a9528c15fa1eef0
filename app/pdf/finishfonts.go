package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"

	"trygghylla/app/pdf/object"
)

var errFpdf = errors.New("fpdf wrote a font in a form that is not known")

// setFonts repairs the font dictionaries: names of subsets, character
// collection and ToUnicode, which fpdf writes in a form that ISO 19005-3
// 6.2.11.7 does not allow.
func (f *finisher) setFonts() error {
	fonts := f.doc.Dict(f.doc.Dict(f.doc.Dict(f.pages[0])["Resources"])["Font"])
	for key, v := range fonts {
		font := f.doc.Dict(v)
		descendants := f.doc.Array(font["DescendantFonts"])
		if font["Encoding"] != object.Name("Identity-H") || len(descendants) != 1 {
			return fmt.Errorf("font %s: %w", key, errFpdf)
		}
		cid := f.doc.Dict(descendants[0])
		desc := f.doc.Dict(cid["FontDescriptor"])
		glyphs := f.doc.Stream(cid["CIDToGIDMap"])
		file := f.doc.Stream(desc["FontFile2"])
		if glyphs == nil || file == nil {
			return fmt.Errorf("font %s: %w", key, errFpdf)
		}
		name, err := subsetName(file)
		if err != nil {
			return fmt.Errorf("font %s: %w", key, err)
		}
		to, err := toUnicode(glyphs)
		if err != nil {
			return fmt.Errorf("font %s: %w", key, err)
		}
		font["BaseFont"], cid["BaseFont"], desc["FontName"] = name, name, name
		cid["CIDSystemInfo"] = object.Dict{"Registry": object.String("Adobe"), "Ordering": object.String("Identity"), "Supplement": 0}
		font["ToUnicode"] = f.doc.Add(to)
	}
	return nil
}

// subsetName puts six letters made of the subset itself before the font's
// PostScript name (ISO 32000-1 9.6.4).
func subsetName(file *object.Stream) (object.Name, error) {
	b, err := file.Decoded()
	if err != nil {
		return "", err
	}
	name, err := postScriptName(b)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return object.Name(string(tag) + "+" + name), nil
}

// toUnicode makes the map from character codes to characters. They are the
// same, so only the ranges that have glyphs are listed, none across a high
// byte, at most a hundred a block (Adobe Technical Note 5411).
func toUnicode(glyphs *object.Stream) (*object.Stream, error) {
	b, err := glyphs.Decoded()
	if err != nil {
		return nil, err
	}
	if len(b) != 2*0x10000 {
		return nil, errFpdf
	}
	var ranges [][2]int
	for cid := 1; cid < 0xFFFE; cid++ {
		if b[2*cid] == 0 && b[2*cid+1] == 0 || cid >= 0xD800 && cid < 0xE000 || cid == 0xFEFF {
			continue
		}
		if n := len(ranges); n > 0 && ranges[n-1][1] == cid-1 && cid&0xFF != 0 {
			ranges[n-1][1] = cid
		} else {
			ranges = append(ranges, [2]int{cid, cid})
		}
	}
	var out bytes.Buffer
	out.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for len(ranges) > 0 {
		n := min(len(ranges), 100)
		fmt.Fprintf(&out, "%d beginbfrange\n", n)
		for _, r := range ranges[:n] {
			fmt.Fprintf(&out, "<%04X> <%04X> <%04X>\n", r[0], r[1], r[0])
		}
		out.WriteString("endbfrange\n")
		ranges = ranges[n:]
	}
	out.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return object.NewStream(nil, out.Bytes()), nil
}
