package vault

import (
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
)

// crockford is the alphabet of Crockford's base 32: no I, L, O, U.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeLetters is the length of a recovery code: 128 bits and 12 check bits, five a letter.
const codeLetters = 28

// Code is a recovery code: 128 random bits that open a vault and its backups
// without the password. It is a secret; whoever holds the printed sheet can
// read everything.
type Code [16]byte

// newCode draws a recovery code.
func newCode(rand io.Reader) (Code, error) {
	var c Code
	if _, err := io.ReadFull(rand, c[:]); err != nil {
		return Code{}, fmt.Errorf("draw recovery code: %w", err)
	}
	return c, nil
}

// check gives the twelve check bits of a code.
func (c Code) check() uint16 {
	h := sha256.New()
	h.Write([]byte("trygghylla code-check-1"))
	h.Write(c[:])
	s := h.Sum(nil)
	return uint16(s[0])<<4 | uint16(s[1])>>4
}

// letters gives the 28 letters of the code.
func (c Code) letters() string {
	var b strings.Builder
	acc, bits := uint32(0), 0
	put := func(v uint32, n int) {
		acc, bits = acc<<n|v, bits+n
		for bits >= 5 {
			bits -= 5
			b.WriteByte(crockford[acc>>bits&31])
		}
		acc &= 1<<bits - 1
	}
	for _, x := range c {
		put(uint32(x), 8)
	}
	check := c.check()
	put(uint32(check>>8), 4)
	put(uint32(check&0xff), 8)
	return b.String()
}

// Groups gives the code as it is printed: seven groups of four letters of
// Crockford's base 32.
func (c Code) Groups() [7]string {
	var g [7]string
	s := c.letters()
	for i := range g {
		g[i] = s[4*i : 4*i+4]
	}
	return g
}

// String gives the seven groups with hyphens between.
func (c Code) String() string {
	g := c.Groups()
	return strings.Join(g[:], "-")
}

// ParseCode reads a recovery code as people type it: spaces, hyphens and
// small letters do not matter, O is read as 0, I and L as 1. The error is
// [ErrCodeTyping] when a letter is impossible, the length is not 28 or the
// check letters disagree; one wrong letter is always noticed or, at worst in 1
// of 4,096 cases, taken for another code.
func ParseCode(s string) (Code, error) {
	var c Code
	acc, bits, n := uint32(0), 0, 0
	var raw [18]byte
	for _, r := range strings.ToUpper(s) {
		switch r {
		case ' ', '-', '\t', '\n', '\r', '\u00a0', '\u2010', '\u2011', '\u2013':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		v := strings.IndexRune(crockford, r)
		if v < 0 {
			return Code{}, fmt.Errorf("%w: a letter that no code has", ErrCodeTyping)
		}
		if n++; n > codeLetters {
			return Code{}, fmt.Errorf("%w: more than %d letters", ErrCodeTyping, codeLetters)
		}
		acc, bits = acc<<5|uint32(v), bits+5
		if bits >= 8 {
			bits -= 8
			raw[(n*5-bits)/8-1] = byte(acc >> bits)
			acc &= 1<<bits - 1
		}
	}
	if n != codeLetters {
		return Code{}, fmt.Errorf("%w: %d letters instead of %d", ErrCodeTyping, n, codeLetters)
	}
	copy(c[:], raw[:16])
	if got := uint16(raw[16])<<4 | uint16(acc&0xf); got != c.check() {
		return Code{}, fmt.Errorf("%w: the check letters disagree", ErrCodeTyping)
	}
	return c, nil
}
