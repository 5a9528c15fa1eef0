package desk

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"trygghylla/app"
	"trygghylla/app/record"
	"trygghylla/app/report"
	"trygghylla/app/seal"
	"trygghylla/app/vault"
)

// Where the library's signing key lies in [drawerIdentity], and what its earlier keys say of it.
const (
	keyLibrarian = "librarian"
	keyVouched   = "vouched"
)

// ErrClock means that no key is made, because this computer's clock is not believed; see keep.Keeper.WrongClock.
var ErrClock = errors.New("the clock contradicts the library")

// renewAhead is how long before a key ends it is renewed: more than the year between two packages.
const renewAhead = 400 * 24 * time.Hour

// signing is the key that the library signs with, and what its earlier keys say of it.
type signing struct {
	id      *seal.Identity
	vouched []record.Vouching
}

// mark puts the key onto a paper.
func (s signing) mark(m report.Making) report.Making {
	m.Fingerprint, m.Vouched = s.id.Fingerprint().Short(), s.vouched
	return m
}

// identity returns the library's signing key. It is made at its first use and kept in the vault, and renewed before it ends;
// the older key vouches for the newer. A clock that is not believed makes no key: while the old one can sign it does, and
// without one it is [ErrClock].
func (d *Desk) identity() (signing, error) {
	now := d.p.Now()
	s, err := d.kept()
	if err != nil {
		return signing{}, err
	}
	fits := false
	if s.id != nil {
		c := s.id.Certificate()
		if fits = !now.Before(c.NotBefore) && !now.After(c.NotAfter); fits && now.Before(c.NotAfter.Add(-renewAhead)) {
			return s, nil
		}
	}
	err = d.clock()
	if fits && (err != nil || d.Held() != nil) {
		return s, nil // no new one can be made now, or none kept
	}
	if err != nil {
		return signing{}, err
	}
	return d.renew(s)
}

// RenewKey makes a new signing key at once, vouched for by the one that there was, on the word of a person who has looked at the
// clock: it is right, see keep.Keeper.ClockIsRight. The key that there was signs nothing more.
func (d *Desk) RenewKey() error {
	s, err := d.kept()
	if err != nil {
		return err
	}
	if d.clock() != nil {
		if err := d.ClockIsRight(); err != nil {
			return err
		}
	}
	_, err = d.renew(s)
	return err
}

// clock is [ErrClock] while the clock is not believed.
func (d *Desk) clock() error {
	if _, wrong := d.WrongClock(); wrong {
		return fmt.Errorf("make key: %w", ErrClock)
	}
	return nil
}

// kept reads the key; the zero signing if none was made yet.
func (d *Desk) kept() (s signing, err error) {
	sealed, ok, err := vault.Get[[]byte](d.v, drawerIdentity, keyLibrarian)
	if err != nil || !ok {
		return s, wrapped("read signing key", err)
	}
	if s.id, err = seal.ParseIdentity(sealed); err != nil {
		return signing{}, err
	}
	s.vouched, _, err = vault.Get[[]record.Vouching](d.v, drawerIdentity, keyVouched)
	return s, wrapped("read earlier keys", err)
}

func wrapped(doing string, err error) error {
	if err != nil {
		err = fmt.Errorf("%s: %w", doing, err)
	}
	return err
}

// renew makes a key, lets the one before it vouch for it and keeps both in one transaction.
func (d *Desk) renew(old signing) (signing, error) {
	now := d.p.Now()
	id, err := seal.NewIdentity(d.p.Rand, signer(d.dossier.Library), now)
	if err != nil {
		return signing{}, err
	}
	sealed, err := id.Marshal()
	if err != nil {
		return signing{}, err
	}
	next := signing{id: id}
	if old.id != nil {
		at := now.UTC().Truncate(time.Second)
		word, err := seal.Vouch(d.p.Rand, old.id, id.Fingerprint(), at)
		if err != nil {
			return signing{}, err
		}
		v := record.Vouching{By: old.id.Fingerprint().String(), At: at, Signature: word}
		next.vouched = append(next.vouched, old.vouched...)
		next.vouched = append(next.vouched, v)
		next.vouched = next.vouched[max(0, len(next.vouched)-record.MaxVouched):]
	}
	return next, d.update(func(tx *vault.Tx) error {
		if len(next.vouched) > 0 {
			if err := vault.Put(tx, drawerIdentity, keyVouched, next.vouched); err != nil {
				return err
			}
		}
		return vault.Put(tx, drawerIdentity, keyLibrarian, sealed)
	}, func() {})
}

// signer is the name that stands in the library's certificate: one line of at most 64 letters (X.520, ub-common-name).
func signer(l app.Library) string {
	name := []rune(strings.Join(strings.FieldsFunc(l.Name, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " "))
	if len(name) == 0 {
		return "Trygghylla"
	}
	return string(name[:min(len(name), 64)])
}

// Fingerprint returns the library's short fingerprint, to be read out over the telephone. The key
// is made if there is none yet, and renewed if it ends soon.
func (d *Desk) Fingerprint() (string, error) {
	s, err := d.identity()
	if err != nil {
		return "", err
	}
	return s.id.Fingerprint().Short(), nil
}
