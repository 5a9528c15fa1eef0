package vault

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

const (
	keySize   = 32
	saltSize  = 32
	nonceSize = chacha20poly1305.NonceSizeX
	tagSize   = chacha20poly1305.Overhead
)

// keys are the secrets of an open vault: the master key and what is derived
// from it, one key per purpose.
type keys struct {
	id       [16]byte // of the vault, not secret
	master   [keySize]byte
	manifest [keySize]byte
	set      [keySize]byte
	header   [keySize]byte
	record   cipher.AEAD
}

// newKeys derives the keys of a vault from its master key.
func newKeys(id [16]byte, master []byte) (*keys, error) {
	k := &keys{id: id}
	copy(k.master[:], master)
	for info, to := range map[string][]byte{"manifest-1": k.manifest[:], "set-1": k.set[:], "header-1": k.header[:]} {
		sub, err := k.derive(id[:], info)
		if err != nil {
			return nil, err
		}
		copy(to, sub)
		clear(sub)
	}
	sub, err := k.derive(id[:], "record-1")
	if err != nil {
		return nil, err
	}
	defer clear(sub)
	if k.record, err = chacha20poly1305.NewX(sub); err != nil {
		return nil, fmt.Errorf("make record cipher: %w", err)
	}
	return k, nil
}

// derive makes the key of one purpose by the second half of HKDF-SHA-256. The
// master key is uniformly random, so the first half may be left out (RFC 5869
// section 3.3); it would leave the master key in the buffer of a digest.
func (k *keys) derive(salt []byte, purpose string) ([]byte, error) {
	sub, err := hkdf.Expand(sha256.New, k.master[:], "trygghylla "+purpose+"\x00"+string(salt), keySize)
	if err != nil {
		return nil, fmt.Errorf("derive %s key: %w", purpose, err)
	}
	return sub, nil
}

// wipe overwrites the secrets.
func (k *keys) wipe() {
	clear(k.master[:])
	clear(k.manifest[:])
	clear(k.set[:])
	clear(k.header[:])
	k.record = nil
}

// mac is HMAC-SHA-256 over the parts, one after the other.
func mac(key []byte, parts ...[]byte) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

// random fills b.
func random(rand io.Reader, b []byte) error {
	if _, err := io.ReadFull(rand, b); err != nil {
		return fmt.Errorf("draw random bytes: %w", err)
	}
	return nil
}
