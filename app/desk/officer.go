package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"trygghylla/app"
	"trygghylla/app/disk"
	"trygghylla/app/pdf"
	"trygghylla/app/seal"
	"trygghylla/app/vault"
)

// What can be wrong with the security officer's key.
var (
	// ErrPIN means that the PIN is not the one that the officer's key was sealed with.
	ErrPIN = errors.New("wrong PIN")
	// ErrShortPIN means that a new PIN is shorter than [MinPIN] or [MinFilePIN].
	ErrShortPIN = errors.New("PIN is too short")
	// ErrNoOfficer means that no officer's key has been made in this library.
	ErrNoOfficer = errors.New("no security officer's key")
	// ErrOfficerExists means that there is a key already, and that it is not replaced unasked.
	ErrOfficerExists = errors.New("there is a security officer's key already")
	// ErrKeyFile means that a file is no officer's key, or a damaged one.
	ErrKeyFile = errors.New("not a security officer's key file")
)

// How long a new PIN must be, in characters. In the library the PIN stands behind the library's own
// password; a file on her own computer has nothing else before it.
const (
	MinPIN     = 4
	MinFilePIN = 8
)

// keyOfficer is where the officer's key lies in [drawerIdentity].
const keyOfficer = "officer"

// OfficerInfo tells whose key it is, without its PIN.
type OfficerInfo struct {
	Name        string   // as she wrote it
	Fingerprint string   // short, to be read out over the telephone
	Full        string   // the whole fingerprint
	Until       app.Date // the last day on which she can sign with it
	Imported    bool     // the certificate comes from her organisation
}

// OfficerKey is the security officer's signing key, sealed by her PIN. It is the form in which the vault and the file
// on her own computer keep it; what stands beside the sealed key is proven when the PIN opens it.
type OfficerKey struct {
	kept keptKey
}

// keptKey is the format of an officer's key: JSON, version 1.
type keptKey struct {
	Format      string   `json:"format"`  // "trygghylla-officer"
	Version     int      `json:"version"` // 1
	Name        string   `json:"name"`
	Fingerprint string   `json:"fingerprint"`
	Until       app.Date `json:"until"`
	Imported    bool     `json:"imported,omitempty"`
	Sealed      []byte   `json:"sealed"` // seal.Identity.Marshal in vault.SealSecret
}

const (
	keptFormat  = "trygghylla-officer"
	keptVersion = 1
	maxKeyFile  = 256 << 10
)

// Info tells whose key it is.
func (k *OfficerKey) Info() OfficerInfo {
	info := OfficerInfo{Name: k.kept.Name, Full: k.kept.Fingerprint, Until: k.kept.Until, Imported: k.kept.Imported}
	if f, err := seal.ParseFingerprint(k.kept.Fingerprint); err == nil {
		info.Fingerprint = f.Short()
	}
	return info
}

// open gives the key itself for her PIN; another PIN is [ErrPIN].
func (k *OfficerKey) open(pin []byte) (*seal.Identity, error) {
	plain, err := vault.OpenSecret(pin, k.kept.Sealed)
	if errors.Is(err, vault.ErrPassword) {
		return nil, fmt.Errorf("open officer's key: %w", ErrPIN)
	}
	if err != nil {
		return nil, fmt.Errorf("open officer's key: %w", err)
	}
	defer clear(plain)
	id, err := seal.ParseIdentity(plain)
	if err != nil {
		return nil, fmt.Errorf("open officer's key: %w", err)
	}
	if id.Fingerprint().String() != k.kept.Fingerprint {
		return nil, fmt.Errorf("open officer's key: it is another key than it says: %w", ErrKeyFile)
	}
	return id, nil
}

// sealOfficer seals a key by her PIN.
func sealOfficer(id *seal.Identity, name string, imported bool, pin []byte, rand io.Reader, cost vault.Cost) (*OfficerKey, error) {
	plain, err := id.Marshal()
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	sealed, err := vault.SealSecret(rand, pin, cost, plain)
	if err != nil {
		return nil, fmt.Errorf("seal officer's key: %w", err)
	}
	return &OfficerKey{keptKey{
		Format: keptFormat, Version: keptVersion, Name: name, Fingerprint: id.Fingerprint().String(),
		Until: app.DateOf(id.Certificate().NotAfter), Imported: imported, Sealed: sealed,
	}}, nil
}

// check demands a key of this format.
func (k *OfficerKey) check() error {
	switch {
	case k.kept.Format != keptFormat || k.kept.Version < 1:
		return ErrKeyFile
	case k.kept.Version > keptVersion:
		return fmt.Errorf("officer's key of format %d: %w", k.kept.Version, vault.ErrNewer)
	}
	if _, err := seal.ParseFingerprint(k.kept.Fingerprint); err != nil {
		return fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	return nil
}

// newOfficer makes a key of her own.
func newOfficer(name string, pin []byte, least int, rand io.Reader, cost vault.Cost, now func() time.Time) (*OfficerKey, error) {
	if utf8.RuneCount(pin) < least {
		return nil, fmt.Errorf("make officer's key: %w", ErrShortPIN)
	}
	id, err := seal.NewIdentity(rand, name, now())
	if err != nil {
		return nil, err
	}
	return sealOfficer(id, strings.TrimSpace(name), false, pin, rand, priced(cost, now))
}

// importOfficer takes her organisation's certificate; without a name, hers is the certificate's.
func importOfficer(name string, pkcs12, password, pin []byte, least int, rand io.Reader, cost vault.Cost, now func() time.Time) (*OfficerKey, error) {
	if utf8.RuneCount(pin) < least {
		return nil, fmt.Errorf("import officer's key: %w", ErrShortPIN)
	}
	id, err := seal.ImportPKCS12(pkcs12, password)
	if err != nil {
		return nil, err
	}
	c := id.Certificate()
	if t := now(); t.Before(c.NotBefore) || t.After(c.NotAfter) {
		return nil, fmt.Errorf("import officer's key: %w", pdf.ErrValidity)
	}
	if name = strings.TrimSpace(name); name == "" {
		name = c.Subject.CommonName
	}
	if name == "" {
		return nil, fmt.Errorf("import officer's key: %w", seal.ErrName)
	}
	return sealOfficer(id, name, true, pin, rand, priced(cost, now))
}

// priced is the cost of a PIN: what is asked for, or what takes about a second here.
func priced(cost vault.Cost, now func() time.Time) vault.Cost {
	if cost == (vault.Cost{}) {
		return vault.Calibrate(now)
	}
	return cost
}

// NewOfficer makes the security officer's own key, sealed by her own PIN, keeps it in the library and returns its short
// fingerprint. The librarian cannot sign with it, and a forgotten PIN cannot be found again: the key is then removed
// and a new one made. It is a self-asserted key, which the region trusts once the fingerprint has been read out.
// The errors are [ErrOfficerExists], [ErrShortPIN] and seal.ErrName. It takes about two seconds.
func (d *Desk) NewOfficer(name string, pin []byte) (fingerprint string, err error) {
	if _, exists := d.Officer(); exists {
		return "", fmt.Errorf("make officer's key: %w", ErrOfficerExists)
	}
	k, err := newOfficer(name, pin, MinPIN, d.p.Rand, d.p.Cost, d.p.Now)
	if err != nil {
		return "", err
	}
	return k.Info().Fingerprint, d.keepOfficer(k)
}

// ImportOfficer keeps her organisation's certificate and key (PKCS #12) instead of a self-made one, see
// [seal.ImportPKCS12] for what is accepted and refused. password opens the file and is not kept, pin seals the key from then on.
// Besides its errors there are those of [Desk.NewOfficer], and pdf.ErrValidity for a certificate that is not valid today.
func (d *Desk) ImportOfficer(name string, pkcs12, password, pin []byte) (fingerprint string, err error) {
	if _, exists := d.Officer(); exists {
		return "", fmt.Errorf("import officer's key: %w", ErrOfficerExists)
	}
	k, err := importOfficer(name, pkcs12, password, pin, MinPIN, d.p.Rand, d.p.Cost, d.p.Now)
	if err != nil {
		return "", err
	}
	return k.Info().Fingerprint, d.keepOfficer(k)
}

func (d *Desk) keepOfficer(k *OfficerKey) error {
	return d.update(func(tx *vault.Tx) error {
		return vault.Put(tx, drawerIdentity, keyOfficer, k.kept)
	}, func() {})
}

// RemoveOfficer removes the officer's key, such as when she has left or forgotten her PIN. What she has signed
// stays signed. Without a key it does nothing.
func (d *Desk) RemoveOfficer() error {
	return d.update(func(tx *vault.Tx) error {
		return vault.Delete(tx, drawerIdentity, keyOfficer)
	}, func() {})
}

// Officer tells whose key is kept in the library, if any.
func (d *Desk) Officer() (OfficerInfo, bool) {
	k, err := d.officer()
	if err != nil {
		return OfficerInfo{}, false
	}
	return k.Info(), true
}

// officer reads the officer's key; without one it is [ErrNoOfficer].
func (d *Desk) officer() (*OfficerKey, error) {
	kept, ok, err := vault.Get[keptKey](d.v, drawerIdentity, keyOfficer)
	if err != nil {
		return nil, fmt.Errorf("read officer's key: %w", err)
	}
	if !ok {
		return nil, fmt.Errorf("read officer's key: %w", ErrNoOfficer)
	}
	k := &OfficerKey{kept}
	return k, k.check()
}

// NewOfficerFile makes the officer's own key in a new file on her own computer, sealed by her PIN, which is all
// that protects it there. Nobody else may read the file. The zero cost takes about a second a guess. The errors are
// [ErrOfficerExists] when there is a file at path, [ErrShortPIN], seal.ErrName and those of writing a file.
func NewOfficerFile(path, name string, pin []byte, rand io.Reader, cost vault.Cost, now func() time.Time) (*OfficerKey, error) {
	if err := noKeyAt(path); err != nil {
		return nil, err
	}
	k, err := newOfficer(name, pin, MinFilePIN, rand, cost, now)
	if err != nil {
		return nil, err
	}
	return k, k.write(path)
}

// ImportOfficerFile makes such a file of her organisation's certificate, see [Desk.ImportOfficer].
func ImportOfficerFile(path, name string, pkcs12, password, pin []byte, rand io.Reader, cost vault.Cost, now func() time.Time) (*OfficerKey, error) {
	if err := noKeyAt(path); err != nil {
		return nil, err
	}
	k, err := importOfficer(name, pkcs12, password, pin, MinFilePIN, rand, cost, now)
	if err != nil {
		return nil, err
	}
	return k, k.write(path)
}

// noKeyAt demands that there is nothing at path: a key is never overwritten.
func noKeyAt(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("make officer's key: %w", ErrOfficerExists)
	}
	return nil
}

func (k *OfficerKey) write(path string) error {
	b, err := json.MarshalIndent(k.kept, "", " ")
	if err != nil {
		return fmt.Errorf("write officer's key: %w", err)
	}
	return disk.Write(path, disk.ForUser, append(b, '\n'), func(back []byte) error {
		_, err := parseOfficer(back)
		return err
	})
}

// OpenOfficerFile reads a file that [NewOfficerFile] of this or an earlier version made; the PIN is asked for when she
// signs. Something else is [ErrKeyFile], a newer format vault.ErrNewer, no file [ErrNoOfficer].
func OpenOfficerFile(path string) (*OfficerKey, error) {
	b, err := readSome(path, maxKeyFile)
	if errors.Is(err, ErrNoFile) {
		return nil, fmt.Errorf("%w: %w", ErrNoOfficer, err)
	}
	if err != nil {
		return nil, err
	}
	return parseOfficer(b)
}

func parseOfficer(b []byte) (*OfficerKey, error) {
	k := &OfficerKey{}
	if err := json.Unmarshal(b, &k.kept); err != nil {
		return nil, fmt.Errorf("read officer's key: %w", ErrKeyFile)
	}
	if err := k.check(); err != nil {
		return nil, fmt.Errorf("read officer's key: %w", err)
	}
	return k, nil
}
