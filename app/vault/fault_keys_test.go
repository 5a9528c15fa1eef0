package vault

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func (f *faulty) nextWord() string { return fmt.Sprintf("ord %d %d", f.seed, f.n) }

func (f *faulty) password() (string, error) {
	next := f.nextWord()
	ok, err := f.told("password", f.v.ChangePassword([]byte(f.word), []byte(next)))
	if ok {
		f.word, f.words = next, nil
	} else {
		f.words = append(f.words, next)
	}
	return "password", errors.Join(err, f.knows())
}

// knows makes sure that the confirmed password is the vault's.
func (f *faulty) knows() error {
	return untouched(func() error { return f.v.CheckPassword([]byte(f.word)) })
}

func (f *faulty) newCode() (string, error) {
	code, err := f.v.NewCode([]byte(f.word))
	ok, err := f.told("code", err)
	if ok {
		f.code, f.words = code, nil
	}
	return "code", err
}

func (f *faulty) renew() (string, error) {
	next := f.nextWord()
	code, err := f.v.Renew([]byte(next))
	ok, err := f.told("renew", err)
	if ok {
		f.word, f.code = next, code
		f.settled()
	} else {
		f.words = append(f.words, next)
	}
	return "renew", errors.Join(err, f.knows())
}

// open opens the vault, as often as a person would try.
func (f *faulty) open() error {
	words := append([]string{f.word}, f.words...)
	for i, tries := 0, 0; i < len(words); {
		v, err := Open(f.o, []byte(words[i]))
		if errors.Is(err, ErrPassword) {
			i++
			continue
		}
		ok, err := f.told("open", err)
		if err != nil {
			return err
		}
		if tries++; !ok && tries < 100 {
			f.stir()
			continue
		}
		if !ok {
			return errWrong("cannot be opened any more")
		}
		f.v = v
		return f.opened(i > 0, words[i])
	}
	return errWrong("neither the old password nor a new one opens it")
}

// opened compares what an opening shows with what was confirmed.
func (f *faulty) opened(otherWord bool, word string) error {
	f.words = nil
	if otherWord {
		f.rep.Through++
		f.word = word
	}
	if err := f.v.CheckCode(f.code); err != nil {
		// A new code came through, which nobody has seen: she makes one with the password.
		code, err := f.v.NewCode([]byte(f.word))
		if ok, err := f.told("code", err); !ok {
			return errors.Join(err, errWrong("the recovery code does not fit"))
		}
		f.code = code
	}
	got := f.content()
	if maps.Equal(got, f.have) {
		f.doubt = nil
		return nil
	}
	for _, other := range f.doubt {
		if maps.Equal(got, other) {
			f.rep.Through++
			f.have, f.doubt = other, nil
			return nil
		}
	}
	lost, strange := f.have.compare(got)
	return errWrong("an opening shows neither what was confirmed nor a whole change: %d lost, %d strange", lost, strange)
}

// content reads all texts, as copies that outlive the vault.
func (f *faulty) content() texts {
	got := content(f.v)
	for n, x := range got {
		got[n] = strings.Clone(x)
	}
	return got
}

func (f *faulty) reopen() (string, error) {
	if _, err := f.told("close", f.v.Close()); err != nil {
		return "close", err
	}
	return "open", f.open()
}

// create makes another vault. One that was refused is none, and can be made
// again in the same place.
func (f *faulty) create() (string, error) {
	o := Options{Dir: filepath.Join(filepath.Dir(f.o.Dir), fmt.Sprintf("v%d", f.n)), Cost: testCost}
	for range 100 {
		v, code, err := Create(o, []byte(testPassword))
		ok, err := f.told("create", err)
		if err != nil {
			return "create", err
		}
		if !ok {
			f.stir()
			continue
		}
		return "create", untouched(func() error { return errors.Join(v.Close(), opensAndGoes(o.Dir, code)) })
	}
	return "create", errWrong("cannot be created any more")
}

// opensAndGoes opens a vault by its code and removes it.
func opensAndGoes(dir string, code Code) error {
	v, err := OpenWithCode(Options{Dir: dir}, code)
	if err != nil {
		return err
	}
	return errors.Join(v.Close(), os.RemoveAll(dir))
}

// restore makes a vault of a confirmed backup. A refused one leaves
// nothing in its place, so that it can be tried again.
func (f *faulty) restore() (string, error) {
	if len(f.whole) == 0 {
		return "restore", nil
	}
	path := slices.Sorted(maps.Keys(f.whole))[f.rng.IntN(len(f.whole))]
	into := filepath.Join(filepath.Dir(f.o.Dir), "restored")
	for range 100 {
		ok, err := f.told("restore", RestoreWithCode(path, into, f.whole[path]))
		if err != nil {
			return "restore", err
		}
		if !ok {
			f.stir()
			continue
		}
		return "restore", untouched(func() error { return opensAndGoes(into, f.whole[path]) })
	}
	return "restore", errWrong("cannot be restored any more")
}

// sound looks at what is in memory and on the disk besides the records.
func (f *faulty) sound() error {
	if lost, strange := f.have.compare(content(f.v)); lost+strange > 0 {
		return errWrong("in memory %d lost, %d strange", lost, strange)
	}
	if r := f.v.Rescued(); r != nil {
		return errWrong("called damaged: %v", r.Error())
	}
	if err := f.v.CheckCode(f.code); err != nil {
		return err
	}
	for n := range f.have {
		if n.in == "p" {
			a, _, err := Get[Attachment](f.v, "p", n.key)
			if err == nil {
				_, err = f.v.Attachment(a)
			}
			if err != nil {
				return fmt.Errorf("confirmed attachment: %w", err)
			}
		}
	}
	if os.Getenv(childLeaves) != "" {
		return nil
	}
	return noLeftovers(filepath.Dir(f.o.Dir))
}

// last works on until something is confirmed once more, without having opened
// the vault anew, and closes it.
func (f *faulty) last() error {
	for range 100 {
		ok, err := f.change("put", f.with("d", "last", f.seed), func(tx *Tx) error { return Put(tx, "d", "last", f.seed) })
		if err != nil {
			return err
		}
		if ok {
			_, err := f.told("close", f.v.Close())
			return err
		}
	}
	return errWrong("nothing can be saved any more")
}
