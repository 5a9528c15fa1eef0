package object

// literalString reads a string in parentheses (ISO 32000-1, 7.3.4.2).
func (p *parser) literalString() (String, error) {
	p.pos++
	var out []byte
	for open := 1; ; {
		if p.pos >= len(p.b) {
			return "", p.failf("string does not end")
		}
		c := p.b[p.pos]
		p.pos++
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return String(out), nil
			}
		case '\r':
			if p.peek() == '\n' {
				p.pos++
			}
			c = '\n'
		case '\\':
			var err error
			if out, err = p.escape(out); err != nil {
				return "", err
			}
			continue
		}
		out = append(out, c)
	}
}

// escape appends what the escape sequence after a backslash stands for.
func (p *parser) escape(out []byte) ([]byte, error) {
	if p.pos >= len(p.b) {
		return nil, p.failf("string does not end")
	}
	c := p.b[p.pos]
	p.pos++
	switch c {
	case 'n':
		return append(out, '\n'), nil
	case 'r':
		return append(out, '\r'), nil
	case 't':
		return append(out, '\t'), nil
	case 'b':
		return append(out, '\b'), nil
	case 'f':
		return append(out, '\f'), nil
	case '(', ')', '\\':
		return append(out, c), nil
	case '\n':
		return out, nil
	case '\r':
		if p.peek() == '\n' {
			p.pos++
		}
		return out, nil
	}
	if c < '0' || c > '7' {
		return nil, p.failf("unknown escape in a string")
	}
	n := int(c - '0')
	for i := 0; i < 2 && p.pos < len(p.b) && p.b[p.pos] >= '0' && p.b[p.pos] <= '7'; i++ {
		n = n*8 + int(p.b[p.pos]-'0')
		p.pos++
	}
	if n > 255 {
		return nil, p.failf("octal escape out of range")
	}
	return append(out, byte(n)), nil
}

// hexString reads a string in angle brackets. Only whole bytes and no white
// space are accepted, so that the length of the token tells the length of the
// string (a signature's Contents is such a string).
func (p *parser) hexString() (String, error) {
	p.pos++
	var out []byte
	for {
		if p.pos >= len(p.b) {
			return "", p.failf("string does not end")
		}
		if p.b[p.pos] == '>' {
			p.pos++
			return String(out), nil
		}
		if p.pos+1 >= len(p.b) {
			return "", p.failf("string does not end")
		}
		hi, ok1 := unhex(p.b[p.pos])
		lo, ok2 := unhex(p.b[p.pos+1])
		if !ok1 || !ok2 {
			return "", p.failf("bad hexadecimal string")
		}
		out = append(out, hi<<4|lo)
		p.pos += 2
	}
}

func unhex(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}
