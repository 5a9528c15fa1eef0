package pdf_test

import (
	"bytes"

	"trygghylla/app/pdf/object"
)

var documentMutations = []mutation{
	{"no language", "lang", func(m *mutant) { delete(m.root(), "Lang") }},
	{"language in words", "lang", func(m *mutant) { m.root()["Lang"] = object.String("svenska") }},
	{"not marked", "marked", func(m *mutant) { delete(m.root(), "MarkInfo") }},
	{"file name in the title bar", "title", func(m *mutant) { delete(m.root(), "ViewerPreferences") }},
	{"no title", "title", func(m *mutant) { delete(m.doc.Dict(m.doc.Trailer["Info"]), "Title") }},
	{"no output intent", "intent", func(m *mutant) { delete(m.root(), "OutputIntents") }},
	{"profile of four colours", "intent", func(m *mutant) { m.doc.Stream(m.intent()["DestOutputProfile"]).Dict["N"] = 4 }},
	{"profile for grey", "intent", func(m *mutant) { m.text(m.intent()["DestOutputProfile"], "RGB ", "GRAY") }},
	{"no metadata", "xmp", func(m *mutant) { delete(m.root(), "Metadata") }},
	{"claim of PDF/A-2", "xmp", func(m *mutant) { m.text(m.root()["Metadata"], "<pdfaid:part>3", "<pdfaid:part>2") }},
	{"claim of level B", "xmp", func(m *mutant) { m.text(m.root()["Metadata"], "conformance>A", "conformance>B") }},
	{"no claim of PDF/UA", "xmp", func(m *mutant) { m.text(m.root()["Metadata"], "<pdfuaid:part>1", "<pdfuaid:part>") }},
	{"undescribed schema", "xmp", func(m *mutant) { m.text(m.root()["Metadata"], "<pdfaSchema:prefix>pdfuaid", "<pdfaSchema:prefix>ua") }},
	{"two titles", "xmp", func(m *mutant) { m.text(m.root()["Metadata"], "Trygghet", "Otrygghet") }},
	{"two times", "xmp", func(m *mutant) { m.text(m.root()["Metadata"], "2026-05-28T14", "2026-05-28T15") }},
	{"broken XML", "xmp", func(m *mutant) { m.text(m.root()["Metadata"], "</rdf:RDF>", "") }},
	{"compressed metadata", "xmp", func(m *mutant) {
		s := m.doc.Stream(m.root()["Metadata"])
		*s = *object.NewStream(s.Dict, s.Data)
	}},
	{"script", "forbidden", func(m *mutant) {
		m.root()["OpenAction"] = object.Dict{"S": object.Name("JavaScript"), "JS": object.String("1")}
	}},
	{"action that starts a program", "forbidden", func(m *mutant) {
		m.annot("Link")["A"] = object.Dict{"Type": object.Name("Action"), "S": object.Name("Launch"), "F": object.String("x")}
	}},
	{"transparency", "forbidden", func(m *mutant) { m.page(0)["Group"] = object.Dict{"S": object.Name("Transparency")} }},
	{"attachment that is not associated", "attachment", func(m *mutant) { delete(m.root(), "AF") }},
	{"attachment without relationship", "attachment", func(m *mutant) { delete(m.spec(), "AFRelationship") }},
	{"attachment without second name", "attachment", func(m *mutant) { delete(m.spec(), "UF") }},
	{"attachment without media type", "attachment", func(m *mutant) {
		delete(m.doc.Stream(m.doc.Dict(m.spec()["EF"])["F"]).Dict, "Subtype")
	}},
	{"attachment changed", "attachment", func(m *mutant) { m.text(m.doc.Dict(m.spec()["EF"])["F"], "1", "12") }},
	{"bookmark to nowhere", "destination", func(m *mutant) {
		m.find(0, func(d object.Dict) bool { return d["Title"] != nil && d["Dest"] != nil })["Dest"] = object.Array{nil, object.Name("Fit")}
	}},
	{"bookmarks counted wrong", "outline", func(m *mutant) { m.doc.Dict(m.root()["Outlines"])["Count"] = 0 }},
	{"no bookmarks", "outline", func(m *mutant) { delete(m.root(), "Outlines") }},
	{"pages counted wrong", "pages", func(m *mutant) { m.doc.Dict(m.root()["Pages"])["Count"] = 1 }},
	{"no tab order", "tabs", func(m *mutant) { delete(m.page(0), "Tabs") }},
	{"link without words", "contents", func(m *mutant) { delete(m.annot("Link"), "Contents") }},
	{"link to nowhere", "destination", func(m *mutant) { delete(m.annot("Link"), "Dest") }},
	{"link that is not printed", "flags", func(m *mutant) { m.annot("Link")["F"] = 0 }},
	{"hidden field", "flags", func(m *mutant) { m.annot("Widget")["F"] = 6 }},
	{"field without words", "contents", func(m *mutant) { delete(m.annot("Widget"), "TU") }},
	{"field without appearance", "appearance", func(m *mutant) { delete(m.annot("Widget"), "AP") }},
	{"field that the form lacks", "form", func(m *mutant) {
		f := m.doc.Dict(m.root()["AcroForm"])
		f["Fields"] = m.doc.Array(f["Fields"])[1:]
	}},
	{"form that asks for appearances", "forbidden", func(m *mutant) { m.doc.Dict(m.root()["AcroForm"])["NeedAppearances"] = true }},
	{"annotation of another page", "annotation", func(m *mutant) { m.annot("Link")["P"] = m.annot("Widget")["P"] }},
}

var contentMutations = []mutation{
	{"painting outside", "unmarked", func(m *mutant) {
		m.rewrite(m.page(0)["Contents"], func(b []byte) []byte { return append(b, "0 0 m 9 9 l S\n"...) })
	}},
	{"content in an artifact", "nesting", func(m *mutant) { m.content("/Artifact BMC\n", "/Artifact BMC\n/P <</MCID 999>> BDC\nEMC\n") }},
	{"mark without meaning", "nesting", func(m *mutant) { m.content("/Artifact BMC", "/Span BMC") }},
	{"mark not ended", "balance", func(m *mutant) { m.content("EMC\n", "") }},
	{"state not restored", "balance", func(m *mutant) {
		m.rewrite(m.page(0)["Contents"], func(b []byte) []byte { return append(b, "q\n"...) })
	}},
	{"content twice", "mcid", func(m *mutant) { m.content("<</MCID 1>>", "<</MCID 0>>") }},
	{"content of nothing", "mcid", func(m *mutant) { m.content("<</MCID 0>>", "<</MCID 900>>") }},
	{"four colours", "operator", func(m *mutant) { m.content("EMC\n", "EMC\n0 0 0 1 k\n") }},
	{"unknown operator", "operator", func(m *mutant) { m.content("EMC\n", "EMC\n/GS0 gs\n") }},
	{"font that is not embedded", "font", func(m *mutant) { _, _, d := m.font(); delete(d, "FontFile2") }},
	{"font without glyph map", "font", func(m *mutant) { _, c, _ := m.font(); delete(c, "CIDToGIDMap") }},
	{"font without meaning", "font", func(m *mutant) { f, _, _ := m.font(); delete(f, "ToUnicode") }},
	{"font without subset tag", "font", func(m *mutant) { f, _, _ := m.font(); f["BaseFont"] = object.Name("NotoSans") }},
	{"font of two names", "font", func(m *mutant) { _, _, d := m.font(); d["FontName"] = object.Name("ABCDEF+Other") }},
	{"illegal range of meanings", "unicode", func(m *mutant) {
		f, _, _ := m.font()
		m.text(f["ToUnicode"], "beginbfrange\n", "beginbfrange\n<0000> <FFFF> <0000>\n")
	}},
	{"meaning taken away", "unicode", func(m *mutant) {
		f, _, _ := m.font()
		m.text(f["ToUnicode"], "<0020>", "<0021>")
	}},
	{"meaning is a byte order mark", "unicode", func(m *mutant) {
		f, _, _ := m.font()
		m.text(f["ToUnicode"], "<0020> <007E> <0020>", "<0020> <0020> <FEFF>\n<0021> <007E> <0021>")
	}},
	{"character without glyph", "glyph", func(m *mutant) {
		_, c, _ := m.font()
		m.rewrite(c["CIDToGIDMap"], func(b []byte) []byte { b['e'*2], b['e'*2+1] = 0, 0; return b })
	}},
	{"wrong widths", "width", func(m *mutant) {
		_, c, _ := m.font()
		c["W"] = object.Array{0, 0xFFFF, 500}
	}},
	{"damaged compression", "filter", func(m *mutant) {
		s := m.doc.Stream(m.page(0)["Contents"])
		s.Data = bytes.Clone(s.Data)
		s.Data[len(s.Data)/2] ^= 0x55
	}},
}

var treeMutations = []mutation{
	{"no structure", "tree", func(m *mutant) { delete(m.root(), "StructTreeRoot") }},
	{"type of our own", "role", func(m *mutant) { m.elem("H2", 0)["S"] = object.Name("Rubrik") }},
	{"heading that skips a level", "heading", func(m *mutant) { m.elem("H2", 0)["S"] = object.Name("H3") }},
	{"parent pointer astray", "parent", func(m *mutant) { m.elem("P", 0)["P"] = m.elem("TD", 0)["P"] }},
	{"column head without scope", "scope", func(m *mutant) { delete(m.elem("TH", 9), "A") }},
	{"list without numbering", "numbering", func(m *mutant) { delete(m.elem("L", 0), "A") }},
	{"list that lies about its labels", "numbering", func(m *mutant) {
		m.doc.Dict(m.elem("L", 0)["A"])["ListNumbering"] = object.Name("None")
	}},
	{"figure without words", "alt", func(m *mutant) { delete(m.elem("Figure", 0), "Alt") }},
	{"figure without place", "bbox", func(m *mutant) { delete(m.elem("Figure", 0), "A") }},
	{"paragraph in a table", "child", func(m *mutant) { m.elem("TBody", 0)["S"] = object.Name("P") }},
	{"row of fewer cells", "regular", func(m *mutant) {
		tr := m.elem("TR", 8)
		tr["K"] = m.doc.Array(tr["K"])[1:]
	}},
	{"table without heads", "regular", func(m *mutant) {
		for i := 1; i < m.doc.Len(); i++ {
			if d := m.doc.Dict(object.Ref(i)); d["S"] == object.Name("TH") {
				d["S"] = object.Name("TD")
			}
		}
	}},
	{"item without body", "list", func(m *mutant) {
		li := m.elem("LI", 0)
		li["K"] = m.doc.Array(li["K"])[:1]
	}},
	{"empty heading", "empty", func(m *mutant) { delete(m.elem("H2", 0), "K") }},
	{"element twice", "tree", func(m *mutant) {
		k := m.doc.Array(m.elem("Document", 0)["K"])
		m.elem("Document", 0)["K"] = append(object.Array{k[1]}, k...)
	}},
	{"content of two elements", "mcid", func(m *mutant) { m.elem("P", 0)["K"] = m.elem("H1", 0)["K"] }},
	{"content of another page", "mcid", func(m *mutant) { m.elem("H1", 0)["Pg"] = m.elem("Form", 0)["P"] }},
	{"parent tree with two swapped", "parenttree", func(m *mutant) {
		a := m.doc.Array(m.parents()[1])
		a[0], a[1] = a[1], a[0]
	}},
	{"parent tree without an annotation", "parenttree", func(m *mutant) {
		t := m.doc.Dict(m.doc.Dict(m.root()["StructTreeRoot"])["ParentTree"])
		t["Nums"] = m.parents()[:len(m.parents())-2]
	}},
	{"link outside of the structure", "objr", func(m *mutant) {
		l := m.elem("Link", 0)
		l["K"] = m.doc.Array(l["K"])[:1]
	}},
	{"annotation that leads elsewhere", "parenttree", func(m *mutant) { m.annot("Link")["StructParent"] = 0 }},
	{"page that leads elsewhere", "pages", func(m *mutant) { m.page(0)["StructParents"] = 1 }},
}
