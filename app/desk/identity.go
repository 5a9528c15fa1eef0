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
	keyClock     = "clock"
)

// ErrClock means that no key is made, because this computer's clock contradicts what the library remembers: it lies before
// the newest save, or so far after it that it is more likely to be wrong.
var ErrClock = errors.New("the clock contradicts the library")

const (
	// renewAhead is how long before a key ends it is renewed: more than the year between two packages.
	renewAhead = 400 * 24 * time.Hour
	// clockSlack is how far a clock may lie before the newest save: it was put right a little, or the computer was changed.
	clockSlack = 24 * time.Hour
	// maxSilence is how long a library may have lain still and its clock be believed; less than a new key lives.
	maxSilence = 9 * 365 * 24 * time.Hour
)

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
// the older key vouches for the newer. A clock that contradicts the library makes no key: while the old one can sign it does, and
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
	if err := d.believe(now); err != nil {
		if fits {
			return s, nil
		}
		return signing{}, fmt.Errorf("make signing key: %w", err)
	}
	if fits && d.Held() != nil {
		return s, nil // nothing can be kept now
	}
	since := now
	if !d.known.IsZero() && d.known.Before(now) {
		since = d.known
	}
	return d.renew(s, since, now, func(*vault.Tx) error { return nil })
}

// RenewKey makes a new signing key at once, vouched for by the one that there was, on the word of a person who has looked at the
// clock; from then on the clock is believed, whatever was saved with another. The key that there was signs nothing more.
func (d *Desk) RenewKey() error {
	s, err := d.kept()
	if err != nil {
		return err
	}
	now := d.p.Now()
	word := rightClock{At: now, Beyond: d.known}
	if _, err := d.renew(s, now, now, func(tx *vault.Tx) error { return vault.Put(tx, drawerIdentity, keyClock, word) }); err != nil {
		return err
	}
	d.known = now
	return nil
}

// rightClock is a person's word that the clock was right at a time: what was saved after it by then, if anything, a wrong
// clock has dated.
type rightClock struct {
	At     time.Time `json:"at"`
	Beyond time.Time `json:"beyond"` // the newest save at that time
}

// newest is when the dossier was last saved, as far as it tells and a clock that was wrong has not dated it; zero if it never
// was.
func (d *Desk) newest(x *app.Dossier) (newest time.Time, err error) {
	word, _, err := vault.Get[rightClock](d.v, drawerIdentity, keyClock)
	if err != nil {
		return newest, fmt.Errorf("read when the clock was right: %w", err)
	}
	newest = word.At
	count := func(at time.Time) {
		if wrong := at.After(word.At) && !at.After(word.Beyond); !wrong && at.After(newest) {
			newest = at
		}
	}
	for _, a := range x.Answers {
		count(a.At)
	}
	for _, e := range x.Editions {
		if made, err := time.Parse(time.DateOnly, string(e.Made)); err == nil {
			count(made)
		}
	}
	return newest, nil
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

// believe holds the clock to the newest save that was there when the library was opened.
func (d *Desk) believe(now time.Time) error {
	if !d.known.IsZero() && (now.Before(d.known.Add(-clockSlack)) || now.After(d.known.Add(maxSilence))) {
		return ErrClock
	}
	return nil
}

// renew makes a key that is valid since a time on, lets the one before it vouch for it and keeps both in one transaction, with
// what else belongs to it.
func (d *Desk) renew(old signing, since, now time.Time, also func(*vault.Tx) error) (signing, error) {
	id, err := seal.NewIdentitySince(d.p.Rand, signer(d.dossier.Library), since, now)
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
		if err := also(tx); err != nil {
			return err
		}
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
