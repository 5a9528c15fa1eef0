package vault

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// pageSize is that of every records file, whatever the computer's: the file
// must open on another one.
const pageSize = 4096

// store is the records file opened for writing.
type store struct {
	path string
	db   *bolt.DB
	file *os.File
	info os.FileInfo
	lost bool // a fault in the wrong place has left bbolt locked for good
}

// guarded runs f and turns a fault into an error: a file that is cut short
// under its mapping, a disk that cannot be read, a share that has gone.
func guarded(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = damaged("fault in the records file: %v", r)
		}
	}()
	return f()
}

// openStore opens a records file that has been checked, or makes a new one.
// Room is how many bytes it is to grow to at once, for bbolt copies everything
// in memory each time that it makes room itself.
func openStore(path string, room int) (*store, error) {
	s, err := openBolt(path, room)
	if errors.Is(err, berrors.ErrInvalid) {
		// bbolt says so of a file that it could not read, too.
		if _, err := readAtMost(path, fileMost); err != nil {
			return nil, err
		}
		return openBolt(path, room)
	}
	return s, err
}

func openBolt(path string, room int) (*store, error) {
	s := &store{path: path}
	err := guarded(func() error {
		var err error
		s.db, err = bolt.Open(path, fileMode, &bolt.Options{
			Timeout:      2 * time.Second,
			FreelistType: bolt.FreelistMapType,
			PageSize:     pageSize,
			NoStatistics: true,

			InitialMmapSize: room,
			OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
				f, err := os.OpenFile(name, flag, mode)
				s.file = f
				return f, err
			},
		})
		return err
	})
	if err == nil {
		s.info, err = s.file.Stat()
	}
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, fmt.Errorf("open records file: %w", ErrInUse)
	}
	if err != nil {
		return nil, errors.Join(meant("open records file", err), s.close())
	}
	return s, nil
}

// close lets the file go.
func (s *store) close() error {
	if s == nil || s.db == nil {
		return nil
	}
	db := s.db
	s.db = nil
	if s.lost {
		// Close would wait for ever. The mapping stays until the program ends,
		// and would keep the lock if it were not given back.
		return errors.Join(unlockFile(s.file), s.file.Close())
	}
	return guarded(db.Close)
}

// same makes sure that the file at the path is the one that was opened, whole.
func (s *store) same() error {
	now, err := os.Stat(s.path)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("records file has gone: %w", ErrReplaced)
	}
	if err != nil {
		return meant("look at records file", err)
	}
	if !os.SameFile(now, s.info) {
		return fmt.Errorf("another records file: %w", ErrReplaced)
	}
	if now.Size() < s.info.Size() {
		return errShortened
	}
	return nil
}

// errShortened says that the file that was opened has been cut short. What is
// in memory is then all there is.
var errShortened = fmt.Errorf("records file cut short: %w", ErrReplaced)

// commit runs f in one transaction. When it returns nil, everything is on the
// disk; when it returns an error of tried, nobody knows; else nothing was
// written.
func (s *store) commit(f func(tx *bolt.Tx) error) (tried bool, err error) {
	if err := s.same(); err != nil {
		return false, err
	}
	var tx *bolt.Tx
	err = guarded(func() error {
		s.lost = true
		var err error
		tx, err = s.db.Begin(true)
		s.lost = false
		if err != nil {
			return err
		}
		if err = f(tx); err != nil {
			return err
		}
		tried = true
		return tx.Commit()
	})
	if err != nil && tx != nil && tx.DB() != nil {
		// A fault has left the transaction open, with the writer's lock.
		if back := guarded(tx.Rollback); back != nil {
			err, tried, s.lost = errors.Join(err, back), true, true
		}
	}
	if err != nil {
		return tried || s.lost, meant("save", err)
	}
	if info, err := s.file.Stat(); err == nil {
		s.info = info
	}
	return true, nil
}

// pages counts the pages that the file uses, and all that it has.
func (s *store) pages() (used, all int, err error) {
	err = guarded(func() error {
		return s.db.View(func(tx *bolt.Tx) error {
			meta := make([]byte, 2*pageSize)
			if _, err := s.file.ReadAt(meta, 0); err != nil {
				return err
			}
			m := findMetas(meta)[0]
			head := make([]byte, boltHeader+8)
			if _, err := s.file.ReadAt(head, int64(m.free*m.size)); err != nil {
				return err
			}
			_, count, _ := pageHead(head)
			free := uint64(count)
			if count == 0xffff {
				free = binary.LittleEndian.Uint64(head[boltHeader:])
			}
			used, all = int(m.high-free), int(s.info.Size()/int64(m.size))
			return nil
		})
	})
	return used, all, err
}

// put is a sealed record with its id.
type put struct {
	id     [16]byte
	sealed []byte
}

// writeFresh writes a new records file at path, with nothing in it but the
// given records, and proves it by reading it back. What was read is returned.
// Two transactions make both meta pages point to a save.
func writeFresh(path string, k *keys, puts []put, m manifest, keyFile []byte) (image, error) {
	if err := removeIfThere(path); err != nil {
		return image{}, err
	}
	room := 0
	for _, p := range puts {
		room += 2 * len(p.sealed)
	}
	if room/2 > growMost {
		return image{}, fmt.Errorf("records of %d bytes: %w", room/2, ErrTooLarge)
	}
	s, err := openStore(path, room)
	if err != nil {
		return image{}, errors.Join(err, removeIfThere(path))
	}
	slices.SortFunc(puts, func(a, b put) int { return slices.Compare(a.id[:], b.id[:]) })
	m.count, m.sum = uint64(len(puts)), setSum{}
	prover := k.prover()
	for _, p := range puts {
		m.sum.add(prover.element(p.sealed))
	}
	for i := range 2 {
		_, err = s.commit(func(tx *bolt.Tx) error {
			if i == 0 {
				if err := fill(tx, puts); err != nil {
					return err
				}
			}
			return seal(tx, k, &m, keyFile)
		})
		if err != nil {
			return image{}, errors.Join(err, s.close(), removeIfThere(path))
		}
	}
	err = s.close()
	if err == nil {
		err = trim(path)
	}
	var img image
	if err == nil {
		img, err = proveFresh(path, k, m)
	}
	if err != nil {
		return image{}, errors.Join(err, removeIfThere(path))
	}
	return img, nil
}

// trim cuts off what bbolt has not used yet of a new file.
func trim(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, fileMode)
	if err != nil {
		return meant("trim records file", err)
	}
	head := make([]byte, 2*pageSize)
	_, err = f.ReadAt(head, 0)
	if metas := findMetas(head); err == nil && len(metas) > 0 {
		err = f.Truncate(int64(metas[0].high * metas[0].size))
	}
	if err == nil {
		err = f.Sync()
	}
	return meant("trim records file", errors.Join(err, f.Close()))
}

// fill makes the buckets and puts the records in, in the order of their ids.
func fill(tx *bolt.Tx, puts []put) error {
	r, err := tx.CreateBucket([]byte(bucketRecords))
	if err != nil {
		return err
	}
	if _, err := tx.CreateBucket([]byte(bucketManifest)); err != nil {
		return err
	}
	r.FillPercent = 0.9
	for _, p := range puts {
		if err := r.Put(p.id[:], p.sealed); err != nil {
			return err
		}
	}
	return nil
}

// seal writes the manifest, and the copy of the key file if there is one to
// write, into the transaction.
func seal(tx *bolt.Tx, k *keys, m *manifest, keyFile []byte) error {
	b := tx.Bucket([]byte(bucketManifest))
	if b == nil {
		return damaged("no bucket for the manifest")
	}
	m.tx = uint64(tx.ID())
	if keyFile != nil {
		if err := b.Put([]byte(keyKeyFile), keyFile); err != nil {
			return err
		}
	}
	return b.Put([]byte(keyManifest), m.encode(k))
}

// proveFresh reads a new records file back.
func proveFresh(path string, k *keys, m manifest) (image, error) {
	b, err := readAtMost(path, fileMost)
	if err != nil {
		return image{}, err
	}
	img, err := k.read(b, 0)
	if err != nil {
		return image{}, fmt.Errorf("prove new records file: %w", err)
	}
	if img.seq != m.seq || img.sum != m.sum || img.count != m.count {
		img.wipe()
		return image{}, damaged("new records file is not what was written")
	}
	return img, nil
}
