// Package object is a strict model of the PDF files that this program makes:
// it reads them byte by byte, changes their objects, and writes them again so
// that the same objects always give the same bytes.
//
// It is deliberately narrower than ISO 32000-1. A file is a header, then
// revisions one after another, each of them objects, a classic
// cross-reference table, a trailer, startxref and %%EOF, with exactly one
// line feed between the parts and nothing else. What a forgiving reader would
// repair, skip or search for is refused here, because a signature is worth
// only as much as the certainty that two readers see the same document.
// Cross-reference streams, object streams, encryption, indirect stream
// lengths, comments inside objects and generations other than 0 do not occur
// in the program's files and are refused.
package object

import "errors"

// Limits of Parse. They bound memory and time on any input: a file that
// passes them costs at most a few hundred megabytes while it is read.
const (
	// MaxSize is the largest file in bytes, about fifteen times a package
	// of 275 pages.
	MaxSize = 64 << 20
	// MaxObjects is one more than the highest object number.
	MaxObjects = 500_000
	// MaxValues is the number of values (numbers, names, strings, array
	// and dictionary entries) in one file. A dictionary counts as eight,
	// because of the memory that it takes.
	MaxValues = 4 << 20
	// MaxDepth is how deep arrays and dictionaries may stand in each other.
	MaxDepth = 64
	// MaxRevisions is the number of revisions, the first one included.
	MaxRevisions = 16
	// MaxDecoded is the size in bytes of one decompressed stream.
	MaxDecoded = 64 << 20
)

// What can be wrong with a file. Errors from this package wrap one of these.
var (
	// ErrSyntax: the bytes are not a file of the strict form.
	ErrSyntax = errors.New("malformed PDF")
	// ErrTrailing: bytes that belong to no revision follow an %%EOF.
	ErrTrailing = errors.New("bytes after the end of the PDF")
	// ErrTooLarge: one of the limits is exceeded.
	ErrTooLarge = errors.New("PDF exceeds a limit")
	// ErrUnsupported: a legal feature that the program's files never use.
	ErrUnsupported = errors.New("unsupported PDF feature")
)

// Value is one PDF value: nil (null), bool, int, float64, Name, String,
// Array, Dict, *Stream or Ref. No other type is ever returned by this
// package, and the writer refuses others.
type Value any

// Name is a PDF name without its slash and with #xx decoded.
type Name string

// String is the bytes of a PDF string. Use Text and NewText for strings that
// people read.
type String string

// Array is a PDF array.
type Array []Value

// Dict is a PDF dictionary. It is written in the order of its keys; a key
// whose value is nil is left out (ISO 32000-1, 7.3.7).
type Dict map[Name]Value

// Ref is a reference to the indirect object of that number, generation 0.
type Ref int

// Stream is a PDF stream. Data is as it stands in the file, thus compressed
// when Dict has a Filter. Dict may lack Length; the writer sets it.
type Stream struct {
	Dict Dict
	Data []byte
}
