package vault

import (
	"encoding/binary"
	"io"
	"math/bits"
)

// The shape of a record; see the package comment.
const (
	recordMagic = "TgR1"
	recordHead  = 4 + 2 + 2 + 8 + 16 + nonceSize + 4
	recordInner = 1 + 1 + 2 + 4 // flags, lengths of drawer, key, body
	flagDead    = 1

	drawerMost = 64
	nameMost   = 1 << 10
	bodyMost   = 8 << 20
	recordMost = recordHead + tagSize + 10<<20 // longest value: the longest body, padded
)

// record is one record in the clear.
type record struct {
	id     [16]byte
	schema uint16
	seq    uint64
	in     Drawer
	key    string
	body   []byte
	dead   bool // a tombstone: says that the key has gone
}

// natural is the name by which callers know a record.
type natural struct {
	in  Drawer
	key string
}

// textLeast is the shortest text of a record that is written. With its head,
// tag, id and bbolt's element it makes 492 bytes, so that a page of 4,096 holds
// eight at most: one spoilt page costs no more. Readers take any length.
const textLeast = 384

// padded gives the length that n bytes are padded to: multiples of 128 from
// textLeast up to 1 KiB, above that Padmé, which adds less than an eighth.
func padded(n int) int {
	if n <= 1024 {
		return max(textLeast, (n+127)/128*128)
	}
	e := bits.Len(uint(n)) - 1
	low := e - bits.Len(uint(e))
	mask := 1<<low - 1
	return (n + mask) &^ mask
}

// seal encrypts a record.
func (k *keys) seal(r record, rand io.Reader) ([]byte, error) {
	size := padded(recordInner + len(r.in) + len(r.key) + len(r.body))
	out := make([]byte, recordHead, recordHead+size+tagSize)
	copy(out, recordMagic)
	binary.BigEndian.PutUint16(out[4:], r.schema)
	binary.BigEndian.PutUint64(out[8:], r.seq)
	copy(out[16:], r.id[:])
	if err := random(rand, out[32:32+nonceSize]); err != nil {
		return nil, err
	}
	binary.BigEndian.PutUint32(out[56:], uint32(size))
	plain := out[recordHead:recordHead]
	flags := byte(0)
	if r.dead {
		flags = flagDead
	}
	plain = append(plain, flags, byte(len(r.in)))
	plain = binary.BigEndian.AppendUint16(plain, uint16(len(r.key)))
	plain = binary.BigEndian.AppendUint32(plain, uint32(len(r.body)))
	plain = append(append(append(plain, r.in...), r.key...), r.body...)
	plain = plain[:size]
	k.record.Seal(plain[:0], out[32:32+nonceSize], plain, k.bound(out[:recordHead]))
	return out[:recordHead+size+tagSize], nil
}

// bound are the data that a record authenticates besides its text.
func (k *keys) bound(head []byte) []byte {
	b := append([]byte("trygghylla record-1\x00"), k.id[:]...)
	return append(b, head...)
}

// recordSize tells how long the sealed record at the start of b claims to be,
// and whether that can be.
func recordSize(b []byte) (int, bool) {
	if len(b) < recordHead+tagSize || string(b[:4]) != recordMagic {
		return 0, false
	}
	n := uint64(binary.BigEndian.Uint32(b[56:])) + recordHead + tagSize
	return int(n), n <= recordMost && n <= uint64(len(b))
}

// open decrypts a sealed record, which must be exactly b.
func (k *keys) open(b []byte) (record, error) { return k.prover().open(nil, b) }

// element gives a sealed record's member of the set that the manifest sums up.
func (k *keys) element(sealed []byte) [32]byte { return k.prover().element(sealed) }
