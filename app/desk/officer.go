package desk

import (
	"errors"
	"fmt"

	"trygghylla/app/parcel"
	"trygghylla/app/vault"
)

// keyOfficer is where the officer's key lies in [drawerIdentity].
const keyOfficer = "officer"

// OfficerMaker gives what makes the security officer's own key, so that it can be made beside the screen; it is then
// kept with [Desk.KeepOfficer]. The librarian cannot sign with it. A key that is kept already is parcel.ErrOfficerExists,
// and one that cannot be read an error as of [Desk.Officer]: it is never taken for none. A clock
// that is not believed is [ErrClock].
func (d *Desk) OfficerMaker() (parcel.Maker, error) {
	if err := d.noOfficer(); err != nil {
		return parcel.Maker{}, err
	}
	if err := d.clock(); err != nil {
		return parcel.Maker{}, err
	}
	return parcel.Maker{Rand: d.p.Rand, Cost: d.p.Cost, Now: d.p.Now, Least: parcel.MinPIN}, nil
}

// noOfficer demands that no officer's key is kept.
func (d *Desk) noOfficer() error {
	_, exists, err := d.Officer()
	if err == nil && exists {
		err = parcel.ErrOfficerExists
	}
	if err != nil {
		return fmt.Errorf("make officer's key: %w", err)
	}
	return nil
}

// KeepOfficer keeps a key that was made. The errors are those of [Desk.OfficerMaker].
func (d *Desk) KeepOfficer(k *parcel.OfficerKey) error {
	if err := d.noOfficer(); err != nil {
		return err
	}
	return d.update(func(tx *vault.Tx) error {
		return vault.Put(tx, drawerIdentity, keyOfficer, k)
	}, func() {})
}

// RemoveOfficer removes the officer's key, one that cannot be read too, such as when she has left or forgotten her
// PIN. What she has signed stays signed. Without a key it does nothing.
func (d *Desk) RemoveOfficer() error {
	return d.update(func(tx *vault.Tx) error {
		return vault.Delete(tx, drawerIdentity, keyOfficer)
	}, func() {})
}

// Officer tells whose key is kept in the library, if any. A key that cannot be read is an error: parcel.ErrKeyFile, or
// vault.ErrNewer when a newer version has kept it.
func (d *Desk) Officer() (info parcel.OfficerInfo, exists bool, err error) {
	k, err := d.officer()
	if errors.Is(err, parcel.ErrNoOfficer) {
		return info, false, nil
	}
	if err != nil {
		return info, false, err
	}
	return k.Info(), true, nil
}

// officer reads the officer's key; without one it is parcel.ErrNoOfficer.
func (d *Desk) officer() (*parcel.OfficerKey, error) {
	k, ok, err := vault.Get[parcel.OfficerKey](d.v, drawerIdentity, keyOfficer)
	if err != nil {
		return nil, fmt.Errorf("read officer's key: %w", err)
	}
	if !ok {
		return nil, fmt.Errorf("read officer's key: %w", parcel.ErrNoOfficer)
	}
	return &k, nil
}

// NewOfficer makes her own key in one go, see [parcel.Maker.New], and returns its short fingerprint. It takes about
// two seconds.
func (d *Desk) NewOfficer(name string, pin []byte) (fingerprint string, err error) {
	m, err := d.OfficerMaker()
	if err != nil {
		return "", err
	}
	k, err := m.New(name, pin)
	if err != nil {
		return "", err
	}
	return k.Info().Fingerprint, d.KeepOfficer(k)
}
