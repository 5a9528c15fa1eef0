package vault

import (
	"bytes"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"
)

// Options say where a vault is and what it may draw on.
type Options struct {
	// Dir is the vault's directory. Nothing else belongs in it.
	Dir string
	// Now is the clock; nil means [time.Now].
	Now func() time.Time
	// Rand is the source of keys and nonces; nil means the operating
	// system's. Anything else is for tests.
	Rand io.Reader
	// Cost is read by [Create] only; see [Cost].
	Cost Cost
	// First puts the first records of a new vault, nil for none; it is told the
	// recovery code, which nothing else keeps. It is called by [Create] only,
	// before there is a vault: what is cut off or fails there has made none.
	First func(tx *Tx, code Code) error
	// Rescue makes an opening of a damaged records file bring back what can
	// be proven, instead of returning [*Damage]. The damaged file is kept in
	// the quarantine directory. See [Vault.Rescued].
	Rescue bool
	// Schema is the version of what the caller writes into records; 0 means 1.
	// A vault with a record of a higher one opens for reading only.
	Schema uint16
	// Lift makes of a record's JSON of one version that of the next. It has no
	// other effect, and is needed for a Schema above 1 only. Records of an
	// older version are lifted in memory at every opening, and on the disk,
	// all in one transaction, once a proven backup of them as they were lies in
	// the vault's directory.
	Lift func(from uint16, in Drawer, key string, body []byte) ([]byte, error)
}

// withDefaults fills in what was left out.
func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	o.Schema = max(o.Schema, 1)
	return o
}

// path gives a path inside the vault's directory.
func (o Options) path(names ...string) string {
	return filepath.Join(append([]string{o.Dir}, names...)...)
}

// file gives the path of one of the vault's own files; where that is a link, of
// what it leads to, for a new file that took its place would leave the old one
// where it is.
func (o Options) file(name string) string {
	path := o.path(name)
	if isLink(path) {
		if led, err := filepath.EvalSymlinks(path); err == nil {
			return led
		}
	}
	return path
}

// Vault is an open vault. Its methods may be called from any goroutine; an
// Update, a Backup and a change of the keys wait for one another, reading
// waits for none of them. Close wipes the keys and the texts.
type Vault struct {
	o Options

	writing  sync.Mutex // held for a whole change, and for a backup
	lock     lock
	keyfile  *keyfile
	keyStale bool   // the database's copy of the key file is an old one
	keyDoubt bool   // vault.key may not be what it should be
	keyTried uint64 // highest generation of the key file that was made
	held     error  // why nothing can be changed, nil if it can
	store    *store
	floor    uint64 // highest save number given out
	doubt    []change
	most     int64       // size that the records file may grow to
	broken   bool        // the last commit failed and nobody knows how far it came
	unwanted os.FileInfo // a records file in place, of a change that failed

	mem     sync.RWMutex // guards what follows
	keys    *keys
	state   *state
	keyWhy  error // why vault.key did not count
	rescued *Rescue
	cutOff  bool
	closed  bool
}

// Exists reports whether there is a vault in dir, sound or damaged. What an
// interrupted Create has left does not count: nobody has been given its
// recovery code.
func Exists(dir string) (bool, error) {
	if key, err := isFile(filepath.Join(dir, nameKey)); key || err != nil {
		return key, err
	}
	records, err := isFile(filepath.Join(dir, nameRecords))
	if err != nil || !records {
		return false, err
	}
	creating, err := isFile(filepath.Join(dir, nameCreating))
	return !creating, err
}

// Open opens a vault with its password. Nothing is returned that has not been
// proven: every record is decrypted and counted here, and reading afterwards
// is from memory. Errors: [ErrNone], [ErrInUse], [ErrPassword], [ErrKeyFile],
// [ErrDamaged] (with [*Damage] when the records file is meant), [ErrNewer],
// [ErrTooLarge]. What the disk cannot read is damage.
// Where nothing can be written the vault opens all the same, see
// [Vault.ReadOnly].
func Open(o Options, password []byte) (*Vault, error) {
	return open(o, slotPassword, password, ErrPassword)
}

// OpenWithCode opens a vault with its recovery code; [ErrCode] if it is
// another's. Let the person choose a new password then: [Vault.SetPassword].
func OpenWithCode(o Options, code Code) (*Vault, error) {
	return open(o, slotCode, code[:], ErrCode)
}

func open(o Options, kind uint16, secret []byte, wrong error) (*Vault, error) {
	o = o.withDefaults()
	if there, err := Exists(o.Dir); err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	} else if !there {
		return nil, fmt.Errorf("open vault: %w", ErrNone)
	}
	l, err := takeLock(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	v := &Vault{o: o, lock: l, most: growMost}
	if err := v.open(kind, secret, wrong); err != nil {
		return nil, errors.Join(fmt.Errorf("open vault: %w", err), v.Close())
	}
	return v, nil
}

// open reads the files, unlocks and loads.
func (v *Vault) open(kind uint16, secret []byte, wrong error) error {
	key, unread := v.o.readKey()
	records, lost, missing := readSectors(v.o.file(nameRecords), fileMost)
	if missing != nil && !errors.Is(missing, fs.ErrNotExist) {
		return missing
	}
	shape := shapeOf(records)
	copies, err := findKeyCopies(key, unread, records, shape)
	if err != nil {
		return err
	}
	if v.keyfile, v.keys, err = copies.unlock(kind, secret, wrong); err != nil {
		return err
	}
	v.keyWhy = copies.doubt
	if missing != nil {
		return damaged("records file is missing")
	}
	if err := v.load(records, shape, lost > 0); err != nil {
		return err
	}
	v.keyStale = !bytes.Equal(v.state.keyFile, v.keyfile.raw)
	older, err := v.fit()
	if err != nil || v.held != nil {
		return err
	}
	// If this fails, on a full disk perhaps, the next opening finds the sound
	// copy where this one has found it.
	v.doubtKey(key, unread, copies.other)
	v.settleKey()
	v.tidy()
	v.raise(older)
	if v.cutOff && v.held == nil && len(older) == 0 {
		_ = v.supersede() // else before the next change
	}
	return nil
}

// load proves the records file, whose bytes are given, and opens it for
// writing; or writes it anew, as where a part of it could not be read.
func (v *Vault) load(b []byte, s shape, spoilt bool) error {
	img, err := v.keys.readShaped(b, s, 0)
	var damage *Damage
	if errors.As(err, &damage) && v.o.Rescue {
		v.rescued, err = &Rescue{Damage: *damage}, nil
	}
	if err != nil {
		return err
	}
	v.state, v.floor = img.state, img.floor
	v.cutOff = img.damage == nil && img.floor > img.seq
	if err := v.writable(); errors.Is(err, ErrReadOnly) {
		v.held = ErrReadOnly
		return nil
	} else if err != nil {
		return err
	}
	if !img.sound || spoilt {
		err := v.replace(b)
		if errors.Is(err, ErrFull) && v.rescued == nil {
			v.held, err = err, nil // all of it was read, and the file stays as it is
		}
		return err
	}
	if err := v.openSound(); errors.Is(err, ErrFull) {
		v.broken = true // opening may need room; reading does not
	} else if err != nil {
		return err
	}
	return nil
}

// openSound opens a records file for writing that has just been proven.
func (v *Vault) openSound() error {
	s, err := openStore(v.o.file(nameRecords), 0)
	if err != nil {
		return err
	}
	v.store = s
	return nil
}

// writable finds out whether the records file can be written to.
func (v *Vault) writable() error {
	if v.lock.f == nil {
		return ErrReadOnly
	}
	f, err := os.OpenFile(v.o.file(nameRecords), os.O_RDWR, fileMode)
	if err != nil {
		return meant("open records file", err)
	}
	return f.Close()
}

// ReadOnly reports whether nothing can be changed; see [Vault.Held].
func (v *Vault) ReadOnly() bool { return v.held != nil }

// Held gives the error with which every change fails: [ErrReadOnly] when the
// vault's place cannot be written to, [ErrNewer] when a newer program has
// written some of the records, another one when the records of an older program
// could not be brought up to date on the disk. It is nil when changes are possible.
func (v *Vault) Held() error { return v.held }

// Dir gives the vault's directory.
func (v *Vault) Dir() string { return v.o.Dir }

// ID gives the vault's id. It is no secret and stays through backup and
// restore, changes of password and renewal of the keys.
func (v *Vault) ID() [16]byte {
	v.mem.RLock()
	defer v.mem.RUnlock()
	return v.keyfile.id
}

// Seq gives the number of the last save. It only grows, also from one opening
// to the next.
func (v *Vault) Seq() uint64 {
	v.mem.RLock()
	defer v.mem.RUnlock()
	if v.state == nil {
		return 0
	}
	return v.state.seq
}

// Close lets the files go and wipes keys and texts from memory. A second Close
// does nothing. A large records file that is more than half empty is written
// anew before, as by [Vault.Compact], so that the next opening need not read it
// all; where that fails the file stays as it is.
func (v *Vault) Close() error {
	v.writing.Lock()
	defer v.writing.Unlock()
	v.shrink()
	v.mem.Lock()
	defer v.mem.Unlock()
	if v.closed {
		return nil
	}
	v.closed = true
	v.settleKey()
	err := v.store.close()
	if v.state != nil {
		v.state.wipe()
		v.state = nil
	}
	if v.keys != nil {
		v.keys.wipe()
		v.keys = nil
	}
	for i := range v.doubt {
		clear(v.doubt[i].body)
	}
	v.doubt = nil
	err = errors.Join(err, v.lock.release())
	debug.FreeOSMemory()
	if err != nil {
		return fmt.Errorf("close vault: %w", err)
	}
	return nil
}

// CheckPassword says with nil that this is the vault's password, with
// [ErrPassword] that it is not.
func (v *Vault) CheckPassword(password []byte) error {
	v.writing.Lock()
	defer v.writing.Unlock()
	return v.checkPassword(password)
}

func (v *Vault) checkPassword(password []byte) error {
	if v.closed {
		return ErrClosed
	}
	k, err := v.keyfile.unlock(slotPassword, password, ErrPassword)
	if err != nil {
		return fmt.Errorf("check password: %w", err)
	}
	defer k.wipe()
	if subtle.ConstantTimeCompare(k.master[:], v.keys.master[:]) != 1 {
		return fmt.Errorf("check password: %w", ErrPassword)
	}
	return nil
}
