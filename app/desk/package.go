package desk

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"trygghylla/app"
	"trygghylla/app/disk"
	"trygghylla/app/parcel"
	"trygghylla/app/pdf"
	"trygghylla/app/record"
	"trygghylla/app/report"
	"trygghylla/app/seal"
	"trygghylla/app/vault"
)

// making marks a paper: when it is made, and whether the library is an invented one.
func (d *Desk) making() report.Making {
	return report.Making{At: d.p.Now(), Example: d.example}
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
	path string
	mark report.Making
}

// PrepareExport takes what a package needs. It gets the next edition number whose file name is free
// in folder.
func (d *Desk) PrepareExport(folder string) (*Export, error) {
	key, err := d.identity()
	if err != nil {
		return nil, err
	}
	a, path := d.Assessment(), ""
	edition := a.Edition
	for {
		path = filepath.Join(folder, app.FileName(a.Catalogue.Jurisdiction, a.Library.Name, a.Today, edition))
		there, err := disk.Exists(path)
		if err != nil {
			return nil, err
		}
		if !there {
			break
		}
		edition++
	}
	return &Export{d: d.p, x: app.Disclose(a, app.Open, edition), id: key.id, path: path, mark: key.mark(d.making())}, nil
}

// Run draws the package, signs it, writes it, reads it back and verifies it before it gets its name.
// It may run on any goroutine. On error nothing is left in the folder.
func (e *Export) Run() (Package, error) {
	paper, err := report.Package(e.x, e.mark)
	if err != nil {
		return Package{}, err
	}
	signed, err := pdf.Sign(paper, e.id, pdf.SignOptions{
		Field: record.LibrarianField, Name: e.x.Library().Name, At: e.mark.At, Certify: true,
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
	return Package{Path: e.path, Edition: app.Edition{
		Number: e.x.Edition(), Made: e.x.Made(), File: filepath.Base(e.path),
		Fingerprint: e.id.Fingerprint().String(), SHA256: sum(signed),
	}}, nil
}

// Exported remembers a package that was made. The caller calls it after [Export.Run].
func (d *Desk) Exported(p Package) error {
	return d.update(func(tx *vault.Tx) error {
		return vault.Put(tx, drawerEdition, fmt.Sprintf("%06d", p.Edition.Number), p.Edition)
	}, func() { d.dossier.Editions = append(d.Editions(), p.Edition) })
}

// Export makes the package in one go, for the headless commands.
func (d *Desk) Export(folder string) (Package, error) {
	e, err := d.PrepareExport(folder)
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
	content, err := disk.Read(p.Path, pdf.MaxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("attach %s: %w", p.Edition.File, parcel.ErrNoFile)
	}
	if err != nil {
		return "", fmt.Errorf("attach package: %w", err)
	}
	if sum(content) != p.Edition.SHA256 {
		return "", fmt.Errorf("attach %s: %w", p.Edition.File, disk.ErrReadBack)
	}
	draft, err := report.Email(d.disclose(p.Edition.Number), d.example, p.Edition.File, content)
	if err != nil {
		return "", err
	}
	path := p.Path[:len(p.Path)-len(filepath.Ext(p.Path))] + ".eml"
	return path, disk.Put(path, disk.ForOthers, draft)
}

// EmptyLists writes the checklists with empty boxes, to be walked through with a pen, and returns the path.
func (d *Desk) EmptyLists(folder string) (string, error) {
	paper, err := report.EmptyLists(d.disclose(d.Assessment().Edition), d.making())
	if err != nil {
		return "", err
	}
	return d.savePaper(folder, "lista", paper)
}

// Plan writes the action plan on paper and returns the path.
func (d *Desk) Plan(folder string) (string, error) {
	paper, err := report.Plan(d.disclose(d.Assessment().Edition), d.making())
	if err != nil {
		return "", err
	}
	return d.savePaper(folder, "plan", paper)
}

// RecoverySheet writes the sheet with the recovery code and returns the path. The sheet tells no
// library's name; the caller reminds that the file is deleted once it is printed.
func (d *Desk) RecoverySheet(folder string, code Code) (string, error) {
	paper, err := report.RecoverySheet(code, d.Language(), d.making())
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
	return report.EmailText(d.disclose(p.Edition.Number), d.example, p.Edition.File)
}
