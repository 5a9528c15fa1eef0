package object_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"trygghylla/app/pdf/object"
)

var objectHead = regexp.MustCompile(`(?m)^(\d+) 0 obj$`)

// retabled sets right where the objects and the table of a file of one
// revision stand, so that nothing but the change itself is wrong.
func retabled(s string) string {
	at := map[string]int{}
	for _, m := range objectHead.FindAllStringSubmatchIndex(s, -1) {
		at[s[m[2]:m[3]]] = m[0]
	}
	n := 0
	s = regexp.MustCompile(`(?m)^\d{10} 00000 n $`).ReplaceAllStringFunc(s, func(string) string {
		n++
		return fmt.Sprintf("%010d 00000 n ", at[fmt.Sprint(n)])
	})
	return regexp.MustCompile(`startxref\n\d+`).ReplaceAllString(s, fmt.Sprint("startxref\n", strings.Index(s, "\nxref\n")+1))
}

// TestParseIsStrictToTheByte changes one thing of a file that is right: one
// part left out, doubled or with another byte, in both its revisions.
func TestParseIsStrictToTheByte(t *testing.T) {
	one := string(small("(x)", "<</Length 3>>stream\nabc\nendstream"))
	d, err := object.Parse([]byte(one))
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := d.Append([]byte(one), map[object.Ref]object.Value{2: object.String("y"), 4: 7})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		old, new string
		want     error
	}{
		"as it is":              {"%PDF-1.7", "%PDF-1.7", nil},
		"version 0":             {"%PDF-1.7", "%PDF-1.0", nil},
		"version after 7":       {"%PDF-1.7", "%PDF-1.8", object.ErrSyntax},
		"version before 0":      {"%PDF-1.7", "%PDF-1./", object.ErrSyntax},
		"version 2":             {"%PDF-1.7", "%PDF-2.0", object.ErrSyntax},
		"more after version":    {"%PDF-1.7\n", "%PDF-1.7 \n", object.ErrSyntax},
		"no comment":            {"%\xE2\xE3\xCF\xD3\n", "", nil},
		"longest comment":       {"%\xE2\xE3\xCF\xD3\n", "%" + strings.Repeat("x", 15) + "\n", nil},
		"comment too long":      {"%\xE2\xE3\xCF\xD3\n", "%" + strings.Repeat("x", 16) + "\n", object.ErrSyntax},
		"object number 0":       {"2 0 obj", "0 0 obj", object.ErrTooLarge},
		"object number too big": {"2 0 obj", fmt.Sprint(object.MaxObjects, " 0 obj"), object.ErrTooLarge},
		"object number with 0":  {"2 0 obj", "02 0 obj", object.ErrSyntax},
		"object generation 1":   {"2 0 obj", "2 1 obj", object.ErrSyntax},
		"object without feed":   {"2 0 obj\n", "2 0 obj ", object.ErrSyntax},
		"object twice":          {"2 0 obj\n(x)\nendobj\n", "2 0 obj\n(x)\nendobj\n2 0 obj\n(x)\nendobj\n", object.ErrSyntax},
		"no value":              {"(x)\nendobj", "\nendobj", object.ErrSyntax},
		"bad word":              {"(x)\nendobj", "nul\nendobj", object.ErrSyntax},
		"two values":            {"(x)\nendobj", "(x)(x)\nendobj", object.ErrSyntax},
		"no endobj":             {"(x)\nendobj\n", "(x)\n", object.ErrSyntax},
		"endobj without feed":   {"(x)\nendobj\n", "(x)\nendobj ", object.ErrSyntax},
		"string as a stream":    {"(x)\nendobj", "(x)stream\nabc\nendstream\nendobj", object.ErrSyntax},
		"stream without feed":   {"stream\nabc", "stream abc", object.ErrSyntax},
		"stream without length": {"<</Length 3>>", "<</Lengto 3>>", object.ErrSyntax},
		"length no integer":     {"<</Length 3>>", "<</Length />>", object.ErrSyntax},
		"length a name":         {"<</Length 3>>", "<</Length/x>>", object.ErrSyntax},
		"length too short":      {"<</Length 3>>", "<</Length 2>>", object.ErrSyntax},
		"length too long":       {"<</Length 3>>", "<</Length 4>>", object.ErrSyntax},
		"no endstream":          {"\nendstream", "\nendstreax", object.ErrSyntax},
		"table of streams":      {"<</Length 3>>", "<</Type/XRef/Length 3>>", object.ErrUnsupported},
		"no table":              {"xref\n0 4\n", "xreg\n0 4\n", object.ErrSyntax},
		"a table not from 0":    {"xref\n0 4\n0000000000 65535 f \n", "xref\n1 3\n", object.ErrSyntax},
		"a table of none":       {"xref\n0 4\n", "xref\n0 0\n", object.ErrSyntax},
		"a word in the table":   {"xref\n0 4\n", "xref\nx 4\n", object.ErrSyntax},
		"no space in the table": {"xref\n0 4\n", "xref\n0-4\n", object.ErrSyntax},
		"a count that is none":  {"xref\n0 4\n", "xref\n0 x\n", object.ErrSyntax},
		"a table cut short":     {"xref\n0 4\n", "xref\n0 3\n", object.ErrSyntax},
		"a table too long":      {"xref\n0 4\n", "xref\n0 5\n", object.ErrSyntax},
		"the free one in use":   {"0000000000 65535 f \n", "0000000000 65535 n \n", object.ErrSyntax},
		"two sections at first": {"xref\n0 4\n", "xref\n0 1\n0000000000 65535 f \n1 3\n", object.ErrSyntax},
		"no trailer":            {"trailer\n", "trailex\n", object.ErrSyntax},
		"trailer no dictionary": {"trailer\n<<", "trailer\n[<<", object.ErrSyntax},
		"trailer with space":    {"trailer\n<<", "trailer\n <<", object.ErrSyntax},
		"trailer cut":           {">>\nstartxref", "\nstartxref", object.ErrSyntax},
		"catalog direct":        {"/Root 1 0 R", "/Root <<>>", object.ErrSyntax},
		"feed after trailer":    {">>\nstartxref", ">> \nstartxref", object.ErrSyntax},
		"no startxref":          {"startxref\n", "startxreg\n", object.ErrSyntax},
		"startxref no number":   {"startxref\n", "startxref\nx", object.ErrSyntax},
		"startxref with 0":      {"startxref\n", "startxref\n0", object.ErrSyntax},
		"no end":                {"\n%%EOF\n", "\n%%EOG\n", object.ErrSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			altered := strings.Replace(one, c.old, c.new, 1)
			if strings.Index(one, c.old) < strings.Index(one, "\nxref\n") {
				altered = retabled(altered)
			}
			if c.want != nil && altered == one {
				t.Fatalf("%q is not in the file", c.old)
			}
			if _, err := object.Parse([]byte(altered)); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
	second := string(b[len(one):])
	for name, c := range map[string]struct{ old, new string }{
		"no Prev":            {fmt.Sprintf("/Prev %d", strings.Index(one, "xref\n")), ""},
		"another Prev":       {"/Prev ", "/Prev 1"},
		"Prev no number":     {"/Prev ", "/Prev /"},
		"smaller size":       {"/Size 5", "/Size 4"},
		"size of the first":  {"/Size 5", "/Size 3"},
		"sections exchanged": {"2 1\n", "4 1\n"},
		"section from 0":     {"2 1\n", "0 1\n"},
		"section of none":    {"2 1\n", "2 0\n"},
		"section overlaps":   {"2 1\n", "2 2\n"},
		"an object unlisted": {fmt.Sprintf("4 1\n%010d 00000 n \n", strings.Index(string(b), "\n4 0 obj")+1), ""},
		"an object too many": {"4 1\n", "3 1\n0000000001 00000 n \n4 1\n"},
		"free one again":     {"xref\n", "xref\n0 1\n0000000000 65535 f \n"},
	} {
		t.Run("second/"+name, func(t *testing.T) {
			altered := strings.Replace(second, c.old, c.new, 1)
			if altered == second {
				t.Fatalf("%q is not in the update", c.old)
			}
			if _, err := object.Parse([]byte(one + altered)); !errors.Is(err, object.ErrSyntax) {
				t.Errorf("%v, want %v", err, object.ErrSyntax)
			}
		})
	}
	if d, err = object.Parse(b); err != nil || len(d.Revisions()) != 2 || d.Get(2) != object.String("y") {
		t.Errorf("the file that they were made from: %v", err)
	}
}
