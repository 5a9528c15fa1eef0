// Package parcel is a package as it came: read from a file, strictly verified, and only then believed. It is the one way to
// open one, for the command and for every screen, and it holds what the security officer needs to sign one on a
// computer of her own: her key, sealed by her PIN. It knows no library's vault.
//
// Everything here is safe on any goroutine: nothing is shared, and what a value was made of never changes.
package parcel

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"trygghylla/app/disk"
	"trygghylla/app/pdf"
	"trygghylla/app/record"
	"trygghylla/app/seal"
)

// What can be wrong with a package.
var (
	// ErrNoFile means that there is no such file, or that it cannot be read.
	ErrNoFile = errors.New("file cannot be read")
	// ErrNotPackage means that a file is soundly signed, but is no package of a library.
	ErrNotPackage = errors.New("not a library's package")
	// ErrCoSigned means that the security officer has signed already.
	ErrCoSigned = errors.New("co-signed already")
)

// Signer is one signature of a package that was found good. The name is what the signer says; only the fingerprint
// says whose key it was.
type Signer struct {
	Name        string
	Fingerprint string // short
	Full        string // the whole fingerprint
	At          time.Time
}

// Received is a package that was read and strictly verified; nothing of it has been taken on trust but the keys,
// whose fingerprints are compared over the telephone. It holds the bytes that were verified.
type Received struct {
	Path    string         // where it was read
	Record  *record.Record // what it says, from the bytes that the signatures cover
	Library Signer         // the librarian's signature
	Earlier []Earlier      // the library's earlier keys, oldest first, each vouching for the next; none if it has had one
	Officer *Signer        // the security officer's, if she has signed

	key  seal.Fingerprint // the librarian's
	file []byte
}

// CoSigned reports whether the security officer has signed.
func (r *Received) CoSigned() bool { return r.Officer != nil }

// Bytes are the bytes that were verified. The caller must not change them.
func (r *Received) Bytes() []byte { return r.file }

// Look reads a package and verifies it strictly, without any library: for the security officer, who opens it,
// looks at it and co-signs, and for who receives it. What is not accepted is one of pdf's sentinels with the reason; a
// signed file that is something else is [ErrNotPackage], one whose key is not vouched for as it says [ErrVouching], one with data of a newer version record.ErrNewer, no
// file [ErrNoFile].
func Look(path string) (*Received, error) {
	file, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("look at package: %w", err)
	}
	r, err := lookAt(file)
	if err != nil {
		return nil, fmt.Errorf("look at package: %w", err)
	}
	r.Path = path
	return r, nil
}

func lookAt(file []byte) (*Received, error) {
	verified, err := pdf.Verify(file)
	if err != nil {
		return nil, err
	}
	signed := verified.Signatures
	if signed[0].Field != record.LibrarianField || !signed[0].Certifies || len(signed) > 2 {
		return nil, fmt.Errorf("%w: other signatures than a package's", ErrNotPackage)
	}
	data, ok := verified.Attachment(record.File)
	if !ok {
		return nil, fmt.Errorf("%w: no machine data", ErrNotPackage)
	}
	r := &Received{Library: signerOf(signed[0]), key: signed[0].Fingerprint, file: file}
	if r.Record, err = record.Decode(data); err != nil {
		return nil, err
	}
	if r.Record.Key != r.Library.Fingerprint {
		return nil, fmt.Errorf("%w: signed with another key than its pages say", ErrNotPackage)
	}
	if r.Earlier, err = earlier(r.Record.Vouched, r.key); err != nil {
		return nil, err
	}
	if len(signed) == 2 {
		if signed[1].Field != record.OfficerField {
			return nil, fmt.Errorf("%w: other signatures than a package's", ErrNotPackage)
		}
		officer := signerOf(signed[1])
		r.Officer = &officer
	}
	return r, nil
}

func signerOf(s pdf.Signed) Signer {
	return Signer{Name: s.Name, Fingerprint: s.Fingerprint.Short(), Full: s.Fingerprint.String(), At: s.At}
}

// read reads a file that somebody handed over, which may be anything: a pipe is not waited for, and what is longer than any
// package, pdf.ErrTooLarge, is not read. What cannot be read is [ErrNoFile] with the system's reason. The error names the file
// but not the folder.
func read(path string) ([]byte, error) {
	b, err := readPlain(path, pdf.MaxFile)
	if errors.Is(err, disk.ErrTooLarge) {
		return nil, fmt.Errorf("read %s: %w", filepath.Base(path), pdf.ErrTooLarge)
	}
	return b, err
}

// readPlain reads a file of at most most bytes that is neither a folder nor anything else than a file. A larger one
// is [disk.ErrTooLarge], anything that cannot be read [ErrNoFile] with the system's reason.
func readPlain(path string, most int64) ([]byte, error) {
	name := filepath.Base(path)
	info, err := os.Stat(path)
	var of *fs.PathError
	switch {
	case errors.As(err, &of):
		return nil, fmt.Errorf("read %s: %w: %w", name, ErrNoFile, of.Err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("read %s: %w: it is no plain file", name, ErrNoFile)
	}
	b, err := disk.Read(path, most)
	if err != nil && !errors.Is(err, disk.ErrTooLarge) {
		return nil, fmt.Errorf("%w: %v", ErrNoFile, err) // what disk makes of it would speak of folders
	}
	return b, err
}
