package seal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// ErrFingerprint means that a text is not a whole fingerprint.
var ErrFingerprint = errors.New("not a fingerprint")

// Fingerprint is the SHA-256 of a certificate's DER encoding. Two people
// compare it over the telephone to know that a key is the other one's.
type Fingerprint [sha256.Size]byte

// FingerprintOf is the fingerprint of the certificate whose DER encoding is
// given.
func FingerprintOf(certificate []byte) Fingerprint {
	return sha256.Sum256(certificate)
}

// String is the whole fingerprint in sixteen groups of four hexadecimal
// digits: "4C1E 9A07 …".
func (f Fingerprint) String() string { return group(f[:]) }

// Short is the first four groups, "4C1E 9A07 55D2 81B3". It is for looking
// at; 64 bits are too few to pin a key to, so only a whole fingerprint can be
// read back.
func (f Fingerprint) Short() string { return group(f[:8]) }

func group(b []byte) string {
	groups := make([]string, 0, len(b)/2)
	for i := 0; i < len(b); i += 2 {
		groups = append(groups, fmt.Sprintf("%X", b[i:i+2]))
	}
	return strings.Join(groups, " ")
}

// ParseFingerprint reads a whole fingerprint as people write it: upper or
// lower case, with or without white space, colons, hyphens and full stops
// between the digits. Anything else is ErrFingerprint.
func ParseFingerprint(s string) (Fingerprint, error) {
	var f Fingerprint
	digits := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\r', '\n', '\u00A0', ':', '-', '.':
			return -1
		}
		return r
	}, s)
	if len(digits) != hex.EncodedLen(len(f)) {
		return Fingerprint{}, fmt.Errorf("%w: %d digits instead of %d", ErrFingerprint, len(digits), hex.EncodedLen(len(f)))
	}
	if _, err := hex.Decode(f[:], []byte(digits)); err != nil {
		return Fingerprint{}, fmt.Errorf("%w: %w", ErrFingerprint, err)
	}
	return f, nil
}
