package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"golang.org/x/crypto/chacha20poly1305"
)

// The shape of a sealed secret, format 1; numbers are big-endian:
//
//	magic "TRYGGSEC" | format u16 = 1 | memory in KiB u32 | passes u32 | lanes u8 |
//	salt 32 | nonce 24 | sealed text | tag 16 | SHA-256 32 of all before
//
// The key is Argon2id(password in NFC, salt), the cipher XChaCha20-Poly1305, the associated data
// "trygghylla secret-1" NUL | all before the sealed text. Magic, format and the SHA-256 at the end
// stay as they are in all formats to come; a higher format is believed only if the SHA-256 fits.
const (
	secretMagic   = "TRYGGSEC"
	secretVersion = 1
	secretHead    = 8 + 2 + 9 + saltSize + nonceSize
	secretSum     = sha256.Size
)

// MaxSecret is the longest text in bytes that [SealSecret] seals.
const MaxSecret = 64 << 10

// Calibrate finds the cost of a password that takes about one second on this computer, by the
// clock it is given; never below 64 MiB, 3 passes, 4 lanes. It takes some tenths of a second.
func Calibrate(now func() time.Time) Cost { return calibrate(now) }

// SealSecret seals a short text, such as a signing key, by a password or PIN of its own, so that it can be
// kept in a drawer or in a file. What it returns describes itself: [OpenSecret] of this and every later version
// opens it with the password alone. The zero Cost is the floor of 64 MiB, 3 passes, 4 lanes (RFC 9106
// section 4). A text over [MaxSecret] or a cost that [OpenSecret] would refuse is [ErrTooLarge].
func SealSecret(rand io.Reader, password []byte, cost Cost, text []byte) ([]byte, error) {
	if cost == (Cost{}) {
		cost = floorCost
	}
	if len(text) > MaxSecret {
		return nil, fmt.Errorf("seal secret of %d bytes: %w", len(text), ErrTooLarge)
	}
	if err := cost.admit(); err != nil {
		return nil, fmt.Errorf("seal secret: %w", err)
	}
	b := make([]byte, 0, secretHead+len(text)+tagSize+secretSum)
	b = append(b, secretMagic...)
	b = binary.BigEndian.AppendUint16(b, secretVersion)
	b = binary.BigEndian.AppendUint32(b, cost.MemoryKiB)
	b = binary.BigEndian.AppendUint32(b, cost.Time)
	b = append(b, cost.Threads)
	fresh := b[len(b):secretHead]
	b = b[:secretHead]
	if err := random(rand, fresh); err != nil {
		return nil, fmt.Errorf("seal secret: %w", err)
	}
	key := cost.derive(password, fresh[:saltSize])
	defer clear(key)
	c, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("seal secret: %w", err)
	}
	b = c.Seal(b, fresh[saltSize:], text, secretBound(b))
	sum := sha256.Sum256(b)
	return append(b, sum[:]...), nil
}

// OpenSecret opens what [SealSecret] returned. A password that does not fit is [ErrPassword]; bytes that are not
// as they were written are [ErrDamaged], those of a newer version [ErrNewer], and those that demand more
// memory or time than the key file may are [ErrTooLarge], before anything is allocated. The caller clears
// what is returned after use.
func OpenSecret(password, sealed []byte) ([]byte, error) {
	if len(sealed) < secretHead+tagSize+secretSum || !bytes.HasPrefix(sealed, []byte(secretMagic)) {
		return nil, fmt.Errorf("open secret: %w", damaged("no sealed secret"))
	}
	if len(sealed) > secretHead+MaxSecret+tagSize+secretSum {
		return nil, fmt.Errorf("open secret of %d bytes: %w", len(sealed), ErrTooLarge)
	}
	b := sealed[:len(sealed)-secretSum]
	if sum := sha256.Sum256(b); !bytes.Equal(sum[:], sealed[len(b):]) {
		return nil, fmt.Errorf("open secret: %w", damaged("sealed secret fails its checksum"))
	}
	if v := binary.BigEndian.Uint16(b[8:]); v != secretVersion {
		if v > secretVersion {
			return nil, fmt.Errorf("open secret of format %d: %w", v, ErrNewer)
		}
		return nil, fmt.Errorf("open secret: %w", damaged("sealed secret of format %d", v))
	}
	cost := Cost{binary.BigEndian.Uint32(b[10:]), binary.BigEndian.Uint32(b[14:]), b[18]}
	if err := cost.admit(); err != nil {
		return nil, fmt.Errorf("open secret: %w", err)
	}
	salt, nonce := b[19:19+saltSize], b[19+saltSize:secretHead]
	key := cost.derive(password, salt)
	defer clear(key)
	c, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("open secret: %w", err)
	}
	text, err := c.Open(nil, nonce, b[secretHead:], secretBound(b[:secretHead]))
	if err != nil {
		return nil, fmt.Errorf("open secret: %w", ErrPassword)
	}
	return text, nil
}

// secretBound are the data that a sealed secret authenticates besides its text.
func secretBound(head []byte) []byte {
	return append([]byte("trygghylla secret-1\x00"), head...)
}
