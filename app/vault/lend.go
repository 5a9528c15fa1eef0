package vault

import "fmt"

// opening opens a backup: keys, or what an open vault lends of them.
type opening interface {
	// stream makes the cipher of the backup's stream.
	stream(h *backupHead) (*stream, error)
	// item opens a record and gives its element of the set.
	item(sealed []byte) (record, [32]byte, error)
	// wipe is called when the backup has been read.
	wipe()
}

func (k *keys) stream(h *backupHead) (*stream, error) {
	key, err := k.derive(append(k.id[:], h.salt[:]...), "backup-1")
	if err != nil {
		return nil, err
	}
	defer clear(key)
	return newStream(key, h.raw)
}

func (k *keys) item(sealed []byte) (record, [32]byte, error) {
	r, err := k.open(sealed)
	if err != nil {
		return record{}, [32]byte{}, err
	}
	return r, k.element(sealed), nil
}

// own opens a backup with keys that are for this alone.
func own(unlock func(*keyfile) (*keys, error)) func(*keyfile) (opening, error) {
	return func(f *keyfile) (opening, error) { return unlock(f) }
}

// lent is what an open vault lends of its keys: each use asks the vault. A place
// that does not answer so holds neither the vault nor its keys.
type lent struct{ v *Vault }

// lend gives the keys for a backup of this vault.
func (v *Vault) lend(f *keyfile) (opening, error) {
	if f.id != v.ID() {
		return nil, fmt.Errorf("backup of another vault: %w", ErrPassword)
	}
	return lent{v}, nil
}

func (l lent) stream(h *backupHead) (s *stream, err error) {
	err = l.use(func(k *keys) error { s, err = k.stream(h); return err })
	return s, err
}

func (l lent) item(sealed []byte) (r record, element [32]byte, err error) {
	err = l.use(func(k *keys) error { r, element, err = k.item(sealed); return err })
	return r, element, err
}

func (l lent) use(f func(*keys) error) error {
	l.v.writing.Lock()
	defer l.v.writing.Unlock()
	if l.v.closed {
		return ErrClosed
	}
	return f(l.v.keys)
}

// wipe does nothing: the keys are the vault's.
func (lent) wipe() {}
