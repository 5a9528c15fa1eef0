package vault

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// childErrno tells the child in the role "faulty" which error its calls of the
// system give now and then.
const childErrno = "VAULT_TEST_ERRNO"

// childLeaves is set where a failed write may leave something because removing
// it fails too.
const childLeaves = "VAULT_TEST_LEAVES"

// Only the main thread's calls fail, so that Go's own ones do not.
func init() {
	if role := os.Getenv(childRole); role == "faulty" || role == "remover" {
		runtime.LockOSThread()
	}
}

// untouched runs f on another thread, where no call fails.
func untouched(f func() error) error {
	done := make(chan error)
	go func() { done <- f() }()
	return <-done
}

// faulty works in a vault while single calls of the system fail, and goes on
// after every error that it is told of.
type faulty struct {
	v     *Vault
	o     Options
	rng   *rand.Rand
	fault syscall.Errno
	seed  int
	n     int

	have  texts           // what is confirmed
	doubt []texts         // what the disk may hold instead, of changes refused since
	word  string          // the password
	words []string        // passwords that may hold instead
	code  Code            // the recovery code
	whole map[string]Code // confirmed backups with the code that opens them
	rep   faultReport
}

// faultReport is what such a child has done, for its parent to compare.
type faultReport struct {
	Confirmed, Refused int
	// Through counts the refused changes that the next opening showed, whole.
	Through  int
	Acts     map[string][2]int // confirmed and refused of each kind
	Texts    [][3]string       // drawer, key, text
	Code     string
	Password string
	Backups  map[string]string // with their codes
}

// childFaulty is the child in the role "faulty". It prints its report last.
func childFaulty() error {
	seed, err := strconv.Atoi(os.Getenv(childSeed))
	if err != nil {
		return err
	}
	errno, err := strconv.Atoi(os.Getenv(childErrno))
	if err != nil {
		return err
	}
	code, err := ParseCode(os.Getenv(childCode))
	if err != nil {
		return err
	}
	f := &faulty{
		o: Options{Dir: os.Getenv(childDir)}, rng: rand.New(rand.NewPCG(uint64(seed), 21)), fault: syscall.Errno(errno), seed: seed,
		have: make(texts), word: testPassword, code: code, whole: make(map[string]Code),
		rep: faultReport{Acts: make(map[string][2]int)},
	}
	if err := f.open(); err != nil {
		return err
	}
	for f.n = range 50 {
		if err := f.act(); err != nil {
			return fmt.Errorf("seed %d, act %d: %w", seed, f.n, err)
		}
	}
	if err := f.last(); err != nil {
		return fmt.Errorf("seed %d, end: %w", seed, err)
	}
	return untouched(f.print)
}

// act does one thing, at random, and looks whether all is as it should be.
func (f *faulty) act() error {
	acts := []func() (string, error){
		f.put, f.put, f.put, f.del, f.two, f.attach, f.attach, f.erase, f.backup, f.backup,
		f.compact, f.password, f.newCode, f.renew, f.reopen, f.create, f.restore,
	}
	name, err := acts[f.rng.IntN(len(acts))]()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := untouched(f.sound); err != nil {
		return fmt.Errorf("after %s: %w", name, err)
	}
	return nil
}

// errWrong is the error of a vault that did not do as it promises.
func errWrong(format string, args ...any) error {
	return errors.New("wrong: " + fmt.Sprintf(format, args...))
}

// told counts an act and reports whether it was confirmed. An error must say
// what the failing call said, and no more than that.
func (f *faulty) told(act string, err error) (bool, error) {
	count := f.rep.Acts[act]
	if err == nil {
		count[0]++
		f.rep.Confirmed++
		f.rep.Acts[act] = count
		return true, nil
	}
	count[1]++
	f.rep.Refused++
	f.rep.Acts[act] = count
	var meaning error
	switch f.fault {
	case syscall.ENOSPC:
		meaning = ErrFull
	case syscall.EACCES:
		meaning = ErrReadOnly
	}
	if meaning != nil && !errors.Is(err, meaning) || !strings.Contains(err.Error(), f.fault.Error()) {
		return false, errWrong("a failing call (%v) is told as: %v", f.fault, err)
	}
	for _, s := range []error{
		ErrPassword, ErrKeyFile, ErrCode, ErrCodeTyping, ErrDamaged, ErrInUse, ErrNewer, ErrNone, ErrExists,
		ErrReadOnly, ErrFull, ErrReplaced, ErrTooLarge, ErrClosed,
	} {
		unread := s == ErrDamaged && f.fault == syscall.EIO // what time and again cannot be read is damage
		if errors.Is(err, s) && !errors.Is(s, meaning) && !unread {
			return false, errWrong("a failing call (%v) is told as %q: %v", f.fault, s, err)
		}
	}
	return false, nil
}

// settled notes that the vault has made sure of what is on the disk.
func (f *faulty) settled() { f.doubt, f.words = nil, nil }

// change saves, and notes what is confirmed by that or may be there instead.
func (f *faulty) change(act string, next texts, update func(tx *Tx) error) (bool, error) {
	ok, err := f.told(act, f.v.Update(update))
	if ok {
		f.settled()
		f.have = next
	} else {
		f.doubt = append(f.doubt, next)
	}
	return ok, err
}

// with gives what is confirmed and one text more.
func (f *faulty) with(in Drawer, key string, x any) texts {
	next := maps.Clone(f.have)
	b, err := json.Marshal(x)
	if err != nil {
		panic(err)
	}
	next[natural{in, key}] = string(b)
	return next
}

func (f *faulty) key() string { return fmt.Sprintf("k%02d", f.rng.IntN(60)) }

func (f *faulty) put() (string, error) {
	key, x := f.key(), strings.Repeat(fmt.Sprintf("%d.%d ", f.seed, f.n), 1+f.rng.IntN(900))
	_, err := f.change("put", f.with("d", key, x), func(tx *Tx) error { return Put(tx, "d", key, x) })
	return "put", err
}

func (f *faulty) two() (string, error) {
	key, x := f.key(), fmt.Sprintf("%d.%d", f.seed, f.n)
	next := f.with("d", key, x)
	next[natural{"d", key + "b"}] = next[natural{"d", key}]
	_, err := f.change("two", next, func(tx *Tx) error {
		return errors.Join(Put(tx, "d", key, x), Put(tx, "d", key+"b", x))
	})
	return "two", err
}

func (f *faulty) del() (string, error) {
	key := f.key()
	next := maps.Clone(f.have)
	delete(next, natural{"d", key})
	_, err := f.change("del", next, func(tx *Tx) error { return Delete(tx, "d", key) })
	return "del", err
}

func (f *faulty) attach() (string, error) {
	if len(f.photos()) == 4 {
		return f.erase()
	}
	a, err := f.v.Attach([]byte(strings.Repeat(fmt.Sprint(f.n), 1+f.rng.IntN(40_000))))
	ok, err := f.told("attach", err)
	if !ok || err != nil {
		return "attach", err
	}
	key := fmt.Sprintf("photo%d", f.n)
	_, err = f.change("refer", f.with("p", key, a), func(tx *Tx) error { return Put(tx, "p", key, a) })
	return "refer", err
}

// photos lists the keys of the confirmed attachments.
func (f *faulty) photos() []string {
	var keys []string
	for n := range f.have {
		if n.in == "p" {
			keys = append(keys, n.key)
		}
	}
	slices.Sort(keys)
	return keys
}

func (f *faulty) erase() (string, error) {
	keys := f.photos()
	if len(keys) == 0 {
		return "erase", nil
	}
	key := keys[f.rng.IntN(len(keys))]
	a, ok, err := Get[Attachment](f.v, "p", key)
	if !ok || err != nil {
		return "photo", err
	}
	next := maps.Clone(f.have)
	delete(next, natural{"p", key})
	ok, err = f.change("unrefer", next, func(tx *Tx) error { return Delete(tx, "p", key) })
	if !ok || err != nil {
		return "unrefer", err
	}
	if f.rng.IntN(2) == 0 {
		_, err = f.told("erase", f.v.Erase(a))
		return "erase", err
	}
	if _, err = f.told("detach", f.v.Detach(a)); err == nil {
		err = untouched(func() error { _, err := f.v.Attachment(a); return err }) // from the trash, or still there
	}
	return "detach", err
}

func (f *faulty) compact() (string, error) {
	ok, err := f.told("compact", f.v.Compact())
	if ok {
		f.settled()
	}
	return "compact", err
}

func (f *faulty) backup() (string, error) {
	path := filepath.Join(filepath.Dir(f.o.Dir), fmt.Sprintf("b%d.bibbak", f.n))
	act, make := "backup", f.v.Backup
	if f.rng.IntN(2) == 0 {
		act, make = "backup of records", f.v.BackupRecords
	}
	ok, err := f.told(act, make(path))
	if ok {
		f.whole[path] = f.code
	} else if there, _ := isFile(path); err == nil && there {
		err = untouched(func() error { _, err := VerifyBackupWithCode(path, f.code); return err })
	}
	return act, err
}

// stir makes a few calls of every kind, so that the next try does not fail at
// the same one again.
func (f *faulty) stir() {
	path := filepath.Join(filepath.Dir(f.o.Dir), "stir")
	for range f.rng.IntN(4) {
		if file, err := os.Create(path); err == nil {
			_, _ = file.WriteString("x")
			_, _ = file.WriteAt([]byte("x"), 0)
			_, _ = file.ReadAt(make([]byte, 1), 0)
			_ = errors.Join(file.Truncate(0), file.Sync(), file.Close())
		}
		_ = errors.Join(os.Rename(path, path+"red"), os.Remove(path+"red"))
	}
}

// noLeftovers looks for what an interrupted write leaves behind.
func noLeftovers(dir string) error {
	return filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && (strings.HasSuffix(path, suffixPart) || strings.HasPrefix(d.Name(), ".restoring-")) {
			err = errWrong("leftover %s", path)
		}
		return err
	})
}

// print writes the report.
func (f *faulty) print() error {
	f.rep.Code, f.rep.Password = f.code.String(), f.word
	for n, x := range f.have {
		f.rep.Texts = append(f.rep.Texts, [3]string{string(n.in), n.key, x})
	}
	f.rep.Backups = make(map[string]string)
	for path, code := range f.whole {
		f.rep.Backups[path] = code.String()
	}
	if err := json.NewEncoder(os.Stdout).Encode(f.rep); err != nil {
		return err
	}
	os.Exit(0)
	return nil
}
