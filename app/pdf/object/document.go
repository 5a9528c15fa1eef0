package object

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
)

// Document is the objects of a file. It is not safe for use by more than one
// goroutine while it is being changed.
type Document struct {
	// Version is the version in the header, as "1.7".
	Version string
	// Trailer is the newest trailer. Write takes Root and Info from it and
	// makes Size and ID itself; Append takes all and makes Size and Prev.
	Trailer Dict

	objects   []Value // by number; 0 is never used
	revisions []Revision
}

// New returns a document without objects. The caller adds a catalog and sets
// it as Root in Trailer.
func New(version string) *Document {
	return &Document{Version: version, Trailer: Dict{}, objects: []Value{nil}}
}

// newDocument lays the revisions over each other, the newest on top.
func newDocument(version string, revisions []Revision) *Document {
	last := revisions[len(revisions)-1]
	d := &Document{
		Version:   version,
		Trailer:   last.Trailer.clone(),
		objects:   make([]Value, last.Trailer["Size"].(int)),
		revisions: revisions,
	}
	for _, rev := range revisions {
		for _, e := range rev.entries {
			d.objects[e.ref] = e.value
		}
	}
	return d
}

// Revisions lists the revisions of the file that was parsed, oldest first.
func (d *Document) Revisions() []Revision { return slices.Clone(d.revisions) }

// At is the document as it was when revision n (from 0) was the last. It
// shares its values with d: after a change to either, use neither for the
// other's purpose. n must be a revision of d.
func (d *Document) At(n int) *Document {
	return newDocument(d.Version, d.revisions[:n+1])
}

// Origin tells which revision wrote the object last and where it starts in
// the file. ok is false for an object that was not parsed.
func (d *Document) Origin(r Ref) (revision, offset int, ok bool) {
	for n, rev := range slices.Backward(d.revisions) {
		for _, e := range rev.entries {
			if e.ref == r {
				return n, e.start, true
			}
		}
	}
	return 0, 0, false
}

// Len is one more than the highest object number in use.
func (d *Document) Len() int { return len(d.objects) }

// Get is the object r itself, nil when there is none.
func (d *Document) Get(r Ref) Value {
	if r < 1 || int(r) >= len(d.objects) {
		return nil
	}
	return d.objects[r]
}

// Resolve follows v if it is a reference. A reference to a reference is nil,
// which keeps circles out.
func (d *Document) Resolve(v Value) Value {
	r, ok := v.(Ref)
	if !ok {
		return v
	}
	v = d.Get(r)
	if _, again := v.(Ref); again {
		return nil
	}
	return v
}

// Dict resolves v to a dictionary, nil when it is none. The dictionary of a
// stream does not count.
func (d *Document) Dict(v Value) Dict {
	dict, _ := d.Resolve(v).(Dict)
	return dict
}

// Array resolves v to an array, nil when it is none.
func (d *Document) Array(v Value) Array {
	a, _ := d.Resolve(v).(Array)
	return a
}

// Stream resolves v to a stream, nil when it is none.
func (d *Document) Stream(v Value) *Stream {
	s, _ := d.Resolve(v).(*Stream)
	return s
}

// Root is the catalog, nil when there is none.
func (d *Document) Root() Dict { return d.Dict(d.Trailer["Root"]) }

// Add makes v a new indirect object.
func (d *Document) Add(v Value) Ref {
	d.objects = append(d.objects, v)
	return Ref(len(d.objects) - 1)
}

// Set replaces the object r, which must have come from Add or from the file.
func (d *Document) Set(r Ref, v Value) { d.objects[r] = v }

// best is compressors at work: each takes more than a megabyte.
var best = sync.Pool{New: func() any {
	w, err := zlib.NewWriterLevel(nil, zlib.BestCompression)
	if err != nil {
		panic("compress: " + err.Error()) // cannot happen: the level is right
	}
	return w
}}

// NewStream compresses data (zlib, best compression; the same data always
// gives the same bytes in one release of the program) and returns it with
// the dictionary dict, which may be nil and is not copied.
func NewStream(dict Dict, data []byte) *Stream {
	if dict == nil {
		dict = Dict{}
	}
	var buf bytes.Buffer
	w := best.Get().(*zlib.Writer)
	defer best.Put(w)
	w.Reset(&buf)
	_, err := w.Write(data)
	if err = errors.Join(err, w.Close()); err != nil { // cannot happen: the buffer grows
		return &Stream{Dict: dict, Data: data}
	}
	dict["Filter"] = Name("FlateDecode")
	return &Stream{Dict: dict, Data: buf.Bytes()}
}

// Decoded is the stream's data, decompressed when Filter is FlateDecode. Any
// other filter or a predictor is ErrUnsupported, more than MaxDecoded bytes
// ErrTooLarge, damaged data ErrSyntax.
func (s *Stream) Decoded() ([]byte, error) {
	if _, ok := s.Dict["DecodeParms"]; ok {
		return nil, fmt.Errorf("%w: stream with decode parameters", ErrUnsupported)
	}
	switch f := s.Dict["Filter"].(type) {
	case nil:
		return s.Data, nil
	case Name:
		if f != "FlateDecode" {
			return nil, fmt.Errorf("%w: filter %s", ErrUnsupported, f)
		}
	default:
		return nil, fmt.Errorf("%w: list of filters", ErrUnsupported)
	}
	r, err := zlib.NewReader(bytes.NewReader(s.Data))
	if err != nil {
		return nil, fmt.Errorf("%w: compressed stream: %w", ErrSyntax, err)
	}
	out, err := io.ReadAll(io.LimitReader(r, MaxDecoded+1))
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, fmt.Errorf("%w: compressed stream: %w", ErrSyntax, err)
	}
	if len(out) > MaxDecoded {
		return nil, fmt.Errorf("%w: stream of more than %d bytes", ErrTooLarge, MaxDecoded)
	}
	return out, nil
}
