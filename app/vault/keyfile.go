package vault

import (
	"bytes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// The shape of vault.key; see the package comment.
const (
	keyMagic    = "TRYGGKEY"
	keyVersion  = 1
	keyHead     = 8 + 2 + 4 + 16 + 8 + 2 // magic, version, length, vault id, generation, slots
	keyCopy     = 8 << 10                // distance of the two copies
	keyMost     = 4 << 10                // longest copy
	slotsMost   = 16
	wrappedSize = keySize + tagSize
)

const (
	slotPassword = 1
	slotCode     = 2
)

// slot is one way to the master key. A kind that this version does not know
// is kept as it is.
type slot struct {
	kind    uint16
	cost    Cost // of a password slot
	salt    [saltSize]byte
	nonce   [nonceSize]byte
	wrapped [wrappedSize]byte
	unknown []byte
}

// keyfile is one copy of the key file, decoded but not yet proven by the
// master key.
type keyfile struct {
	id         [16]byte
	generation uint64
	slots      []slot
	raw        []byte // as it stands in the file
}

// params are the bytes of a slot that its key depends on.
func (s *slot) params() []byte {
	var b []byte
	if s.kind == slotPassword {
		b = binary.BigEndian.AppendUint32(b, s.cost.MemoryKiB)
		b = binary.BigEndian.AppendUint32(b, s.cost.Time)
		b = append(b, s.cost.Threads)
	}
	return append(b, s.salt[:]...)
}

// bound are the data that the wrapping authenticates.
func (s *slot) bound(id [16]byte) []byte {
	b := []byte("trygghylla slot-1\x00")
	b = binary.BigEndian.AppendUint16(b, keyVersion)
	b = append(b, id[:]...)
	b = binary.BigEndian.AppendUint16(b, s.kind)
	return append(b, s.params()...)
}

// cipher makes the cipher of a slot from what the person typed.
func (s *slot) cipher(secret []byte) (cipher.AEAD, error) {
	var kek []byte
	var err error
	if s.kind == slotPassword {
		if err := s.cost.admit(); err != nil {
			return nil, err
		}
		kek = s.cost.derive(secret, s.salt[:])
	} else if kek, err = hkdf.Key(sha256.New, secret, s.salt[:], "trygghylla code-kek-1", keySize); err != nil {
		return nil, fmt.Errorf("derive key of recovery code: %w", err)
	}
	defer clear(kek)
	return chacha20poly1305.NewX(kek)
}

// newSlot wraps the master key.
func newSlot(kind uint16, cost Cost, id [16]byte, master, secret []byte, rand io.Reader) (slot, error) {
	s := slot{kind: kind, cost: cost}
	if err := random(rand, s.salt[:]); err != nil {
		return slot{}, err
	}
	if err := random(rand, s.nonce[:]); err != nil {
		return slot{}, err
	}
	c, err := s.cipher(secret)
	if err != nil {
		return slot{}, fmt.Errorf("wrap master key: %w", err)
	}
	c.Seal(s.wrapped[:0], s.nonce[:], master, s.bound(id))
	return s, nil
}

// slot finds the slot of a kind, nil if there is none.
func (f *keyfile) slot(kind uint16) *slot {
	for i := range f.slots {
		if f.slots[i].kind == kind {
			return &f.slots[i]
		}
	}
	return nil
}

// unlock opens the slot of the kind and proves the whole copy. The error is
// wrong when the secret does not fit, ErrDamaged when the slot opens but the
// copy is not as it was written.
func (f *keyfile) unlock(kind uint16, secret []byte, wrong error) (*keys, error) {
	s := f.slot(kind)
	if s == nil {
		return nil, damaged("key file lacks a slot")
	}
	c, err := s.cipher(secret)
	if err != nil {
		return nil, fmt.Errorf("unlock: %w", err)
	}
	master, err := c.Open(nil, s.nonce[:], s.wrapped[:], s.bound(f.id))
	if err != nil {
		return nil, fmt.Errorf("unlock: %w", wrong)
	}
	defer clear(master)
	k, err := newKeys(f.id, master)
	if err != nil {
		return nil, err
	}
	body, sum := f.raw[:len(f.raw)-64], f.raw[len(f.raw)-64:len(f.raw)-32]
	if !hmac.Equal(mac(k.header[:], body), sum) {
		k.wipe()
		return nil, damaged("key file was altered")
	}
	return k, nil
}

// encode writes one copy and keeps it in raw.
func (f *keyfile) encode(k *keys) {
	b := make([]byte, 0, 1024)
	b = append(b, keyMagic...)
	b = binary.BigEndian.AppendUint16(b, keyVersion)
	b = binary.BigEndian.AppendUint32(b, 0) // length, below
	b = append(b, f.id[:]...)
	b = binary.BigEndian.AppendUint64(b, f.generation)
	b = binary.BigEndian.AppendUint16(b, uint16(len(f.slots)))
	for i := range f.slots {
		s := &f.slots[i]
		body := s.unknown
		if s.kind == slotPassword || s.kind == slotCode {
			body = append(append(s.params(), s.nonce[:]...), s.wrapped[:]...)
		}
		b = binary.BigEndian.AppendUint16(b, s.kind)
		b = binary.BigEndian.AppendUint16(b, uint16(len(body)))
		b = append(b, body...)
	}
	binary.BigEndian.PutUint32(b[10:], uint32(len(b)+64))
	b = append(b, mac(k.header[:], b)...)
	sum := sha256.Sum256(b)
	f.raw = append(b, sum[:]...)
}

// file gives the bytes of vault.key.
func (f *keyfile) file() []byte {
	b := make([]byte, 2*keyCopy)
	copy(b, f.raw)
	copy(b[keyCopy:], f.raw)
	return b
}

// parseCopy reads one copy from the start of b. Only what carries a right
// checksum is looked at further, so that a flipped byte is damage and never a
// newer format.
func parseCopy(b []byte) (*keyfile, error) {
	if len(b) < keyHead+64 || !bytes.HasPrefix(b, []byte(keyMagic)) {
		return nil, damaged("no key file")
	}
	n := binary.BigEndian.Uint32(b[10:])
	if n < keyHead+64 || n > keyMost || uint64(n) > uint64(len(b)) {
		return nil, damaged("key file of impossible length")
	}
	b = b[:n:n]
	if sum := sha256.Sum256(b[:n-32]); !bytes.Equal(sum[:], b[n-32:]) {
		return nil, damaged("key file fails its checksum")
	}
	if v := binary.BigEndian.Uint16(b[8:]); v > keyVersion {
		return nil, fmt.Errorf("key file of format %d: %w", v, ErrNewer)
	}
	f := &keyfile{raw: bytes.Clone(b)}
	copy(f.id[:], b[14:])
	f.generation = binary.BigEndian.Uint64(b[30:])
	slots := int(binary.BigEndian.Uint16(b[38:]))
	if slots > slotsMost {
		return nil, damaged("key file with %d slots", slots)
	}
	rest := b[keyHead : n-64]
	for range slots {
		if len(rest) < 4 {
			return nil, damaged("key file ends in a slot")
		}
		kind, size := binary.BigEndian.Uint16(rest), int(binary.BigEndian.Uint16(rest[2:]))
		if rest = rest[4:]; len(rest) < size {
			return nil, damaged("key file ends in a slot")
		}
		s, err := parseSlot(kind, rest[:size])
		if err != nil {
			return nil, err
		}
		f.slots, rest = append(f.slots, s), rest[size:]
	}
	if len(rest) != 0 {
		return nil, damaged("key file with bytes after its slots")
	}
	return f, nil
}

// parseSlot reads the body of one slot.
func parseSlot(kind uint16, b []byte) (slot, error) {
	s := slot{kind: kind}
	want := saltSize + nonceSize + wrappedSize
	switch kind {
	case slotPassword:
		if len(b) != want+9 {
			return slot{}, damaged("password slot of %d bytes", len(b))
		}
		s.cost = Cost{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:]), b[8]}
		b = b[9:]
	case slotCode:
		if len(b) != want {
			return slot{}, damaged("recovery slot of %d bytes", len(b))
		}
	default:
		s.unknown = bytes.Clone(b)
		return s, nil
	}
	b = b[copy(s.salt[:], b):]
	b = b[copy(s.nonce[:], b):]
	copy(s.wrapped[:], b)
	return s, nil
}

// parseKeyFile reads vault.key and takes the newest sound copy.
func parseKeyFile(b []byte) (*keyfile, error) {
	first, err := parseCopy(b)
	if err != nil && len(b) > keyCopy {
		return parseCopy(b[keyCopy:])
	}
	if len(b) > keyCopy {
		if second, err := parseCopy(b[keyCopy:]); err == nil && second.generation > first.generation {
			return second, nil
		}
	}
	return first, err
}

// findKeyFile looks for copies of the key file anywhere in b, such as the one
// that records.db holds, and takes the newest sound one.
func findKeyFile(b []byte) (*keyfile, error) {
	var best *keyfile
	for rest, budget := b, searchFactor*len(b); budget >= 0; budget -= keyMost {
		i := bytes.Index(rest, []byte(keyMagic))
		if i < 0 {
			break
		}
		rest = rest[i:]
		if f, err := parseCopy(rest[:min(len(rest), keyMost)]); err == nil && (best == nil || f.generation > best.generation) {
			best = f
		}
		rest = rest[len(keyMagic):]
	}
	if best == nil {
		return nil, damaged("no sound copy of the key file")
	}
	return best, nil
}

// makeKeys draws a master key and a code and wraps the one by password and
// code.
func makeKeys(id [16]byte, generation uint64, cost Cost, password []byte, rand io.Reader) (*keys, *keyfile, Code, error) {
	code, err := newCode(rand)
	if err != nil {
		return nil, nil, Code{}, err
	}
	master := make([]byte, keySize)
	defer clear(master)
	if err := random(rand, master); err != nil {
		return nil, nil, Code{}, err
	}
	k, err := newKeys(id, master)
	if err != nil {
		return nil, nil, Code{}, err
	}
	byPassword, err := newSlot(slotPassword, cost, id, master, password, rand)
	if err != nil {
		return nil, nil, Code{}, err
	}
	byCode, err := newSlot(slotCode, Cost{}, id, master, code[:], rand)
	if err != nil {
		return nil, nil, Code{}, err
	}
	f := &keyfile{id: id, generation: generation, slots: []slot{byPassword, byCode}}
	f.encode(k)
	return k, f, code, nil
}
