// Package disk writes files so that they are there or not: flushed to the
// disk, read back and compared, and only then given their name. It gives the
// errors of file systems one family of meanings, and has the patience that
// virus scanners need. It knows nothing of what the files are for.
package disk

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// What errors of a file system mean. Every error of this package wraps one of
// them where one fits, and the system's own reason besides; see [Meaning].
var (
	// ErrFull means that the disk, or this person's share of it, is full.
	ErrFull = errors.New("disk full")
	// ErrReadOnly means that this person may not write there.
	ErrReadOnly = errors.New("not writable")
	// ErrNoFolder means that the folder does not exist, or its disk is gone.
	ErrNoFolder = errors.New("no such folder")
	// ErrOpen means that another program holds the file open and lets nobody write it.
	ErrOpen = errors.New("file is open in another program")
	// ErrReadBack means that the disk gave back other bytes than it was given.
	ErrReadBack = errors.New("file read back differs")
	// ErrTooLarge means that a file is over the limit that was set for reading it.
	ErrTooLarge = errors.New("file is too large")
)

// The rights of a file that others may read, and of one and of a folder that
// only this person may.
const (
	ForOthers  fs.FileMode = 0o644
	ForUser    fs.FileMode = 0o600
	UserFolder fs.FileMode = 0o700
)

// SuffixPart ends the names of files that are not whole yet.
const SuffixPart = ".part"

// prefixPart begins the names of those that [Write] makes.
const prefixPart = ".trygghylla-"

// patience is how long a virus scanner's short look at a file is waited out.
const patience = time.Second

// Meaning puts the sentinel of its meaning on an error of the file system,
// behind what was being done. It names no folder: folders can tell of people.
func Meaning(doing string, err error) error {
	if err == nil {
		return nil
	}
	reason := err
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		doing, reason = doing+" "+filepath.Base(path.Path), path.Err
	case errors.As(err, &link):
		doing, reason = doing+" "+filepath.Base(link.New), link.Err
	}
	if meaning := meaningOf(err); meaning != nil && !errors.Is(reason, meaning) {
		return fmt.Errorf("%s: %w: %w", doing, meaning, reason)
	}
	return fmt.Errorf("%s: %w", doing, reason)
}

// meaningOf finds the sentinel for an error, nil if there is none.
func meaningOf(err error) error {
	for _, sentinel := range []error{ErrFull, ErrReadOnly, ErrNoFolder, ErrOpen, ErrReadBack, ErrTooLarge} {
		if errors.Is(err, sentinel) {
			return sentinel
		}
	}
	switch {
	case isOneOf(err, full):
		return ErrFull
	case isOneOf(err, sharing):
		return ErrOpen
	case isOneOf(err, readOnly), errors.Is(err, fs.ErrPermission):
		return ErrReadOnly
	case isOneOf(err, noFolder), errors.Is(err, fs.ErrNotExist):
		return ErrNoFolder
	}
	return nil
}

// isOneOf reports whether err is one of the system's errors, also where a
// library has kept no more of it than its text.
func isOneOf(err error, system []error) bool {
	for _, s := range system {
		if errors.Is(err, s) || err != nil && strings.Contains(err.Error(), s.Error()) {
			return true
		}
	}
	return false
}

// Read reads a whole file of at most most bytes; it is measured before it is
// read. A file that is not there is [fs.ErrNotExist], a larger one [ErrTooLarge].
func Read(path string, most int64) (b []byte, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read %s: %w", filepath.Base(path), fs.ErrNotExist)
	}
	if err != nil {
		return nil, Meaning("read", err)
	}
	defer f.Close() // only read from
	info, err := f.Stat()
	if err != nil {
		return nil, Meaning("read", err)
	}
	if info.Size() > most {
		return nil, fmt.Errorf("read file of %d bytes: %w", info.Size(), ErrTooLarge)
	}
	b = make([]byte, info.Size())
	n, err := io.ReadFull(f, b)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, Meaning("read", err)
	}
	return b[:n], nil
}

// Exists reports whether there is something at path, a broken link too.
func Exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, Meaning("look for", err)
}

// Remove removes a file; that there is none is well.
func Remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Meaning("remove", err)
	}
	return nil
}

// Rename gives a file or a folder another name and makes that durable, waiting
// out a short look at it by a virus scanner. After an error the new name may be
// there all the same, and may be gone after a power cut. Both names are in one
// file system, best in one folder.
func Rename(from, to string) error {
	if err := Move(from, to); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(to))
}

// Move is [Rename] without making the name durable.
func Move(from, to string) error {
	err := os.Rename(from, to)
	for wait := 10 * time.Millisecond; err != nil && passes(err) && wait < patience; wait *= 2 {
		time.Sleep(wait)
		err = os.Rename(from, to)
	}
	if err != nil && passes(err) && !errors.Is(err, ErrOpen) {
		if there, _ := Exists(to); there {
			return fmt.Errorf("rename %s: %w: %w", filepath.Base(to), ErrOpen, err.(*os.LinkError).Err)
		}
	}
	return Meaning("rename", err)
}

// SyncFolder makes the names in a folder durable. What a file system cannot do,
// and what a folder that may only be written to does not let us, is left out.
func SyncFolder(dir string) error {
	err := syncFolder(dir)
	if errors.Is(err, fs.ErrPermission) {
		return nil
	}
	return Meaning("make names durable in", err)
}

// Free returns path, or when there is something already a name with a running
// number before its ending.
func Free(path string) (string, error) {
	ending := filepath.Ext(path)
	base := strings.TrimSuffix(path, ending)
	for n := 2; ; n++ {
		if there, err := Exists(path); !there || err != nil {
			return path, err
		}
		path = base + "-" + strconv.Itoa(n) + ending
	}
}

// Put is [Write] for what nobody need look at once more.
func Put(path string, perm fs.FileMode, data []byte) error {
	return Write(path, perm, data, func([]byte) error { return nil })
}

// Write puts data into place whole or not at all: written without a name, or
// beside its name where the system has nothing like that, flushed to the disk,
// read back and compared, looked at by check, given its rights and then its
// name, which is made durable. On an error before that nothing is left behind
// and an older file at path is untouched; afterwards it is in place, whole.
// What a killed program leaves under a name of its own is taken away by [Sweep].
func Write(path string, perm fs.FileMode, data []byte, check func(back []byte) error) error {
	return write(path, perm, data, check, newPart)
}

func write(path string, perm fs.FileMode, data []byte, check func([]byte) error, begin func(dir string) (*part, error)) error {
	p, err := begin(filepath.Dir(path))
	if err != nil {
		return Meaning("write", named(path, err))
	}
	err = p.fill(data, perm, check)
	if err == nil {
		err = p.install(path)
	}
	if errors.Is(err, errNoName) { // it stays without one there: once more, with a name from the start
		return errors.Join(p.end(), write(path, perm, data, check, namedPart))
	}
	if err = errors.Join(err, p.end()); err != nil {
		return Meaning("write", named(path, err))
	}
	return SyncFolder(filepath.Dir(path))
}

// named lets an error of the file system name the file that was meant, not
// that which is written for it.
func named(path string, err error) error {
	var of *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &of):
		return &fs.PathError{Op: of.Op, Path: path, Err: of.Err}
	case errors.As(err, &link):
		return &fs.PathError{Op: link.Op, Path: path, Err: link.Err}
	}
	return err
}

// part is a file that has not got its name yet.
type part struct {
	f    *os.File
	name string // what it is called meanwhile, empty if nothing
}

// newPart makes one in a folder, without any name if that can be had.
func newPart(dir string) (*part, error) {
	if f := unnamed(dir); f != nil {
		return &part{f: f}, nil
	}
	return namedPart(dir)
}

// namedPart makes one that has a name meanwhile.
func namedPart(dir string) (*part, error) {
	f, err := os.CreateTemp(dir, prefixPart+"*"+SuffixPart)
	if err != nil {
		return nil, err
	}
	hold(f)
	return &part{f: f, name: f.Name()}, nil
}

// fill writes, flushes and proves.
func (p *part) fill(data []byte, perm fs.FileMode, check func([]byte) error) error {
	if _, err := p.f.Write(data); err != nil {
		return err
	}
	if err := p.f.Sync(); err != nil {
		return err
	}
	back := make([]byte, len(data)+1) // one more: nothing may follow
	n, err := p.f.ReadAt(back, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if !bytes.Equal(back[:n], data) {
		return ErrReadBack
	}
	if err := check(back[:n:n]); err != nil {
		return err
	}
	return p.f.Chmod(perm)
}

// errNoName says that an unnamed file could not be given a name, as on some
// file systems and where there is no /proc.
var errNoName = errors.New("unnamed file cannot be named")

// install gives it its name, over what stands there.
func (p *part) install(path string) error {
	if p.name == "" {
		err := link(p.f, path)
		switch {
		case err == nil:
			return nil
		case !errors.Is(err, fs.ErrExist):
			return fmt.Errorf("%w: %w", errNoName, err)
		}
		// A file that stands there can only be renamed over.
		name := filepath.Join(filepath.Dir(path), prefixPart+strconv.FormatInt(time.Now().UnixNano(), 36)+SuffixPart)
		if err := link(p.f, name); err != nil {
			return fmt.Errorf("%w: %w", errNoName, err)
		}
		p.name = name
	}
	if err := p.close(); err != nil { // what is open cannot be renamed everywhere
		return err
	}
	if err := Move(p.name, path); err != nil {
		return err
	}
	p.name = ""
	return nil
}

// close closes the file, once.
func (p *part) close() error {
	f := p.f
	if p.f = nil; f == nil {
		return nil
	}
	return f.Close()
}

// end closes it, and takes away what has not got its name.
func (p *part) end() error {
	err := p.close()
	if p.name != "" {
		err = errors.Join(err, Remove(p.name))
	}
	return err
}

// Sweep takes away what killed programs have left in a folder under the names
// that [Write] gives, also those of earlier versions. What a running one is
// writing stays. It returns how many there were; what cannot be removed now is
// left for the next time, and a folder that is not there has nothing.
func Sweep(dir string) int {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0
	}
	n := 0
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), prefixPart) || !e.Type().IsRegular() {
			continue
		}
		path := filepath.Join(dir, e.Name())
		if !held(path) && os.Remove(path) == nil {
			n++
		}
	}
	return n
}
