package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// What can be wrong with wrapping, and with what was wrapped.
var (
	// ErrRecipient: not a file with public age keys, or one that mixes kinds
	// that age does not let stand together.
	ErrRecipient = errors.New("not a file with a public key to wrap to")
	// ErrPrivateKey: the file holds a private key where a public one is asked
	// for. It must not be passed on.
	ErrPrivateKey = errors.New("a private key where a public one is meant")
	// ErrWrapKey: not a file with private age keys.
	ErrWrapKey = errors.New("not a file with a private key to unwrap with")
	// ErrNotForKey: the file is wrapped to other keys.
	ErrNotForKey = errors.New("wrapped to another key")
	// ErrWrapped: what was wrapped is damaged, altered or of another form.
	ErrWrapped = errors.New("wrapped file is damaged or altered")
)

const (
	// MaxWrapped is the longest wrapped file in bytes that Unwrap opens: a
	// finished paper and what wrapping adds.
	MaxWrapped = 72 << 20
	// maxKeyFile and maxRecipients bound a file with keys.
	maxKeyFile    = 256 << 10
	maxRecipients = 64
)

// Recipients are whom a file can be wrapped to. They hold public keys only.
type Recipients struct {
	list []age.Recipient
}

// ParseRecipients reads public age keys, one a line: age1… (X25519) or
// age1pq1… (ML-KEM-768 with X25519), never both in one file. Blank lines and
// lines that begin with # are left out, and so are the byte order mark and the
// spaces that an editor may have added. The errors wrap ErrRecipient, or
// ErrPrivateKey for the file that should have stayed with its owner; neither
// quotes the file.
func ParseRecipients(text []byte) (*Recipients, error) {
	lines, err := keyLines(text, ErrRecipient)
	if err != nil {
		return nil, fmt.Errorf("read public keys: %w", err)
	}
	if strings.Contains(strings.ToUpper(lines), "AGE-SECRET-KEY-") {
		return nil, fmt.Errorf("read public keys: %w", ErrPrivateKey)
	}
	list, err := age.ParseRecipients(strings.NewReader(lines))
	if err != nil || len(list) > maxRecipients {
		return nil, fmt.Errorf("read public keys: %w", ErrRecipient) // age's own error may quote the line
	}
	r := &Recipients{list}
	if _, err := Wrap(nil, r); err != nil {
		return nil, fmt.Errorf("read public keys: %w", err)
	}
	return r, nil
}

// keyLines are the lines of a file with keys that say something.
func keyLines(text []byte, unfit error) (string, error) {
	if len(text) > maxKeyFile {
		return "", fmt.Errorf("%w: %d bytes", unfit, len(text))
	}
	var kept []string
	for line := range strings.Lines(string(bytes.TrimPrefix(text, []byte("\ufeff")))) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n"), nil
}

// Wrap encrypts bytes for the recipients as an age file (age-encryption.org/v1,
// binary). Whoever alters it is noticed by Unwrap. The randomness is age's own,
// that of the system: the format's library takes no other.
func Wrap(plain []byte, to *Recipients) ([]byte, error) {
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to.list...)
	if err != nil {
		return nil, fmt.Errorf("wrap: %w: %w", ErrRecipient, err)
	}
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("wrap: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("wrap: %w", err)
	}
	return out.Bytes(), nil
}

// CheckWrapped reports ErrWrapped for bytes whose head is not that of an age
// file. What lies inside only Unwrap can tell.
func CheckWrapped(wrapped []byte) error {
	if _, err := age.ExtractHeader(bytes.NewReader(wrapped)); err != nil {
		return fmt.Errorf("look at a wrapped file: %w", ErrWrapped)
	}
	return nil
}

// Unwrap opens what Wrap made, with the text of a file of private keys as
// NewWrapKey or age-keygen writes it. The errors wrap ErrWrapKey, ErrNotForKey
// or ErrWrapped; nothing is returned before all of it has been proven.
func Unwrap(wrapped, privateKey []byte) ([]byte, error) {
	if len(wrapped) > MaxWrapped {
		return nil, fmt.Errorf("unwrap %d bytes: %w", len(wrapped), ErrWrapped)
	}
	lines, err := keyLines(privateKey, ErrWrapKey)
	if err != nil {
		return nil, fmt.Errorf("unwrap: %w", err)
	}
	keys, err := age.ParseIdentities(strings.NewReader(lines))
	if err != nil || len(keys) > maxRecipients {
		return nil, fmt.Errorf("unwrap: %w", ErrWrapKey) // age's own error may quote the line
	}
	r, err := age.Decrypt(bytes.NewReader(wrapped), keys...)
	if noMatch := (*age.NoIdentityMatchError)(nil); errors.As(err, &noMatch) {
		return nil, fmt.Errorf("unwrap: %w", ErrNotForKey)
	}
	if err != nil {
		return nil, fmt.Errorf("unwrap: %w", ErrWrapped)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unwrap: %w", ErrWrapped)
	}
	return plain, nil
}

// NewWrapKey makes a key pair to wrap to: the text of the private file, which
// its owner keeps, and of the public one, which the libraries get. It is of the
// kind that every version of age reads (X25519), with the system's randomness.
func NewWrapKey() (private, public []byte, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, nil, fmt.Errorf("make a key to wrap to: %w", err)
	}
	recipient := id.Recipient().String() + "\n"
	return []byte("# public key: " + recipient + id.String() + "\n"), []byte(recipient), nil
}
