package desk

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"trygghylla/app"
	"trygghylla/app/disk"
	"trygghylla/app/pdf"
	"trygghylla/app/record"
	"trygghylla/app/seal"
	"trygghylla/app/vault"
)

// What can be wrong with a package that is to be co-signed.
var (
	// ErrNoFile means that there is no such file, or that it may not be read.
	ErrNoFile = errors.New("file cannot be read")
	// ErrNotPackage means that a file is soundly signed, but is no package of a library.
	ErrNotPackage = errors.New("not a library's package")
	// ErrCoSigned means that the security officer has signed already.
	ErrCoSigned = errors.New("co-signed already")
	// ErrNotCoSigned means that a package that should carry two signatures carries one.
	ErrNotCoSigned = errors.New("not co-signed")
	// ErrNotOurs means that a co-signed package is not one that this library made.
	ErrNotOurs = errors.New("not a package of this library")
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
	Officer *Signer        // the security officer's, if she has signed

	file []byte
}

// CoSigned reports whether the security officer has signed.
func (r *Received) CoSigned() bool { return r.Officer != nil }

// Look reads a package and verifies it strictly, without any library: for the security officer, who opens it,
// looks at it and co-signs. What is not accepted is one of pdf's sentinels with the reason; a signed file that
// is something else is [ErrNotPackage], one with data of a newer version record.ErrNewer, no file [ErrNoFile].
func Look(path string) (*Received, error) {
	file, err := readSome(path, pdf.MaxFile)
	if errors.Is(err, disk.ErrTooLarge) {
		return nil, fmt.Errorf("look at package: %w", pdf.ErrTooLarge)
	}
	if err != nil {
		return nil, err
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
	r := &Received{Library: signerOf(signed[0]), file: file}
	if r.Record, err = record.Decode(data); err != nil {
		return nil, err
	}
	if r.Record.Key != r.Library.Fingerprint {
		return nil, fmt.Errorf("%w: signed with another key than its pages say", ErrNotPackage)
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

// CoSign signs what was looked at, exactly those bytes, as the security officer, with her key and PIN, and writes the result
// into a folder under a new name; the file that was read stays as it is. It returns the new file's path. Her signature changes
// nothing but her prepared field, and the result is verified before it gets its name. The errors are [ErrPIN],
// [ErrCoSigned], pdf.ErrValidity and those of writing a file; on any nothing is left in the folder. It takes
// about a second.
func (r *Received) CoSign(k *OfficerKey, pin []byte, folder string, at time.Time) (string, error) {
	x := r.Record
	name := app.FileName(x.Country, x.Library.Name, x.Made, x.Edition)
	path, err := disk.Free(filepath.Join(folder, strings.TrimSuffix(name, ".pdf")+"-2.pdf"))
	if err != nil {
		return "", err
	}
	_, err = coSign(r, k, pin, path, at, nil)
	return path, err
}

// CoSignFile does [Look] and [Received.CoSign] in one go. Where she looks at the package in between, Look is called
// first, so that she signs what she has seen.
func CoSignFile(path string, k *OfficerKey, pin []byte, folder string, at time.Time) (string, error) {
	r, err := Look(path)
	if err != nil {
		return "", err
	}
	return r.CoSign(k, pin, folder, at)
}

// CoSign has the security officer sign a package that was just made, with the key that is kept in the library and her PIN, and
// returns the package with both signatures: a new file beside the old one, which stays as it was. The edition remembers
// the new file and who co-signed, so that [Desk.Email] attaches it. A package that was exchanged on the disk is
// [disk.ErrReadBack]; further [ErrNoOfficer], [ErrPIN], [ErrCoSigned] and those of writing a file. It takes about a second.
func (d *Desk) CoSign(p Package, pin []byte) (Package, error) {
	k, err := d.officer()
	if err != nil {
		return Package{}, err
	}
	r, err := Look(p.Path)
	if err != nil {
		return Package{}, err
	}
	if sum(r.file) != p.Edition.SHA256 || r.Library.Full != p.Edition.Fingerprint {
		return Package{}, fmt.Errorf("co-sign %s: %w", p.Edition.File, disk.ErrReadBack)
	}
	path, err := disk.Free(p.Path) // which is taken by the package itself, so that this one gets the number 2
	if err != nil {
		return Package{}, err
	}
	signed, err := coSign(r, k, pin, path, d.p.Now(), d.p.Rand)
	if err != nil {
		return Package{}, err
	}
	return d.coSigned(p.Edition, path, signed, k.kept.Fingerprint)
}

// TakeCoSigned takes back a package that the security officer has co-signed on her own computer: it must be one that this
// library made, with her signature added and nothing else. The edition then remembers that file. The errors are
// those of [Look], [ErrNotCoSigned] and [ErrNotOurs].
func (d *Desk) TakeCoSigned(path string) (Package, error) {
	r, err := Look(path)
	if err != nil {
		return Package{}, err
	}
	if !r.CoSigned() {
		return Package{}, fmt.Errorf("take co-signed package: %w", ErrNotCoSigned)
	}
	for _, e := range d.dossier.Editions {
		if e.Number == r.Record.Edition && e.Fingerprint == r.Library.Full && holds(r.file, e.SHA256) {
			return d.coSigned(e, path, r.file, r.Officer.Full)
		}
	}
	return Package{}, fmt.Errorf("take co-signed package: %w", ErrNotOurs)
}

// holds reports whether the file, or what it was before an update, is the one with the given SHA-256.
func holds(file []byte, want string) bool {
	const end = "%%EOF\n"
	for at := 0; ; {
		i := bytes.Index(file[at:], []byte(end))
		if i < 0 {
			return false
		}
		if at += i + len(end); sum(file[:at]) == want {
			return true
		}
	}
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// coSigned remembers that an edition carries two signatures.
func (d *Desk) coSigned(e app.Edition, path string, file []byte, officer string) (Package, error) {
	e.File, e.SHA256, e.CoSigner = filepath.Base(path), sum(file), officer
	p := Package{Path: path, Edition: e}
	return p, d.update(func(tx *vault.Tx) error {
		return vault.Put(tx, drawerEdition, fmt.Sprintf("%06d", e.Number), e)
	}, func() {
		editions := d.Editions()
		if i := slices.IndexFunc(editions, func(x app.Edition) bool { return x.Number == e.Number }); i >= 0 {
			editions[i] = e
		} else {
			editions = append(editions, e)
		}
		d.dossier.Editions = editions
	})
}

// coSign adds the officer's signature and writes the result to path, verified before it gets its name.
func coSign(r *Received, k *OfficerKey, pin []byte, path string, at time.Time, rand io.Reader) ([]byte, error) {
	if r.CoSigned() {
		return nil, fmt.Errorf("co-sign: %w", ErrCoSigned)
	}
	id, err := k.open(pin)
	if err != nil {
		return nil, err
	}
	library, err := seal.ParseFingerprint(r.Library.Full)
	if err != nil {
		return nil, fmt.Errorf("co-sign: %w", err)
	}
	signed, err := pdf.Sign(r.file, id, pdf.SignOptions{Field: record.OfficerField, Name: k.kept.Name, At: at}, rand)
	if err != nil {
		return nil, fmt.Errorf("co-sign: %w", err)
	}
	return signed, disk.Write(path, disk.ForOthers, signed, func(back []byte) error {
		verified, err := pdf.Verify(back, library, id.Fingerprint())
		if err != nil {
			return err
		}
		if len(verified.Signatures) != 2 || !bytes.HasPrefix(back, r.file) {
			return fmt.Errorf("co-sign: %w", disk.ErrReadBack)
		}
		return nil
	})
}

// readSome reads a file of at most limit bytes. One that is not there or may not be read is [ErrNoFile], a longer one
// disk.ErrTooLarge. The error names the file but not the folder.
func readSome(path string, limit int64) ([]byte, error) {
	b, err := disk.Read(path, limit)
	if err != nil && !errors.Is(err, disk.ErrTooLarge) {
		return nil, fmt.Errorf("read %s: %w", filepath.Base(path), ErrNoFile)
	}
	return b, err
}
