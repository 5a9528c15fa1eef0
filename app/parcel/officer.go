package parcel

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
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
	// ErrNoOfficer means that no officer's key has been made here.
	ErrNoOfficer = errors.New("no security officer's key")
	// ErrOfficerExists means that there is a key already, and that it is not replaced unasked.
	ErrOfficerExists = errors.New("there is a security officer's key already")
	// ErrKeyFile means that something is no officer's key, or a damaged one.
	ErrKeyFile = errors.New("not a security officer's key")
)

// How long a new PIN must be, in characters. In the library the PIN stands behind the library's own
// password; a file on her own computer has nothing else before it.
const (
	MinPIN     = 4
	MinFilePIN = 8
)

// OfficerInfo tells whose key it is, without its PIN.
type OfficerInfo struct {
	Name        string   // as she wrote it
	Fingerprint string   // short, to be read out over the telephone
	Full        string   // the whole fingerprint
	Until       app.Date // the last day on which she can sign with it
	Imported    bool     // the certificate comes from her organisation
}

// OfficerKey is the security officer's signing key, sealed by her PIN. As JSON it is the form in which the vault and the file
// on her own computer keep it; what stands beside the sealed key is proven when the PIN opens it. It never changes.
type OfficerKey struct {
	kept keptKey
	key  seal.Fingerprint // kept.Fingerprint
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

// MarshalJSON writes the form in which a key is kept.
func (k OfficerKey) MarshalJSON() ([]byte, error) { return json.Marshal(k.kept) }

// UnmarshalJSON reads what MarshalJSON of this or an earlier version wrote: something else is [ErrKeyFile], a newer format
// vault.ErrNewer.
func (k *OfficerKey) UnmarshalJSON(b []byte) error {
	var kept keptKey
	if err := json.Unmarshal(b, &kept); err != nil {
		var head struct {
			Format  string `json:"format"`
			Version int    `json:"version"`
		}
		_ = json.Unmarshal(b, &head) // as far as it goes: what is newer may have members of other types
		if head.Format == keptFormat && head.Version > keptVersion {
			return newer(head.Version)
		}
		return ErrKeyFile
	}
	switch {
	case kept.Format != keptFormat || kept.Version < 1:
		return ErrKeyFile
	case kept.Version > keptVersion:
		return newer(kept.Version)
	}
	key, err := seal.ParseFingerprint(kept.Fingerprint)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	*k = OfficerKey{kept, key}
	return nil
}

func newer(version int) error {
	return fmt.Errorf("officer's key of format %d: %w", version, vault.ErrNewer)
}

// Info tells whose key it is.
func (k *OfficerKey) Info() OfficerInfo {
	return OfficerInfo{Name: k.kept.Name, Fingerprint: k.key.Short(), Full: k.key.String(), Until: k.kept.Until, Imported: k.kept.Imported}
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
	if id.Fingerprint() != k.key {
		return nil, fmt.Errorf("open officer's key: it is another key than it says: %w", ErrKeyFile)
	}
	return id, nil
}

// Maker makes officer's keys. It holds what that takes, so that it can work beside the screen.
type Maker struct {
	Rand  io.Reader        // a cryptographically strong source
	Cost  vault.Cost       // of the PIN; zero takes about a second a guess on this computer
	Now   func() time.Time // the clock
	Least int              // the shortest PIN in characters: [MinPIN] or [MinFilePIN]
}

// New makes a key of her own, sealed by her own PIN. A forgotten PIN cannot be found again: the key is then removed
// and a new one made. It is a self-asserted key, which the region trusts once the fingerprint has been read out.
// The errors are [ErrShortPIN] and seal.ErrName. It takes about two seconds.
func (m Maker) New(name string, pin []byte) (*OfficerKey, error) {
	if utf8.RuneCount(pin) < m.Least {
		return nil, fmt.Errorf("make officer's key: %w", ErrShortPIN)
	}
	id, err := seal.NewIdentity(m.Rand, name, m.Now())
	if err != nil {
		return nil, err
	}
	return m.seal(id, strings.TrimSpace(name), false, pin)
}

// Import takes her organisation's certificate and key (PKCS #12) instead of a self-made one, see
// [seal.ImportPKCS12] for what is accepted and refused. password opens the file and is not kept, pin seals the key from then on.
// Without a name, hers is the certificate's. Besides its errors there are those of [Maker.New], and pdf.ErrValidity for a
// certificate that is not valid today.
func (m Maker) Import(name string, pkcs12, password, pin []byte) (*OfficerKey, error) {
	if utf8.RuneCount(pin) < m.Least {
		return nil, fmt.Errorf("import officer's key: %w", ErrShortPIN)
	}
	id, err := seal.ImportPKCS12(pkcs12, password)
	if err != nil {
		return nil, err
	}
	c := id.Certificate()
	if t := m.Now(); t.Before(c.NotBefore) || t.After(c.NotAfter) {
		return nil, fmt.Errorf("import officer's key: %w", pdf.ErrValidity)
	}
	if name = strings.TrimSpace(name); name == "" {
		name = c.Subject.CommonName
	}
	if name == "" {
		return nil, fmt.Errorf("import officer's key: %w", seal.ErrName)
	}
	return m.seal(id, name, true, pin)
}

// seal seals a key by her PIN.
func (m Maker) seal(id *seal.Identity, name string, imported bool, pin []byte) (*OfficerKey, error) {
	plain, err := id.Marshal()
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	cost := m.Cost
	if cost == (vault.Cost{}) {
		cost = vault.Calibrate(m.Now)
	}
	sealed, err := vault.SealSecret(m.Rand, pin, cost, plain)
	if err != nil {
		return nil, fmt.Errorf("seal officer's key: %w", err)
	}
	return &OfficerKey{keptKey{
		Format: keptFormat, Version: keptVersion, Name: name, Fingerprint: id.Fingerprint().String(),
		Until: app.DateOf(id.Certificate().NotAfter), Imported: imported, Sealed: sealed,
	}, id.Fingerprint()}, nil
}

// NoOfficerAt demands that there is nothing at path: a key is never overwritten. What is there is [ErrOfficerExists], and a
// folder that cannot be looked into is an error too.
func NoOfficerAt(path string) error {
	there, err := disk.Exists(path)
	if err == nil && there {
		err = ErrOfficerExists
	}
	if err != nil {
		return fmt.Errorf("make officer's key: %w", err)
	}
	return nil
}

// Save writes a key into a new file on her own computer, where her PIN is all that protects it. Nobody else may read the
// file. The errors are those of [NoOfficerAt] and of writing a file.
func (k *OfficerKey) Save(path string) error {
	if err := NoOfficerAt(path); err != nil {
		return err
	}
	b, err := json.MarshalIndent(k.kept, "", " ")
	if err != nil {
		return fmt.Errorf("write officer's key: %w", err)
	}
	return disk.Write(path, disk.ForUser, append(b, '\n'), func(back []byte) error {
		_, err := parseOfficer(back)
		return err
	})
}

// RemoveOfficer removes the file with her key, a damaged one too, such as when she has forgotten her PIN. What she has
// signed stays signed. Without a file it does nothing.
func RemoveOfficer(path string) error { return disk.Remove(path) }

// OpenOfficer reads a file that [OfficerKey.Save] of this or an earlier version made; the PIN is asked for when she
// signs. Only where there is nothing at path it is [ErrNoOfficer]: something else than a key is [ErrKeyFile], a newer
// format vault.ErrNewer, a file that cannot be read [ErrNoFile].
func OpenOfficer(path string) (*OfficerKey, error) {
	b, err := readPlain(path, maxKeyFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read officer's key: %w", ErrNoOfficer)
	case errors.Is(err, disk.ErrTooLarge):
		return nil, fmt.Errorf("read officer's key: %w: %v", ErrKeyFile, err)
	case err != nil:
		return nil, fmt.Errorf("read officer's key: %w", err)
	}
	return parseOfficer(b)
}

func parseOfficer(b []byte) (*OfficerKey, error) {
	k := &OfficerKey{}
	if err := json.Unmarshal(b, k); err != nil {
		if !errors.Is(err, vault.ErrNewer) {
			err = ErrKeyFile // not JSON at all, perhaps
		}
		return nil, fmt.Errorf("read officer's key: %w", err)
	}
	return k, nil
}
