package object

import (
	"fmt"
	"iter"
)

// Operation is one step of a content stream: its operands, then its operator
// (ISO 32000-1, 7.8.2).
type Operation struct {
	Operator string
	Operands []Value
}

// maxOperands is above what any operator takes; the most have the sections of
// a CMap, three times a hundred.
const maxOperands = 512

// Content reads a decoded content stream operation by operation. The first
// error, which wraps ErrSyntax, ErrTooLarge or ErrUnsupported (inline
// images), ends the sequence. Operands are valid until the next step.
func Content(b []byte) iter.Seq2[Operation, error] {
	return func(yield func(Operation, error) bool) {
		p := &parser{b: b, values: MaxValues}
		var operands []Value
		for {
			p.space()
			if p.pos >= len(b) {
				if len(operands) > 0 {
					yield(Operation{}, p.failf("operands without operator"))
				}
				return
			}
			op, err := p.operator()
			if err == nil && op == "" {
				var v Value
				if v, err = p.value(MaxDepth, false); err == nil && len(operands) == maxOperands {
					err = p.failf("too many operands")
				}
				operands = append(operands, v)
			}
			if err != nil {
				yield(Operation{}, err)
				return
			}
			if op == "" {
				continue
			}
			if !yield(Operation{Operator: op, Operands: operands}, nil) {
				return
			}
			operands = operands[:0]
		}
	}
}

// operator consumes an operator, or nothing and returns "" where a value
// stands.
func (p *parser) operator() (string, error) {
	c := p.peek()
	if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '\'' && c != '"' {
		return "", nil
	}
	start := p.pos
	switch w := p.word(); w {
	case "true", "false", "null":
		p.pos = start
		return "", nil
	case "BI", "ID", "EI":
		return "", fmt.Errorf("%w: inline image", ErrUnsupported)
	default:
		return w, nil
	}
}

// EncodeContent writes operations one to a line, the reverse of Content.
func EncodeContent(operations ...Operation) ([]byte, error) {
	var b []byte
	for _, op := range operations {
		for _, v := range op.Operands {
			var err error
			if b, err = Encode(b, v); err != nil {
				return nil, fmt.Errorf("write operator %s: %w", op.Operator, err)
			}
			b = append(b, ' ')
		}
		b = append(b, op.Operator...)
		b = append(b, '\n')
	}
	return b, nil
}
