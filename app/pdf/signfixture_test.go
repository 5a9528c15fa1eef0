package pdf_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"trygghylla/app/pdf"
	"trygghylla/app/pdf/object"
	"trygghylla/app/seal"
)

// signedAt is when everything in these tests is signed.
var signedAt = time.Date(2026, 11, 22, 10, 30, 0, 0, time.FixedZone("CET", 3600))

// data is the machine data in the fixture.
const data = `{"format":"test","answers":[1,2,3]}`

func signer(t testing.TB, n byte, name string) *seal.Identity {
	t.Helper()
	id, err := seal.NewIdentity(rand.NewChaCha8([32]byte{n}), name, signedAt)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func librarian(t testing.TB) *seal.Identity { return signer(t, 1, "Åsa Öberg") }

func officer(t testing.TB) *seal.Identity { return signer(t, 2, "Ingrid Æsland") }

// signable is a file of two pages with everything that an attacker may want
// to exchange: a page, fonts, metadata, machine data, and two empty fields, of
// which the second can be invisible. It is made from the drawing library's own
// output and not by Doc, so that these tests stand on their own.
func signable(t testing.TB, secondVisible bool) []byte {
	t.Helper()
	d, err := object.Parse(drawn(t))
	if err != nil {
		t.Fatal(err)
	}
	d.Version = "1.7"
	root := d.Root()
	pages := d.Array(d.Dict(root["Pages"])["Kids"])
	page := pages[1].(object.Ref)
	rect2 := object.Array{0, 0, 0, 0}
	if secondVisible {
		rect2 = object.Array{300, 100, 500.5, 140.25}
	}
	empty := d.Add(object.NewStream(object.Dict{
		"Type": object.Name("XObject"), "Subtype": object.Name("Form"), "BBox": object.Array{0, 0, 1, 1},
	}, nil))
	var fields object.Array
	for i, rect := range []object.Array{{50, 100, 250, 140}, rect2} {
		fields = append(fields, d.Add(object.Dict{
			"Type": object.Name("Annot"), "Subtype": object.Name("Widget"), "FT": object.Name("Sig"),
			"T": object.NewText([]string{"Sign1", "Sign2"}[i]), "Rect": rect, "P": page, "F": 132,
			"AP": object.Dict{"N": empty},
		}))
	}
	d.Dict(page)["Annots"] = fields
	root["AcroForm"] = object.Dict{"Fields": fields, "SigFlags": 3}
	root["Metadata"] = d.Add(object.NewStream(object.Dict{"Type": object.Name("Metadata")}, []byte("<x/>")))
	file := d.Add(object.NewStream(object.Dict{"Type": object.Name("EmbeddedFile")}, []byte(data)))
	root["AF"] = object.Array{d.Add(object.Dict{
		"Type": object.Name("Filespec"), "F": object.String("data.json"), "UF": object.String("data.json"),
		"AFRelationship": object.Name("Data"), "EF": object.Dict{"F": file},
	})}
	delete(root, "Names")
	b, err := d.Write()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// drawn is two pages of text in Noto Sans.
func drawn(t testing.TB) []byte {
	t.Helper()
	font, err := os.ReadFile(filepath.Join("..", "..", "assets", "fonts", "NotoSans-Regular.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	p := fpdf.New("P", "mm", "A4", "")
	p.SetCatalogSort(true)
	p.SetCreationDate(signedAt)
	p.SetModificationDate(signedAt)
	p.AddUTF8FontFromBytes("Noto", "", font)
	p.SetFont("Noto", "", 12)
	for range 2 {
		p.AddPage()
		p.MultiCell(180, 6, "abcdefghijklmnopqrstuvwxyzåäöæø ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÆØ 0123456789 .,:;-?()", "", "", false)
	}
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func mustSign(t testing.TB, file []byte, id *seal.Identity, o pdf.SignOptions) []byte {
	t.Helper()
	signed, err := pdf.Sign(file, id, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// first and second are what the two signers say.
func first() pdf.SignOptions {
	return pdf.SignOptions{Field: "Sign1", Reason: "Genomgången är klar", At: signedAt, Certify: true}
}

func second() pdf.SignOptions {
	return pdf.SignOptions{Field: "Sign2", Location: "Vadstena", At: signedAt.Add(time.Hour)}
}

// once and twice are the honest files.
func once(t testing.TB) []byte { return mustSign(t, signable(t, true), librarian(t), first()) }

func twice(t testing.TB) []byte { return mustSign(t, once(t), officer(t), second()) }

// tiny is the smallest file that can be signed, for the fuzzer: one empty
// page, two invisible fields, machine data.
func tiny(t testing.TB) []byte {
	t.Helper()
	d := object.New("1.7")
	page := d.Add(nil)
	var fields object.Array
	for _, name := range []object.String{"Sign1", "Sign2"} {
		fields = append(fields, d.Add(object.Dict{
			"Subtype": object.Name("Widget"), "FT": object.Name("Sig"), "T": name,
			"Rect": object.Array{0, 0, 0, 0}, "P": page,
		}))
	}
	d.Set(page, object.Dict{"Type": object.Name("Page"), "Annots": fields})
	file := d.Add(&object.Stream{Data: []byte(data)})
	d.Trailer["Root"] = d.Add(object.Dict{
		"AcroForm": object.Dict{"Fields": fields, "SigFlags": 3},
		"AF":       object.Array{object.Dict{"UF": object.String("data.json"), "EF": object.Dict{"F": file}}},
	})
	b, err := d.Write()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
