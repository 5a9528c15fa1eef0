package vault

import "fmt"

// ChangePassword replaces the password. Only the key file is written; texts
// stay sealed by the same master key, and backups made before keep the old
// password.
func (v *Vault) ChangePassword(old, new []byte) error {
	v.writing.Lock()
	defer v.writing.Unlock()
	if err := v.checkPassword(old); err != nil {
		return err
	}
	return v.setPassword(new)
}

// SetPassword replaces the password without asking for the old one: for a
// vault that was opened with the recovery code.
func (v *Vault) SetPassword(new []byte) error {
	v.writing.Lock()
	defer v.writing.Unlock()
	return v.setPassword(new)
}

func (v *Vault) setPassword(new []byte) error {
	if err := v.ready(); err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	cost := floorCost
	if s := v.keyfile.slot(slotPassword); s != nil {
		cost = s.cost
	}
	s, err := newSlot(slotPassword, cost, v.keys.id, v.keys.master[:], new, v.o.Rand)
	if err == nil {
		err = v.rewrap(s)
	}
	if err != nil {
		return fmt.Errorf("set password: %w", err)
	}
	return nil
}

// NewCode makes a new recovery code, after the password has been asked for
// again. The old printed sheet no longer opens the vault, but does open
// backups made before.
func (v *Vault) NewCode(password []byte) (Code, error) {
	v.writing.Lock()
	defer v.writing.Unlock()
	if err := v.ready(); err != nil {
		return Code{}, fmt.Errorf("make recovery code: %w", err)
	}
	if err := v.checkPassword(password); err != nil {
		return Code{}, err
	}
	code, err := newCode(v.o.Rand)
	if err != nil {
		return Code{}, err
	}
	s, err := newSlot(slotCode, Cost{}, v.keys.id, v.keys.master[:], code[:], v.o.Rand)
	if err == nil {
		err = v.rewrap(s)
	}
	if err != nil {
		return Code{}, fmt.Errorf("make recovery code: %w", err)
	}
	return code, nil
}

// Renew makes a new master key, for when somebody else knows the password or
// has seen the code: everything is sealed anew, by a new password and a new
// code. Until the new file takes the old one's place nothing has changed.
// Backups made before still open with the old password and the old code; make
// new ones and remove them. Attachments keep their own keys.
func (v *Vault) Renew(password []byte) (Code, error) {
	v.writing.Lock()
	defer v.writing.Unlock()
	if err := v.ready(); err != nil {
		return Code{}, fmt.Errorf("renew keys: %w", err)
	}
	if err := v.store.same(); err != nil {
		return Code{}, fmt.Errorf("renew keys: %w", err)
	}
	cost := floorCost
	if s := v.keyfile.slot(slotPassword); s != nil {
		cost = s.cost
	}
	k, f, code, err := makeKeys(v.keys.id, v.nextGeneration(), cost, password, v.o.Rand)
	var img image
	if err == nil {
		img, err = v.prepare(k, f)
	}
	if err == nil {
		err = v.install()
	}
	if err != nil {
		img.wipe()
		if v.broken {
			_ = v.settle() // at once, for the file in place may have the new keys; else before the next change
		}
		return Code{}, fmt.Errorf("renew keys: %w", err)
	}
	v.mem.Lock()
	v.keys.wipe()
	v.keys, v.keyfile = k, f
	v.mem.Unlock()
	// The records file holds the newest copy now; if this fails, the next
	// opening takes it from there.
	v.keyDoubt = true
	v.settleKey()
	_ = v.resume(img) // the new keys hold already; a failure is settled before the next change
	return code, nil
}

// KeyGeneration numbers the key file; every change of a password, a code or the
// keys makes it grow.
func (v *Vault) KeyGeneration() uint64 {
	v.mem.RLock()
	defer v.mem.RUnlock()
	return v.keyfile.generation
}

// nextGeneration gives the generation of a new key file: one that no other
// has had, also none that failed and may be on the disk.
func (v *Vault) nextGeneration() uint64 {
	v.keyTried = max(v.keyTried, v.keyfile.generation) + 1
	return v.keyTried
}

// settleKey puts the key file in place that holds, if another may be there. A
// failure must not hinder a save: it is tried again before the next change.
func (v *Vault) settleKey() {
	if v.keyDoubt && writeDurably(v.o.file(nameKey), v.keyfile.file()) == nil {
		v.keyDoubt = false
	}
}

// CheckCode says with nil that this is the vault's recovery code, with
// [ErrCode] that it is not.
func (v *Vault) CheckCode(code Code) error {
	v.writing.Lock()
	defer v.writing.Unlock()
	if v.closed {
		return ErrClosed
	}
	k, err := v.keyfile.unlock(slotCode, code[:], ErrCode)
	if err != nil {
		return fmt.Errorf("check recovery code: %w", err)
	}
	k.wipe()
	return nil
}

// rewrap puts a new slot in the place of the one of its kind and writes the
// key file. From then on the change holds. The copy in the records file
// follows at once or, if that fails, with the next save. After an error the
// old key file is put back, now or, if that fails too, before the next change.
func (v *Vault) rewrap(s slot) error {
	next := &keyfile{id: v.keyfile.id, generation: v.nextGeneration(), slots: []slot{s}}
	for _, old := range v.keyfile.slots {
		if old.kind != s.kind {
			next.slots = append(next.slots, old)
		}
	}
	next.encode(v.keys)
	if _, err := parseCopy(next.raw); err != nil {
		return fmt.Errorf("prove new key file: %w", err)
	}
	if err := writeDurably(v.o.file(nameKey), next.file()); err != nil {
		v.keyDoubt = true
		v.settleKey()
		return err
	}
	v.keyDoubt = false
	v.mem.Lock()
	v.keyfile, v.keyStale = next, true
	v.mem.Unlock()
	_ = v.save(nil) // a failure shows at the next save, which writes the copy too
	return nil
}
