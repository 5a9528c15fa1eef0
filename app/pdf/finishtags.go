package pdf

import "trygghylla/app/pdf/object"

// setStructure writes the structure tree (ISO 32000-1 14.7) and the parent
// tree that leads back to it.
func (f *finisher) setStructure() {
	tree := f.doc.Add(nil)
	perPage := make([]object.Array, len(f.pages))
	root := f.element(f.c.root, tree, perPage)
	for i, a := range perPage {
		f.parents[i] = f.doc.Add(a)
	}
	nums := make(object.Array, 0, 2*len(f.parents))
	for i, v := range f.parents {
		nums = append(nums, i, v)
	}
	f.doc.Set(tree, object.Dict{
		"Type": object.Name("StructTreeRoot"), "K": root,
		"ParentTree":        f.doc.Add(object.Dict{"Nums": nums}),
		"ParentTreeNextKey": len(f.parents),
	})
	f.root["StructTreeRoot"] = tree
	f.root["MarkInfo"] = object.Dict{"Marked": true}
}

// element writes e and all below it, and enters its content in perPage.
func (f *finisher) element(e *elem, parent object.Ref, perPage []object.Array) object.Ref {
	d := object.Dict{"Type": object.Name("StructElem"), "S": object.Name(e.tag), "P": parent}
	ref := f.doc.Add(d)
	page := f.firstPage(e)
	if page >= 0 {
		d["Pg"] = f.pages[page]
	}
	var kids object.Array
	for _, k := range e.kids {
		switch {
		case k.elem != nil:
			kids = append(kids, f.element(k.elem, ref, perPage))
		case k.annot != nil:
			f.parents[len(f.pages)+k.annot.n] = ref
			kids = append(kids, object.Dict{"Type": object.Name("OBJR"), "Obj": k.annot.ref, "Pg": f.pages[k.annot.page]})
		case k.page == page:
			kids = append(kids, k.mcid)
			perPage[k.page] = append(perPage[k.page], ref)
		default:
			kids = append(kids, object.Dict{"Type": object.Name("MCR"), "MCID": k.mcid, "Pg": f.pages[k.page]})
			perPage[k.page] = append(perPage[k.page], ref)
		}
	}
	switch len(kids) {
	case 0:
	case 1:
		d["K"] = kids[0]
	default:
		d["K"] = kids
	}
	f.attributes(d, e)
	return ref
}

// firstPage is the page of the element's own first marked content, which its
// bare MCIDs belong to; of a figure, the page of its box. -1 without content.
func (f *finisher) firstPage(e *elem) int {
	for _, k := range e.kids {
		if k.elem == nil && k.annot == nil {
			return k.page
		}
	}
	if e.tag == "Figure" {
		return e.page
	}
	return -1
}

// attributes adds what an element says beside its content.
func (f *finisher) attributes(d object.Dict, e *elem) {
	attr := func(owner, key string, v object.Value) {
		d["A"] = object.Dict{"O": object.Name(owner), object.Name(key): v}
	}
	if e.alt != "" {
		d["Alt"] = object.NewText(e.alt)
	}
	switch {
	case e.scope != "":
		attr("Table", "Scope", object.Name(e.scope))
	case e.numbering != "":
		attr("List", "ListNumbering", object.Name(e.numbering))
	case e.tag == "Figure":
		attr("Layout", "BBox", e.bbox.box())
	}
}
