package pdf_test

import (
	"slices"

	"trygghylla/app/pdf/object"
)

func (c *checker) annotations() {
	for i, p := range c.pages {
		for _, v := range c.doc.Array(p["Annots"]) {
			ref, _ := v.(object.Ref)
			d := c.doc.Dict(v)
			if flags, _ := d["F"].(int); flags&4 == 0 || flags&(1|2|32|256) != 0 {
				c.fail("flags", "page %d: annotation not printed, or hidden", i+1)
			}
			if d["P"] != c.pageRefs[i] {
				c.fail("annotation", "page %d: annotation of another page", i+1)
			}
			if r := c.doc.Array(d["Rect"]); len(r) != 4 || number(r[0]) >= number(r[2]) || number(r[1]) >= number(r[3]) {
				c.fail("annotation", "page %d: annotation without a place", i+1)
			}
			c.annotation(i, ref, d)
		}
	}
}

func (c *checker) annotation(page int, ref object.Ref, d object.Dict) {
	owner := c.name(c.elems[c.objOwner[ref]]["S"])
	switch c.name(d["Subtype"]) {
	case "Link":
		if owner != "Link" {
			c.fail("objr", "page %d: a link in no Link element", page+1)
		}
		if c.text(d["Contents"]) == "" {
			c.fail("contents", "page %d: a link without words", page+1)
		}
		if d["A"] == nil {
			c.destination(d["Dest"])
		}
	case "Widget":
		if owner != "Form" {
			c.fail("objr", "page %d: a field in no Form element", page+1)
		}
		if c.text(d["TU"]) == "" {
			c.fail("contents", "page %d: a field without words", page+1)
		}
		ap := c.doc.Dict(d["AP"])
		s := c.doc.Stream(ap["N"])
		if s == nil || len(ap) != 1 {
			c.fail("appearance", "page %d: a field without appearance, or with several", page+1)
			return
		}
		res := c.doc.Dict(s.Dict["Resources"])
		run := contentRun{c: c, page: page, fonts: c.doc.Dict(res["Font"])}
		run.stream(s)
	default:
		c.fail("annotation", "page %d: %s", page+1, c.name(d["Subtype"]))
	}
}

// destination checks that a place in the document exists.
func (c *checker) destination(v object.Value) {
	a := c.doc.Array(v)
	if len(a) < 2 {
		c.fail("destination", "none")
		return
	}
	ref, _ := a[0].(object.Ref)
	if !slices.Contains(c.pageRefs, ref) {
		c.fail("destination", "not a page")
	}
}

func (c *checker) form() {
	if c.root["AcroForm"] == nil {
		return
	}
	form := c.doc.Dict(c.root["AcroForm"])
	var widgets []object.Value
	for _, p := range c.pages {
		for _, v := range c.doc.Array(p["Annots"]) {
			if c.name(c.doc.Dict(v)["Subtype"]) == "Widget" {
				widgets = append(widgets, v)
			}
		}
	}
	fields := c.doc.Array(form["Fields"])
	if len(fields) != len(widgets) {
		c.fail("form", "%d fields, %d on pages", len(fields), len(widgets))
	}
	for _, v := range fields {
		d := c.doc.Dict(v)
		if !slices.Contains(widgets, v) || c.name(d["FT"]) != "Sig" || c.text(d["T"]) == "" {
			c.fail("form", "a field without place, name or kind")
		}
	}
}

func (c *checker) outline() {
	if c.root["Outlines"] == nil {
		c.fail("outline", "no bookmarks")
		return
	}
	root, _ := c.root["Outlines"].(object.Ref)
	d := c.doc.Dict(root)
	if n := c.outlineLevel(root, d, 0); d["Count"] != n {
		c.fail("outline", "counts %v of %d", d["Count"], n)
	}
}

// outlineLevel follows the children of an entry and counts them.
func (c *checker) outlineLevel(parent object.Ref, d object.Dict, depth int) int {
	n := 0
	var before object.Value
	for v := d["First"]; v != nil; v = c.doc.Dict(v)["Next"] {
		n++
		e := c.doc.Dict(v)
		ref, _ := v.(object.Ref)
		if e == nil || n > 10000 || depth > 5 {
			c.fail("outline", "broken or endless")
			return n
		}
		if e["Parent"] != parent || e["Prev"] != before || c.text(e["Title"]) == "" {
			c.fail("outline", "entry %q is not linked right", c.text(e["Title"]))
		}
		c.destination(e["Dest"])
		below := c.outlineLevel(ref, e, depth+1)
		if count, _ := e["Count"].(int); count != -below {
			c.fail("outline", "entry %q counts %d of %d", c.text(e["Title"]), count, below)
		}
		before = v
	}
	if before != d["Last"] {
		c.fail("outline", "the last entry is another")
	}
	return n
}
