package pdf

import (
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"trygghylla/app/pdf/object"
	"trygghylla/app/seal"
)

// update is one revision after the first, with the document before and after
// it.
type update struct {
	before, after *object.Document
	revision      object.Revision
	file          []byte
	first         bool // the first signature, which may certify
}

// check demands that the update fills one signature field and that the
// signature is good.
func (u update) check() (Signed, error) {
	filled, catalog, added, err := u.changes()
	if err != nil {
		return Signed{}, err
	}
	ref, _ := u.after.Dict(filled.ref)["V"].(object.Ref)
	dict := u.after.Dict(ref)
	if dict == nil || !slices.Contains(added, ref) {
		return Signed{}, fail(ErrUpdate, "field %q is not filled with a new signature", filled.name)
	}
	s, err := readSignature(dict)
	if err != nil {
		return Signed{}, err
	}
	s.Field = filled.name
	if s.Certifies && !u.first {
		return Signed{}, fail(ErrUpdate, "a later signature certifies")
	}
	if err := u.checkCatalog(catalog, s.Certifies, ref); err != nil {
		return Signed{}, err
	}
	look, err := u.checkField(filled, added)
	if err != nil {
		return Signed{}, err
	}
	for _, r := range added {
		if r != ref && r != look {
			return Signed{}, fail(ErrUpdate, "object %d belongs to no signature", r)
		}
	}
	return s, u.checkBytes(dict, ref, &s)
}

// changes sorts the objects of the revision: the one empty signature field
// that is replaced, whether the catalog is, and what is added.
func (u update) changes() (filled field, catalog bool, added []object.Ref, err error) {
	fields, err := signatureFields(u.before)
	if err != nil {
		return filled, false, nil, err
	}
	if err := u.checkTrailer(); err != nil {
		return filled, false, nil, err
	}
	root := u.before.Trailer["Root"]
	for _, ref := range u.revision.Refs() {
		i := slices.IndexFunc(fields, func(f field) bool { return f.ref == ref })
		switch {
		case int(ref) >= u.before.Len():
			added = append(added, ref)
		case object.Value(ref) == root:
			catalog = true
		case i < 0:
			return filled, false, nil, fail(ErrUpdate, "object %d is replaced", ref)
		case filled.ref != 0 || fields[i].dict["V"] != nil:
			return filled, false, nil, fail(ErrUpdate, "field %q is changed", fields[i].name)
		default:
			filled = fields[i]
		}
	}
	if filled.ref == 0 {
		return filled, false, nil, fail(ErrUpdate, "nothing is signed")
	}
	return filled, catalog, added, nil
}

// checkTrailer demands that only Size, Prev and the changing half of ID differ.
func (u update) checkTrailer() error {
	before, after := u.before.Trailer, u.after.Trailer
	if !sameExcept(before, after, "Size", "Prev", "ID") {
		return fail(ErrUpdate, "the trailer is changed")
	}
	if before["ID"] == nil && after["ID"] == nil {
		return nil
	}
	old, _ := before["ID"].(object.Array)
	id, _ := after["ID"].(object.Array)
	if len(old) != 2 || len(id) != 2 || !reflect.DeepEqual(old[0], id[0]) {
		return fail(ErrUpdate, "the file's ID is changed")
	}
	if half, _ := id[1].(object.String); len(half) != 16 {
		return fail(ErrUpdate, "the file's ID is changed")
	}
	return nil
}

// sameExcept compares two dictionaries without the given keys.
func sameExcept(a, b object.Dict, keys ...object.Name) bool {
	a, b = maps.Clone(a), maps.Clone(b)
	for _, key := range keys {
		delete(a, key)
		delete(b, key)
	}
	return reflect.DeepEqual(a, b)
}

// checkCatalog demands that a certifying signature adds its permissions to the
// catalog, and that no other change is made to it.
func (u update) checkCatalog(changed, certifies bool, ref object.Ref) error {
	if changed != certifies {
		return fail(ErrUpdate, "the catalog and the signature disagree about permissions")
	}
	if !changed {
		return nil
	}
	before, after := u.before.Root(), u.after.Root()
	if _, had := before["Perms"]; had || !sameExcept(before, after, "Perms") ||
		!reflect.DeepEqual(after["Perms"], object.Value(object.Dict{"DocMDP": ref})) {
		return fail(ErrUpdate, "the catalog is changed")
	}
	return nil
}

// checkField demands that only the value and, of a visible field, the
// appearance were set, and returns the appearance's number.
func (u update) checkField(f field, added []object.Ref) (object.Ref, error) {
	after := u.after.Dict(f.ref)
	if !f.visible() {
		if !sameExcept(f.dict, after, "V") {
			return 0, fail(ErrUpdate, "field %q is changed", f.name)
		}
		return 0, nil
	}
	if !sameExcept(f.dict, after, "V", "AP") {
		return 0, fail(ErrUpdate, "field %q is changed", f.name)
	}
	look, _ := after["AP"].(object.Dict)
	ref, _ := look["N"].(object.Ref)
	s := u.after.Stream(ref)
	if len(look) != 1 || s == nil || !slices.Contains(added, ref) {
		return 0, fail(ErrUpdate, "field %q has no appearance of its own", f.name)
	}
	return ref, u.checkLook(f, s)
}

// checkLook demands an appearance such as Sign draws: as large as the field,
// text alone, in a font that the document had before.
func (u update) checkLook(f field, s *object.Stream) error {
	resources, _ := s.Dict["Resources"].(object.Dict)
	fonts, _ := resources["Font"].(object.Dict)
	font, _ := fonts[lookFont].(object.Ref)
	want := object.Dict{
		"Type": object.Name("XObject"), "Subtype": object.Name("Form"), "Filter": object.Name("FlateDecode"),
		"BBox": lookBox(f), "Resources": object.Dict{"Font": object.Dict{lookFont: font}},
	}
	if !sameExcept(want, s.Dict, "Length") || !slices.Contains(fieldFonts(u.before, f), font) {
		return fail(ErrUpdate, "the appearance of field %q is not a signature's", f.name)
	}
	content, err := s.Decoded()
	if err != nil {
		return fail(ErrUpdate, "the appearance of field %q: %v", f.name, err)
	}
	for op, err := range object.Content(content) {
		if err != nil {
			return fail(ErrUpdate, "the appearance of field %q: %v", f.name, err)
		}
		switch op.Operator {
		case "q", "Q", "BT", "ET", "Tf", "TL", "Td", "T*", "Tj", "g":
		default:
			return fail(ErrUpdate, "the appearance of field %q draws more than text", f.name)
		}
	}
	return nil
}

// readSignature reads what a signature dictionary says and demands that it
// says nothing else than Sign writes.
func readSignature(dict object.Dict) (Signed, error) {
	s := Signed{}
	for key, want := range map[object.Name]object.Value{
		"Type": object.Name("Sig"), "Filter": object.Name("Adobe.PPKLite"),
		"SubFilter": object.Name("ETSI.CAdES.detached"),
	} {
		if dict[key] != want {
			return s, fail(ErrForged, "%s is %v", key, dict[key])
		}
	}
	m, _ := dict["M"].(object.String)
	at, err := time.Parse(signDate, string(m))
	if err != nil || at.Format(signDate) != string(m) {
		return s, fail(ErrForged, "no time of signing")
	}
	s.At = at
	for key, to := range map[object.Name]*string{"Name": &s.Name, "Reason": &s.Reason, "Location": &s.Location} {
		if text, ok := dict[key].(object.String); ok {
			*to = strings.TrimSpace(text.Text())
		} else if dict[key] != nil {
			return s, fail(ErrForged, "%s is no text", key)
		}
	}
	if reference, has := dict["Reference"]; has {
		if !reflect.DeepEqual(reference, object.Value(certification())) {
			return s, fail(ErrForged, "unknown reference")
		}
		s.Certifies = true
	}
	for key := range dict {
		switch key {
		case "Type", "Filter", "SubFilter", "M", "Name", "Reason", "Location", "Reference", "ByteRange", "Contents":
		default:
			return s, fail(ErrForged, "unknown entry %s", key)
		}
	}
	return s, nil
}

// checkBytes demands that the signature covers its revision and all before
// it but itself, and that it is good, and completes s.
func (u update) checkBytes(dict object.Dict, ref object.Ref, s *Signed) error {
	revision, offset, ok := u.after.Origin(ref)
	if !ok || u.after.Revisions()[revision].Start != u.revision.Start {
		return fail(ErrGap, "field %q", s.Field)
	}
	start, end, ok := object.KeySpan(u.file, offset, "Contents")
	if !ok || u.file[start] != '<' {
		return fail(ErrGap, "field %q: no hexadecimal signature", s.Field)
	}
	want := object.Array{0, start, end, u.revision.End - end}
	if !reflect.DeepEqual(dict["ByteRange"], object.Value(want)) {
		return fail(ErrGap, "field %q: %v instead of %v", s.Field, dict["ByteRange"], want)
	}
	contents, _ := dict["Contents"].(object.String)
	if hex.EncodeToString([]byte(contents)) != string(u.file[start+1:end-1]) {
		return fail(ErrForged, "field %q: not in lower case", s.Field) // the one thing nobody signs
	}
	n, ok := derLength(contents)
	if !ok || strings.Trim(string(contents[n:]), "\x00") != "" {
		return fail(ErrForged, "field %q: no signature, or more than one", s.Field)
	}
	certificate, err := seal.Verify([]byte(contents[:n]), covered(u.file[:u.revision.End], start, end))
	if errors.Is(err, seal.ErrChanged) {
		return fail(ErrChanged, "field %q", s.Field)
	}
	if err != nil {
		return fmt.Errorf("%w: field %q: %w", ErrForged, s.Field, err)
	}
	s.Signer = certificate.Subject.CommonName
	s.Fingerprint = seal.FingerprintOf(certificate.Raw)
	if s.At.Before(certificate.NotBefore) || s.At.After(certificate.NotAfter) {
		return fail(ErrValidity, "field %q: %s", s.Field, s.At.Format(time.RFC3339))
	}
	return nil
}

// derLength is the length of the DER sequence that s starts with (X.690, 8.1).
func derLength(s object.String) (int, bool) {
	if len(s) < 4 || s[0] != 0x30 {
		return 0, false
	}
	n, head := int(s[1]), 2
	switch s[1] {
	case 0x80: // the length is not stated, which DER does not allow
		return 0, false
	case 0x81:
		n, head = int(s[2]), 3
	case 0x82:
		n, head = int(s[2])<<8|int(s[3]), 4
	}
	return n + head, s[1] <= 0x82 && n+head <= len(s)
}
