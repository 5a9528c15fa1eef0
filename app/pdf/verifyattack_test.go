package pdf_test

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"trygghylla/app/pdf"
	"trygghylla/app/pdf/object"
)

// changes is what somebody writes into an update, by object number.
type changes = map[object.Ref]object.Value

// appended adds an unsigned update to a file.
func appended(t *testing.T, file []byte, alter func(d *object.Document, c changes)) []byte {
	t.Helper()
	d, err := object.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	c := changes{}
	alter(d, c)
	b, _, err := d.Append(file, c)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// altered signs the second field of the once signed file, with whatever alter
// does to the update, and a valid signature over that.
func altered(t *testing.T, alter func(d *object.Document, sig object.Dict, c changes)) []byte {
	t.Helper()
	b, err := pdf.SignAltered(once(t), officer(t), second(), alter)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The parts of the fixture that an attacker may want to exchange.

func pageOf(d *object.Document, n int) (object.Ref, object.Dict) {
	ref := d.Array(d.Dict(d.Root()["Pages"])["Kids"])[n].(object.Ref)
	return ref, maps.Clone(d.Dict(ref))
}

func fieldOf(d *object.Document, name string) (object.Ref, object.Dict) {
	for _, v := range d.Array(d.Dict(d.Root()["AcroForm"])["Fields"]) {
		if f := d.Dict(v); f["T"] == object.String(name) {
			return v.(object.Ref), maps.Clone(f)
		}
	}
	panic("the fixture has no such field")
}

func jsonOf(d *object.Document) object.Ref {
	return d.Dict(d.Dict(d.Array(d.Root()["AF"])[0])["EF"])["F"].(object.Ref)
}

func fontOf(d *object.Document) (object.Ref, object.Dict) {
	_, page := pageOf(d, 1)
	for _, v := range d.Dict(d.Dict(page["Resources"])["Font"]) {
		return v.(object.Ref), maps.Clone(d.Dict(v))
	}
	panic("the fixture has no font")
}

// newPage exchanges what stands on the second page.
func newPage(d *object.Document, c changes) {
	_, page := pageOf(d, 1)
	c[page["Contents"].(object.Ref)] = object.NewStream(nil, []byte("0 0 100 100 re f\n"))
}

func newJSON(d *object.Document, c changes) {
	c[jsonOf(d)] = object.NewStream(object.Dict{"Type": object.Name("EmbeddedFile")}, []byte(`{"answers":[]}`))
}

func newNote(d *object.Document, c changes) {
	ref, page := pageOf(d, 1)
	note := object.Ref(d.Len() + 10)
	for int(note) > d.Len() && c[note-1] == nil { // the next number that is free
		note--
	}
	c[note] = object.Dict{
		"Type": object.Name("Annot"), "Subtype": object.Name("FreeText"), "Rect": object.Array{0, 0, 99, 99},
		"Contents": object.String("approved"),
	}
	page["Annots"] = append(slices.Clone(d.Array(page["Annots"])), note)
	c[ref] = page
}

func TestVerifyRefusesUpdatesWithoutASignature(t *testing.T) {
	two := twice(t)
	for name, alter := range map[string]func(d *object.Document, c changes){
		"page exchanged":   newPage,
		"data exchanged":   newJSON,
		"annotation added": newNote,
		"object added":     func(d *object.Document, c changes) { c[object.Ref(d.Len())] = 1 },
		"signature emptied": func(d *object.Document, c changes) {
			ref, f := fieldOf(d, "Sign2")
			delete(f, "V")
			c[ref] = f
		},
	} {
		bad := appended(t, two, alter)
		if _, err := pdf.Verify(bad); !errors.Is(err, pdf.ErrUpdate) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := pdf.Verify(appended(t, once(t), alter)); name != "signature emptied" && !errors.Is(err, pdf.ErrUpdate) {
			t.Errorf("%s after one signature: %v", name, err)
		}
	}
}

// A change between the two signatures, which the second then covers, gives
// the same verdict as the honest file in other programs.
func TestVerifyRefusesAChangeBetweenTheSignatures(t *testing.T) {
	for name, alter := range map[string]func(d *object.Document, c changes){
		"page exchanged": newPage, "data exchanged": newJSON, "annotation added": newNote,
	} {
		shadow := appended(t, once(t), alter)
		bad, err := pdf.SignAltered(shadow, officer(t), second(), func(*object.Document, object.Dict, changes) {})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := pdf.Verify(bad); !errors.Is(err, pdf.ErrUpdate) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := pdf.Sign(shadow, officer(t), second(), nil); !errors.Is(err, pdf.ErrUpdate) {
			t.Errorf("%s: signing it: %v", name, err)
		}
	}
}

// look2 is the appearance in the update of the second signature.
func look2(c changes) *object.Stream {
	for _, v := range c {
		if s, ok := v.(*object.Stream); ok && s.Dict["Subtype"] == object.Name("Form") {
			return s
		}
	}
	panic("the update has no appearance")
}

func TestVerifyRefusesASignatureThatDoesMore(t *testing.T) {
	field2 := func(d *object.Document, c changes) object.Dict {
		ref, _ := fieldOf(d, "Sign2")
		return c[ref].(object.Dict)
	}
	catalog := func(d *object.Document, c changes) object.Dict {
		root := maps.Clone(d.Root())
		c[d.Trailer["Root"].(object.Ref)] = root
		return root
	}
	for name, alter := range map[string]func(d *object.Document, sig object.Dict, c changes){
		"page content": func(d *object.Document, _ object.Dict, c changes) { newPage(d, c) },
		"page dictionary": func(d *object.Document, _ object.Dict, c changes) {
			ref, page := pageOf(d, 0)
			page["Rotate"] = 180
			c[ref] = page
		},
		"catalog": func(d *object.Document, _ object.Dict, c changes) {
			catalog(d, c)["OpenAction"] = object.Array{}
		},
		"catalog as it was": func(d *object.Document, _ object.Dict, c changes) { catalog(d, c) },
		"permissions":       func(d *object.Document, _ object.Dict, c changes) { delete(catalog(d, c), "Perms") },
		"metadata": func(d *object.Document, _ object.Dict, c changes) {
			c[d.Root()["Metadata"].(object.Ref)] = object.NewStream(nil, []byte("<y/>"))
		},
		"font": func(d *object.Document, _ object.Dict, c changes) {
			ref, font := fontOf(d)
			font["BaseFont"] = object.Name("Other")
			c[ref] = font
		},
		"data": func(d *object.Document, _ object.Dict, c changes) { newJSON(d, c) },
		"note": func(d *object.Document, _ object.Dict, c changes) { newNote(d, c) },
		"first field": func(d *object.Document, _ object.Dict, c changes) {
			ref, f := fieldOf(d, "Sign1")
			delete(f, "V")
			c[ref] = f
		},
		"first appearance": func(d *object.Document, _ object.Dict, c changes) {
			_, f := fieldOf(d, "Sign1")
			c[d.Dict(f["AP"])["N"].(object.Ref)] = look2(c)
		},
		"field moved": func(d *object.Document, _ object.Dict, c changes) {
			field2(d, c)["Rect"] = object.Array{0, 0, 595, 842}
		},
		"field with an action": func(d *object.Document, _ object.Dict, c changes) {
			field2(d, c)["AA"] = object.Dict{}
		},
		"field shown pressed": func(d *object.Document, _ object.Dict, c changes) {
			ap := field2(d, c)["AP"].(object.Dict)
			ap["D"] = ap["N"]
		},
		"field of the old appearance": func(d *object.Document, _ object.Dict, c changes) {
			_, f := fieldOf(d, "Sign2")
			field2(d, c)["AP"] = f["AP"]
		},
		"font of its own": func(d *object.Document, _ object.Dict, c changes) {
			look2(c).Dict["Resources"] = object.Dict{"Font": object.Dict{"F": object.Dict{"Type": object.Name("Font")}}}
		},
		"image in the appearance": func(_ *object.Document, _ object.Dict, c changes) {
			look2(c).Dict["Resources"].(object.Dict)["XObject"] = object.Dict{}
		},
		"appearance too large": func(_ *object.Document, _ object.Dict, c changes) {
			look2(c).Dict["BBox"] = object.Array{0, 0, 595, 842}
		},
		"appearance with a matrix": func(_ *object.Document, _ object.Dict, c changes) {
			look2(c).Dict["Matrix"] = object.Array{9, 0, 0, 9, 0, 0}
		},
		"appearance that paints": func(_ *object.Document, _ object.Dict, c changes) {
			s := look2(c)
			s.Data = object.NewStream(nil, []byte("0 0 9 9 re f")).Data
		},
		"appearance in bad syntax": func(_ *object.Document, _ object.Dict, c changes) {
			s := look2(c)
			s.Data = object.NewStream(nil, []byte("(")).Data
		},
		"appearance not compressed right": func(_ *object.Document, _ object.Dict, c changes) { look2(c).Data = []byte("x") },
		"stray object": func(d *object.Document, _ object.Dict, c changes) {
			c[object.Ref(d.Len()+2)] = object.Dict{}
		},
		"another catalog": func(d *object.Document, _ object.Dict, c changes) {
			d.Trailer["Root"] = object.Ref(2)
		},
		"another ID": func(d *object.Document, _ object.Dict, _ changes) {
			half := object.String("0123456789abcdef")
			d.Trailer["ID"] = object.Array{half, half}
		},
		"new trailer entry": func(d *object.Document, _ object.Dict, _ changes) { d.Trailer["Extra"] = 1 },
		"certified again": func(d *object.Document, sig object.Dict, _ changes) {
			_, f := fieldOf(d, "Sign1")
			sig["Reference"] = d.Dict(f["V"])["Reference"]
		},
	} {
		if _, err := pdf.Verify(altered(t, alter)); !errors.Is(err, pdf.ErrUpdate) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := pdf.Verify(altered(t, func(*object.Document, object.Dict, changes) {})); err != nil {
		t.Errorf("the honest file: %v", err)
	}
}

func TestVerifyRefusesOtherSignatureDictionaries(t *testing.T) {
	for name, alter := range map[string]func(sig object.Dict){
		"older kind of signature": func(sig object.Dict) { sig["SubFilter"] = object.Name("adbe.pkcs7.detached") },
		"other handler":           func(sig object.Dict) { sig["Filter"] = object.Name("Entrust.PPKEF") },
		"no type":                 func(sig object.Dict) { delete(sig, "Type") },
		"no time":                 func(sig object.Dict) { delete(sig, "M") },
		"a day that is none":      func(sig object.Dict) { sig["M"] = object.String("D:20261332000000Z") },
		"a name that is none":     func(sig object.Dict) { sig["Name"] = 7 },
		"certificate beside it":   func(sig object.Dict) { sig["Cert"] = object.String("x") },
		"unknown reference":       func(sig object.Dict) { sig["Reference"] = object.Array{} },
	} {
		bad := altered(t, func(_ *object.Document, sig object.Dict, _ changes) { alter(sig) })
		if _, err := pdf.Verify(bad); !errors.Is(err, pdf.ErrForged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// inLast edits the last occurrence of old, which must keep its length.
func inLast(t *testing.T, file []byte, old, new string) []byte {
	t.Helper()
	at := bytes.LastIndex(file, []byte(old))
	if at < 0 || len(old) != len(new) {
		t.Fatalf("cannot put %q for %q", new, old)
	}
	b := bytes.Clone(file)
	copy(b[at:], new)
	return b
}

func TestVerifyRefusesGapsInTheByteRange(t *testing.T) {
	file := twice(t)
	at := bytes.LastIndex(file, []byte("/ByteRange [")) + len("/ByteRange [")
	text := string(file[at : at+bytes.IndexByte(file[at:], ']')])
	n := strings.Fields(text)
	plus := func(i, by int) string {
		v, err := strconv.Atoi(n[i])
		if err != nil {
			t.Fatal(err)
		}
		m := slices.Clone(n)
		m[i] = strconv.Itoa(v + by)
		return strings.Join(m, " ")
	}
	for name, bad := range map[string]string{
		"starts later":        plus(0, 1),
		"gap starts earlier":  plus(1, -1),
		"gap starts later":    plus(1, 1),
		"gap ends earlier":    plus(2, -1),
		"gap ends later":      plus(2, 1),
		"ends before the end": plus(3, -1),
		"ends after the end":  plus(3, 1),
		"no range":            strings.Repeat(" ", len(text)),
	} {
		if _, err := pdf.Verify(inLast(t, file, text, bad)); !errors.Is(err, pdf.ErrGap) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := pdf.Verify(inLast(t, file, "/Contents <30", "/Contentz <30")); !errors.Is(err, pdf.ErrForged) {
		t.Errorf("no contents: %v", err)
	}
}
