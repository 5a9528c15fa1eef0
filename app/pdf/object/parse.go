package object

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
)

// entry is one object as it stands in a revision: its number, the bytes
// [start, end) that it takes, and its value.
type entry struct {
	ref        Ref
	start, end int
	value      Value
}

// Revision is one part of a file: what one save or one signature wrote.
type Revision struct {
	// Start and End are the bytes [Start, End) of the revision. Each
	// starts where the one before it ends, the last ends with the file.
	Start, End int
	// XRef is where the cross-reference table stands.
	XRef int
	// Trailer is the trailer dictionary.
	Trailer Dict

	entries []entry
}

// Refs lists the objects that the revision writes, by number.
func (r Revision) Refs() []Ref {
	refs := make([]Ref, len(r.entries))
	for i, e := range r.entries {
		refs[i] = e.ref
	}
	slices.Sort(refs)
	return refs
}

// Parse reads a file. The document does not share memory with b, apart from
// the data of streams, which the caller must not change. The errors wrap
// ErrSyntax, ErrTrailing, ErrTooLarge or ErrUnsupported.
func Parse(b []byte) (*Document, error) {
	if len(b) > MaxSize {
		return nil, fmt.Errorf("%w: %d bytes, at most %d are read", ErrTooLarge, len(b), MaxSize)
	}
	p := &parser{b: b, values: MaxValues}
	version, err := p.header()
	if err != nil {
		return nil, err
	}
	var revisions []Revision
	for {
		if len(revisions) == MaxRevisions {
			return nil, fmt.Errorf("%w: more than %d revisions", ErrTooLarge, MaxRevisions)
		}
		rev, err := p.revision(revisions)
		if err != nil {
			return nil, err
		}
		revisions = append(revisions, rev)
		if p.pos == len(b) {
			break
		}
		if !p.atObject() {
			return nil, fmt.Errorf("%w: %d bytes at byte %d", ErrTrailing, len(b)-p.pos, p.pos)
		}
	}
	return newDocument(version, revisions), nil
}

// header reads the version line and the line of bytes above 127 that marks
// the file as binary, which may be missing.
func (p *parser) header() (string, error) {
	if err := p.literal("%PDF-1."); err != nil {
		return "", err
	}
	minor := p.peek()
	if minor < '0' || minor > '7' {
		return "", p.failf("unknown version")
	}
	p.pos++
	if err := p.literal("\n"); err != nil {
		return "", err
	}
	if p.peek() == '%' {
		end := bytes.IndexByte(p.b[p.pos:], '\n')
		if end < 0 || end > 16 {
			return "", p.failf("bad comment in the header")
		}
		p.pos += end + 1
	}
	return "1." + string(minor), nil
}

// atObject tells whether "n 0 obj" stands here.
func (p *parser) atObject() bool {
	q := *p
	_, err := q.objectHead()
	return err == nil
}

func (p *parser) objectHead() (Ref, error) {
	n, err := p.digits()
	if err != nil {
		return 0, err
	}
	if n < 1 || n >= MaxObjects {
		return 0, fmt.Errorf("%w: object number at byte %d", ErrTooLarge, p.pos)
	}
	return Ref(n), p.literal(" 0 obj\n")
}

// revision reads from the first object to the line feed after %%EOF.
func (p *parser) revision(before []Revision) (Revision, error) {
	rev := Revision{Start: p.pos}
	if len(before) == 0 {
		rev.Start = 0
	}
	at := map[Ref]int{}
	for p.peek() != 'x' {
		e, err := p.object()
		if err != nil {
			return rev, err
		}
		if _, twice := at[e.ref]; twice {
			return rev, p.failf("object %d stands twice in one revision", e.ref)
		}
		at[e.ref] = e.start
		rev.entries = append(rev.entries, e)
	}
	rev.XRef = p.pos
	if err := p.xref(at, len(before) == 0); err != nil {
		return rev, err
	}
	if err := p.trailer(&rev, before); err != nil {
		return rev, err
	}
	if err := p.literal("startxref\n"); err != nil {
		return rev, err
	}
	if n, err := p.digits(); err != nil || n != rev.XRef {
		return rev, p.failf("startxref does not point at the table")
	}
	if err := p.literal("\n%%EOF\n"); err != nil {
		return rev, err
	}
	rev.End = p.pos
	return rev, nil
}

// object reads "n 0 obj … endobj" and its line feed.
func (p *parser) object() (entry, error) {
	e := entry{start: p.pos}
	var err error
	if e.ref, err = p.objectHead(); err != nil {
		return e, err
	}
	if e.value, err = p.value(MaxDepth, true); err != nil {
		return e, err
	}
	p.space()
	if d, ok := e.value.(Dict); ok && p.peek() == 's' {
		if e.value, err = p.stream(d); err != nil {
			return e, err
		}
	}
	if err := p.literal("endobj\n"); err != nil {
		return e, err
	}
	e.end = p.pos
	return e, nil
}

// stream reads from the word stream to the line feed after endstream.
func (p *parser) stream(d Dict) (*Stream, error) {
	if err := p.literal("stream\n"); err != nil {
		return nil, err
	}
	if _, indirect := d["Length"].(Ref); indirect {
		return nil, fmt.Errorf("%w: indirect stream length at byte %d", ErrUnsupported, p.pos)
	}
	n, ok := d["Length"].(int)
	if !ok || n < 0 || n > len(p.b)-p.pos {
		return nil, p.failf("bad stream length")
	}
	if _, external := d["F"]; external {
		return nil, fmt.Errorf("%w: external stream at byte %d", ErrUnsupported, p.pos)
	}
	if t := d["Type"]; t == Name("ObjStm") || t == Name("XRef") {
		return nil, fmt.Errorf("%w: %v stream at byte %d", ErrUnsupported, t, p.pos)
	}
	data := p.b[p.pos : p.pos+n : p.pos+n]
	p.pos += n
	return &Stream{Dict: d, Data: data}, p.literal("\nendstream\n")
}

// xref reads the table and demands that it lists exactly the objects at,
// each where it stands.
func (p *parser) xref(at map[Ref]int, first bool) error {
	if err := p.literal("xref\n"); err != nil {
		return err
	}
	listed, next := 0, 0
	for n := 0; p.peek() != 't'; n++ {
		start, err := p.digits()
		if err != nil {
			return err
		}
		if err := p.literal(" "); err != nil {
			return err
		}
		count, err := p.digits()
		if err != nil {
			return err
		}
		if err := p.literal("\n"); err != nil {
			return err
		}
		if start < next || count < 1 || first != (start == 0) || first && n > 0 {
			return p.failf("bad section of the cross-reference table")
		}
		if start == 0 {
			if err := p.literal("0000000000 65535 f \n"); err != nil {
				return err
			}
			start, count = 1, count-1
		}
		for i := range count {
			offset, ok := at[Ref(start+i)]
			if !ok {
				return p.failf("the cross-reference table lists a missing object")
			}
			if err := p.literal(fmt.Sprintf("%010d 00000 n \n", offset)); err != nil {
				return err
			}
		}
		listed += count
		next = start + count
	}
	if listed != len(at) {
		return p.failf("an object is missing from the cross-reference table")
	}
	return nil
}

// trailer reads the trailer dictionary and checks how it goes on from the
// revisions before it.
func (p *parser) trailer(rev *Revision, before []Revision) error {
	if err := p.literal("trailer\n"); err != nil {
		return err
	}
	if !bytes.HasPrefix(p.b[p.pos:], []byte("<<")) {
		return p.failf("trailer expected")
	}
	d, err := p.dict(MaxDepth, true, nil)
	if err != nil {
		return err
	}
	for _, key := range []Name{"Encrypt", "XRefStm"} {
		if _, ok := d[key]; ok {
			return fmt.Errorf("%w: %s", ErrUnsupported, key)
		}
	}
	if want := rev.size(before); d["Size"] != want {
		return p.failf("the trailer's size is not %d", want)
	}
	if _, ok := d["Root"].(Ref); !ok {
		return p.failf("trailer without catalog")
	}
	prev, chained := d["Prev"]
	if chained != (len(before) > 0) {
		return p.failf("broken chain of cross-reference tables")
	}
	if chained {
		last := before[len(before)-1]
		if prev != last.XRef {
			return p.failf("broken chain of cross-reference tables")
		}
	}
	rev.Trailer = d
	return p.literal("\n")
}

// size is one more than the highest object number up to this revision.
func (r Revision) size(before []Revision) int {
	n := 1
	if len(before) > 0 {
		n = before[len(before)-1].Trailer["Size"].(int)
	}
	for _, e := range r.entries {
		n = max(n, int(e.ref)+1)
	}
	return n
}

// KeySpan finds the bytes [start, end) that the value of key takes in the
// dictionary object that starts at byte offset of the file b. ok is false if
// there is no such object or key.
func KeySpan(b []byte, offset int, key Name) (start, end int, ok bool) {
	if offset < 0 || offset >= len(b) {
		return 0, 0, false
	}
	p := &parser{b: b, pos: offset, values: MaxValues}
	if _, err := p.objectHead(); err != nil {
		return 0, 0, false
	}
	if !bytes.HasPrefix(p.b[p.pos:], []byte("<<")) {
		return 0, 0, false
	}
	_, err := p.dict(MaxDepth, true, func(k Name, from, to int) {
		if k == key {
			start, end, ok = from, to, true
		}
	})
	if err != nil {
		return 0, 0, false
	}
	return start, end, ok
}

// clone copies the dictionary itself, not what its values point at.
func (d Dict) clone() Dict { return maps.Clone(d) }
