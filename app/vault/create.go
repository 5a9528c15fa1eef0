package vault

import (
	"errors"
	"fmt"
	"os"
)

// Create makes a vault in o.Dir, which may exist but hold no vault, and opens
// it. The code must be shown and printed now: nothing keeps it. Unless o.Cost
// is given this takes some seconds. The error is [ErrExists] if there is a
// vault already.
func Create(o Options, password []byte) (*Vault, Code, error) {
	o = o.withDefaults()
	if o.Cost == (Cost{}) {
		o.Cost = calibrate(o.Now)
	}
	if err := o.Cost.admit(); err != nil {
		return nil, Code{}, fmt.Errorf("create vault: %w", err)
	}
	if err := os.MkdirAll(o.Dir, dirMode); err != nil {
		return nil, Code{}, meant("create vault", err)
	}
	l, err := takeLock(o.Dir)
	if err != nil {
		return nil, Code{}, fmt.Errorf("create vault: %w", err)
	}
	v := &Vault{o: o, lock: l, most: growMost}
	code, err := v.create(password)
	if err != nil {
		return nil, Code{}, errors.Join(fmt.Errorf("create vault: %w", err), v.Close())
	}
	return v, code, nil
}

// create writes the files of a new vault, the key file last.
func (v *Vault) create(password []byte) (Code, error) {
	o := v.o
	if there, err := Exists(o.Dir); err != nil {
		return Code{}, err
	} else if there {
		return Code{}, ErrExists
	}
	if err := writeDurably(o.path(nameCreating), nil); err != nil {
		return Code{}, err
	}
	var id [16]byte
	if err := random(o.Rand, id[:]); err != nil {
		return Code{}, err
	}
	k, f, code, err := makeKeys(id, 1, o.Cost, password, o.Rand)
	if err != nil {
		return Code{}, err
	}
	v.keys, v.keyfile = k, f
	part := o.path(nameRecords + suffixPart)
	img, err := writeFresh(part, v.keys, nil, manifest{time: o.Now()}, v.keyfile.raw)
	if err != nil {
		return Code{}, err
	}
	if err := rename(part, o.path(nameRecords)); err != nil {
		return Code{}, err
	}
	if err := v.resume(img); err != nil {
		return Code{}, err
	}
	if o.First != nil {
		if err := v.Update(func(tx *Tx) error { return o.First(tx, code) }); err != nil {
			return Code{}, err
		}
	}
	if err := writeDurably(o.path(nameKey), v.keyfile.file()); err != nil {
		// Nobody will be told the code, so this must not count as a vault.
		return Code{}, errors.Join(err, removeIfThere(o.path(nameKey)))
	}
	v.tidy()
	return code, nil
}
