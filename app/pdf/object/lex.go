package object

import (
	"bytes"
	"fmt"
	"strconv"
)

// dictValues is how many values a dictionary counts as, see MaxValues.
const dictValues = 8

// parser reads values from b, starting at pos. values counts down the values
// that are still allowed.
type parser struct {
	b      []byte
	pos    int
	values int
	names  map[string]Name
}

// failf reports what is wrong at the current position.
func (p *parser) failf(format string, args ...any) error {
	return fmt.Errorf("%w at byte %d: %s", ErrSyntax, p.pos, fmt.Sprintf(format, args...))
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelim(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func isRegular(c byte) bool { return !isSpace(c) && !isDelim(c) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (p *parser) space() {
	for p.pos < len(p.b) && isSpace(p.b[p.pos]) {
		p.pos++
	}
}

// peek is the current byte, or 0 at the end (0 itself is white space and is
// never looked for).
func (p *parser) peek() byte {
	if p.pos < len(p.b) {
		return p.b[p.pos]
	}
	return 0
}

// literal consumes exactly s.
func (p *parser) literal(s string) error {
	if !bytes.HasPrefix(p.b[p.pos:], []byte(s)) {
		return p.failf("%q expected", s)
	}
	p.pos += len(s)
	return nil
}

// digits consumes an unsigned decimal number without superfluous zeros.
func (p *parser) digits() (int, error) {
	start := p.pos
	for p.pos < len(p.b) && isDigit(p.b[p.pos]) {
		p.pos++
	}
	s := p.b[start:p.pos]
	if len(s) == 0 || len(s) > 10 || len(s) > 1 && s[0] == '0' {
		p.pos = start
		return 0, p.failf("number expected")
	}
	n := 0
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n, nil
}

// word consumes a run of regular characters, which may be empty.
func (p *parser) word() string { return string(p.regular()) }

// regular is word without a copy.
func (p *parser) regular() []byte {
	start := p.pos
	for p.pos < len(p.b) && isRegular(p.b[p.pos]) {
		p.pos++
	}
	return p.b[start:p.pos]
}

// value reads one value. depth is how deep it may still nest; refs tells
// whether references may occur (not in content streams).
func (p *parser) value(depth int, refs bool) (Value, error) {
	p.space()
	if p.values--; p.values < 0 {
		return nil, fmt.Errorf("%w: more than %d values", ErrTooLarge, MaxValues)
	}
	switch c := p.peek(); {
	case c == '/':
		return p.name()
	case c == '(':
		return p.literalString()
	case c == '[':
		return p.array(depth-1, refs)
	case c == '<':
		if p.pos+1 < len(p.b) && p.b[p.pos+1] == '<' {
			return p.dict(depth-1, refs, nil)
		}
		return p.hexString()
	case isDigit(c) || c == '+' || c == '-' || c == '.':
		return p.number(refs)
	}
	start := p.pos
	switch w := p.word(); w {
	case "null":
		return nil, nil
	case "true", "false":
		return w == "true", nil
	}
	p.pos = start
	return nil, p.failf("value expected")
}

// number reads an integer, a real or, where allowed, a reference.
func (p *parser) number(refs bool) (Value, error) {
	start := p.pos
	w := p.regular()
	if n, ok := integer(w); ok {
		if refs && isDigit(w[0]) {
			if r, is, err := p.reference(n); is || err != nil {
				return r, err
			}
		}
		return n, nil
	}
	if f, ok := real(w); ok {
		return f, nil
	}
	p.pos = start
	return nil, p.failf("bad number")
}

// reference looks for "0 R" after the number n and consumes it if it is
// there.
func (p *parser) reference(n int) (Ref, bool, error) {
	rest := p.b[p.pos:]
	if len(rest) < 4 || rest[0] != ' ' || !isDigit(rest[1]) {
		return 0, false, nil
	}
	i := 1
	for i < len(rest) && isDigit(rest[i]) {
		i++
	}
	if i+1 >= len(rest) || rest[i] != ' ' || rest[i+1] != 'R' || i+2 < len(rest) && isRegular(rest[i+2]) {
		return 0, false, nil
	}
	if i != 2 || rest[1] != '0' {
		return 0, false, fmt.Errorf("%w: generation other than 0 at byte %d", ErrUnsupported, p.pos)
	}
	if n < 1 || n >= MaxObjects {
		return 0, false, p.failf("reference out of range")
	}
	p.pos += 4
	return Ref(n), true, nil
}

func integer(w []byte) (int, bool) {
	if len(w) == 0 || len(w) > 15 {
		return 0, false
	}
	n := 0
	for _, c := range w {
		if !isDigit(c) {
			n, err := strconv.Atoi(string(w)) // with a sign, or no integer
			return n, err == nil
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

func real(w []byte) (float64, bool) {
	dots, digits := 0, 0
	for i := range len(w) {
		switch c := w[i]; {
		case c == '.':
			dots++
		case isDigit(c):
			digits++
		case i > 0 || c != '+' && c != '-':
			return 0, false
		}
	}
	if dots != 1 || digits == 0 || digits > 30 {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(w), 64)
	return f, err == nil
}

func (p *parser) name() (Name, error) {
	p.pos++
	w := p.regular()
	switch {
	case len(w) > 255:
		return "", p.failf("name too long")
	case len(w) == 0:
		return "", p.failf("empty name")
	case bytes.IndexByte(w, '#') < 0:
		return p.known(w), nil
	}
	out := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		c := w[i]
		if c == '#' {
			if i+2 >= len(w) {
				return "", p.failf("bad name")
			}
			n, err := strconv.ParseUint(string(w[i+1:i+3]), 16, 8)
			if err != nil || n == 0 {
				return "", p.failf("bad name")
			}
			c = byte(n)
			i += 2
		}
		out = append(out, c)
	}
	return Name(out), nil
}

// known is a name as it was read before: a file has few, and says them often.
func (p *parser) known(w []byte) Name {
	n, ok := p.names[string(w)]
	if !ok {
		n = Name(w)
		if p.names == nil {
			p.names = make(map[string]Name)
		}
		p.names[string(n)] = n
	}
	return n
}

func (p *parser) array(depth int, refs bool) (Array, error) {
	if depth < 0 {
		return nil, fmt.Errorf("%w: nested deeper than %d", ErrTooLarge, MaxDepth)
	}
	p.pos++
	a := Array{}
	for {
		p.space()
		if p.peek() == ']' {
			p.pos++
			return a, nil
		}
		v, err := p.value(depth, refs)
		if err != nil {
			return nil, err
		}
		a = append(a, v)
	}
}

// dict reads a dictionary. seen, when given, hears of every value that
// stands directly in it, with the range of bytes that its token takes.
func (p *parser) dict(depth int, refs bool, seen func(key Name, start, end int)) (Dict, error) {
	if depth < 0 {
		return nil, fmt.Errorf("%w: nested deeper than %d", ErrTooLarge, MaxDepth)
	}
	p.pos += 2
	p.values -= dictValues - 1
	d := Dict{}
	for {
		p.space()
		if p.peek() == '>' {
			return d, p.literal(">>")
		}
		if p.peek() != '/' {
			return nil, p.failf("key expected")
		}
		key, err := p.name()
		if err != nil {
			return nil, err
		}
		if _, twice := d[key]; twice {
			return nil, p.failf("key %q stands twice", key)
		}
		p.space()
		start := p.pos
		v, err := p.value(depth, refs)
		if err != nil {
			return nil, err
		}
		if seen != nil {
			seen(key, start, p.pos)
		}
		d[key] = v
	}
}
