package vault

import (
	"bytes"
	"encoding/binary"
)

// found is an authentic record that carving met.
type found struct {
	record
	elem [32]byte
}

// carve finds every authentic record in a file, wherever it lies, and keeps
// for each name the one of the highest save. A tombstone that is newer than
// its record keeps that record gone. The newest authentic manifest tells
// whether anything is missing: the newest by the file's meta page if that is
// known, else the newest of all.
func (k *keys) carve(b []byte, newest uint64) (image, error) {
	byID := make(map[[16]byte]found)
	p := k.prover()
	err := eachRecord(b, 0, func(sealed []byte) error {
		r, err := p.open(nil, sealed)
		if f, ok := byID[r.id]; err == nil && (!ok || r.seq >= f.seq) {
			byID[r.id] = found{r, p.element(sealed)}
		}
		return nil
	})
	if err != nil {
		return image{}, err
	}
	best, known := k.bestManifest(b, newest)
	s := &state{live: make(map[Drawer]map[string]*entry), manifest: best}
	elements := make([][32]byte, 0, len(byID))
	gone := make(map[natural]uint64)
	top := best.seq
	for _, f := range byID {
		elements = append(elements, f.elem)
		top = max(top, f.seq)
		s.top = max(s.top, f.schema)
		if n := (natural{f.in, f.key}); f.dead {
			s.dead++
			gone[n] = max(gone[n], f.seq)
		}
	}
	for _, f := range byID {
		n := natural{f.in, f.key}
		if old := s.get(n); !f.dead && f.seq > gone[n] && (old == nil || old.seq < f.seq) {
			s.set(n, &entry{id: f.id, schema: f.schema, seq: f.seq, elem: f.elem, body: f.body})
		}
	}
	d := &Damage{Found: s.records(), Expected: -1, Seq: top}
	if known {
		d.Expected = max(int(best.count)-s.dead, 0)
		d.Exact = exact(best, elements)
	}
	if len(byID) == 0 && !d.Exact {
		return image{}, errLost()
	}
	return image{state: s, damage: d, floor: top}, nil
}

// searchFactor bounds the work on a file made to waste time: real records and
// key files do not overlap, so looking at this many times the file's size is
// more than enough.
const searchFactor = 4

// eachRecord calls f with everything in b that has the shape of a sealed
// record of a save later than after.
func eachRecord(b []byte, after uint64, f func(sealed []byte) error) error {
	budget := searchFactor * len(b)
	for rest := b; budget >= 0; {
		i := bytes.Index(rest, []byte(recordMagic))
		if i < 0 {
			return nil
		}
		rest = rest[i:]
		if n, ok := recordSize(rest); ok && binary.BigEndian.Uint64(rest[8:]) > after {
			budget -= n
			if err := f(rest[:n:n]); err != nil {
				return err
			}
		}
		rest = rest[len(recordMagic):]
	}
	return nil
}

// eachManifest calls f with every authentic manifest in b.
func (k *keys) eachManifest(b []byte, f func(manifest)) {
	for rest := b; ; {
		i := bytes.Index(rest, []byte(manifestMagic))
		if i < 0 {
			return
		}
		rest = rest[i:]
		if len(rest) >= manifestSize {
			if m, err := k.parseManifest(rest[:manifestSize]); err == nil {
				f(m)
			}
		}
		rest = rest[len(manifestMagic):]
	}
}

// bestManifest finds the manifest of the save that the meta page names, or the
// newest of all if that is newer or the file has no meta page.
func (k *keys) bestManifest(b []byte, newest uint64) (best manifest, known bool) {
	k.eachManifest(b, func(m manifest) {
		if m.tx >= newest && (!known || m.seq > best.seq || m.seq == best.seq && m.tx > best.tx) {
			best, known = m, true
		}
	})
	return best, known
}

// traces is what a file holds of saves later than one.
type traces struct {
	floor  uint64          // highest number of a save
	saves  map[uint64]bool // those that have left records
	others bool            // a manifest of another transaction than the next
}

// gapMost is how far the number of a save may lie above the last one that was
// confirmed: those between have failed, and left nothing.
const gapMost = 8

// isNext reports whether the traces can be those of the save after m, cut off.
func (t traces) isNext(m manifest) bool {
	return !t.others && len(t.saves) <= 1 && t.floor <= m.seq+gapMost
}

// beyond looks for traces of saves later than a manifest's. A save that was
// cut off before its end leaves such traces, and its number must not be given
// again. Every attempt at the next save is the same transaction to bbolt, so
// that a manifest of any other tells of a save that was confirmed. The pages of
// the tree have been proven and are left out.
func (k *keys) beyond(b []byte, f shape, last manifest) traces {
	t := traces{floor: last.seq, saves: make(map[uint64]bool)}
	f.spare(b, func(part []byte) {
		_ = eachRecord(part, last.seq, func(sealed []byte) error {
			if r, err := k.open(sealed); err == nil {
				t.floor = max(t.floor, r.seq)
				t.saves[r.seq] = true
			}
			return nil
		})
		k.eachManifest(part, func(m manifest) {
			if m.seq > last.seq {
				t.floor = max(t.floor, m.seq)
				t.others = t.others || m.tx != last.tx+1
			}
		})
	})
	return t
}
