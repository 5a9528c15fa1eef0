package pdf_test

import (
	"encoding/binary"
	"math"
	"regexp"
	"strconv"

	"trygghylla/app/pdf/object"
)

func (c *checker) pageTree() {
	tree := c.doc.Dict(c.root["Pages"])
	kids := c.doc.Array(tree["Kids"])
	if tree["Count"] != len(kids) {
		c.fail("pages", "wrong count")
	}
	for i, k := range kids {
		ref, _ := k.(object.Ref)
		p := c.doc.Dict(k)
		c.pages, c.pageRefs = append(c.pages, p), append(c.pageRefs, ref)
		if c.name(p["Type"]) != "Page" || p["StructParents"] != i || p["Parent"] != c.root["Pages"] || len(c.doc.Array(p["MediaBox"])) != 4 {
			c.fail("pages", "page %d is not as it should be", i+1)
		}
		if len(c.doc.Array(p["Annots"])) > 0 && c.name(p["Tabs"]) != "S" {
			c.fail("tabs", "page %d has no tab order after the structure", i+1)
		}
	}
}

func (c *checker) pageContents() {
	for i, p := range c.pages {
		s := c.doc.Stream(p["Contents"])
		if s == nil {
			c.fail("content", "page %d has none", i+1)
			continue
		}
		run := contentRun{c: c, page: i, fonts: c.doc.Dict(c.doc.Dict(p["Resources"])["Font"]), marking: true}
		run.stream(s)
	}
}

// contentRun is one content stream being read.
type contentRun struct {
	c       *checker
	page    int
	fonts   object.Dict
	marking bool // painting must be marked
	font    *fontCheck
	saved   int
	marks   []string // "artifact", "content" or "other"
	inText  bool
}

func (r *contentRun) stream(s *object.Stream) {
	b, err := s.Decoded()
	if err != nil {
		r.c.fail("content", "page %d: %v", r.page+1, err)
		return
	}
	for op, err := range object.Content(b) {
		if err != nil {
			r.c.fail("content", "page %d: %v", r.page+1, err)
			return
		}
		r.operation(op)
	}
	if r.saved != 0 || len(r.marks) != 0 || r.inText {
		r.c.fail("balance", "page %d: q/Q, BDC/EMC or BT/ET do not match", r.page+1)
	}
}

func (r *contentRun) operation(op object.Operation) {
	switch op.Operator {
	case "q":
		if r.saved++; r.saved > 28 {
			r.c.fail("limits", "page %d: q 28 deep", r.page+1)
		}
	case "Q":
		if r.saved--; r.saved < 0 {
			r.c.fail("balance", "page %d: Q without q", r.page+1)
		}
	case "BT", "ET":
		if r.inText == (op.Operator == "BT") {
			r.c.fail("balance", "page %d: BT in BT, or ET alone", r.page+1)
		}
		r.inText = op.Operator == "BT"
	case "BMC", "BDC":
		r.begin(op)
	case "EMC":
		if len(r.marks) == 0 {
			r.c.fail("balance", "page %d: EMC alone", r.page+1)
			return
		}
		r.marks = r.marks[:len(r.marks)-1]
	case "Tf":
		name, _ := op.Operands[0].(object.Name)
		r.font = r.c.loadFont(r.fonts[name])
	case "Tj":
		r.painted(op.Operator)
		s, _ := op.Operands[0].(object.String)
		r.glyphs(s)
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*":
		r.painted(op.Operator)
	case "w", "J", "j", "M", "d", "cm", "m", "l", "c", "v", "y", "h", "re", "n", "W", "W*",
		"Td", "Tm", "Tc", "Tw", "Tz", "TL", "T*", "g", "G", "rg", "RG":
	default:
		r.c.fail("operator", "page %d: %s", r.page+1, op.Operator)
	}
}

func (r *contentRun) begin(op object.Operation) {
	tag, _ := op.Operands[0].(object.Name)
	kind := "other"
	if tag == "Artifact" {
		kind = "artifact"
	} else if len(op.Operands) == 2 {
		d, _ := op.Operands[1].(object.Dict)
		if id, ok := d["MCID"].(int); ok {
			kind = "content"
			if r.c.content[[2]int{r.page, id}] {
				r.c.fail("mcid", "page %d: %d twice", r.page+1, id)
			}
			r.c.content[[2]int{r.page, id}] = true
		}
	}
	if len(r.marks) > 0 {
		r.c.fail("nesting", "page %d: marked content in marked content", r.page+1)
	}
	if kind == "other" {
		r.c.fail("nesting", "page %d: %s is neither artifact nor content", r.page+1, tag)
	}
	r.marks = append(r.marks, kind)
}

func (r *contentRun) painted(op string) {
	if r.marking && len(r.marks) == 0 {
		r.c.fail("unmarked", "page %d: %s outside of artifact and content", r.page+1, op)
	}
}

func (r *contentRun) glyphs(s object.String) {
	if r.font == nil || len(s)%2 != 0 {
		r.c.fail("font", "page %d: text without font, or half a character", r.page+1)
		return
	}
	for i := 0; i < len(s); i += 2 {
		r.font.use(int(s[i])<<8 | int(s[i+1]))
	}
}

// fontCheck is a composite font with the maps that its text needs.
type fontCheck struct {
	c       *checker
	gid     []byte
	widths  map[int]float64
	advance []float64 // by glyph
	unicode [][3]int  // from, to, first character
	seen    map[int]bool
}

// loadFont checks a font once and returns it, nil if it cannot be used.
func (c *checker) loadFont(v object.Value) *fontCheck {
	ref, _ := v.(object.Ref)
	if f, ok := c.fonts[ref]; ok {
		return f
	}
	c.fonts[ref] = nil
	d := c.doc.Dict(v)
	descendants := c.doc.Array(d["DescendantFonts"])
	if c.name(d["Subtype"]) != "Type0" || c.name(d["Encoding"]) != "Identity-H" || len(descendants) != 1 {
		c.fail("font", "not a composite font with Identity-H")
		return nil
	}
	cid := c.doc.Dict(descendants[0])
	desc := c.doc.Dict(cid["FontDescriptor"])
	name := c.name(d["BaseFont"])
	if !regexp.MustCompile(`^[A-Z]{6}\+.`).MatchString(name) || c.name(cid["BaseFont"]) != name || c.name(desc["FontName"]) != name {
		c.fail("font", "%s: names differ or have no subset tag", name)
	}
	file, gid, to := c.doc.Stream(desc["FontFile2"]), c.doc.Stream(cid["CIDToGIDMap"]), c.doc.Stream(d["ToUnicode"])
	if file == nil || gid == nil || to == nil {
		c.fail("font", "%s: no font file, CIDToGIDMap or ToUnicode", name)
		return nil
	}
	f := &fontCheck{c: c, seen: map[int]bool{}, widths: map[int]float64{}}
	f.gid, _ = gid.Decoded()
	b, _ := file.Decoded()
	f.readWidths(c.doc.Array(cid["W"]))
	f.readAdvances(b)
	cmap, _ := to.Decoded()
	f.readUnicode(cmap)
	c.fonts[ref] = f
	return f
}

func number(v object.Value) float64 {
	switch v := v.(type) {
	case int:
		return float64(v)
	case float64:
		return v
	}
	return math.NaN()
}

// readWidths reads both forms of W (ISO 32000-1 9.7.4.3).
func (f *fontCheck) readWidths(w object.Array) {
	for i := 0; i+1 < len(w); {
		first, _ := w[i].(int)
		if list, ok := w[i+1].(object.Array); ok {
			for j, v := range list {
				f.widths[first+j] = number(v)
			}
			i += 2
			continue
		}
		last, _ := w[i+1].(int)
		for cid := first; cid <= last && i+2 < len(w); cid++ {
			f.widths[cid] = number(w[i+2])
		}
		i += 3
	}
}

// readAdvances reads hmtx of the embedded file.
func (f *fontCheck) readAdvances(b []byte) {
	u16 := func(i int) int { return int(binary.BigEndian.Uint16(b[i:])) }
	table := map[string]int{}
	for i := range u16(4) {
		e := 12 + 16*i
		table[string(b[e:e+4])] = int(binary.BigEndian.Uint32(b[e+8:]))
	}
	units := float64(u16(table["head"] + 18))
	for i := range u16(table["hhea"] + 34) {
		f.advance = append(f.advance, float64(u16(table["hmtx"]+4*i))*1000/units)
	}
}

var bfrange = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]{4})>\n`)

func (f *fontCheck) readUnicode(cmap []byte) {
	for _, m := range bfrange.FindAllSubmatch(cmap, -1) {
		var v [3]int
		for i := range v {
			n, _ := strconv.ParseInt(string(m[i+1]), 16, 32)
			v[i] = int(n)
		}
		if v[0]>>8 != v[1]>>8 || v[0] > v[1] {
			f.c.fail("unicode", "the range %04X-%04X is not legal", v[0], v[1])
		}
		f.unicode = append(f.unicode, v)
	}
}

// use checks a character that is shown: it has a glyph, its width is the
// font's, and it can be told which character it is.
func (f *fontCheck) use(cid int) {
	if f.seen[cid] {
		return
	}
	f.seen[cid] = true
	if 2*cid+1 >= len(f.gid) {
		f.c.fail("glyph", "character %04X is outside of CIDToGIDMap", cid)
		return
	}
	gid := int(f.gid[2*cid])<<8 | int(f.gid[2*cid+1])
	if gid == 0 || gid >= len(f.advance) {
		f.c.fail("glyph", "character %04X has no glyph", cid)
		return
	}
	if w, ok := f.widths[cid]; !ok || math.Abs(w-f.advance[gid]) > 1 {
		f.c.fail("width", "character %04X is %v wide, its glyph %v", cid, w, f.advance[gid])
	}
	for _, r := range f.unicode {
		if cid >= r[0] && cid <= r[1] {
			if u := r[2] + cid - r[0]; u == 0 || u == 0xFEFF || u == 0xFFFE {
				f.c.fail("unicode", "character %04X means %04X", cid, u)
			}
			return
		}
	}
	f.c.fail("unicode", "character %04X has no meaning", cid)
}
