package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"trygghylla/app/pdf/object"
	"trygghylla/app/seal"
)

// SignOptions says what a signature says besides "these bytes".
type SignOptions struct {
	// Field is the name of the empty signature field to be filled.
	Field string
	// Name is the signer's name; if empty, the certificate's.
	Name string
	// Reason and Location may be empty.
	Reason, Location string
	// At is the time of signing, kept to the second. It is what the
	// signer's computer says, nothing more.
	At time.Time
	// Certify makes the signature the author's: it allows filling the
	// other signature fields and nothing else (DocMDP with P 2). Only the
	// first signature of a file may certify.
	Certify bool
	// Lines stand in the field if it is visible. If there are none, Name,
	// Reason, Location, At and the short fingerprint do.
	Lines []string
}

// Sign fills an empty signature field with a PAdES baseline signature (ETSI EN
// 319 142-1, level B-B) as an incremental update: all bytes of file stay as
// they are and come first in what is returned. If file is signed already, it
// must pass Verify, so that nobody signs after an unnoticed change. A visible
// field gets an appearance in one of the document's own fonts; what the font
// lacks is drawn as a question mark. With rand nil the same file, key and
// options give the same bytes.
//
// The errors wrap ErrField, ErrLetters, ErrValidity (At is outside the
// certificate's period) or what Verify returns.
func Sign(file []byte, id *seal.Identity, o SignOptions, rand io.Reader) ([]byte, error) {
	signed, err := sign(file, id, o, rand)
	if err != nil {
		return nil, fmt.Errorf("sign %q: %w", o.Field, err)
	}
	return signed, nil
}

func sign(file []byte, id *seal.Identity, o SignOptions, rand io.Reader) ([]byte, error) {
	d, err := parse(file)
	if err != nil {
		return nil, err
	}
	first := len(d.Revisions()) == 1
	if !first {
		if err := acceptable(d, file); err != nil {
			return nil, err
		}
		if o.Certify {
			return nil, errors.New("only the first signature may certify")
		}
	}
	if c := id.Certificate(); o.At.Before(c.NotBefore) || o.At.After(c.NotAfter) {
		return nil, fail(ErrValidity, "%s", o.At.Format(time.RFC3339))
	}
	if o.Name == "" {
		o.Name = id.Certificate().Subject.CommonName
	}
	f, err := emptyField(d, o.Field)
	if err != nil {
		return nil, err
	}
	changed, ref, err := signatureObjects(d, f, id, o)
	if err != nil {
		return nil, err
	}
	identify(d, file)
	return fill(d, file, changed, ref, id, rand)
}

// identify changes the half of the file's ID that tells its versions apart
// (ISO 32000-1, 14.4).
func identify(d *object.Document, file []byte) {
	if ids := d.Array(d.Trailer["ID"]); len(ids) == 2 {
		sum := sha256.Sum256(file)
		d.Trailer["ID"] = object.Array{ids[0], object.String(sum[:16])}
	}
}

// acceptable demands what Verify does of a file that was parsed into d.
func acceptable(d *object.Document, file []byte) error {
	if _, err := verify(d, file); err != nil {
		return err
	}
	_, err := attachments(d)
	return err
}

// signatureObjects makes the objects of the update. The one at the returned
// number is the signature dictionary, whose ByteRange is still to be set.
func signatureObjects(d *object.Document, f field, id *seal.Identity, o SignOptions) (map[object.Ref]object.Value, object.Ref, error) {
	ref := object.Ref(d.Len())
	filled := maps.Clone(f.dict)
	filled["V"] = ref
	changed := map[object.Ref]object.Value{f.ref: filled, ref: signatureDict(id, o)}
	if f.visible() {
		look, err := appearance(d, f, id, o)
		if err != nil {
			return nil, 0, err
		}
		changed[ref+1] = look
		filled["AP"] = object.Dict{"N": ref + 1}
	}
	if o.Certify {
		root, _ := d.Trailer["Root"].(object.Ref)
		catalog := maps.Clone(d.Root())
		if catalog["Perms"] != nil {
			return nil, 0, fail(ErrMalformed, "the catalog has permissions already")
		}
		catalog["Perms"] = object.Dict{"DocMDP": ref}
		changed[root] = catalog
	}
	return changed, ref, nil
}

// signatureDict is the signature dictionary (ISO 32000-1, table 252) with
// room for the signature.
func signatureDict(id *seal.Identity, o SignOptions) object.Dict {
	c := id.Certificate()
	// The message holds the certificate, its issuer's name once more, the
	// signature value (at most 1024 bytes, RSA of 8192 bits) and under 400
	// bytes of identifiers.
	room := len(c.Raw) + len(c.RawIssuer) + 1424
	dict := object.Dict{
		"Type":      object.Name("Sig"),
		"Filter":    object.Name("Adobe.PPKLite"),
		"SubFilter": object.Name("ETSI.CAdES.detached"),
		"Contents":  object.String(make([]byte, room)),
		"M":         object.String(o.At.UTC().Format(signDate)),
		"Name":      object.NewText(o.Name),
	}
	if o.Reason != "" {
		dict["Reason"] = object.NewText(o.Reason)
	}
	if o.Location != "" {
		dict["Location"] = object.NewText(o.Location)
	}
	if o.Certify {
		dict["Reference"] = certification()
	}
	return dict
}

// signDate is how a time is written: always UTC, so that it reads the same
// wherever it is read.
const signDate = "D:20060102150405Z"

// certification is the signature reference of a certifying signature (ISO
// 32000-1, tables 253 and 254): the fields may be filled and signed, nothing
// else.
func certification() object.Array {
	return object.Array{object.Dict{
		"Type":            object.Name("SigRef"),
		"TransformMethod": object.Name("DocMDP"),
		"TransformParams": object.Dict{
			"Type": object.Name("TransformParams"), "P": 2, "V": object.Name("1.2"),
		},
	}}
}

// fill writes the update, whose ByteRange must tell its own place, signs it
// and sets the signature in.
func fill(d *object.Document, file []byte, changed map[object.Ref]object.Value, ref object.Ref, id *seal.Identity, rand io.Reader) ([]byte, error) {
	dict, _ := changed[ref].(object.Dict)
	byteRange := object.Array{0, 0, 0, 0}
	for range 8 { // its own length settles after two or three rounds
		dict["ByteRange"] = byteRange
		out, at, err := d.Append(file, changed)
		if err != nil {
			return nil, err
		}
		start, end, ok := object.KeySpan(out, at[ref], "Contents")
		if !ok {
			return nil, errors.New("the signature has no place")
		}
		want := object.Array{0, start, end, len(out) - end}
		if !slices.Equal(byteRange, want) {
			byteRange = want
			continue
		}
		cms, err := seal.Sign(rand, id, covered(out, start, end))
		if err != nil {
			return nil, err
		}
		if hex.EncodedLen(len(cms)) > end-start-2 {
			return nil, fmt.Errorf("the signature of %d bytes has no room", len(cms))
		}
		hex.Encode(out[start+1:end-1], cms)
		return out, nil
	}
	return nil, errors.New("the signature finds no place")
}

// covered reads the bytes before start and from end on.
func covered(b []byte, start, end int) io.Reader {
	return io.MultiReader(bytes.NewReader(b[:start]), bytes.NewReader(b[end:]))
}
