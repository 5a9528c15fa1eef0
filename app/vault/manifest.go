package vault

import (
	"crypto/hmac"
	"encoding/binary"
	"fmt"
	"math/bits"
	"time"
)

// The shape of the manifest; see the package comment.
const (
	manifestMagic   = "TgM1"
	manifestVersion = 1
	manifestSize    = 4 + 2 + 2 + 8 + 8 + 32 + 8 + 8 + 32
)

// setSum is a sum modulo 2^256 (MSet-Add-Hash): one number for a whole set of
// records, kept up to date at the cost of the record that changes.
type setSum [4]uint64

// words reads an element as a number.
func words(e [32]byte) setSum {
	var s setSum
	for i := range s {
		s[i] = binary.BigEndian.Uint64(e[24-8*i:])
	}
	return s
}

// add takes an element into the set.
func (s *setSum) add(e [32]byte) {
	var carry uint64
	for i, x := range words(e) {
		s[i], carry = bits.Add64(s[i], x, carry)
	}
}

// sub takes an element out of the set.
func (s *setSum) sub(e [32]byte) {
	var borrow uint64
	for i, x := range words(e) {
		s[i], borrow = bits.Sub64(s[i], x, borrow)
	}
}

// bytes gives the sum as 32 bytes, highest first.
func (s setSum) bytes() []byte {
	b := make([]byte, 32)
	for i, x := range s {
		binary.BigEndian.PutUint64(b[24-8*i:], x)
	}
	return b
}

// manifest says what the records of one save are.
type manifest struct {
	seq   uint64 // number of the save
	count uint64 // records, tombstones too
	sum   setSum
	time  time.Time
	tx    uint64 // bbolt's transaction number
}

// encode writes a manifest with its HMAC.
func (m manifest) encode(k *keys) []byte {
	b := make([]byte, 0, manifestSize)
	b = append(b, manifestMagic...)
	b = binary.BigEndian.AppendUint16(b, manifestVersion)
	b = binary.BigEndian.AppendUint16(b, 0)
	b = binary.BigEndian.AppendUint64(b, m.seq)
	b = binary.BigEndian.AppendUint64(b, m.count)
	b = append(b, m.sum.bytes()...)
	b = binary.BigEndian.AppendUint64(b, uint64(m.time.Unix()))
	b = binary.BigEndian.AppendUint64(b, m.tx)
	return append(b, k.manifestMAC(b)...)
}

// manifestMAC authenticates the bytes of a manifest.
func (k *keys) manifestMAC(b []byte) []byte {
	return mac(k.manifest[:], []byte("trygghylla manifest-1\x00"), k.id[:], b)
}

// parseManifest reads and proves a manifest, which must be exactly b.
func (k *keys) parseManifest(b []byte) (manifest, error) {
	if len(b) < 8+32 || string(b[:4]) != manifestMagic {
		return manifest{}, damaged("no manifest")
	}
	if !hmac.Equal(k.manifestMAC(b[:len(b)-32]), b[len(b)-32:]) {
		return manifest{}, damaged("manifest fails its seal")
	}
	if v := binary.BigEndian.Uint16(b[4:]); v > manifestVersion {
		return manifest{}, fmt.Errorf("manifest of format %d: %w", v, ErrNewer)
	}
	if len(b) != manifestSize {
		return manifest{}, damaged("manifest of %d bytes", len(b))
	}
	m := manifest{
		seq:   binary.BigEndian.Uint64(b[8:]),
		count: binary.BigEndian.Uint64(b[16:]),
		sum:   words([32]byte(b[24:56])),
		time:  time.Unix(int64(binary.BigEndian.Uint64(b[56:])), 0),
		tx:    binary.BigEndian.Uint64(b[64:]),
	}
	return m, nil
}
