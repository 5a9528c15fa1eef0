package desk

import (
	"fmt"
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

// Annexing is the protected annex about to be made. It holds all it needs, so that [Annexing.Run] can work beside the
// screen while the desk goes on.
type Annexing struct {
	d    Params
	x    *app.Disclosure
	id   *seal.Identity
	mark report.Making
	base string           // the path without its ending
	to   *seal.Recipients // nil: not encrypted
}

// PrepareAnnex takes what the protected annex needs: a signed paper of its own that holds the protected notes alone, for a
// folder on this computer. It belongs to the edition that was made last, or to the first one to come. With a recipientFile it
// will be encrypted to the region's public key, which is read from that file as the region handed it out (age, one key a line);
// a file without such a key is [ErrRecipient], one with a private key [ErrPrivateKey].
func (d *Desk) PrepareAnnex(folder, recipientFile string) (*Annexing, error) {
	var to *seal.Recipients
	if recipientFile != "" {
		keys, err := disk.Read(recipientFile, maxRecipientFile)
		if err != nil {
			return nil, fmt.Errorf("%w: %v", ErrRecipient, err)
		}
		if to, err = seal.ParseRecipients(keys); err != nil {
			return nil, err
		}
	}
	a := d.Assessment()
	x := app.Disclose(a, app.Protected, max(1, a.Edition-1))
	key, err := d.identity()
	if err != nil {
		return nil, err
	}
	base := filepath.Join(folder, strings.TrimSuffix(x.FileName(), ".pdf")+"-s")
	return &Annexing{d: d.p, x: x, id: key.id, mark: key.mark(d.making()), base: base, to: to}, nil
}

// Run draws and signs the annex, verifies it before it gets its name, readable by this user only, and returns its path. What is
// encrypted never touches the disk otherwise. It is never attached to an e-mail draft. Without protected notes it is
// [ErrNothingProtected]. It may run on any goroutine.
func (a *Annexing) Run() (string, error) {
	paper, err := report.Annex(a.x, a.mark)
	if err != nil {
		return "", err
	}
	signed, err := pdf.Sign(paper, a.id, pdf.SignOptions{
		Field: record.LibrarianField, Name: a.x.Library().Name, At: a.mark.At, Certify: true,
	}, a.d.Rand)
	if err != nil {
		return "", fmt.Errorf("sign annex: %w", err)
	}
	check := func(back []byte) error {
		_, err := pdf.Verify(back, a.id.Fingerprint())
		return err
	}
	if a.to == nil {
		path, err := a.free(".pdf")
		if err != nil {
			return "", err
		}
		return path, disk.Write(path, disk.ForUser, signed, check)
	}
	if err := check(signed); err != nil {
		return "", err
	}
	wrapped, err := seal.Wrap(signed, a.to)
	if err != nil {
		return "", err
	}
	path, err := a.free(".pdf.age")
	if err != nil {
		return "", err
	}
	return path, disk.Write(path, disk.ForUser, wrapped, seal.CheckWrapped)
}

// free is a free name for the annex, which tells no more than the package's.
func (a *Annexing) free(ending string) (string, error) {
	path := a.base + ending
	for n := 2; ; n++ {
		there, err := disk.Exists(path)
		if err != nil || !there {
			return path, err
		}
		path = a.base + "-" + strconv.Itoa(n) + ending
	}
}

// Annex makes the annex in one go, for the headless commands; see [Desk.PrepareAnnex].
func (d *Desk) Annex(folder, recipientFile string) (string, error) {
	a, err := d.PrepareAnnex(folder, recipientFile)
	if err != nil {
		return "", err
	}
	return a.Run()
}
