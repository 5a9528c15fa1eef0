package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"trygghylla/app"
	"trygghylla/app/disk"
	"trygghylla/app/pdf"
	"trygghylla/app/record"
	"trygghylla/app/report"
	"trygghylla/app/seal"
	"trygghylla/app/vault"
)

const keyLibrarian = "librarian"

// identity returns the library's signing key, made at its first use and kept in the vault.
func (d *Desk) identity() (*seal.Identity, error) {
	sealed, ok, err := vault.Get[[]byte](d.v, drawerIdentity, keyLibrarian)
	if err != nil {
		return nil, fmt.Errorf("read signing key: %w", err)
	}
	if ok {
		return seal.ParseIdentity(sealed)
	}
	id, err := seal.NewIdentity(d.p.Rand, signer(d.dossier.Library), d.p.Now())
	if err != nil {
		return nil, err
	}
	if sealed, err = id.Marshal(); err != nil {
		return nil, err
	}
	return id, d.update(func(tx *vault.Tx) error {
		return vault.Put(tx, drawerIdentity, keyLibrarian, sealed)
	}, func() {})
}

// signer is the name that stands in the library's certificate: one line of at most 64 letters (X.520, ub-common-name).
func signer(l app.Library) string {
	name := []rune(strings.Join(strings.FieldsFunc(l.Name, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " "))
	if len(name) == 0 {
		return "Trygghylla"
	}
	return string(name[:min(len(name), 64)])
}

// Fingerprint returns the library's short fingerprint, to be read out over the telephone. The key
// is made if there is none yet.
func (d *Desk) Fingerprint() (string, error) {
	id, err := d.identity()
	if err != nil {
		return "", err
	}
	return id.Fingerprint().Short(), nil
}

// Package is a finished, signed and verified file.
type Package struct {
	Path    string // where it lies
	Edition app.Edition
}

// Export is a package about to be made: everything it needs, so that it can run beside the screen.
type Export struct {
	d    Params
	x    *app.Disclosure
	id   *seal.Identity
	at   time.Time
	path string
	mark report.Making
}

// PrepareExport takes what a package needs. It gets the next edition number whose file name is free
// in folder.
func (d *Desk) PrepareExport(folder string, example bool) (*Export, error) {
	id, err := d.identity()
	if err != nil {
		return nil, err
	}
	a, path := d.Assessment(), ""
	edition := a.Edition
	for {
		path = filepath.Join(folder, app.FileName(a.Catalogue.Jurisdiction, a.Library.Name, a.Today, edition))
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			break
		} else if err != nil {
			return nil, disk.Meaning("write", err)
		}
		edition++
	}
	now := d.p.Now()
	return &Export{
		d: d.p, x: app.Disclose(a, app.Open, edition), id: id, at: now, path: path,
		mark: report.Making{At: now, Fingerprint: id.Fingerprint().Short(), Example: example},
	}, nil
}

// Run draws the package, signs it, writes it, reads it back and verifies it before it gets its name.
// It may run on any goroutine. On error nothing is left in the folder.
func (e *Export) Run() (Package, error) {
	paper, err := report.Package(e.x, e.mark)
	if err != nil {
		return Package{}, err
	}
	signed, err := pdf.Sign(paper, e.id, pdf.SignOptions{
		Field: record.LibrarianField, Name: e.x.Library().Name, At: e.at, Certify: true,
	}, e.d.Rand)
	if err != nil {
		return Package{}, fmt.Errorf("sign package: %w", err)
	}
	err = disk.Write(e.path, disk.ForOthers, signed, func(back []byte) error {
		_, err := pdf.Verify(back, e.id.Fingerprint())
		return err
	})
	if err != nil {
		return Package{}, err
	}
	sum := sha256.Sum256(signed)
	return Package{Path: e.path, Edition: app.Edition{
		Number: e.x.Edition(), Made: e.x.Made(), File: filepath.Base(e.path),
		Fingerprint: e.id.Fingerprint().String(), SHA256: hex.EncodeToString(sum[:]),
	}}, nil
}

// Exported remembers a package that was made. The caller calls it after [Export.Run].
func (d *Desk) Exported(p Package) error {
	return d.update(func(tx *vault.Tx) error {
		return vault.Put(tx, drawerEdition, fmt.Sprintf("%06d", p.Edition.Number), p.Edition)
	}, func() { d.dossier.Editions = append(d.Editions(), p.Edition) })
}

// Export makes the package in one go, for the headless commands.
func (d *Desk) Export(folder string, example bool) (Package, error) {
	e, err := d.PrepareExport(folder, example)
	if err != nil {
		return Package{}, err
	}
	p, err := e.Run()
	if err != nil {
		return Package{}, err
	}
	return p, d.Exported(p)
}

// disclose is what may leave the library now, in the package of a number.
func (d *Desk) disclose(edition int) *app.Disclosure {
	return app.Disclose(d.Assessment(), app.Open, edition)
}

// Email writes an e-mail draft beside a package that was made, with the package attached and a neutral
// subject, and returns the draft's path.
func (d *Desk) Email(p Package) (string, error) {
	content, err := os.ReadFile(p.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("attach %s: %w", p.Edition.File, ErrNoFile)
	}
	if err != nil {
		return "", disk.Meaning("write", err)
	}
	sum := sha256.Sum256(content)
	if hex.EncodeToString(sum[:]) != p.Edition.SHA256 {
		return "", fmt.Errorf("attach %s: %w", p.Edition.File, disk.ErrReadBack)
	}
	draft, err := report.Email(d.disclose(p.Edition.Number), p.Edition.File, content)
	if err != nil {
		return "", err
	}
	path := p.Path[:len(p.Path)-len(filepath.Ext(p.Path))] + ".eml"
	return path, disk.Put(path, disk.ForOthers, draft)
}

// EmptyLists writes the checklists with empty boxes, to be walked through with a pen, and returns the path.
func (d *Desk) EmptyLists(folder string, example bool) (string, error) {
	paper, err := report.EmptyLists(d.disclose(d.Assessment().Edition), report.Making{At: d.p.Now(), Example: example})
	if err != nil {
		return "", err
	}
	return d.savePaper(folder, "lista", paper)
}

// Plan writes the action plan on paper and returns the path.
func (d *Desk) Plan(folder string) (string, error) {
	paper, err := report.Plan(d.disclose(d.Assessment().Edition), report.Making{At: d.p.Now()})
	if err != nil {
		return "", err
	}
	return d.savePaper(folder, "plan", paper)
}

// RecoverySheet writes the sheet with the recovery code and returns the path. The sheet tells no
// library's name; the caller reminds that the file is deleted once it is printed.
func (d *Desk) RecoverySheet(folder string, code Code) (string, error) {
	paper, err := report.RecoverySheet(code, d.Language(), report.Making{At: d.p.Now()})
	if err != nil {
		return "", err
	}
	return d.savePaper(folder, "kod", paper)
}

// savePaper writes a paper under a name with the day and, when taken, a running number.
func (d *Desk) savePaper(folder, kind string, paper []byte) (string, error) {
	path, err := disk.Free(filepath.Join(folder, "trygghylla-"+kind+"-"+string(d.Today())+".pdf"))
	if err != nil {
		return "", err
	}
	return path, disk.Put(path, disk.ForUser, paper)
}

// EmailText returns what the e-mail draft says (address, subject and text), for who pastes it into a mail program
// that does not open drafts.
func (d *Desk) EmailText(p Package) (string, error) {
	return report.EmailText(d.disclose(p.Edition.Number), p.Edition.File)
}
