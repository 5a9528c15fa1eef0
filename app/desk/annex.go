package desk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"trygghylla/app"
	"trygghylla/app/disk"
	"trygghylla/app/pdf"
	"trygghylla/app/record"
	"trygghylla/app/report"
	"trygghylla/app/seal"
)

// The sentinels of the protected annex, for who may not know report and seal.
var (
	// ErrNothingProtected means that the library has no protected note.
	ErrNothingProtected = report.ErrNothingProtected
	// ErrRecipient means that a file holds no public key that can be wrapped to, or cannot be read.
	ErrRecipient = seal.ErrRecipient
	// ErrPrivateKey means that the file holds the region's private key, which it should not have given away.
	ErrPrivateKey = seal.ErrPrivateKey
)

// maxRecipientFile is the largest file with public keys that is read.
const maxRecipientFile = 256 << 10

// Annex writes the protected annex, a signed paper of its own that holds the protected notes alone, into a folder on
// this computer, readable by this user only, and returns its path. It belongs to the edition that was made last, or to
// the first one to come. It is verified before it gets its name. It is never attached to an e-mail draft. Without protected notes it
// is [ErrNothingProtected].
func (d *Desk) Annex(folder string, example bool) (string, error) {
	x, path, err := d.annexOf(folder, ".pdf")
	if err != nil {
		return "", err
	}
	signed, check, err := d.signedAnnex(x, example)
	if err != nil {
		return "", err
	}
	return path, disk.Write(path, disk.ForUser, signed, check)
}

// AnnexWrapped writes the protected annex encrypted to the region's public key, which it reads from a file as the region
// handed it out (age, one key a line), and returns the path. The annex itself never touches the disk. A file
// without such a key is [ErrRecipient], one with a private key [ErrPrivateKey].
func (d *Desk) AnnexWrapped(folder, recipientFile string, example bool) (string, error) {
	keys, err := readSome(recipientFile, maxRecipientFile)
	if errors.Is(err, ErrNoFile) || errors.Is(err, disk.ErrTooLarge) {
		return "", fmt.Errorf("%w: %w", ErrRecipient, err)
	}
	if err != nil {
		return "", err
	}
	to, err := seal.ParseRecipients(keys)
	if err != nil {
		return "", err
	}
	x, path, err := d.annexOf(folder, ".pdf.age")
	if err != nil {
		return "", err
	}
	signed, check, err := d.signedAnnex(x, example)
	if err != nil {
		return "", err
	}
	if err := check(signed); err != nil {
		return "", err
	}
	wrapped, err := seal.Wrap(signed, to)
	if err != nil {
		return "", err
	}
	return path, disk.Write(path, disk.ForUser, wrapped, seal.CheckWrapped)
}

// annexOf is what the annex says, and a free name for it, which tells no more than the package's.
func (d *Desk) annexOf(folder, ending string) (*app.Disclosure, string, error) {
	a := d.Assessment()
	x := app.Disclose(a, app.Protected, max(1, a.Edition-1))
	base := filepath.Join(folder, strings.TrimSuffix(x.FileName(), ".pdf")+"-s")
	path := base + ending
	for n := 2; ; n++ {
		_, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return x, path, nil
		}
		if err != nil {
			return nil, "", disk.Meaning("write", err)
		}
		path = base + "-" + strconv.Itoa(n) + ending
	}
}

// signedAnnex draws and signs the annex; check verifies bytes that should be it.
func (d *Desk) signedAnnex(x *app.Disclosure, example bool) (signed []byte, check func([]byte) error, err error) {
	id, err := d.identity()
	if err != nil {
		return nil, nil, err
	}
	now := d.p.Now()
	paper, err := report.Annex(x, report.Making{At: now, Fingerprint: id.Fingerprint().Short(), Example: example})
	if err != nil {
		return nil, nil, err
	}
	signed, err = pdf.Sign(paper, id, pdf.SignOptions{
		Field: record.LibrarianField, Name: x.Library().Name, At: now, Certify: true,
	}, d.p.Rand)
	if err != nil {
		return nil, nil, fmt.Errorf("sign annex: %w", err)
	}
	return signed, func(back []byte) error {
		_, err := pdf.Verify(back, id.Fingerprint())
		return err
	}, nil
}
