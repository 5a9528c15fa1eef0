package vault

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// keyCopies are the copies of the key file that a vault's directory holds, the
// one that counts first.
type keyCopies struct {
	all []*keyfile
	// doubt says why vault.key is not the first of them, nil if it is or is
	// only older. It wraps ErrKeyFile.
	doubt error
	// other is the one of vault.key if it is another vault's.
	other *keyfile
}

// keyFile gives the copy of the key file in a file whose structure is sound.
func (s shape) keyFile() (*keyfile, error) {
	if s.err == nil {
		for _, p := range s.buckets[bucketManifest] {
			if string(p.key) == keyKeyFile {
				return parseCopy(p.value)
			}
		}
	}
	return nil, damaged("no copy of the key file in its place")
}

// findKeyCopies takes the newest sound copies of the key file, from vault.key,
// which was read with the error unread, and from the records file. The latter
// is newer only after a Renew that was cut off between its two renamings, or
// when somebody has put an old vault.key in.
func findKeyCopies(key []byte, unread error, records []byte, s shape) (keyCopies, error) {
	f, err := parseKeyFile(key)
	if errors.Is(err, ErrNewer) {
		return keyCopies{}, err
	}
	if unread != nil {
		err = unread
	}
	inside, rerr := s.keyFile()
	if rerr != nil {
		inside, rerr = findKeyFile(records)
	}
	switch {
	case err != nil && rerr != nil && unread != nil:
		return keyCopies{}, fmt.Errorf("read key file: %w: %v", ErrKeyFile, unread)
	case err != nil && rerr != nil:
		return keyCopies{}, fmt.Errorf("read key file: %w", err)
	case err != nil:
		return keyCopies{all: []*keyfile{inside}, doubt: fmt.Errorf("%w: %v", ErrKeyFile, err)}, nil
	case rerr != nil:
		return keyCopies{all: []*keyfile{f}}, nil
	case inside.id != f.id:
		return keyCopies{all: []*keyfile{inside, f}, other: f, doubt: fmt.Errorf("%w: it is another vault's", ErrKeyFile)}, nil
	case inside.generation > f.generation:
		return keyCopies{all: []*keyfile{inside}}, nil
	}
	return keyCopies{all: []*keyfile{f, inside}}, nil
}

// unlock opens the first copy that the secret fits. That it fits none is the
// error wrong only if vault.key is what it should be: nobody knows else. An old
// copy counts only if the newer one proves to be no copy at all, for it has the
// old password.
func (c *keyCopies) unlock(kind uint16, secret []byte, wrong error) (*keyfile, *keys, error) {
	var first error
	for i, f := range c.all {
		if i > 0 && (bytes.Equal(f.raw, c.all[0].raw) || f.id == c.all[0].id && f.generation < c.all[0].generation && errors.Is(first, wrong)) {
			continue
		}
		k, err := f.unlock(kind, secret, wrong)
		if err == nil && f == c.other {
			k.wipe()
			return nil, nil, fmt.Errorf("unlock: %w", c.doubt)
		}
		if err == nil && i > 0 {
			c.doubt = fmt.Errorf("%w: %v", ErrKeyFile, first)
		}
		if err == nil {
			return f, k, nil
		}
		if first == nil {
			first = err
		}
	}
	if c.doubt != nil && errors.Is(first, wrong) {
		first = fmt.Errorf("unlock: %w", c.doubt)
	}
	return nil, nil, first
}

// KeyReplaced tells why the opening took the copy of the key file that the
// records file holds: vault.key is not there, cannot be read, is damaged or is
// another vault's. It wraps [ErrKeyFile], and is nil if vault.key was sound.
// Unless it may not be written, a sound one is in its place again; that of
// another vault was put into the quarantine directory.
func (v *Vault) KeyReplaced() error {
	v.mem.RLock()
	defer v.mem.RUnlock()
	return v.keyWhy
}

// doubtKey finds out whether vault.key, whose bytes and error of reading are
// given, has to be written anew.
func (v *Vault) doubtKey(key []byte, unread error, other *keyfile) {
	v.keyDoubt = !bytes.Equal(key, v.keyfile.file())
	if errors.Is(unread, ErrReadOnly) {
		v.keyDoubt = false // it may be the newest one, for those who may read it
	}
	if other == nil {
		return
	}
	err := os.MkdirAll(v.o.path(dirQuarantine), dirMode)
	if err == nil {
		err = writeDurably(v.o.path(dirQuarantine, "vault-"+hex.EncodeToString(other.id[:])+".key"), key)
	}
	v.keyDoubt = err == nil // else at the next opening
}

// readKey reads vault.key as far as the disk gives it back. If it is not there, or
// cannot be one, that is no error of reading.
func (o Options) readKey() (key []byte, unread error) {
	key, _, unread = readSectors(o.file(nameKey), 1<<20)
	if errors.Is(unread, fs.ErrNotExist) || errors.Is(unread, ErrTooLarge) {
		return nil, nil
	}
	return key, unread
}
