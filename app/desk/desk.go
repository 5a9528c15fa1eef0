// Package desk is the library's side: one method for each thing that a librarian can do, each of them
// one transaction. It holds the open vault and the dossier in memory, which follows only after the change
// is on disk.
//
// A Desk is used from one goroutine at a time, the screen's. Slow work (opening, exporting, backing up)
// is made so that it can run beside: it takes what it needs first and returns a result.
package desk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

// The drawers of a library's vault. Their names are part of the file format.
const (
	drawerLibrary  vault.Drawer = "library"
	drawerAnswer   vault.Drawer = "answer"
	drawerAction   vault.Drawer = "action"
	drawerDraft    vault.Drawer = "draft"
	drawerEdition  vault.Drawer = "edition"
	drawerIdentity vault.Drawer = "identity"
)

// The keys in [drawerLibrary].
const (
	keyCountry = "country"
	keyCard    = "card"
	keySignoff = "signoff"
	keyYear    = "year"
	keySetup   = "setup"
	keyExample = "example"
)

// Params are what a desk is given from outside.
type Params struct {
	Dir  string           // the folder of the vault
	Data fs.FS            // the content files, see content.Load
	Now  func() time.Time // the clock, in the user's time zone
	Rand io.Reader        // a cryptographically strong source
	Cost vault.Cost       // of the password; zero is calibrated for this computer
	Host string           // the computer's name, told nowhere; empty asks the system
	// Rescue lets an opening bring back what can be proven of a damaged file, instead of returning
	// vault.ErrDamaged. What it did is told by [Desk.Rescued] and must be shown.
	Rescue bool
	// Country is that of a library whose own record of it was lost, as the person says who opens it; see
	// [ErrCountryLost]. It is not read otherwise.
	Country app.Jurisdiction
}

// schema is the version of what a library's records say. It grows with every change that an older program would misread
// or lose; the older program then reads only ([Desk.Held]), and vault.Options.Lift gets a step for it.
const schema = 1

// Desk is a library's open work, and its custody.
type Desk struct {
	*keep.Keeper

	p       Params
	v       *vault.Vault // the keeper's
	c       *app.Catalogue
	dossier *app.Dossier
	judged  *app.Assessment // of the dossier as it is; nil: not judged since it changed
	drafts  map[At]string
	stale   []string // names of drafts that go at the next sweep
	setup   Setup
	example bool // the library is an invented one, and stays that
	keeping keeping
	saved   time.Time
}

// Create makes a new library of a country, sealed by a password, and returns its recovery code, which
// is shown and printed once. An existing library is vault.ErrExists. It takes about a second.
func Create(p Params, j app.Jurisdiction, password []byte) (*Desk, Code, error) {
	c, err := content.Load(p.Data, j)
	if err != nil {
		return nil, Code{}, err
	}
	k, code, err := keep.Create(p.custody(), password, func(tx *vault.Tx) error {
		if err := vault.Put(tx, drawerLibrary, keyCountry, j); err != nil {
			return err
		}
		return vault.Put(tx, drawerLibrary, keySetup, Setup{Step: SetupCode})
	})
	if err != nil {
		return nil, Code{}, fmt.Errorf("create library: %w", err)
	}
	d := &Desk{Keeper: k, p: p, v: k.Vault(), c: c}
	if err := d.load(); err != nil {
		return nil, Code{}, errors.Join(err, k.Close())
	}
	return d, code, nil
}

// Open opens the library with its password. Wrong password, damaged file, file in use and newer
// format are the vault's four sentinels. It takes about a second.
func Open(p Params, password []byte) (*Desk, error) {
	k, err := keep.Open(p.custody(), password)
	if err != nil {
		return nil, fmt.Errorf("open library: %w", err)
	}
	return open(p, k)
}

// OpenWithCode opens the library with its recovery code as typed from the sheet; spaces, hyphens and
// lower case do not matter. A typing error is vault.ErrCodeTyping, another library's code vault.ErrCode.
// The caller lets the user choose a new password next ([Desk.SetPassword]).
func OpenWithCode(p Params, typed string) (*Desk, error) {
	k, err := keep.OpenWithCode(p.custody(), typed)
	if err != nil {
		return nil, fmt.Errorf("open library with code: %w", err)
	}
	return open(p, k)
}

func open(p Params, k *keep.Keeper) (*Desk, error) {
	v := k.Vault()
	j, known, err := vault.Get[app.Jurisdiction](v, drawerLibrary, keyCountry)
	if err == nil && !known {
		j, err = p.lostCountry(v)
	}
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	c, err := content.Load(p.Data, j)
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	d := &Desk{Keeper: k, p: p, v: v, c: c}
	if err := d.load(); err != nil {
		return nil, errors.Join(err, v.Close())
	}
	d.askForLost(known)
	d.Tidy()
	d.sweepDrafts()
	sweepSheets(p.Dir)
	return d, nil
}

// ErrCountryLost means that the record of the library's country was lost, and that nothing else tells it: whoever opens
// the library says it ([Params].Country).
var ErrCountryLost = errors.New("the country of the library is lost")

// lostCountry tells the country of a library whose record of it was lost: by the ids of the questions that anything is
// about, else as the caller says.
func (p Params) lostCountry(v *vault.Vault) (app.Jurisdiction, error) {
	var found app.Jurisdiction
	look := func(key string) {
		for part := range strings.SplitSeq(key, "/") { // a draft's key has the question's in it
			for _, j := range app.Jurisdictions() {
				if strings.HasPrefix(part, string(j)+"-") {
					found = j
				}
			}
		}
	}
	err := errors.Join(
		vault.Each(v, drawerDraft, func(key, _ string) error { look(key); return nil }),
		vault.Each(v, drawerAction, func(_ string, a app.Action) error { look(string(a.Question)); return nil }),
		vault.Each(v, drawerAnswer, func(key string, _ app.Answer) error { look(key); return nil }),
	)
	if err != nil {
		return "", fmt.Errorf("open library: %w", err)
	}
	if found == "" {
		found = p.Country
	}
	if found == "" {
		return "", fmt.Errorf("open library: %w", ErrCountryLost)
	}
	return found, nil
}

// askForLost puts what a damaged file has lost of the library's card where it is asked for: in the first start, which is
// taken up again there. A country that was found is kept anew; if that fails it is found again.
func (d *Desk) askForLost(country bool) {
	if !country {
		_ = d.v.Update(func(tx *vault.Tx) error { return vault.Put(tx, drawerLibrary, keyCountry, d.c.Jurisdiction) })
	}
	if (!country || d.Keeper.Rescued() != nil) && d.setup.Step == SetupDone && d.dossier.Library.Name == "" {
		d.setup.Step = SetupCard
	}
}

// load reads the dossier out of the vault's memory.
func (d *Desk) load() error {
	x := &app.Dossier{Answers: map[app.QuestionID]app.Answer{}}
	err := errors.Join(
		get(d.v, keyCard, &x.Library),
		get(d.v, keySignoff, &x.Signoff),
		get(d.v, keyYear, &x.Year),
		get(d.v, keySetup, &d.setup),
		get(d.v, keyExample, &d.example),
		get(d.v, keyKeeping, &d.keeping),
		vault.Each(d.v, drawerAnswer, func(key string, a app.Answer) error {
			x.Answers[app.QuestionID(key)] = a
			return nil
		}),
		vault.Each(d.v, drawerAction, func(_ string, a app.Action) error {
			x.Actions = append(x.Actions, a)
			return nil
		}),
		vault.Each(d.v, drawerEdition, func(_ string, e app.Edition) error {
			x.Editions = append(x.Editions, e)
			return nil
		}),
		vault.Each(d.v, drawerIncident, func(_ string, i app.Incident) error {
			x.Incidents = append(x.Incidents, i)
			return nil
		}),
	)
	if err != nil {
		return fmt.Errorf("read library: %w", err)
	}
	for _, a := range x.Answers {
		if a.At.After(d.saved) {
			d.saved = a.At
		}
	}
	app.LatestFirst(x.Incidents)
	d.dossier, d.judged = x, nil
	if err := d.loadDrafts(); err != nil {
		return fmt.Errorf("read library: %w", err)
	}
	return nil
}

func get[T any](v *vault.Vault, key string, into *T) error {
	x, ok, err := vault.Get[T](v, drawerLibrary, key)
	if ok {
		*into = x
	}
	return err
}

// Catalogue returns the content of the library's country.
func (d *Desk) Catalogue() *app.Catalogue { return d.c }

// Language returns the language of the library's country.
func (d *Desk) Language() string { return d.c.Jurisdiction.Language() }

// Today returns today's date by the desk's clock.
func (d *Desk) Today() app.Date { return app.DateOf(d.p.Now()) }

// Assessment judges the dossier as it is on disk now; an immutable snapshot, the same one until the next change or day.
func (d *Desk) Assessment() *app.Assessment {
	if today := d.Today(); d.judged == nil || d.judged.Today != today {
		d.judged = app.Assess(d.c, d.dossier, today)
	}
	return d.judged
}

// Saved returns when something was last saved, or the zero time.
func (d *Desk) Saved() time.Time { return d.saved }

// Editions returns the packages made so far, oldest first.
func (d *Desk) Editions() []app.Edition { return append([]app.Edition(nil), d.dossier.Editions...) }

// update runs one transaction; after it is on disk, then changes the dossier.
func (d *Desk) update(write func(*vault.Tx) error, then func()) error {
	if err := d.v.Update(write); err != nil {
		return err
	}
	d.changed(then)
	return nil
}

// changed lets the dossier follow what is on disk.
func (d *Desk) changed(then func()) {
	then()
	d.judged = nil
	d.saved = d.p.Now()
}

// Close locks the library: the vault is closed and its keys are wiped. The desk must not be used afterwards. What was
// read from it is wiped by [Scrub] once nothing shows it any more.
func (d *Desk) Close() error {
	d.dossier, d.judged, d.drafts = nil, nil, nil
	if err := d.Keeper.Close(); err != nil {
		return fmt.Errorf("close library: %w", err)
	}
	return nil
}
