package vault

import (
	"errors"
	"fmt"
	"slices"
)

// The names inside records.db.
const (
	bucketRecords  = "r"
	bucketManifest = "m"
	keyManifest    = "manifest"
	keyKeyFile     = "key"
)

// entry is a live record in memory.
type entry struct {
	id     [16]byte
	schema uint16
	seq    uint64
	elem   [32]byte
	body   []byte
}

// state is everything that a records file says, decrypted and proven.
type state struct {
	live map[Drawer]map[string]*entry
	dead int    // tombstones
	top  uint16 // highest schema of a record, tombstones too
	manifest
	keyFile []byte // the copy in the database
	arena   []byte // where the texts lie that were there at opening
}

// get finds a live record, nil if there is none.
func (s *state) get(n natural) *entry { return s.live[n.in][n.key] }

// set puts a live record in its place.
func (s *state) set(n natural, e *entry) {
	if s.live[n.in] == nil {
		s.live[n.in] = make(map[string]*entry)
	}
	s.live[n.in][n.key] = e
}

// records counts the live records.
func (s *state) records() int {
	n := 0
	for _, d := range s.live {
		n += len(d)
	}
	return n
}

// wipe overwrites the texts, if there is a state.
func (s *state) wipe() {
	if s == nil {
		return
	}
	for _, d := range s.live {
		for _, e := range d {
			clear(e.body)
		}
	}
	clear(s.arena)
	s.live, s.arena = nil, nil
}

// verify reads a file of which the structure has been checked: manifest, every
// record, the sum over them all.
func (k *keys) verify(f shape) (*state, error) {
	if f.err != nil {
		return nil, f.err
	}
	s := &state{live: make(map[Drawer]map[string]*entry)}
	proof := damaged("no manifest")
	for _, p := range f.buckets[bucketManifest] {
		switch string(p.key) {
		case keyManifest:
			s.manifest, proof = k.parseManifest(p.value)
		case keyKeyFile:
			s.keyFile = slices.Clone(p.value)
		}
	}
	if proof != nil {
		return nil, proof
	}
	if s.tx != f.metas[0].tx {
		return nil, damaged("manifest of another save")
	}
	all, arena, err := k.prove(f.buckets[bucketRecords])
	if err != nil {
		return nil, err
	}
	s.arena = arena
	if err := s.take(all); err != nil {
		s.wipe()
		return nil, err
	}
	return s, nil
}

// take puts all records in their places and compares them with the manifest.
func (s *state) take(all []proven) error {
	many := make(map[Drawer]int)
	for _, p := range all {
		many[p.in]++
	}
	for in, n := range many {
		s.live[in] = make(map[string]*entry, n)
	}
	var sum setSum
	for i := range all {
		p := &all[i]
		s.top = max(s.top, p.schema)
		sum.add(p.elem)
		switch {
		case p.dead:
			s.dead++
		case s.get(p.natural) != nil:
			return damaged("two records of one name")
		default:
			s.set(p.natural, &p.entry)
		}
	}
	if uint64(len(all)) != s.count || sum != s.sum {
		return damaged("%d records are not those of the last save", len(all))
	}
	return nil
}

// image is what was made of a records file.
type image struct {
	*state
	sound  bool    // bbolt may have the file as it stands
	damage *Damage // what a rescue had to do, nil if none
	floor  uint64  // numbers up to here may be used by saves that failed
}

// read makes of a records file what can be proven. Damage is an error of type
// [*Damage] along with an image of what can be rescued. Numbers up to failed
// are known to be those of saves that failed: what they have left is no sign
// of anything.
func (k *keys) read(b []byte, failed uint64) (image, error) {
	return k.readShaped(b, shapeOf(b), failed)
}

func (k *keys) readShaped(b []byte, f shape, failed uint64) (image, error) {
	s, cause := k.verify(f)
	if errors.Is(cause, ErrNewer) {
		return image{}, cause
	}
	if cause == nil {
		return k.later(b, s, f, failed)
	}
	var newest uint64
	if len(f.metas) > 0 {
		newest = f.metas[0].tx
	}
	img, err := k.carve(b, newest)
	if err != nil {
		return image{}, err
	}
	if img.damage.Exact && len(f.metas) == 1 && img.tx > newest {
		img.damage = nil // a torn meta page, and the whole save behind it
		return img, nil
	}
	img.damage.cause = cause
	return img, img.damage
}

// later judges a file whose state is proven by what it holds of saves after
// that one. One save that was cut off before its end may have left a part of
// itself; if it is there as a whole it counts. Everything else is damage: a
// meta page that is out of date, or a file put together from those of two days.
func (k *keys) later(b []byte, s *state, f shape, failed uint64) (image, error) {
	t := k.beyond(b, f, s.manifest)
	sound := image{state: s, sound: true, floor: t.floor}
	if t.floor <= max(s.seq, failed) {
		return sound, nil
	}
	img, err := k.carve(b, 0)
	if err != nil {
		return image{}, err
	}
	next := t.isNext(s.manifest)
	if img.damage.Exact && img.seq > s.seq && next {
		s.wipe()
		img.damage = nil // all but the meta page
		return img, nil
	}
	if len(f.metas) == 2 && next {
		img.wipe()
		return sound, nil
	}
	s.wipe()
	img.damage.Mixed = !next
	if img.seq < t.floor {
		img.damage.Expected = -1
	}
	img.damage.cause = damaged("a later save than the one that the file shows")
	return img, img.damage
}

// exact reports whether the live and dead records are those of a manifest.
func exact(m manifest, elements [][32]byte) bool {
	var sum setSum
	for _, e := range elements {
		sum.add(e)
	}
	return uint64(len(elements)) == m.count && sum == m.sum
}

// errLost says that a file has nothing in it that could be rescued.
func errLost() error { return fmt.Errorf("read records file: %w", damaged("nothing sound in it")) }
