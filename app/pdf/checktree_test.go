package pdf_test

import (
	"slices"

	"trygghylla/app/pdf/object"
)

// under lists what may stand in an element; nil stands for content only, an
// element that is not a key is not standard or not used.
var under = map[string][]string{
	"Document":  {"H1", "H2", "H3", "P", "L", "Table", "Figure", "Sect", "TOC"},
	"Sect":      {"P", "Form"},
	"H1":        nil,
	"H2":        nil,
	"H3":        nil,
	"P":         {"Link"},
	"L":         {"LI"},
	"LI":        {"Lbl", "LBody"},
	"Lbl":       nil,
	"LBody":     {"Link"},
	"Table":     {"THead", "TBody"},
	"THead":     {"TR"},
	"TBody":     {"TR"},
	"TR":        {"TH", "TD"},
	"TH":        {"Link"},
	"TD":        {"Link"},
	"Figure":    nil,
	"TOC":       {"TOCI"},
	"TOCI":      {"Reference"},
	"Reference": {"Link"},
	"Link":      nil,
	"Form":      nil,
}

func (c *checker) structure() {
	root := c.doc.Dict(c.root["StructTreeRoot"])
	ref, _ := c.root["StructTreeRoot"].(object.Ref)
	if c.name(root["Type"]) != "StructTreeRoot" {
		c.fail("tree", "no structure")
		return
	}
	doc := c.doc.Dict(root["K"])
	if c.name(doc["S"]) != "Document" {
		c.fail("tree", "the first element is not Document")
		return
	}
	level := 0
	c.element(root["K"], ref, &level)
	for at := range c.content {
		if _, ok := c.owner[at]; !ok {
			c.fail("mcid", "page %d: content %d belongs to no element", at[0]+1, at[1])
		}
	}
	for at := range c.owner {
		if !c.content[at] {
			c.fail("mcid", "page %d: content %d does not exist", at[0]+1, at[1])
		}
	}
}

// kids gives what an element holds as a list.
func (c *checker) kids(d object.Dict) object.Array {
	switch k := c.doc.Resolve(d["K"]).(type) {
	case nil:
		return nil
	case object.Array:
		return k
	default:
		return object.Array{d["K"]}
	}
}

// element checks an element and all below it.
func (c *checker) element(v object.Value, parent object.Ref, level *int) {
	ref, _ := v.(object.Ref)
	d := c.doc.Dict(v)
	if ref == 0 || d == nil || c.elems[ref] != nil {
		c.fail("tree", "an element is missing, not an object of its own, or twice in the tree")
		return
	}
	c.elems[ref] = d
	tag := c.name(d["S"])
	allowed, known := under[tag]
	if !known {
		c.fail("role", "%s is not a standard type", tag)
	}
	if d["P"] != parent {
		c.fail("parent", "%s does not point at its parent", tag)
	}
	if len(tag) == 2 && tag[0] == 'H' && tag[1] <= '9' {
		if n := int(tag[1] - '0'); n > *level+1 {
			c.fail("heading", "H%d follows H%d", n, *level)
		} else {
			*level = n
		}
	}
	c.attributes(tag, d)
	for _, k := range c.kids(d) {
		switch kid := k.(type) {
		case int:
			c.claim(ref, d["Pg"], kid)
		case object.Ref:
			child := c.name(c.doc.Dict(kid)["S"])
			if !slices.Contains(allowed, child) {
				c.fail("child", "%s in %s", child, tag)
			}
			c.element(kid, ref, level)
		case object.Dict:
			c.reference(ref, d, kid)
		}
	}
	c.shape(tag, d)
}

// reference is marked content on another page, or an annotation.
func (c *checker) reference(ref object.Ref, d, kid object.Dict) {
	page := kid["Pg"]
	if page == nil {
		page = d["Pg"]
	}
	if c.name(kid["Type"]) == "MCR" {
		id, _ := kid["MCID"].(int)
		c.claim(ref, page, id)
		return
	}
	annot, ok := kid["Obj"].(object.Ref)
	if c.name(kid["Type"]) != "OBJR" || !ok || c.objOwner[annot] != 0 {
		c.fail("objr", "%s holds something unknown, or what another has", c.name(d["S"]))
		return
	}
	c.objOwner[annot] = ref
}

func (c *checker) claim(ref object.Ref, page object.Value, id int) {
	p, _ := page.(object.Ref)
	at := [2]int{slices.Index(c.pageRefs, p), id}
	if _, ok := c.owner[at]; ok || at[0] < 0 {
		c.fail("mcid", "page %d: content %d belongs to two elements, or to no page", at[0]+1, id)
	}
	c.owner[at] = ref
}

func (c *checker) attribute(d object.Dict, key object.Name) object.Value {
	return c.doc.Dict(d["A"])[key]
}

func (c *checker) attributes(tag string, d object.Dict) {
	owner := c.name(c.attribute(d, "O"))
	switch tag {
	case "TH":
		if s := c.name(c.attribute(d, "Scope")); owner != "Table" || s != "Column" && s != "Row" {
			c.fail("scope", "a TH without scope")
		}
	case "L":
		n := c.name(c.attribute(d, "ListNumbering"))
		if owner != "List" || !slices.Contains([]string{"None", "Disc", "Decimal"}, n) {
			c.fail("numbering", "an L without numbering")
		}
		for _, li := range c.kids(d) {
			if has := len(c.childTags(c.doc.Dict(li))) == 2; has != (n != "None") {
				c.fail("numbering", "labels and ListNumbering %s do not agree", n)
			}
		}
	case "Figure":
		if c.text(d["Alt"]) == "" {
			c.fail("alt", "a figure without words")
		}
		if b := c.doc.Array(c.attribute(d, "BBox")); owner != "Layout" || len(b) != 4 || number(b[0]) >= number(b[2]) || number(b[1]) >= number(b[3]) {
			c.fail("bbox", "a figure without a place")
		}
	}
}

func (c *checker) childTags(d object.Dict) []string {
	var tags []string
	for _, k := range c.kids(d) {
		if ref, ok := k.(object.Ref); ok {
			tags = append(tags, c.name(c.doc.Dict(ref)["S"]))
		}
	}
	return tags
}

// shape checks what must be in an element.
func (c *checker) shape(tag string, d object.Dict) {
	tags := c.childTags(d)
	switch tag {
	case "Table":
		c.regular(d)
	case "LI":
		if len(tags) == 0 || tags[len(tags)-1] != "LBody" {
			c.fail("list", "an LI without LBody")
		}
	case "L", "TOC", "TR", "THead", "TBody", "TOCI", "Sect", "Document":
		if len(tags) == 0 {
			c.fail("empty", "%s", tag)
		}
	case "H1", "H2", "H3", "P", "Lbl", "Figure", "Link", "Form":
		if len(c.kids(d)) == 0 {
			c.fail("empty", "%s", tag)
		}
	}
}

// regular checks that all rows of a table have the same number of cells and
// that a head is not missing.
func (c *checker) regular(table object.Dict) {
	cells := -1
	heads := 0
	for _, group := range c.kids(table) {
		for _, row := range c.kids(c.doc.Dict(group)) {
			tags := c.childTags(c.doc.Dict(row))
			if cells >= 0 && len(tags) != cells {
				c.fail("regular", "a row of %d cells in a table of %d columns", len(tags), cells)
			}
			cells = len(tags)
			if slices.Contains(tags, "TH") {
				heads++
			}
		}
	}
	if heads == 0 {
		c.fail("regular", "a table without heads")
	}
}

// parentTree checks that the way back leads to the same elements.
func (c *checker) parentTree() {
	tree := c.doc.Dict(c.doc.Dict(c.root["StructTreeRoot"])["ParentTree"])
	nums := c.doc.Array(tree["Nums"])
	byKey := map[int]object.Value{}
	last := -1
	for i := 0; i+1 < len(nums); i += 2 {
		key, _ := nums[i].(int)
		if key <= last {
			c.fail("parenttree", "keys out of order")
		}
		last, byKey[key] = key, nums[i+1]
	}
	if next := c.doc.Dict(c.root["StructTreeRoot"])["ParentTreeNextKey"]; next != last+1 {
		c.fail("parenttree", "the next key is %v after %d", next, last)
	}
	for at, ref := range c.owner {
		if at[0] < 0 {
			continue
		}
		key, _ := c.pages[at[0]]["StructParents"].(int)
		if refs := c.doc.Array(byKey[key]); at[1] >= len(refs) || refs[at[1]] != ref {
			c.fail("parenttree", "page %d: content %d leads to another element", at[0]+1, at[1])
		}
	}
	for annot, ref := range c.objOwner {
		key, ok := c.doc.Dict(annot)["StructParent"].(int)
		if !ok || byKey[key] != ref {
			c.fail("parenttree", "annotation %d leads to another element", annot)
		}
	}
}
