package pdf

import (
	"slices"

	"trygghylla/app/pdf/object"
)

// field is a signature field that is its own widget (ISO 32000-1, 12.7.4.5).
type field struct {
	ref  object.Ref
	dict object.Dict
	name string
	page object.Dict
	rect [4]float64 // left, bottom, right, top
}

// visible tells whether the field has an area on its page.
func (f field) visible() bool { return f.width() > 0 && f.height() > 0 }

func (f field) width() float64  { return f.rect[2] - f.rect[0] }
func (f field) height() float64 { return f.rect[3] - f.rect[1] }

// signatureFields lists the fields of the document's form. The program makes
// signature fields only, each an object of its own under the form, merged with
// its one widget, and its name is never used twice.
func signatureFields(d *object.Document) ([]field, error) {
	form := d.Dict(d.Root()["AcroForm"])
	var fields []field
	for _, v := range d.Array(form["Fields"]) {
		ref, _ := v.(object.Ref)
		f, err := readField(d, ref)
		if err != nil {
			return nil, err
		}
		for _, other := range fields {
			if other.name == f.name { // or the same object, listed twice
				return nil, fail(ErrMalformed, "field %q stands twice", f.name)
			}
		}
		fields = append(fields, f)
	}
	// Bits 1 and 2: signatures exist, append only (ISO 32000-1, table 219).
	if len(fields) > 0 && form["SigFlags"] != 3 {
		return nil, fail(ErrMalformed, "the form does not announce signatures")
	}
	return fields, nil
}

func readField(d *object.Document, ref object.Ref) (field, error) {
	f := field{ref: ref, dict: d.Dict(ref)}
	name, _ := f.dict["T"].(object.String)
	f.name = name.Text()
	if f.dict["FT"] != object.Name("Sig") || f.dict["Subtype"] != object.Name("Widget") || f.name == "" {
		return f, fail(ErrMalformed, "object %d is no signature field", ref)
	}
	for _, key := range []object.Name{"Kids", "Parent", "A", "AA"} {
		if _, has := f.dict[key]; has {
			return f, fail(ErrMalformed, "field %q has %s", f.name, key)
		}
	}
	f.page = d.Dict(f.dict["P"])
	if f.page["Type"] != object.Name("Page") || !slices.Contains(d.Array(f.page["Annots"]), object.Value(ref)) {
		return f, fail(ErrMalformed, "field %q stands on no page", f.name)
	}
	box := d.Array(f.dict["Rect"])
	if len(box) != 4 {
		return f, fail(ErrMalformed, "field %q has no rectangle", f.name)
	}
	for i, v := range box {
		n, ok := number(v)
		if !ok {
			return f, fail(ErrMalformed, "field %q has no rectangle", f.name)
		}
		f.rect[i] = n
	}
	return f, nil
}

// number is v as a real number.
func number(v object.Value) (float64, bool) {
	switch n := v.(type) {
	case int:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

// emptyField finds the field that is to be signed.
func emptyField(d *object.Document, name string) (field, error) {
	fields, err := signatureFields(d)
	if err != nil {
		return field{}, err
	}
	for _, f := range fields {
		if f.name != name {
			continue
		}
		if _, filled := f.dict["V"]; filled {
			return field{}, fail(ErrField, "%q is signed already", name)
		}
		return f, nil
	}
	return field{}, fail(ErrField, "%q", name)
}
