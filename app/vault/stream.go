package vault

import (
	"bytes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// chunkSize is the text in one chunk of a stream.
const chunkSize = 64 << 10

// A stream is the construction STREAM (Hoang, Reyhanitabar, Rogaway, Vizár
// 2015), as age uses it: chunks of 64 KiB, each sealed with its number and a
// flag on the last one as nonce, so that chunks can be neither moved nor
// dropped. A key serves for one stream only.
type stream struct {
	aead  cipher.AEAD
	bound []byte
	n     uint64
}

// newStream makes a stream whose chunks are bound to some data besides.
func newStream(key, bound []byte) (*stream, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("make stream cipher: %w", err)
	}
	return &stream{aead: aead, bound: bytes.Clone(bound)}, nil
}

// nonce gives that of the next chunk.
func (s *stream) nonce(last bool) []byte {
	b := make([]byte, nonceSize)
	binary.BigEndian.PutUint64(b[nonceSize-9:], s.n)
	if last {
		b[nonceSize-1] = 1
	}
	s.n++
	return b
}

// sealer encrypts what is written to it. Close writes the last chunk, without
// which the stream is no stream.
type sealer struct {
	*stream
	w   io.Writer
	buf []byte
}

func (s *sealer) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		if len(s.buf) == chunkSize {
			if err := s.flush(false); err != nil {
				return 0, err
			}
		}
		k := min(chunkSize-len(s.buf), len(p))
		s.buf, p = append(s.buf, p[:k]...), p[k:]
	}
	return n, nil
}

func (s *sealer) flush(last bool) error {
	_, err := s.w.Write(s.aead.Seal(nil, s.nonce(last), s.buf, s.bound))
	clear(s.buf)
	s.buf = s.buf[:0]
	return err
}

// Close writes the last chunk; it does not close the file below.
func (s *sealer) Close() error { return s.flush(true) }

// opener decrypts a stream. Its Read gives io.EOF only after the last chunk
// was proven to be the last and nothing follows; anything else is ErrDamaged.
type opener struct {
	*stream
	r    io.Reader
	in   []byte // one sealed chunk
	out  []byte // what has been decrypted and not yet read
	next []byte // the first byte after the chunk, read ahead
	done bool
	err  error
}

func newOpener(s *stream, r io.Reader) *opener {
	return &opener{stream: s, r: r, in: make([]byte, chunkSize+tagSize)}
}

func (o *opener) Read(p []byte) (int, error) {
	for len(o.out) == 0 && o.err == nil {
		if o.done {
			o.err = io.EOF
		} else {
			o.err = o.chunk()
		}
	}
	if len(o.out) == 0 {
		return 0, o.err
	}
	n := copy(p, o.out)
	o.out = o.out[n:]
	return n, nil
}

// chunk decrypts the next chunk.
func (o *opener) chunk() error {
	n := copy(o.in, o.next)
	m, err := io.ReadFull(o.r, o.in[n:])
	n += m
	o.next = nil
	short := tooShort(err)
	if err != nil && !short {
		return meant("read stream", err)
	}
	if !short {
		var one [1]byte
		if _, err := io.ReadFull(o.r, one[:]); err == nil {
			o.next = one[:]
		} else if !errors.Is(err, io.EOF) {
			return meant("read stream", err)
		}
	}
	o.done = o.next == nil
	o.out, err = o.aead.Open(o.in[:0], o.nonce(o.done), o.in[:n], o.bound)
	if err != nil {
		o.out = nil
		return damaged("stream fails its seal")
	}
	return nil
}
