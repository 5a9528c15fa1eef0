package pdf_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"trygghylla/app/pdf/object"
)

// paper is a finished file as two readers see it: the eye, page by page, and
// the ear, in the order of the structure.
type paper struct {
	t     testing.TB
	doc   *object.Document
	pages []object.Ref
	// lines is every piece of text that is shown, by page, artifacts included.
	lines [][]string
	// artifacts is the part of lines that is not read aloud.
	artifacts [][]string
	content   map[[2]int]string
}

func read(t testing.TB, b []byte) *paper {
	t.Helper()
	doc, err := object.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	p := &paper{t: t, doc: doc, content: map[[2]int]string{}}
	for i, k := range doc.Array(doc.Dict(doc.Root()["Pages"])["Kids"]) {
		p.pages = append(p.pages, k.(object.Ref))
		p.lines, p.artifacts = append(p.lines, nil), append(p.artifacts, nil)
		s, err := doc.Stream(doc.Dict(k)["Contents"]).Decoded()
		if err != nil {
			t.Fatal(err)
		}
		mcid := -1
		for op, err := range object.Content(s) {
			if err != nil {
				t.Fatal(err)
			}
			switch op.Operator {
			case "BDC":
				mcid = -1
				if id, ok := op.Operands[1].(object.Dict)["MCID"].(int); ok {
					mcid = id
				}
			case "BMC", "EMC":
				mcid = -1
			case "Tj":
				text := decode(op.Operands[0].(object.String))
				p.lines[i] = append(p.lines[i], strings.TrimSpace(text))
				if mcid < 0 {
					p.artifacts[i] = append(p.artifacts[i], text)
				} else {
					p.content[[2]int{i, mcid}] += text
				}
			}
		}
	}
	return p
}

func decode(s object.String) string {
	u := make([]uint16, len(s)/2)
	for i := range u {
		u[i] = uint16(s[2*i])<<8 | uint16(s[2*i+1])
	}
	return string(utf16.Decode(u))
}

// said is an element with all text in it, and the page where it begins.
type said struct {
	tag, text string
	page      int
}

// aloud lists the elements of these types in reading order.
func (p *paper) aloud(tags ...string) []said {
	var out []said
	var walk func(v object.Value) (string, int)
	walk = func(v object.Value) (string, int) {
		d := p.doc.Dict(v)
		tag, _ := d["S"].(object.Name)
		at := -1
		for _, t := range tags {
			if t == string(tag) {
				at = len(out)
				out = append(out, said{tag: t, page: -1})
			}
		}
		text, first := "", -1
		for _, k := range kidsOf(d) {
			piece, page := "", -1
			switch k := k.(type) {
			case int:
				page = p.number(d["Pg"])
				piece = p.content[[2]int{page, k}]
			case object.Ref:
				piece, page = walk(k)
			case object.Dict:
				if id, ok := k["MCID"].(int); ok {
					page = p.number(k["Pg"])
					piece = p.content[[2]int{page, id}]
				}
			}
			text += piece
			if first < 0 {
				first = page
			}
		}
		if at >= 0 {
			out[at].text, out[at].page = text, first
		}
		return text, first
	}
	walk(p.doc.Dict(p.doc.Root()["StructTreeRoot"])["K"])
	return out
}

func kidsOf(d object.Dict) object.Array {
	switch k := d["K"].(type) {
	case nil:
		return nil
	case object.Array:
		return k
	default:
		return object.Array{k}
	}
}

func (p *paper) number(v object.Value) int {
	for i, ref := range p.pages {
		if v == object.Value(ref) {
			return i
		}
	}
	p.t.Fatal("not a page")
	return -1
}
