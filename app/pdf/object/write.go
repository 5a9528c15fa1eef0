package object

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
)

const hexDigits = "0123456789ABCDEF"

// errValue: a Go value that is no PDF value. It is a fault of the program,
// not of a file.
var errValue = errors.New("not a PDF value")

// Encode appends v as it is written in a file to b. Streams cannot stand
// inside other values and are refused, like values of foreign types.
func Encode(b []byte, v Value) ([]byte, error) {
	return encode(b, v, MaxDepth, nil)
}

// encode is Encode with references renumbered by to, if that is not nil.
func encode(b []byte, v Value, depth int, to []Ref) ([]byte, error) {
	if depth < 0 {
		return nil, fmt.Errorf("%w: nested deeper than %d", ErrTooLarge, MaxDepth)
	}
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case int:
		return strconv.AppendInt(b, int64(v), 10), nil
	case float64:
		return encodeReal(b, v)
	case Name:
		return encodeName(b, v)
	case String:
		return encodeString(b, v), nil
	case Ref:
		if to != nil {
			v = renumbered(v, to)
		}
		if v < 1 {
			return append(b, "null"...), nil
		}
		return append(strconv.AppendInt(b, int64(v), 10), " 0 R"...), nil
	case Array:
		return encodeArray(b, v, depth, to)
	case Dict:
		return encodeDict(b, v, depth, to)
	}
	return nil, fmt.Errorf("write %T: %w", v, errValue)
}

func renumbered(r Ref, to []Ref) Ref {
	if r < 0 || int(r) >= len(to) {
		return 0
	}
	return to[r]
}

// keys appends the keys in order.
func (d Dict) keys(to []Name) []Name {
	for key := range d {
		to = append(to, key)
	}
	slices.Sort(to)
	return to
}

func encodeArray(b []byte, a Array, depth int, to []Ref) ([]byte, error) {
	b = append(b, '[')
	for i, v := range a {
		if i > 0 {
			b = append(b, ' ')
		}
		var err error
		if b, err = encode(b, v, depth-1, to); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

func encodeDict(b []byte, d Dict, depth int, to []Ref) ([]byte, error) {
	b = append(b, "<<"...)
	var few [16]Name
	for _, key := range d.keys(few[:0]) {
		v := d[key]
		if v == nil {
			continue
		}
		var err error
		if b, err = encodeName(b, key); err != nil {
			return nil, err
		}
		b = append(b, ' ')
		if b, err = encode(b, v, depth-1, to); err != nil {
			return nil, err
		}
	}
	return append(b, ">>"...), nil
}

// encodeReal writes at most five decimals: PDF has no exponents, and a
// hundred thousandth of a point is far below what any device can show.
func encodeReal(b []byte, f float64) ([]byte, error) {
	if math.IsNaN(f) || math.Abs(f) >= 1e9 {
		return nil, fmt.Errorf("write real number %v: %w", f, errValue)
	}
	f = math.Round(f*1e5)/1e5 + 0 // + 0 turns -0 into 0
	return strconv.AppendFloat(b, f, 'f', -1, 64), nil
}

func encodeName(b []byte, n Name) ([]byte, error) {
	if n == "" {
		return nil, fmt.Errorf("write empty name: %w", errValue)
	}
	b = append(b, '/')
	for i := range len(n) {
		if c := n[i]; c > ' ' && c < 127 && c != '#' && !isDelim(c) {
			b = append(b, c)
		} else {
			b = append(b, '#', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return b, nil
}

// encodeString writes printable ASCII in parentheses and everything else in
// hexadecimal.
func encodeString(b []byte, s String) []byte {
	printable := true
	for i := range len(s) {
		printable = printable && s[i] >= ' ' && s[i] < 127
	}
	if !printable {
		b = slices.Grow(b, 2*len(s)+2)
		b = append(b, '<')
		for i := range len(s) {
			b = append(b, hexDigits[s[i]>>4], hexDigits[s[i]&15])
		}
		return append(b, '>')
	}
	b = append(b, '(')
	for i := range len(s) {
		if c := s[i]; c == '(' || c == ')' || c == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return append(b, ')')
}

// encodeObject appends "n 0 obj … endobj" and a line feed.
func encodeObject(b []byte, r Ref, v Value, to []Ref) ([]byte, error) {
	b = append(strconv.AppendInt(b, int64(r), 10), " 0 obj\n"...)
	var err error
	if s, ok := v.(*Stream); ok {
		d := s.Dict.clone()
		if d == nil {
			d = Dict{}
		}
		d["Length"] = len(s.Data)
		if b, err = encode(b, d, MaxDepth, to); err != nil {
			return nil, err
		}
		b = append(b, "\nstream\n"...)
		b = append(b, s.Data...)
		b = append(b, "\nendstream"...)
	} else if b, err = encode(b, v, MaxDepth, to); err != nil {
		return nil, err
	}
	return append(b, "\nendobj\n"...), nil
}

// Write makes a whole new file of one revision: the objects that can be
// reached from the trailer, renumbered in the order in which they are found,
// and an ID made of the SHA-256 of the body. The same objects give the same
// bytes. Parse reads what Write wrote.
func (d *Document) Write() ([]byte, error) {
	order, to := d.reachable()
	if len(order) >= MaxObjects {
		return nil, fmt.Errorf("%w: %d objects", ErrTooLarge, len(order))
	}
	b := make([]byte, 0, d.size(order))
	b = append(append(b, "%PDF-"...), d.Version...)
	b = append(b, "\n%\xE2\xE3\xCF\xD3\n"...)
	offsets := make([]int, len(order))
	var err error
	for i, r := range order {
		offsets[i] = len(b)
		if b, err = encodeObject(b, Ref(i+1), d.objects[r], to); err != nil {
			return nil, fmt.Errorf("write object %d: %w", r, err)
		}
	}
	sum := sha256.Sum256(b)
	id := String(sum[:16])
	trailer := Dict{"Size": len(order) + 1, "ID": Array{id, id}}
	for _, key := range []Name{"Root", "Info"} {
		if v, ok := d.Trailer[key]; ok {
			trailer[key] = v
		}
	}
	xref := len(b)
	b = fmt.Appendf(b, "xref\n0 %d\n0000000000 65535 f \n", len(order)+1)
	for _, offset := range offsets {
		b = fmt.Appendf(b, "%010d 00000 n \n", offset)
	}
	return endRevision(b, trailer, xref, to)
}

// size is about how long the file will be.
func (d *Document) size(order []Ref) int {
	n := 1024 + 160*len(order)
	for _, r := range order {
		if s, ok := d.objects[r].(*Stream); ok {
			n += len(s.Data)
		}
	}
	return n
}

func endRevision(b []byte, trailer Dict, xref int, to []Ref) ([]byte, error) {
	b = append(b, "trailer\n"...)
	b, err := encode(b, trailer, MaxDepth, to)
	if err != nil {
		return nil, fmt.Errorf("write trailer: %w", err)
	}
	b = fmt.Appendf(b, "\nstartxref\n%d\n%%%%EOF\n", xref)
	if len(b) > MaxSize {
		return nil, fmt.Errorf("%w: %d bytes", ErrTooLarge, len(b))
	}
	return b, nil
}

// reachable lists the objects that can be reached from the trailer, breadth
// first, and their new numbers by the old. References to objects that do not
// exist get none and are written as null.
func (d *Document) reachable() ([]Ref, []Ref) {
	var order []Ref
	to := make([]Ref, len(d.objects))
	var visit func(v Value)
	visit = func(v Value) {
		switch v := v.(type) {
		case Ref:
			if d.Get(v) != nil && to[v] == 0 {
				order = append(order, v)
				to[v] = Ref(len(order))
			}
		case Array:
			for _, e := range v {
				visit(e)
			}
		case Dict:
			var few [16]Name
			for _, key := range v.keys(few[:0]) {
				visit(v[key])
			}
		case *Stream:
			visit(v.Dict)
		}
	}
	visit(d.Trailer["Root"])
	visit(d.Trailer["Info"])
	for i := 0; i < len(order); i++ {
		visit(d.objects[order[i]])
	}
	return order, to
}

// Append adds one revision to file, which d was parsed from: the objects
// changed and d's Trailer with a new Size and Prev. New objects must take the
// numbers from Len on without gaps. It returns the new file and where each
// changed object starts in it; file itself is not changed.
func (d *Document) Append(file []byte, changed map[Ref]Value) ([]byte, map[Ref]int, error) {
	last := d.revisions[len(d.revisions)-1]
	if !bytes.HasSuffix(file, []byte("%%EOF\n")) || len(file) != last.End {
		return nil, nil, fmt.Errorf("append to a PDF: %w: not the file that was parsed", ErrSyntax)
	}
	refs := slices.Sorted(maps.Keys(changed))
	size := last.Trailer["Size"].(int)
	b := slices.Clone(file)
	offsets := map[Ref]int{}
	var err error
	for _, r := range refs {
		offsets[r] = len(b)
		size = max(size, int(r)+1)
		if b, err = encodeObject(b, r, changed[r], nil); err != nil {
			return nil, nil, fmt.Errorf("append object %d: %w", r, err)
		}
	}
	xref := len(b)
	b = append(b, "xref\n"...)
	for i := 0; i < len(refs); {
		n := 1
		for i+n < len(refs) && refs[i+n] == refs[i]+Ref(n) {
			n++
		}
		b = fmt.Appendf(b, "%d %d\n", refs[i], n)
		for _, r := range refs[i : i+n] {
			b = fmt.Appendf(b, "%010d 00000 n \n", offsets[r])
		}
		i += n
	}
	trailer := d.Trailer.clone()
	trailer["Size"] = size
	trailer["Prev"] = last.XRef
	if b, err = endRevision(b, trailer, xref, nil); err != nil {
		return nil, nil, err
	}
	return b, offsets, nil
}
