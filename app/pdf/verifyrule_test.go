package pdf_test

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"trygghylla/app/pdf"
	"trygghylla/app/pdf/object"
	"trygghylla/app/seal"
)

// attack is a file that somebody with a key signed correctly: only the rule
// that is named in why stands between it and being accepted.
type attack struct {
	file []byte
	want error
	why  string
}

func refuse(t *testing.T, attacks map[string]attack) {
	t.Helper()
	for name, a := range attacks {
		t.Run(name, func(t *testing.T) {
			_, err := pdf.Verify(a.file)
			if !errors.Is(err, a.want) || !strings.Contains(err.Error(), a.why) {
				t.Errorf("%v, want %v because %s", err, a.want, a.why)
			}
		})
	}
}

// remade is the fixture, changed before anybody signed it.
func remade(t *testing.T, alter func(d *object.Document)) []byte {
	t.Helper()
	d, err := object.Parse(signable(t, true))
	if err != nil {
		t.Fatal(err)
	}
	alter(d)
	b, err := d.Write()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// thirdField adds an empty field as large as the first.
func thirdField(d *object.Document) {
	ref, page := pageOf(d, 1)
	_, f := fieldOf(d, "Sign1")
	f["T"] = object.String("Sign3")
	third := d.Add(f)
	form := d.Dict(d.Root()["AcroForm"])
	form["Fields"] = append(slices.Clone(d.Array(form["Fields"])), third)
	page["Annots"] = form["Fields"]
	d.Set(ref, page)
}

type alteration = func(d *object.Document, sig object.Dict, c changes)

func signedBy(t *testing.T, file []byte, id *seal.Identity, o pdf.SignOptions, alter alteration) []byte {
	t.Helper()
	b, err := pdf.SignAltered(file, id, o, alter)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// asOfficer alters the second signature, on Sign2, of a file whose first does
// not certify.
func asOfficer(t *testing.T, file []byte, alter alteration) []byte {
	t.Helper()
	o := first()
	o.Certify = false
	return signedBy(t, mustSign(t, file, librarian(t), o), officer(t), second(), alter)
}

// objects finds the field, the signature and the appearance of an update on
// Sign2.
func objects(d *object.Document, c changes) (field object.Dict, sig, look object.Ref) {
	ref, _ := fieldOf(d, "Sign2")
	field = c[ref].(object.Dict)
	return field, field["V"].(object.Ref), field["AP"].(object.Dict)["N"].(object.Ref)
}

// instead fills Sign1, which is filled, and leaves Sign2 as it is.
func instead(d *object.Document, _ object.Dict, c changes) {
	_, sig, look := objects(d, c)
	ref2, _ := fieldOf(d, "Sign2")
	delete(c, ref2)
	ref1, f := fieldOf(d, "Sign1")
	f["V"], f["AP"] = sig, object.Dict{"N": look}
	c[ref1] = f
	look2(c).Dict["BBox"] = object.Array{0, 0, 200, 40}
}

func TestVerifyRefusesMoreThanOneFieldInASignature(t *testing.T) {
	rewritten := func(name string) alteration {
		return func(d *object.Document, _ object.Dict, c changes) {
			ref, f := fieldOf(d, name)
			f["Rect"] = object.Array{0, 0, 595, 842}
			c[ref] = f
		}
	}
	three := remade(t, thirdField)
	onTwo := first()
	onTwo.Field = "Sign2"
	refuse(t, map[string]attack{
		"the first signature rewrites another empty field": {
			signedBy(t, signable(t, true), librarian(t), onTwo, rewritten("Sign1")), pdf.ErrUpdate, "is changed",
		},
		"the second signature rewrites another empty field": {
			asOfficer(t, three, rewritten("Sign3")), pdf.ErrUpdate, `field "Sign3" is changed`,
		},
		"after a certifying one, too": {
			signedBy(t, mustSign(t, three, librarian(t), first()), officer(t), second(), rewritten("Sign3")),
			pdf.ErrUpdate, `field "Sign3" is changed`,
		},
		"the second signature rewrites the first's field": {
			asOfficer(t, three, rewritten("Sign1")), pdf.ErrUpdate, `field "Sign1" is changed`,
		},
		"the second signature takes the first's place": {
			asOfficer(t, signable(t, true), instead), pdf.ErrUpdate, `field "Sign1" is changed`,
		},
		"no field at all": {
			asOfficer(t, signable(t, true), func(d *object.Document, _ object.Dict, c changes) {
				ref, _ := fieldOf(d, "Sign2")
				delete(c, ref)
			}), pdf.ErrUpdate, "nothing is signed",
		},
		"a page as well": {
			asOfficer(t, signable(t, true), func(d *object.Document, _ object.Dict, c changes) { newPage(d, c) }),
			pdf.ErrUpdate, "is replaced",
		},
	})
	for _, file := range [][]byte{three, signable(t, true)} { // what the attacks are made from is right
		if _, err := pdf.Verify(asOfficer(t, file, func(*object.Document, object.Dict, changes) {})); err != nil {
			t.Errorf("the honest file: %v", err)
		}
	}
}

// Only the first signature may certify, and it says so in both places or none.
func TestVerifyRefusesOtherCertification(t *testing.T) {
	plain, certify := first(), second()
	plain.Certify, certify.Certify = false, true
	catalog := func(alter func(root object.Dict)) alteration {
		return func(d *object.Document, _ object.Dict, c changes) {
			ref := d.Trailer["Root"].(object.Ref)
			root, ok := c[ref].(object.Dict)
			if !ok {
				root = maps.Clone(d.Root())
			}
			alter(root)
			c[ref] = root
		}
	}
	file := signable(t, true)
	byLibrarian := func(o pdf.SignOptions, alter alteration) []byte { return signedBy(t, file, librarian(t), o, alter) }
	const disagree = "disagree about permissions"
	refuse(t, map[string]attack{
		"the second certifies": {
			signedBy(t, mustSign(t, file, librarian(t), plain), officer(t), certify, func(*object.Document, object.Dict, changes) {}),
			pdf.ErrUpdate, "a later signature certifies",
		},
		"certifies, and the catalog does not": {byLibrarian(plain, func(_ *object.Document, sig object.Dict, _ changes) {
			sig["Reference"] = certification(t)
		}), pdf.ErrUpdate, disagree},
		"the catalog alone": {byLibrarian(plain, func(d *object.Document, sig object.Dict, c changes) {
			ref, _ := fieldOf(d, "Sign1")
			catalog(func(root object.Dict) { root["Perms"] = object.Dict{"DocMDP": c[ref].(object.Dict)["V"]} })(d, sig, c)
		}), pdf.ErrUpdate, disagree},
		"the catalog rewritten as it was": {byLibrarian(plain, catalog(func(object.Dict) {})), pdf.ErrUpdate, disagree},
		"something to open": {
			byLibrarian(first(), catalog(func(root object.Dict) { root["OpenAction"] = object.Array{} })),
			pdf.ErrUpdate, "the catalog is changed",
		},
		"other pages": {
			byLibrarian(first(), catalog(func(root object.Dict) { root["Pages"] = root["AcroForm"] })),
			pdf.ErrUpdate, "the catalog is changed",
		},
		"more permissions": {
			byLibrarian(first(), catalog(func(root object.Dict) { root["Perms"].(object.Dict)["UR3"] = root["Perms"].(object.Dict)["DocMDP"] })),
			pdf.ErrUpdate, "the catalog is changed",
		},
		"permissions of another": {
			byLibrarian(first(), catalog(func(root object.Dict) { root["Perms"].(object.Dict)["DocMDP"] = object.Ref(1) })),
			pdf.ErrUpdate, "the catalog is changed",
		},
	})
}

// certification is the reference in an honest certifying signature.
func certification(t *testing.T) object.Value {
	t.Helper()
	d, err := object.Parse(once(t))
	if err != nil {
		t.Fatal(err)
	}
	_, f := fieldOf(d, "Sign1")
	return d.Dict(f["V"])["Reference"]
}

func TestVerifyRefusesOtherIDs(t *testing.T) {
	half := object.String("0123456789abcdef")
	id := func(ids func(old object.Value) object.Value) []byte {
		return asOfficer(t, signable(t, true), func(d *object.Document, _ object.Dict, _ changes) {
			d.Trailer["ID"] = ids(d.Array(d.Trailer["ID"])[0])
		})
	}
	attacks := map[string]attack{}
	for name, ids := range map[string]func(old object.Value) object.Value{
		"another first half":       func(object.Value) object.Value { return object.Array{half, half} },
		"one half":                 func(old object.Value) object.Value { return object.Array{old} },
		"three":                    func(old object.Value) object.Value { return object.Array{old, half, half} },
		"none":                     func(object.Value) object.Value { return nil },
		"no array":                 func(object.Value) object.Value { return half },
		"second half too short":    func(old object.Value) object.Value { return object.Array{old, half[:15]} },
		"second half too long":     func(old object.Value) object.Value { return object.Array{old, half + "x"} },
		"second half empty":        func(old object.Value) object.Value { return object.Array{old, object.String("")} },
		"second half no string":    func(old object.Value) object.Value { return object.Array{old, object.Name(half)} },
		"second half of kilobytes": func(old object.Value) object.Value { return object.Array{old, object.String(make([]byte, 1<<12))} },
	} {
		attacks[name] = attack{id(ids), pdf.ErrUpdate, "the file's ID is changed"}
	}
	// Files of the strict form that have one half, or none: they can be signed as they are, and get no other.
	for name, ids := range map[string]object.Value{"one half at first": object.Array{half}, "none at first": nil} {
		file := withID(t, ids)
		signed := mustSign(t, file, librarian(t), first())
		if _, err := pdf.Verify(signed); (err == nil) != (ids == nil) {
			t.Errorf("%s: %v", name, err)
		}
		attacks[name] = attack{signedBy(t, file, librarian(t), first(), func(d *object.Document, _ object.Dict, _ changes) {
			d.Trailer["ID"] = object.Array{half, half}
		}), pdf.ErrUpdate, "the file's ID is changed"}
	}
	refuse(t, attacks)
	if _, err := pdf.Verify(id(func(old object.Value) object.Value { return object.Array{old, half} })); err != nil {
		t.Errorf("another second half: %v", err)
	}
}

// withID is the fixture with another ID, or none.
func withID(t *testing.T, id object.Value) []byte {
	t.Helper()
	b := signable(t, true)
	from := bytes.LastIndex(b, []byte("/ID ["))
	to := from + bytes.IndexByte(b[from:], ']') + 1
	var in []byte
	if id != nil {
		var err error
		if in, err = object.Encode([]byte("/ID "), id); err != nil {
			t.Fatal(err)
		}
	}
	return slices.Concat(b[:from], in, b[to:])
}
