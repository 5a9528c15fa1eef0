package pdf_test

import (
	"errors"
	"strings"
	"testing"

	"trygghylla/app/pdf"
	"trygghylla/app/pdf/object"
)

// onField alters the second field before anybody signs.
func onField(alter func(f object.Dict)) func(d *object.Document) {
	return func(d *object.Document) {
		ref, f := fieldOf(d, "Sign2")
		alter(f)
		d.Set(ref, f)
	}
}

func without(key object.Name) func(f object.Dict) { return func(f object.Dict) { delete(f, key) } }

func with(key object.Name, v object.Value) func(f object.Dict) {
	return func(f object.Dict) { f[key] = v }
}

// What the first version may not have: a form that another program reads in
// another way. Neither Verify nor Sign takes it.
func TestVerifyRefusesOtherForms(t *testing.T) {
	for name, c := range map[string]struct {
		alter func(d *object.Document)
		why   string
	}{
		"of another kind":    {onField(with("FT", object.Name("Tx"))), "is no signature field"},
		"no widget":          {onField(with("Subtype", object.Name("Link"))), "is no signature field"},
		"without a name":     {onField(without("T")), "is no signature field"},
		"with an empty name": {onField(with("T", object.String(""))), "is no signature field"},
		"two of one name":    {onField(with("T", object.String("Sign1"))), "stands twice"},
		"without a page":     {onField(without("P")), "stands on no page"},
		"without a place":    {onField(with("Rect", object.Array{0, 0, object.Name("x"), 0})), "has no rectangle"},
		"with three numbers": {onField(with("Rect", object.Array{0, 0, 9})), "has no rectangle"},
		"with five numbers":  {onField(with("Rect", object.Array{0, 0, 9, 9, 9})), "has no rectangle"},
		"with an action":     {onField(with("A", object.Dict{})), "has A"},
		"with more actions":  {onField(with("AA", object.Dict{})), "has AA"},
		"below another":      {onField(with("Parent", object.Ref(1))), "has Parent"},
		"with fields below":  {onField(with("Kids", object.Array{})), "has Kids"},
		"hidden by its form": {func(d *object.Document) { d.Dict(d.Root()["AcroForm"])["SigFlags"] = 0 }, "does not announce"},
		"on what is no page": {func(d *object.Document) { pageAnew(d, with("Type", object.Name("Pages"))) }, "stands on no page"},
		"not listed by it":   {func(d *object.Document) { pageAnew(d, with("Annots", object.Array{})) }, "stands on no page"},
		"no object of itself": {func(d *object.Document) {
			_, f := fieldOf(d, "Sign2")
			d.Dict(d.Root()["AcroForm"])["Fields"] = object.Array{f}
		}, "is no signature field"},
		"listed twice": {func(d *object.Document) {
			fields := d.Array(d.Dict(d.Root()["AcroForm"])["Fields"])
			d.Dict(d.Root()["AcroForm"])["Fields"] = object.Array{fields[0], fields[1], fields[0]}
		}, "stands twice"},
	} {
		t.Run(name, func(t *testing.T) {
			b := remade(t, c.alter)
			_, err := pdf.Verify(b)
			_, signErr := pdf.Sign(b, librarian(t), first(), nil)
			for what, err := range map[string]error{"verify": err, "sign": signErr} {
				if !errors.Is(err, pdf.ErrMalformed) || !strings.Contains(err.Error(), c.why) {
					t.Errorf("%s: %v, want it malformed because %s", what, err, c.why)
				}
			}
		})
	}
}

// pageAnew alters the page that the fields stand on.
func pageAnew(d *object.Document, alter func(page object.Dict)) {
	ref, page := pageOf(d, 1)
	alter(page)
	d.Set(ref, page)
}

func TestVerifyRefusesSignaturesFromTheBeginning(t *testing.T) {
	nothing := object.New("1.7")
	nothing.Trailer["Root"] = nothing.Add(object.Array{})
	noCatalog, err := nothing.Write()
	if err != nil {
		t.Fatal(err)
	}
	refuse(t, map[string]attack{
		"filled":                {remade(t, onField(with("V", object.Dict{}))), pdf.ErrMalformed, "was filled from the beginning"},
		"permissions":           {remade(t, func(d *object.Document) { d.Root()["Perms"] = object.Dict{} }), pdf.ErrMalformed, "permissions without a signature"},
		"no catalog":            {noCatalog, pdf.ErrMalformed, "no catalog"},
		"a form without fields": {remade(t, func(d *object.Document) { d.Root()["AcroForm"] = object.Dict{} }), pdf.ErrNotSigned, ""},
		"no form":               {remade(t, func(d *object.Document) { delete(d.Root(), "AcroForm") }), pdf.ErrNotSigned, ""},
	})
}

// fileSpec is the first embedded file of the fixture.
func fileSpec(d *object.Document) object.Dict { return d.Dict(d.Array(d.Root()["AF"])[0]) }

// embedded has n files of so many bytes each, all the same object.
func embedded(t *testing.T, n, size int) []byte {
	return remade(t, func(d *object.Document) {
		file := d.Add(object.NewStream(nil, make([]byte, size)))
		var all object.Array
		for i := range n {
			all = append(all, d.Add(object.Dict{
				"UF": object.String(strings.Repeat("x", i+1)), "EF": object.Dict{"F": file},
			}))
		}
		d.Root()["AF"] = all
	})
}

// Who signs must be able to give out all that is embedded, and so must who
// signs after him.
func TestVerifyRefusesAttachmentsItCannotGiveOut(t *testing.T) {
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"two of one name": {remade(t, func(d *object.Document) {
			af := d.Array(d.Root()["AF"])
			d.Root()["AF"] = object.Array{af[0], af[0]}
		}), pdf.ErrMalformed},
		"no name":       {remade(t, func(d *object.Document) { delete(fileSpec(d), "UF") }), pdf.ErrMalformed},
		"an empty name": {remade(t, func(d *object.Document) { fileSpec(d)["UF"] = object.String("") }), pdf.ErrMalformed},
		"no content":    {remade(t, func(d *object.Document) { d.Set(jsonOf(d), nil) }), pdf.ErrMalformed},
		"damaged":       {remade(t, func(d *object.Document) { d.Stream(jsonOf(d)).Data = []byte("x") }), pdf.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			one := mustSign(t, c.file, librarian(t), first())
			if _, err := pdf.Verify(one); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if _, err := pdf.Sign(one, officer(t), second(), nil); !errors.Is(err, c.want) {
				t.Errorf("signed again: %v, want %v", err, c.want)
			}
		})
	}
}

// Each file is within its limit here: what counts is all of them together.
func TestVerifyLimitsWhatIsEmbedded(t *testing.T) {
	for name, c := range map[string]struct {
		each int
		want error
	}{
		"too large": {object.MaxDecoded/2 + 1, pdf.ErrTooLarge}, "at the limit": {object.MaxDecoded / 2, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := pdf.Verify(mustSign(t, embedded(t, 2, c.each), librarian(t), first()))
			if !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if c.want == nil && len(r.Attachments()) != 2 {
				t.Errorf("%d files come out", len(r.Attachments()))
			}
		})
	}
}

// Of several strangers the first is told, for it is his file.
func TestVerifyTellsTheFirstStranger(t *testing.T) {
	file := twice(t)
	for name, c := range map[string]struct {
		known byte // whose key is trusted: 0 nobody's of the file
		field string
	}{"both": {0, "Sign1"}, "the second": {1, "Sign2"}, "the first": {2, "Sign1"}} {
		t.Run(name, func(t *testing.T) {
			trusted := signer(t, 9, "Nobody").Fingerprint()
			switch c.known {
			case 1:
				trusted = librarian(t).Fingerprint()
			case 2:
				trusted = officer(t).Fingerprint()
			}
			r, err := pdf.Verify(file, trusted)
			if !errors.Is(err, pdf.ErrUntrusted) || !strings.Contains(err.Error(), c.field) {
				t.Fatalf("%v, want %s", err, c.field)
			}
			if _, ok := r.Attachment("data.json"); ok || len(r.Attachments()) > 0 {
				t.Error("the data of a stranger is given out")
			}
		})
	}
}
