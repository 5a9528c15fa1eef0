package vault

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"
)

// Drawer is a named part of a vault, such as "answers". Names of drawers and
// keys are encrypted with the texts.
type Drawer string

// change is one record to be written: a new text or, dead, its removal.
type change struct {
	natural
	body   []byte
	dead   bool
	schema uint16 // 0: the present one
}

// Tx gathers the changes of one [Vault.Update]. It is valid until that
// function returns, in its goroutine.
type Tx struct {
	changes []change
	at      map[natural]int
	done    bool
}

// stage takes a change in, over an earlier one of the same name.
func (tx *Tx) stage(c change) error {
	switch {
	case tx.done:
		return errors.New("transaction is over")
	case c.in == "" || c.key == "":
		return errors.New("record without drawer or key")
	case len(c.in) > drawerMost || len(c.key) > nameMost || len(c.body) > bodyMost:
		return fmt.Errorf("record of %d bytes: %w", len(c.body), ErrTooLarge)
	}
	if i, ok := tx.at[c.natural]; ok {
		tx.changes[i] = c
		return nil
	}
	tx.at[c.natural] = len(tx.changes)
	tx.changes = append(tx.changes, c)
	return nil
}

// Put writes x as JSON under a key of a drawer, over what stood there. Fields
// that an x of an older program does not know are lost unless its type keeps
// them: preserving unknown fields is the caller's part. Limits: drawer 64
// bytes, key 1 KiB, text 8 MiB; above, [ErrTooLarge].
func Put[T any](tx *Tx, in Drawer, key string, x T) error {
	body, err := json.Marshal(x)
	if err != nil {
		return fmt.Errorf("put record: %w", err)
	}
	return tx.stage(change{natural: natural{in, key}, body: body})
}

// Delete removes a key from a drawer. That it is not there is well. The old
// text can no longer be reached, but lies encrypted in the file until
// [Vault.Compact].
func Delete(tx *Tx, in Drawer, key string) error {
	return tx.stage(change{natural: natural{in, key}, dead: true})
}

// Get reads a key of a drawer, as the last successful Update left it; also
// from inside an Update. It reports false if there is none.
func Get[T any](v *Vault, in Drawer, key string) (T, bool, error) {
	var x T
	v.mem.RLock()
	defer v.mem.RUnlock()
	if v.closed {
		return x, false, ErrClosed
	}
	e := v.state.get(natural{in, key})
	if e == nil {
		return x, false, nil
	}
	if err := json.Unmarshal(e.body, &x); err != nil {
		return x, false, fmt.Errorf("get record: %w", err)
	}
	return x, true, nil
}

// Each calls f with everything in a drawer, in the order of the keys, until f
// returns an error. It is the state at the call: f may change the vault. The
// texts of a large drawer are read by two goroutines, which matters to a T that
// reads its JSON itself.
func Each[T any](v *Vault, in Drawer, f func(key string, x T) error) error {
	v.mem.RLock()
	if v.closed {
		v.mem.RUnlock()
		return ErrClosed
	}
	keys := slices.Sorted(maps.Keys(v.state.live[in]))
	all := make([]T, len(keys))
	err := halves(len(keys), func(from, to int) error {
		for i := from; i < to; i++ {
			if err := json.Unmarshal(v.state.live[in][keys[i]].body, &all[i]); err != nil {
				return fmt.Errorf("read drawer: %w", err)
			}
		}
		return nil
	})
	v.mem.RUnlock()
	if err != nil {
		return err
	}
	for i, key := range keys {
		if err := f(key, all[i]); err != nil {
			return err
		}
	}
	return nil
}

// Update makes the changes that f puts into its transaction, all or none. When
// it returns nil they are on the disk; when it returns an error, nothing has
// changed on disk or in memory. Where a failing disk has taken a part of them
// and refuses to give it back, that is made good before the next change, or the
// next opening shows them all. f must not call methods of v that change it.
// Errors besides f's own: [ErrReadOnly], [ErrNewer], [ErrFull],
// [ErrReplaced], [ErrDamaged], [ErrClosed].
func (v *Vault) Update(f func(*Tx) error) error {
	v.writing.Lock()
	defer v.writing.Unlock()
	if err := v.ready(); err != nil {
		return err
	}
	tx := &Tx{at: make(map[natural]int)}
	err := f(tx)
	tx.done = true
	if err != nil {
		return err
	}
	if len(tx.changes) == 0 {
		return nil
	}
	return v.save(tx.changes)
}

// ready reports whether the vault can be changed, after trying to settle what
// an earlier failure left open.
func (v *Vault) ready() error {
	switch {
	case v.closed:
		return ErrClosed
	case v.held != nil:
		return v.held
	}
	v.settleKey()
	if v.broken {
		return v.settle()
	}
	return nil
}

// save commits changes and lets the memory follow. When the commit fails the
// outcome is found out and undone, and unless the disk is full it is tried
// once more.
func (v *Vault) save(changes []change) error {
	if err := v.makeRoom(changes); err != nil {
		return err
	}
	err := v.attempt(changes)
	if err == nil || !v.broken {
		return err
	}
	if v.settle() != nil || errors.Is(err, ErrFull) {
		return err
	}
	return v.attempt(changes)
}

// attempt commits changes on top of the state in memory.
func (v *Vault) attempt(changes []change) error {
	d, tried, err := v.write(v.state, changes)
	if errors.Is(err, errShortened) {
		tried = true // the file that we know has lost its end: settle mends it
	}
	if err != nil {
		v.broken, v.doubt = tried, changes
		return err
	}
	v.doubt = nil
	v.mem.Lock()
	defer v.mem.Unlock()
	v.state.apply(d)
	return nil
}

// delta is what a commit has changed.
type delta struct {
	manifest
	entries []*entry
	changes []change
}

// apply lets a state follow a commit.
func (s *state) apply(d delta) {
	s.manifest = d.manifest
	for i, c := range d.changes {
		if old := s.get(c.natural); old != nil {
			clear(old.body)
		}
		if c.dead {
			delete(s.live[c.in], c.key)
			s.dead++
		} else {
			s.set(c.natural, d.entries[i])
		}
	}
}

// write seals changes and commits them on top of a state, which it leaves as
// it is. Tried says that the disk may hold them even though there is an error.
func (v *Vault) write(base *state, changes []change) (d delta, tried bool, err error) {
	d.manifest = base.manifest
	v.floor = max(v.floor, base.seq) + 1
	d.seq, d.time = v.floor, v.o.Now()
	var puts []put
	for _, c := range changes {
		old := base.get(c.natural)
		if c.dead && old == nil {
			continue
		}
		e := &entry{schema: cmp.Or(c.schema, v.o.Schema), seq: d.seq, body: c.body}
		if old != nil {
			e.id = old.id
			d.sum.sub(old.elem)
		} else {
			if err := random(v.o.Rand, e.id[:]); err != nil {
				return delta{}, false, err
			}
			d.count++
		}
		sealed, err := v.keys.seal(record{id: e.id, schema: e.schema, seq: e.seq, in: c.in, key: c.key, body: c.body, dead: c.dead}, v.o.Rand)
		if err != nil {
			return delta{}, false, err
		}
		e.elem = v.keys.element(sealed)
		d.sum.add(e.elem)
		puts = append(puts, put{e.id, sealed})
		d.changes, d.entries = append(d.changes, c), append(d.entries, e)
	}
	var keyFile []byte
	if len(puts) == 0 && !v.keyStale {
		return delta{manifest: base.manifest}, false, nil
	}
	if v.keyStale {
		keyFile = v.keyfile.raw
	}
	tried, err = v.store.commit(func(tx *bolt.Tx) error {
		r := tx.Bucket([]byte(bucketRecords))
		if r == nil {
			return damaged("no bucket for records")
		}
		for _, p := range puts {
			if err := r.Put(p.id[:], p.sealed); err != nil {
				return err
			}
		}
		return seal(tx, v.keys, &d.manifest, keyFile)
	})
	if err != nil {
		return delta{}, tried, err
	}
	v.keyStale = false
	return d, true, nil
}
