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
	"time"

	"trygghylla/app"
	"trygghylla/app/disk"
	"trygghylla/app/parcel"
	"trygghylla/app/vault"
)

// What can be wrong with a package that comes back co-signed.
var (
	// ErrNotCoSigned means that a package that should carry two signatures carries one.
	ErrNotCoSigned = errors.New("not co-signed")
	// ErrNotOurs means that a co-signed package is not one that this library made.
	ErrNotOurs = errors.New("not a package of this library")
)

// CoSigning is a package about to be co-signed. It holds all it needs, so that [CoSigning.Run] can work beside the
// screen while the desk goes on.
type CoSigning struct {
	p    Package
	key  *parcel.OfficerKey
	at   time.Time
	rand io.Reader
}

// PrepareCoSign takes what the security officer's signature under a package that was just made needs: the key that is kept in
// the library. Without one it is parcel.ErrNoOfficer.
func (d *Desk) PrepareCoSign(p Package) (*CoSigning, error) {
	k, err := d.officer()
	if err != nil {
		return nil, err
	}
	return &CoSigning{p: p, key: k, at: d.p.Now(), rand: d.p.Rand}, nil
}

// Run signs with her PIN and returns the package with both signatures: a new file beside the old one, which stays as it
// was. A package that was exchanged on the disk is disk.ErrReadBack; further there are parcel.ErrPIN, parcel.ErrCoSigned and those
// of writing a file. It may run on any goroutine and takes about a second. On error nothing is left in the folder.
func (c *CoSigning) Run(pin []byte) (Package, error) {
	r, err := parcel.Look(c.p.Path)
	if err != nil {
		return Package{}, err
	}
	e := c.p.Edition
	if sum(r.Bytes()) != e.SHA256 || r.Library.Full != e.Fingerprint {
		return Package{}, fmt.Errorf("co-sign %s: %w", e.File, disk.ErrReadBack)
	}
	path, err := disk.Free(c.p.Path) // which is taken by the package itself, so that this one gets the number 2
	if err != nil {
		return Package{}, err
	}
	signed, err := r.CoSignTo(path, c.key, pin, c.at, c.rand)
	if err != nil {
		return Package{}, err
	}
	return Package{Path: path, Edition: coSigned(e, path, signed, c.key.Info().Full)}, nil
}

// coSigned is an edition that carries two signatures.
func coSigned(e app.Edition, path string, file []byte, officer string) app.Edition {
	e.File, e.SHA256, e.CoSigner = filepath.Base(path), sum(file), officer
	return e
}

// CoSigned remembers a package that [CoSigning.Run] made: the new file and who co-signed, so that [Desk.Email] attaches
// it.
func (d *Desk) CoSigned(p Package) error {
	e := p.Edition
	return d.update(func(tx *vault.Tx) error {
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

// CoSign co-signs in one go, for the headless commands.
func (d *Desk) CoSign(p Package, pin []byte) (Package, error) {
	c, err := d.PrepareCoSign(p)
	if err != nil {
		return Package{}, err
	}
	if p, err = c.Run(pin); err != nil {
		return Package{}, err
	}
	return p, d.CoSigned(p)
}

// TakeCoSigned takes back a package that the security officer has co-signed on her own computer: it must be one that this
// library made, with her signature added and nothing else. The edition then remembers that file. The errors are
// those of [parcel.Look], [ErrNotCoSigned] and [ErrNotOurs].
func (d *Desk) TakeCoSigned(path string) (Package, error) {
	r, err := parcel.Look(path)
	if err != nil {
		return Package{}, err
	}
	if !r.CoSigned() {
		return Package{}, fmt.Errorf("take co-signed package: %w", ErrNotCoSigned)
	}
	for _, e := range d.dossier.Editions {
		if e.Number == r.Record.Edition && e.Fingerprint == r.Library.Full && holds(r.Bytes(), e.SHA256) {
			p := Package{Path: path, Edition: coSigned(e, path, r.Bytes(), r.Officer.Full)}
			return p, d.CoSigned(p)
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
