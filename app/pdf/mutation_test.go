package pdf_test

import (
	"bytes"
	"strings"
	"testing"

	"trygghylla/app/pdf/object"
)

// mutation breaks a good file in one place; rule must be among the failures.
type mutation struct {
	name, rule string
	change     func(m *mutant)
}

// mutant is a parsed file to be broken.
type mutant struct {
	t   *testing.T
	doc *object.Document
}

func (m *mutant) root() object.Dict { return m.doc.Root() }

// find is the n-th dictionary (from 0) that is not a stream's and matches.
func (m *mutant) find(n int, match func(object.Dict) bool) object.Dict {
	m.t.Helper()
	for i := 1; i < m.doc.Len(); i++ {
		if d := m.doc.Dict(object.Ref(i)); d != nil && match(d) {
			if n--; n < 0 {
				return d
			}
		}
	}
	m.t.Fatal("nothing to break")
	return nil
}

// elem is the n-th structure element of a type.
func (m *mutant) elem(tag string, n int) object.Dict {
	m.t.Helper()
	return m.find(n, func(d object.Dict) bool {
		return d["Type"] == object.Name("StructElem") && d["S"] == object.Name(tag)
	})
}

func (m *mutant) annot(subtype string) object.Dict {
	m.t.Helper()
	return m.find(0, func(d object.Dict) bool { return d["Subtype"] == object.Name(subtype) && d["Rect"] != nil })
}

func (m *mutant) page(n int) object.Dict {
	return m.doc.Dict(m.doc.Array(m.doc.Dict(m.root()["Pages"])["Kids"])[n])
}

// rewrite changes a stream's data, which must change.
func (m *mutant) rewrite(v object.Value, change func([]byte) []byte) {
	m.t.Helper()
	s := m.doc.Stream(v)
	b, err := s.Decoded()
	if err != nil {
		m.t.Fatal(err)
	}
	after := change(bytes.Clone(b))
	if bytes.Equal(after, b) {
		m.t.Fatal("the stream has nothing to break")
	}
	if s.Dict["Filter"] == nil {
		s.Data = after
		return
	}
	*s = *object.NewStream(s.Dict, after)
}

// text replaces once in a stream.
func (m *mutant) text(v object.Value, from, to string) {
	m.t.Helper()
	m.rewrite(v, func(b []byte) []byte { return bytes.Replace(b, []byte(from), []byte(to), 1) })
}

// content replaces once in the first page.
func (m *mutant) content(from, to string) {
	m.t.Helper()
	m.text(m.page(0)["Contents"], from, to)
}

// font is one of the two fonts, its descendant and its descriptor.
func (m *mutant) font() (font, cid, desc object.Dict) {
	font = m.find(0, func(d object.Dict) bool { return d["Subtype"] == object.Name("Type0") })
	cid = m.doc.Dict(m.doc.Array(font["DescendantFonts"])[0])
	return font, cid, m.doc.Dict(cid["FontDescriptor"])
}

func (m *mutant) spec() object.Dict { return m.doc.Dict(m.doc.Array(m.root()["AF"])[0]) }

func (m *mutant) intent() object.Dict { return m.doc.Dict(m.doc.Array(m.root()["OutputIntents"])[0]) }

func (m *mutant) parents() object.Array {
	return m.doc.Array(m.doc.Dict(m.doc.Dict(m.root()["StructTreeRoot"])["ParentTree"])["Nums"])
}

// TestEveryMutationIsCaught keeps the checker honest: a check that looks at
// nothing would find every file good.
func TestEveryMutationIsCaught(t *testing.T) {
	good := finish(t, sample(t, 30))
	conforms(t, good)
	all := append(append(append([]mutation{}, documentMutations...), contentMutations...), treeMutations...)
	if len(all) < 40 {
		t.Fatalf("only %d mutations", len(all))
	}
	for _, mu := range all {
		t.Run(mu.name, func(t *testing.T) {
			doc, err := object.Parse(good)
			if err != nil {
				t.Fatal(err)
			}
			mu.change(&mutant{t, doc})
			b, err := doc.Write()
			if err != nil {
				t.Fatal(err)
			}
			found := conform(b)
			for _, f := range found {
				if strings.HasPrefix(f, mu.rule+":") {
					return
				}
			}
			t.Errorf("not caught as %s; found %q", mu.rule, found)
		})
	}
	raw := []struct {
		name, rule, from, to string
	}{
		{"older version", "header", "%PDF-1.7", "%PDF-1.4"},
		{"no binary mark", "header", "\n%\xe2\xe3\xcf\xd3\n", "\n%abcd\n"},
		{"no identifier", "id", "/ID [", "/IX ["},
		{"bytes after the end", "syntax", "%%EOF\n", "%%EOF\n\n"},
	}
	for _, r := range raw {
		t.Run(r.name, func(t *testing.T) {
			b := bytes.Replace(good, []byte(r.from), []byte(r.to), 1)
			for _, f := range conform(b) {
				if strings.HasPrefix(f, r.rule+":") {
					return
				}
			}
			t.Errorf("not caught as %s", r.rule)
		})
	}
	t.Logf("%d mutations", len(all)+len(raw))
}
