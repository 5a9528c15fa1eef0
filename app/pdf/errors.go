package pdf

import (
	"errors"
	"fmt"

	"trygghylla/app/pdf/object"
)

// MaxFile is the largest file in bytes that is signed or verified.
const MaxFile = object.MaxSize

// Why a file is not accepted. Errors from Verify, and from Sign for a file
// that is signed already, wrap exactly one of these.
var (
	// ErrNotSigned: a whole file, but nobody has signed it.
	ErrNotSigned = errors.New("the file is not signed")
	// ErrMalformed: not a PDF of the strict form that this program writes.
	// A file of another program ends here, and so does a damaged one.
	ErrMalformed = errors.New("not a PDF as this program makes them")
	// ErrTooLarge: the file exceeds MaxFile or another limit of package
	// object, and was not read.
	ErrTooLarge = errors.New("the file is too large to be checked")
	// ErrTrailing: bytes after the last %%EOF, which no signature covers.
	ErrTrailing = errors.New("bytes after the end of the signed file")
	// ErrGap: a signature's ByteRange leaves out more than the signature
	// itself, or less, or does not reach the end of its revision.
	ErrGap = errors.New("a signature does not cover all that it should")
	// ErrUpdate: a change after the first version does more than fill one
	// empty signature field (ISO 32000-1, 12.8.2.2, DocMDP with P 2).
	ErrUpdate = errors.New("the file was changed after it was finished")
	// ErrChanged: bytes that a signature covers are not those that were
	// signed.
	ErrChanged = errors.New("signed content was changed")
	// ErrForged: a signature that is none: damaged, of an algorithm that is
	// not accepted, or not made with the key it claims.
	ErrForged = errors.New("the signature is not genuine")
	// ErrValidity: a signature was made, as it says itself, before or after
	// its certificate was valid.
	ErrValidity = errors.New("signed outside the certificate's period of validity")
	// ErrUntrusted: everything is right, but a key is not among those that
	// the caller trusts.
	ErrUntrusted = errors.New("signed with a key that is not trusted")
)

// Why a file cannot be signed.
var (
	// ErrField: there is no signature field of that name, or it is filled.
	ErrField = errors.New("no empty signature field of that name")
	// ErrLetters: the document has no font to draw a visible signature with.
	ErrLetters = errors.New("the document has no font for the signature's text")
)

// fail wraps a sentinel with what was found.
func fail(sentinel error, format string, args ...any) error {
	return fmt.Errorf("%w: %s", sentinel, fmt.Sprintf(format, args...))
}

// parse reads a file and gives the object package's errors their meaning here.
func parse(file []byte) (*object.Document, error) {
	d, err := object.Parse(file)
	switch {
	case err == nil:
		return d, nil
	case errors.Is(err, object.ErrTooLarge):
		return nil, fmt.Errorf("%w: %w", ErrTooLarge, err)
	case errors.Is(err, object.ErrTrailing):
		return nil, fmt.Errorf("%w: %w", ErrTrailing, err)
	}
	return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
}
