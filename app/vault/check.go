package vault

import (
	"bytes"
	"encoding/binary"
	"hash/fnv"
	"slices"
)

// Stock bbolt trusts its file: damage in it ends the program or loses records
// without a word. So every file is read here first, with every length and
// every reference checked, and bbolt may map only what has passed. Records are
// taken from here too; bbolt serves for writing.

const (
	boltMagic    = 0xED0CDAED
	boltVersion  = 2
	boltHeader   = 16
	boltMeta     = 64
	boltBranch   = 0x01
	boltLeaf     = 0x02
	boltMetaFlag = 0x04
	boltFree     = 0x10
	boltDepth    = 32
	boltKeyMost  = 32768
	pageSizeMin  = 1 << 10
	pageSizeMost = 1 << 16
)

// meta is one of the two meta pages of a bbolt file, which say where its tree
// begins. Of two sound ones the higher transaction counts.
type meta struct {
	page     uint64
	size     uint64 // of a page
	root     uint64
	sequence uint64
	free     uint64
	high     uint64 // first page never used
	tx       uint64
	flags    uint32
}

// parseMeta reads the meta page at the start of b, if bbolt would take it.
func parseMeta(b []byte) (meta, bool) {
	if len(b) < boltHeader+boltMeta {
		return meta{}, false
	}
	p := b[boltHeader : boltHeader+boltMeta]
	sum := fnv.New64a()
	sum.Write(p[:56])
	if binary.LittleEndian.Uint32(p) != boltMagic || binary.LittleEndian.Uint32(p[4:]) != boltVersion ||
		binary.LittleEndian.Uint64(p[56:]) != sum.Sum64() {
		return meta{}, false
	}
	return meta{
		page:     binary.LittleEndian.Uint64(b),
		size:     uint64(binary.LittleEndian.Uint32(p[8:])),
		flags:    binary.LittleEndian.Uint32(p[12:]),
		root:     binary.LittleEndian.Uint64(p[16:]),
		sequence: binary.LittleEndian.Uint64(p[24:]),
		free:     binary.LittleEndian.Uint64(p[32:]),
		high:     binary.LittleEndian.Uint64(p[40:]),
		tx:       binary.LittleEndian.Uint64(p[48:]),
	}, true
}

// findMetas gives the meta pages of a file that bbolt would take, the one that
// it would use first.
func findMetas(b []byte) []meta {
	var found []meta
	if m, ok := parseMeta(b); ok {
		found = append(found, m)
		if m.size >= pageSizeMin && m.size <= pageSizeMost && m.size < uint64(len(b)) {
			if second, ok := parseMeta(b[m.size:]); ok {
				found = append(found, second)
			}
		}
	} else {
		for size := pageSizeMin; size <= pageSizeMost && size < len(b); size *= 2 {
			if m, ok := parseMeta(b[size:]); ok {
				found = append(found, m)
				break
			}
		}
	}
	if len(found) == 2 && found[1].tx > found[0].tx {
		found[0], found[1] = found[1], found[0]
	}
	return found
}

// pair is a key and its value in a leaf.
type pair struct {
	key, value []byte
	bucket     bool
}

// tree walks what one meta page points to.
type tree struct {
	b     []byte
	m     meta
	used  []bool
	pairs []pair // of the bucket that is being walked
	last  []byte // key seen last in it
}

// shape is a bbolt file that has been checked.
type shape struct {
	metas   []meta            // those that bbolt would take, the one that it would use first
	buckets map[string][]pair // by name, as slices of the file
	live    []bool            // pages of the tree, all others are free
	err     error             // what is wrong with it
}

// shapeOf checks a file as seen from the meta page that bbolt would use.
func shapeOf(b []byte) (s shape) {
	if s.metas = findMetas(b); len(s.metas) == 0 {
		s.err = damaged("no meta page")
		return s
	}
	s.buckets, s.live, s.err = checkFile(b, s.metas[0])
	return s
}

// spare calls f with every part of a file that is not in its tree.
func (s shape) spare(b []byte, f func(part []byte)) {
	size, from := int(s.metas[0].size), -1
	for id := 0; id*size < len(b); id++ {
		live := id < len(s.live) && s.live[id]
		if !live && from < 0 {
			from = id * size
		} else if live && from >= 0 {
			f(b[from : id*size])
			from = -1
		}
	}
	if from >= 0 {
		f(b[from:])
	}
}

// checkFile checks the whole bbolt file as seen from one meta page and gives
// the pairs of its buckets by name, as slices of b, and which pages its tree
// has.
func checkFile(b []byte, m meta) (map[string][]pair, []bool, error) {
	size, pages := m.size, uint64(0)
	if size >= pageSizeMin && size <= pageSizeMost && size&(size-1) == 0 {
		pages = uint64(len(b)) / size
	}
	if m.high > pages || m.high < 4 || m.flags != 0 || m.sequence != 0 || m.page > 1 || m.page != m.tx%2 {
		return nil, nil, damaged("meta page out of range")
	}
	at := m.page * size
	if kind, count, over := pageHead(b[at:]); kind != boltMetaFlag || count != 0 || over != 0 ||
		binary.LittleEndian.Uint32(b[at+boltHeader+8:]) != uint32(size) {
		return nil, nil, damaged("meta page is not one")
	}
	t := &tree{b: b, m: m, used: make([]bool, m.high)}
	t.used[0], t.used[1] = true, true
	if err := t.walk(m.root, nil, 0); err != nil {
		return nil, nil, err
	}
	top := t.pairs
	buckets := make(map[string][]pair, len(top))
	for _, p := range top {
		if !p.bucket {
			return nil, nil, damaged("value where a bucket should be")
		}
		pairs, err := t.bucket(p.value)
		if err != nil {
			return nil, nil, err
		}
		buckets[string(p.key)] = pairs
	}
	live := slices.Clone(t.used)
	return buckets, live, t.free()
}

// pageHead gives kind, count and overflow of the page at the start of b.
func pageHead(b []byte) (kind, count uint16, overflow uint32) {
	return binary.LittleEndian.Uint16(b[8:]), binary.LittleEndian.Uint16(b[10:]), binary.LittleEndian.Uint32(b[12:])
}

// page claims a page with its overflow pages and gives its bytes.
func (t *tree) page(id uint64) ([]byte, error) {
	if id < 2 || id >= t.m.high {
		return nil, damaged("page %d out of range", id)
	}
	b := t.b[id*t.m.size:]
	_, _, over := pageHead(b)
	if uint64(over) >= t.m.high-id || binary.LittleEndian.Uint64(b) != id {
		return nil, damaged("page %d has a wrong head", id)
	}
	for i := id; i <= id+uint64(over); i++ {
		if t.used[i] {
			return nil, damaged("page %d used twice", i)
		}
		t.used[i] = true
	}
	return b[:(uint64(over)+1)*t.m.size], nil
}

// walk takes the pairs below a page. Its first key must be the one by which
// its parent calls it; bbolt's own check allows less, and the next write then
// spoils the tree.
func (t *tree) walk(id uint64, called []byte, depth int) error {
	if depth > boltDepth {
		return damaged("tree too deep")
	}
	b, err := t.page(id)
	if err != nil {
		return err
	}
	kind, count, _ := pageHead(b)
	if kind == boltLeaf {
		return t.leaf(b, called, depth == 0)
	}
	if kind != boltBranch || count == 0 {
		return damaged("page %d is neither branch nor leaf", id)
	}
	at := boltHeader + 16*int(count)
	for i := range int(count) {
		entry := boltHeader + 16*i
		if entry+16 > len(b) {
			return damaged("branch %d beyond its page", id)
		}
		pos, size := binary.LittleEndian.Uint32(b[entry:]), binary.LittleEndian.Uint32(b[entry+4:])
		if size == 0 || size > boltKeyMost || int(pos) != at-entry || at+int(size) > len(b) {
			return damaged("branch %d is not packed", id)
		}
		key := b[at : at+int(size)]
		at += int(size)
		if i == 0 && called != nil && !bytes.Equal(key, called) {
			return damaged("branch %d begins with another key", id)
		}
		if err := t.walk(binary.LittleEndian.Uint64(b[entry+8:]), key, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// leaf takes the pairs of a leaf page, which must be packed without gaps and
// in order. Only a root may be empty.
func (t *tree) leaf(b, called []byte, root bool) error {
	_, count, _ := pageHead(b)
	if count == 0 && !root {
		return damaged("empty leaf")
	}
	at := boltHeader + 16*int(count)
	for i := range int(count) {
		entry := boltHeader + 16*i
		if entry+16 > len(b) {
			return damaged("leaf beyond its page")
		}
		flags, pos := binary.LittleEndian.Uint32(b[entry:]), binary.LittleEndian.Uint32(b[entry+4:])
		ksize, vsize := uint64(binary.LittleEndian.Uint32(b[entry+8:])), uint64(binary.LittleEndian.Uint32(b[entry+12:]))
		if flags > 1 || ksize == 0 || ksize > boltKeyMost || int(pos) != at-entry ||
			uint64(at)+ksize+vsize > uint64(len(b)) {
			return damaged("leaf is not packed")
		}
		end := at + int(ksize)
		p := pair{key: b[at:end:end], value: b[end : end+int(vsize) : end+int(vsize)], bucket: flags == 1}
		at = end + int(vsize)
		if t.last != nil && bytes.Compare(t.last, p.key) >= 0 || i == 0 && called != nil && !bytes.Equal(p.key, called) {
			return damaged("leaf out of order")
		}
		t.last = p.key
		t.pairs = append(t.pairs, p)
	}
	return nil
}

// bucket gives the pairs of a bucket from its value in the root: a page
// number, or the page itself when it is small.
func (t *tree) bucket(value []byte) ([]pair, error) {
	if len(value) < 16 || binary.LittleEndian.Uint64(value[8:]) != 0 {
		return nil, damaged("bucket head")
	}
	t.last, t.pairs = nil, make([]pair, 0, 8*t.m.high) // a page holds eight records at most
	root := binary.LittleEndian.Uint64(value)
	var err error
	if root != 0 {
		if len(value) != 16 {
			return nil, damaged("bucket head too long")
		}
		err = t.walk(root, nil, 0)
	} else {
		inline := value[16:]
		if len(inline) < boltHeader {
			return nil, damaged("bucket without a page")
		}
		kind, _, over := pageHead(inline)
		if kind != boltLeaf || over != 0 || binary.LittleEndian.Uint64(inline) != 0 {
			return nil, damaged("bucket with a wrong page inside")
		}
		err = t.leaf(inline, nil, true)
	}
	for _, p := range t.pairs {
		if p.bucket {
			return nil, damaged("bucket inside a bucket")
		}
	}
	return t.pairs, err
}

// free checks the list of free pages: in order, none of them in the tree, and
// no page forgotten.
func (t *tree) free() error {
	b, err := t.page(t.m.free)
	if err != nil {
		return err
	}
	kind, count, _ := pageHead(b)
	if kind != boltFree {
		return damaged("free list is not one")
	}
	ids, n := b[boltHeader:], uint64(count)
	if count == 0xffff {
		n, ids = binary.LittleEndian.Uint64(ids), ids[8:]
	}
	if n > uint64(len(ids))/8 {
		return damaged("free list beyond its page")
	}
	last := uint64(1)
	for i := range n {
		id := binary.LittleEndian.Uint64(ids[8*i:])
		if id <= last || id >= t.m.high || t.used[id] {
			return damaged("free list with a wrong page")
		}
		t.used[id], last = true, id
	}
	for id, used := range t.used {
		if !used {
			return damaged("page %d is neither used nor free", id)
		}
	}
	return nil
}
