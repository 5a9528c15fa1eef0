package object_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"trygghylla/app/pdf/object"
)

// fpdfFile is what the drawing library really writes: pages, core fonts,
// links, bookmarks, an image, templates of text with every nasty byte.
func fpdfFile(t testing.TB, compress bool) []byte {
	t.Helper()
	p := fpdf.New("P", "mm", "A4", "")
	p.SetCompression(compress)
	p.SetCatalogSort(true)
	p.SetCreationDate(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	p.SetModificationDate(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	p.SetTitle("Bibliotek (å\\ä\rö) čĊഊ", true)
	p.SetLang("sv-SE")
	for range 3 {
		p.AddPage()
		p.SetFont("Helvetica", "B", 12)
		p.Cell(40, 10, "(a) \\ b \r\n c") // fpdf leaves the carriage return out
		p.Bookmark("Kap (1)", 0, 0)
		p.LinkString(10, 20, 30, 10, "https://example.org/?a=(b)")
		p.Link(10, 40, 10, 10, p.AddLink())
		p.Rect(10, 10, 50.5, 20, "F")
	}
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		t.Fatalf("fpdf: %v", err)
	}
	return b.Bytes()
}

func parse(t testing.TB, b []byte) *object.Document {
	t.Helper()
	d, err := object.Parse(b)
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	return d
}

func TestParseReadsWhatFpdfWrites(t *testing.T) {
	for _, compress := range []bool{false, true} {
		d := parse(t, fpdfFile(t, compress))
		pages := d.Dict(d.Root()["Pages"])
		if pages["Count"] != 3 || len(d.Array(pages["Kids"])) != 3 {
			t.Fatalf("pages: %v", pages)
		}
		title, _ := d.Dict(d.Trailer["Info"])["Title"].(object.String)
		if got := title.Text(); got != "Bibliotek (å\\ä\rö) čĊഊ" {
			t.Errorf("title: %q", got)
		}
		page := d.Dict(d.Array(pages["Kids"])[0])
		content, err := d.Stream(page["Contents"]).Decoded()
		if err != nil {
			t.Fatal(err)
		}
		var ops []string
		for op, err := range object.Content(content) {
			if err != nil {
				t.Fatalf("content: %v\n%s", err, content)
			}
			ops = append(ops, op.Operator)
			if op.Operator == "Tj" && op.Operands[0] != object.String("(a) \\ b \n c") {
				t.Errorf("text drawn: %q", op.Operands[0])
			}
		}
		if !slices.Contains(ops, "re") || !slices.Contains(ops, "Tj") {
			t.Errorf("operators: %v", ops)
		}
	}
}

func TestWriteIsDeterministicAndReadBack(t *testing.T) {
	file := fpdfFile(t, true)
	first, err := parse(t, file).Write()
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, err := parse(t, file).Write()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, again) {
			t.Fatal("the same objects gave other bytes")
		}
	}
	d := parse(t, first)
	second, err := d.Write()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("writing what was written changes it")
	}
	id := d.Array(d.Trailer["ID"])
	if len(id) != 2 || len(id[0].(object.String)) != 16 {
		t.Errorf("ID: %v", id)
	}
}

func TestWriteDropsWhatNothingRefersTo(t *testing.T) {
	d := parse(t, fpdfFile(t, true))
	d.Add(object.String("unreachable"))
	used := d.Add(object.Dict{"Here": object.NewText("å"), "Gone": nil, "Dangling": object.Ref(400_000)})
	d.Root()["Extra"] = used
	b, err := d.Write()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b, []byte("unreachable")) {
		t.Error("an object that nothing refers to was written")
	}
	again := parse(t, b)
	extra := again.Dict(again.Root()["Extra"])
	if extra["Here"].(object.String).Text() != "å" || len(extra) != 2 || extra["Dangling"] != nil {
		t.Errorf("extra: %v", extra)
	}
}

func TestWriteRefusesForeignValues(t *testing.T) {
	for name, v := range map[string]object.Value{
		"go string":      "text",
		"stream inside":  object.Array{&object.Stream{}},
		"empty name":     object.Name(""),
		"huge real":      1e300,
		"nested forever": nest(object.MaxDepth + 1),
	} {
		d := object.New("1.7")
		d.Trailer["Root"] = d.Add(object.Dict{"V": v})
		if _, err := d.Write(); err == nil {
			t.Errorf("%s was written", name)
		}
	}
}

func nest(n int) object.Value {
	var v object.Value = 1
	for range n {
		v = object.Array{v}
	}
	return v
}

func TestAppendKeepsTheOldBytes(t *testing.T) {
	file := fpdfFile(t, true)
	d := parse(t, file)
	root := d.Trailer["Root"].(object.Ref)
	catalog := object.Dict{"Type": object.Name("Catalog"), "Pages": d.Root()["Pages"], "Lang": object.String("nn-NO")}
	added := object.Ref(d.Len() + 3)
	out, at, err := d.Append(file, map[object.Ref]object.Value{
		root: catalog, added: object.NewStream(nil, []byte("data")),
	})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(out, file) {
		t.Fatal("the old bytes changed")
	}
	after := parse(t, out)
	if after.Root()["Lang"] != object.String("nn-NO") || after.At(0).Root()["Lang"] != object.String("sv-SE") {
		t.Error("the revisions do not lie over each other")
	}
	if data, err := after.Stream(added).Decoded(); err != nil || string(data) != "data" {
		t.Errorf("added stream: %q, %v", data, err)
	}
	revs := after.Revisions()
	if len(revs) != 2 || revs[1].Start != len(file) || revs[1].End != len(out) ||
		!slices.Equal(revs[1].Refs(), []object.Ref{root, added}) {
		t.Errorf("revisions: %+v", revs)
	}
	if n, offset, ok := after.Origin(root); n != 1 || offset != at[root] || !ok {
		t.Errorf("origin of the catalog: %d %d %v", n, offset, ok)
	}
	start, end, ok := object.KeySpan(out, at[root], "Lang")
	if !ok || string(out[start:end]) != "(nn-NO)" {
		t.Errorf("span: %q", out[start:end])
	}
	if _, _, ok := object.KeySpan(out, at[root], "Nope"); ok {
		t.Error("found a key that is not there")
	}
	if _, _, err := d.Append(out, nil); !errors.Is(err, object.ErrSyntax) {
		t.Errorf("append to another file: %v", err)
	}
}

func TestQpdfFindsNothingWrong(t *testing.T) {
	b, err := parse(t, fpdfFile(t, true)).Write()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	out := tool(t, "qpdf", "--check", path)
	if !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Errorf("qpdf: %s", out)
	}
}

func TestContentGoesThereAndBack(t *testing.T) {
	want := []object.Operation{
		{Operator: "q"},
		{Operator: "Tf", Operands: []object.Value{object.Name("F"), 9.5}},
		{Operator: "Tj", Operands: []object.Value{object.String("a(b)\\\xff")}},
		{Operator: "BDC", Operands: []object.Value{object.Name("P"), object.Dict{"MCID": 3}}},
	}
	b, err := object.EncodeContent(want...)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for op, err := range object.Content(b) {
		if err != nil {
			t.Fatal(err)
		}
		if op.Operator != want[n].Operator || len(op.Operands) != len(want[n].Operands) ||
			len(op.Operands) > 0 && !reflect.DeepEqual(op.Operands, want[n].Operands) {
			t.Errorf("%v became %v", want[n], op)
		}
		n++
	}
	if n != len(want) {
		t.Errorf("%d operations instead of %d", n, len(want))
	}
	if _, err := object.EncodeContent(object.Operation{Operator: "Tj", Operands: []object.Value{"text"}}); err == nil {
		t.Error("a Go string was written")
	}
}

func TestResolveDoesNotGoInCircles(t *testing.T) {
	d := object.New("1.7")
	a := d.Add(nil)
	b := d.Add(a)
	d.Set(a, b)
	if v := d.Resolve(a); v != nil {
		t.Errorf("a circle is %v", v)
	}
	d.Trailer["Root"] = d.Add(object.Dict{"A": a})
	if _, err := d.Write(); err != nil {
		t.Errorf("write: %v", err)
	}
}
