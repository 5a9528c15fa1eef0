package pdf_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"trygghylla/app/pdf/object"
)

// checker looks for what ISO 19005-3 (PDF/A-3a) and ISO 14289-1 (PDF/UA-1)
// demand of the files that this package makes. It knows only what these files
// may contain, so that anything unexpected is a failure too.
type checker struct {
	doc      *object.Document
	root     object.Dict
	pages    []object.Dict
	pageRefs []object.Ref
	failures []string
	fonts    map[object.Ref]*fontCheck
	// owner is the element that claims a marked content: page, MCID.
	owner map[[2]int]object.Ref
	// content is the marked content that the pages have.
	content map[[2]int]bool
	// objOwner is the element that an annotation belongs to.
	objOwner map[object.Ref]object.Ref
	elems    map[object.Ref]object.Dict
}

// conform lists what is wrong with a file, each failure after its rule's name.
func conform(b []byte) []string {
	c := &checker{
		fonts: map[object.Ref]*fontCheck{}, owner: map[[2]int]object.Ref{}, content: map[[2]int]bool{},
		objOwner: map[object.Ref]object.Ref{}, elems: map[object.Ref]object.Dict{},
	}
	if !bytes.HasPrefix(b, []byte("%PDF-1.7\n%")) || !above127(b[10:14]) {
		c.fail("header", "no version line or no binary comment")
	}
	doc, err := object.Parse(b)
	if err != nil {
		c.fail("syntax", "%v", err)
		return c.failures
	}
	c.doc, c.root = doc, doc.Root()
	if c.root == nil {
		c.fail("syntax", "no catalog")
		return c.failures
	}
	for _, check := range []func(){
		c.trailer, c.values, c.catalog, c.outputIntent, c.xmp, c.attachments,
		c.pageTree, c.pageContents, c.structure, c.parentTree, c.annotations, c.form, c.outline,
	} {
		check()
	}
	return c.failures
}

// above127 reports whether all bytes are above 127, so that no transport takes
// the file for text.
func above127(b []byte) bool {
	return !slices.ContainsFunc(b, func(c byte) bool { return c < 128 })
}

func (c *checker) fail(rule, format string, a ...any) {
	c.failures = append(c.failures, rule+": "+fmt.Sprintf(format, a...))
}

func (c *checker) name(v object.Value) string {
	n, _ := c.doc.Resolve(v).(object.Name)
	return string(n)
}

func (c *checker) text(v object.Value) string {
	s, _ := c.doc.Resolve(v).(object.String)
	return strings.TrimSpace(s.Text())
}

func (c *checker) trailer() {
	id := c.doc.Array(c.doc.Trailer["ID"])
	if len(id) != 2 || len(id[0].(object.String)) < 16 {
		c.fail("id", "the trailer has no file identifier")
	}
	if c.doc.Trailer["Encrypt"] != nil {
		c.fail("encrypt", "encrypted")
	}
}

// values looks at every object for what is forbidden anywhere.
func (c *checker) values() {
	for i := 1; i < c.doc.Len(); i++ {
		c.value(c.doc.Get(object.Ref(i)))
	}
}

func (c *checker) value(v object.Value) {
	switch v := v.(type) {
	case object.String:
		if len(v) > 32767 {
			c.fail("limits", "a string of %d bytes", len(v))
		}
	case object.Name:
		if len(v) > 127 {
			c.fail("limits", "a name of %d bytes", len(v))
		}
	case object.Array:
		for _, e := range v {
			c.value(e)
		}
	case *object.Stream:
		if f := v.Dict["Filter"]; f != nil && f != object.Name("FlateDecode") {
			c.fail("filter", "%v", f)
		}
		if _, err := v.Decoded(); err != nil {
			c.fail("filter", "%v", err)
		}
		c.value(v.Dict)
	case object.Dict:
		for _, key := range []object.Name{"AA", "JS", "XFA", "NeedAppearances", "OpenAction", "SMask", "ExtGState", "Group", "RichMedia", "OCProperties", "TR", "HTP"} {
			if v[key] != nil {
				c.fail("forbidden", "key %s", key)
			}
		}
		if v["Type"] == object.Name("Action") || v["URI"] != nil || v["D"] != nil && v["S"] != nil {
			if s := c.name(v["S"]); s != "URI" && s != "GoTo" {
				c.fail("forbidden", "action %s", s)
			}
		}
		for _, e := range v {
			c.value(e)
		}
	}
}

var bcp47 = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$`)

func (c *checker) catalog() {
	lang, _ := c.root["Lang"].(object.String)
	if !bcp47.MatchString(string(lang)) {
		c.fail("lang", "%q", lang)
	}
	if c.doc.Dict(c.root["MarkInfo"])["Marked"] != true {
		c.fail("marked", "MarkInfo does not say Marked")
	}
	if c.doc.Dict(c.root["ViewerPreferences"])["DisplayDocTitle"] != true {
		c.fail("title", "the title is not shown")
	}
	if c.text(c.doc.Dict(c.doc.Trailer["Info"])["Title"]) == "" {
		c.fail("title", "no title")
	}
}

func (c *checker) outputIntent() {
	intents := c.doc.Array(c.root["OutputIntents"])
	if len(intents) != 1 {
		c.fail("intent", "%d output intents", len(intents))
		return
	}
	d := c.doc.Dict(intents[0])
	if c.name(d["S"]) != "GTS_PDFA1" || c.text(d["OutputConditionIdentifier"]) == "" {
		c.fail("intent", "not for PDF/A, or without name")
	}
	s := c.doc.Stream(d["DestOutputProfile"])
	if s == nil || s.Dict["N"] != 3 {
		c.fail("intent", "no profile of three colours")
		return
	}
	b, err := s.Decoded()
	if err != nil || len(b) < 128 || b[8] > 4 || string(b[16:20]) != "RGB " || string(b[36:40]) != "acsp" ||
		!slices.Contains([]string{"mntr", "prtr"}, string(b[12:16])) {
		c.fail("intent", "not an ICC profile for RGB: %v", err)
	}
}

// xmp reads the packet as XML and looks for the claims and the titles.
func (c *checker) xmp() {
	s := c.doc.Stream(c.root["Metadata"])
	if s == nil || s.Dict["Filter"] != nil || c.name(s.Dict["Type"]) != "Metadata" || c.name(s.Dict["Subtype"]) != "XML" {
		c.fail("xmp", "no plain metadata stream")
		return
	}
	found := map[string]string{}
	dec := xml.NewDecoder(bytes.NewReader(s.Data))
	var path []string
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			c.fail("xmp", "%v", err)
			return
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			path = append(path, tok.Name.Space+" "+tok.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			for _, p := range path {
				found[p] += strings.TrimSpace(string(tok))
			}
		}
	}
	info := c.doc.Dict(c.doc.Trailer["Info"])
	for key, want := range map[string]string{
		"http://www.aiim.org/pdfa/ns/id/ part":              "3",
		"http://www.aiim.org/pdfa/ns/id/ conformance":       "A",
		"http://www.aiim.org/pdfua/ns/id/ part":             "1",
		"http://www.aiim.org/pdfa/ns/schema# namespaceURI":  "http://www.aiim.org/pdfua/ns/id/",
		"http://www.aiim.org/pdfa/ns/schema# prefix":        "pdfuaid",
		"http://www.aiim.org/pdfa/ns/property# name":        "part",
		"http://www.aiim.org/pdfa/ns/property# valueType":   "Integer",
		"http://www.aiim.org/pdfa/ns/property# category":    "internal",
		"http://purl.org/dc/elements/1.1/ title":            c.text(info["Title"]),
		"http://purl.org/dc/elements/1.1/ creator":          c.text(info["Author"]),
		"http://purl.org/dc/elements/1.1/ description":      c.text(info["Subject"]),
		"http://ns.adobe.com/xap/1.0/ CreatorTool":          c.text(info["Creator"]),
		"http://ns.adobe.com/pdf/1.3/ Producer":             c.text(info["Producer"]),
		"http://ns.adobe.com/xap/1.0/ CreateDate":           isoDate(c.text(info["CreationDate"])),
		"http://ns.adobe.com/xap/1.0/ ModifyDate":           isoDate(c.text(info["ModDate"])),
		"http://www.aiim.org/pdfa/ns/property# description": "Indicates, which part of ISO 14289 standard is followed",
		"http://www.aiim.org/pdfa/ns/schema# schema":        "PDF/UA Universal Accessibility Schema",
		"http://purl.org/dc/elements/1.1/ format":           "application/pdf",
		"http://ns.adobe.com/pdf/1.3/ Keywords":             c.text(info["Keywords"]),
	} {
		if found[key] != want {
			c.fail("xmp", "%s is %q instead of %q", key, found[key], want)
		}
	}
}

// isoDate turns a PDF date into the one of XMP.
func isoDate(s string) string {
	m := regexp.MustCompile(`^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([+-]\d\d)'(\d\d)'$`).FindStringSubmatch(s)
	if m == nil {
		return "unreadable " + s
	}
	return fmt.Sprintf("%s-%s-%sT%s:%s:%s%s:%s", m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8])
}

func (c *checker) attachments() {
	af := c.doc.Array(c.root["AF"])
	names := c.doc.Array(c.doc.Dict(c.doc.Dict(c.root["Names"])["EmbeddedFiles"])["Names"])
	if len(names) != 2*len(af) {
		c.fail("attachment", "%d associated files, %d names", len(af), len(names)/2)
		return
	}
	for i, v := range af {
		if v != names[2*i+1] {
			c.fail("attachment", "file %d is not an associated file", i)
		}
		d := c.doc.Dict(v)
		if c.text(d["F"]) == "" || c.text(d["F"]) != c.text(d["UF"]) || c.text(d["Desc"]) == "" {
			c.fail("attachment", "file %d has no F, UF or Desc", i)
		}
		if !slices.Contains([]string{"Data", "Source", "Alternative", "Supplement", "Unspecified"}, c.name(d["AFRelationship"])) {
			c.fail("attachment", "file %d has no relationship", i)
		}
		s := c.doc.Stream(c.doc.Dict(d["EF"])["F"])
		if s == nil || !strings.Contains(c.name(s.Dict["Subtype"]), "/") {
			c.fail("attachment", "file %d has no media type", i)
			continue
		}
		if b, err := s.Decoded(); err != nil || c.doc.Dict(s.Dict["Params"])["Size"] != len(b) {
			c.fail("attachment", "file %d has another size than it says", i)
		}
	}
}
