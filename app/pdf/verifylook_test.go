package pdf_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"trygghylla/app/pdf"
	"trygghylla/app/pdf/object"
)

func TestVerifyRefusesWhatIsNoSignatureOfItsOwn(t *testing.T) {
	file := signable(t, true)
	field := func(alter func(d *object.Document, f object.Dict, sig, look object.Ref, c changes)) []byte {
		return asOfficer(t, file, func(d *object.Document, _ object.Dict, c changes) {
			f, sig, look := objects(d, c)
			alter(d, f, sig, look, c)
		})
	}
	const notNew = "is not filled with a new signature"
	refuse(t, map[string]attack{
		"the first signature once more": {field(func(d *object.Document, f object.Dict, _, _ object.Ref, _ changes) {
			_, one := fieldOf(d, "Sign1")
			f["V"] = one["V"]
		}), pdf.ErrUpdate, notNew},
		"no dictionary": {field(func(_ *object.Document, f object.Dict, _, look object.Ref, _ changes) {
			f["V"] = look
		}), pdf.ErrUpdate, notNew},
		"a dictionary in the field": {field(func(_ *object.Document, f object.Dict, sig, _ object.Ref, c changes) {
			f["V"] = c[sig]
		}), pdf.ErrUpdate, notNew},
		"nothing": {field(func(_ *object.Document, f object.Dict, _, _ object.Ref, _ changes) {
			delete(f, "V")
		}), pdf.ErrUpdate, notNew},
		"one object too many": {field(func(d *object.Document, _ object.Dict, _, look object.Ref, c changes) {
			c[look+1] = object.Dict{}
		}), pdf.ErrUpdate, "belongs to no signature"},
		"a fraction of a second": {asOfficer(t, file, func(_ *object.Document, sig object.Dict, _ changes) {
			sig["M"] = object.String("D:20261122103000.5Z")
		}), pdf.ErrForged, "no time of signing"},
		"a day that is none": {asOfficer(t, file, func(_ *object.Document, sig object.Dict, _ changes) {
			sig["M"] = object.String("D:20261332000000Z")
		}), pdf.ErrForged, "no time of signing"},
		"the signature in parentheses": {asOfficer(t, file, func(_ *object.Document, sig object.Dict, _ changes) {
			sig["Contents"] = object.String(strings.Repeat("0", 8000))
		}), pdf.ErrGap, "no hexadecimal signature"},
	})
}

func TestVerifyRefusesAnotherAppearance(t *testing.T) {
	stray := func(d *object.Document) { // a font that no page and no form offers
		thirdField(d)
		_, font := fontOf(d)
		d.Root()["PieceInfo"] = object.Dict{"X": d.Add(font)}
	}
	three := remade(t, stray)
	look := func(o pdf.SignOptions, file []byte, alter func(d *object.Document, f object.Dict, c changes)) []byte {
		one := first()
		one.Certify = false
		return signedBy(t, mustSign(t, file, librarian(t), one), officer(t), o, func(d *object.Document, _ object.Dict, c changes) {
			ref, _ := fieldOf(d, o.Field)
			alter(d, c[ref].(object.Dict), c)
		})
	}
	third := second()
	third.Field = "Sign3"
	content := func(s string) []byte {
		return look(second(), three, func(_ *object.Document, _ object.Dict, c changes) {
			look2(c).Data = object.NewStream(nil, []byte(s)).Data
		})
	}
	const notOwn = "has no appearance of its own"
	refuse(t, map[string]attack{
		"the first signature's, in a field as large": {look(third, three, func(d *object.Document, f object.Dict, c changes) {
			delete(c, f["AP"].(object.Dict)["N"].(object.Ref))
			_, one := fieldOf(d, "Sign1")
			f["AP"] = one["AP"]
		}), pdf.ErrUpdate, notOwn},
		"no stream": {look(second(), three, func(_ *object.Document, f object.Dict, c changes) {
			c[f["AP"].(object.Dict)["N"].(object.Ref)] = object.Dict{}
		}), pdf.ErrUpdate, notOwn},
		"pressed, too": {look(second(), three, func(_ *object.Document, f object.Dict, _ changes) {
			ap := f["AP"].(object.Dict)
			ap["D"] = ap["N"]
		}), pdf.ErrUpdate, notOwn},
		"in a font that is not offered": {look(second(), three, func(d *object.Document, _ object.Dict, c changes) {
			other := d.Dict(d.Root()["PieceInfo"])["X"]
			look2(c).Dict["Resources"] = object.Dict{"Font": object.Dict{"F": other}}
		}), pdf.ErrUpdate, "is not a signature's"},
		"in a font of its own": {look(second(), three, func(d *object.Document, _ object.Dict, c changes) {
			_, font := fontOf(d)
			look2(c).Dict["Resources"] = object.Dict{"Font": object.Dict{"F": font}}
		}), pdf.ErrUpdate, "is not a signature's"},
		"cut off":  {content("q BT (a"), pdf.ErrUpdate, "malformed"},
		"paints":   {content("0 0 9 9 re f"), pdf.ErrUpdate, "draws more than text"},
		"an image": {content("q BI"), pdf.ErrUpdate, "unsupported"},
	})
	if _, err := pdf.Verify(look(third, three, func(*object.Document, object.Dict, changes) {})); err != nil {
		t.Errorf("the honest file: %v", err)
	}
}

// A field without an area has no appearance, and gets none.
func TestFieldsWithoutAnAreaStayInvisible(t *testing.T) {
	for name, rect := range map[string]object.Array{
		"no area": {0, 0, 0, 0}, "no width": {300, 100, 300, 140}, "no height": {300, 100, 500, 100},
		"upside down": {300, 140, 500, 100}, "from right to left": {500, 100, 300, 140},
	} {
		t.Run(name, func(t *testing.T) {
			file := remade(t, func(d *object.Document) {
				ref, f := fieldOf(d, "Sign2")
				f["Rect"] = rect
				d.Set(ref, f)
			})
			one := mustSign(t, file, librarian(t), first())
			two := mustSign(t, one, officer(t), second())
			before, err := object.Parse(one)
			if err != nil {
				t.Fatal(err)
			}
			after, err := object.Parse(two)
			if err != nil {
				t.Fatal(err)
			}
			if after.Len() != before.Len()+1 {
				t.Errorf("%d objects were added, want the signature alone", after.Len()-before.Len())
			}
			if _, err := pdf.Verify(two); err != nil {
				t.Error(err)
			}
			for what, alter := range map[string]func(f object.Dict){
				"moved":            func(f object.Dict) { f["Rect"] = object.Array{0, 0, 595, 842} },
				"another look":     func(f object.Dict) { f["AP"] = object.Dict{} },
				"called otherwise": func(f object.Dict) { f["TU"] = object.String("x") },
			} {
				bad := signedBy(t, one, officer(t), second(), func(d *object.Document, _ object.Dict, c changes) {
					ref, _ := fieldOf(d, "Sign2")
					alter(c[ref].(object.Dict))
				})
				if _, err := pdf.Verify(bad); !errors.Is(err, pdf.ErrUpdate) || !strings.Contains(err.Error(), "is changed") {
					t.Errorf("%s: %v", what, err)
				}
			}
		})
	}
}

// The message of the signature is not signed itself: whatever stands there
// must be one whole message and zeros.
func TestVerifyRefusesOtherMessages(t *testing.T) {
	file := twice(t)
	at := bytes.LastIndex(file, []byte("/Contents <")) + len("/Contents <")
	end := at + bytes.IndexByte(file[at:], '>')
	with := func(alter func(hex []byte)) []byte {
		b := bytes.Clone(file)
		alter(b[at:end])
		return b
	}
	const none = "no signature, or more than one"
	refuse(t, map[string]attack{
		"a set":                {with(func(h []byte) { copy(h, "31") }), pdf.ErrForged, none},
		"longer than its room": {with(func(h []byte) { copy(h, "3082ffff") }), pdf.ErrForged, none},
		"of three bytes' size": {with(func(h []byte) { copy(h, "3083000100") }), pdf.ErrForged, none},
		"of no stated size":    {with(func(h []byte) { copy(h, "3080") }), pdf.ErrForged, none},
		"empty":                {with(func(h []byte) { copy(h, strings.Repeat("0", len(h))) }), pdf.ErrForged, none},
	})
	gone := bytes.Clone(file)
	for i := at - len("/Contents <"); i <= end; i++ {
		gone[i] = ' '
	}
	refuse(t, map[string]attack{"no message": {gone, pdf.ErrGap, "no hexadecimal signature"}})
}
