package vault

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// tee is where the text of a backup goes while it is read.
type tee struct{ hash.Hash }

// sink takes what a backup holds while it is read. What it was given counts
// only when the reading has ended without an error.
type sink interface {
	text() io.Writer
	record(sealed []byte, r record) error
	attachment(id [16]byte, size int64, r io.Reader) error
}

func (t tee) text() io.Writer {
	if t.Hash == nil {
		return io.Discard
	}
	return t.Hash
}

func (t tee) record([]byte, record) error { return nil }

func (t tee) attachment(_ [16]byte, size int64, r io.Reader) error {
	_, err := io.CopyN(io.Discard, r, size)
	return err
}

// readBackup reads a backup to its end and proves every part of it.
func readBackup(path string, unlock func(*keyfile) (opening, error), to sink) (BackupInfo, error) {
	f, err := os.Open(path)
	if err != nil {
		return BackupInfo{}, meant("read backup", err)
	}
	defer f.Close() // only read from
	info, err := readBackupFrom(bufio.NewReaderSize(f, 1<<20), unlock, to)
	if err != nil {
		return BackupInfo{}, fmt.Errorf("read backup: %w", err)
	}
	return info, nil
}

func readBackupFrom(in io.Reader, unlock func(*keyfile) (opening, error), to sink) (BackupInfo, error) {
	h, err := readBackupHead(in)
	if err != nil {
		return BackupInfo{}, err
	}
	k, err := unlock(h.keyfile)
	if err != nil {
		return BackupInfo{}, err
	}
	defer k.wipe()
	s, err := k.stream(h)
	if err != nil {
		return BackupInfo{}, err
	}
	b := &backupReader{k: k, to: to, info: h.info, ids: make(map[[16]byte]bool), names: make(map[natural]bool)}
	b.r = bufio.NewReader(io.TeeReader(newOpener(s, in), to.text()))
	for {
		end, err := b.item()
		if tooShort(err) {
			err = damaged("backup ends too early")
		}
		if err != nil {
			return BackupInfo{}, err
		}
		if end {
			return b.info, nil
		}
	}
}

// backupReader reads the text of a backup.
type backupReader struct {
	k     opening
	r     *bufio.Reader
	to    sink
	info  BackupInfo
	sum   setSum
	ids   map[[16]byte]bool
	names map[natural]bool
}

// item reads one item and reports whether it was the last.
func (b *backupReader) item() (end bool, err error) {
	kind, err := b.r.ReadByte()
	if err != nil {
		return false, err
	}
	switch kind {
	case itemRecord:
		return false, b.record()
	case itemAttachment:
		return false, b.attachment()
	case itemEnd:
		return true, b.end()
	}
	return false, damaged("backup with an unknown item")
}

func (b *backupReader) record() error {
	var head [4]byte
	if _, err := io.ReadFull(b.r, head[:]); err != nil {
		return err
	}
	n := binary.BigEndian.Uint32(head[:])
	if n > recordMost {
		return damaged("record of %d bytes in backup", n)
	}
	sealed := make([]byte, n)
	if _, err := io.ReadFull(b.r, sealed); err != nil {
		return err
	}
	r, element, err := b.k.item(sealed)
	if err != nil {
		return err
	}
	defer clear(r.body)
	name := natural{r.in, r.key}
	if r.dead || b.ids[r.id] || b.names[name] || r.seq > b.info.Seq {
		return damaged("record in backup that cannot be")
	}
	b.ids[r.id], b.names[name] = true, true
	b.sum.add(element)
	b.info.Records++
	return b.to.record(sealed, r)
}

func (b *backupReader) attachment() error {
	var head [24]byte
	if _, err := io.ReadFull(b.r, head[:]); err != nil {
		return err
	}
	size := binary.BigEndian.Uint64(head[16:])
	if size > uint64(attachSize(MaxAttachment)) {
		return damaged("attachment of %d bytes in backup", size)
	}
	b.info.Attachments++
	return b.to.attachment([16]byte(head[:16]), int64(size), b.r)
}

func (b *backupReader) end() error {
	var tail [48]byte
	if _, err := io.ReadFull(b.r, tail[:]); err != nil {
		return err
	}
	if binary.BigEndian.Uint64(tail[:]) != uint64(b.info.Records) || !bytes.Equal(tail[16:], b.sum.bytes()) ||
		binary.BigEndian.Uint64(tail[8:]) != uint64(b.info.Attachments) {
		return damaged("backup with other items than it was made of")
	}
	_, err := b.r.ReadByte()
	switch {
	case err == nil:
		return damaged("backup goes on after its end")
	case errors.Is(err, io.EOF):
		return nil
	}
	return err
}

// VerifyBackup reads a backup to its end with a password and proves all of it,
// without writing anything.
func VerifyBackup(path string, password []byte) (BackupInfo, error) {
	return readBackup(path, own(byPassword(password)), tee{})
}

// VerifyBackupWithCode is [VerifyBackup] with the recovery code.
func VerifyBackupWithCode(path string, code Code) (BackupInfo, error) {
	return readBackup(path, own(byCode(code)), tee{})
}

func byPassword(password []byte) func(*keyfile) (*keys, error) {
	return func(f *keyfile) (*keys, error) { return f.unlock(slotPassword, password, ErrPassword) }
}

func byCode(code Code) func(*keyfile) (*keys, error) {
	return func(f *keyfile) (*keys, error) { return f.unlock(slotCode, code[:], ErrCode) }
}

// RestoreWithPassword makes a vault in intoDir out of a backup. The directory
// must not exist or be empty, else [ErrExists]; it appears only when all of
// the backup has been proven and written. The vault then opens with the
// password and the code that the backup opens with. It keeps its id and its
// save numbers.
func RestoreWithPassword(backup, intoDir string, password []byte) error {
	return restore(backup, intoDir, byPassword(password))
}

// RestoreWithCode is [RestoreWithPassword] with the recovery code.
func RestoreWithCode(backup, intoDir string, code Code) error {
	return restore(backup, intoDir, byCode(code))
}

// restoring is the sink that writes a new vault.
type restoring struct {
	tee
	dir  string
	puts []put
}

func (r *restoring) record(sealed []byte, x record) error {
	r.puts = append(r.puts, put{x.id, sealed})
	return nil
}

func (r *restoring) attachment(id [16]byte, size int64, from io.Reader) error {
	b := make([]byte, size)
	if _, err := io.ReadFull(from, b); err != nil {
		return err
	}
	return writeDurably(filepath.Join(r.dir, dirAttachments, hex.EncodeToString(id[:])), b)
}

func restore(backup, intoDir string, unlock func(*keyfile) (*keys, error)) error {
	if entries, err := os.ReadDir(intoDir); err == nil && len(entries) > 0 {
		return fmt.Errorf("restore: %w", ErrExists)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return meant("restore", err)
	}
	if err := os.MkdirAll(filepath.Dir(intoDir), dirMode); err != nil {
		return meant("restore", err)
	}
	dir, err := os.MkdirTemp(filepath.Dir(intoDir), ".restoring-*")
	if err != nil {
		return meant("restore", err)
	}
	err = restoreInto(backup, dir, unlock)
	if err == nil {
		err = removeIfThere(intoDir)
	}
	if err == nil {
		err = move(dir, intoDir)
	}
	if err == nil {
		dir = intoDir
		err = syncName(intoDir)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("restore: %w", err), meant("remove what was restored", os.RemoveAll(dir)))
	}
	return nil
}

// restoreInto fills a directory, the key file last.
func restoreInto(backup, dir string, unlock func(*keyfile) (*keys, error)) error {
	if err := os.Mkdir(filepath.Join(dir, dirAttachments), dirMode); err != nil {
		return meant("make directory", err)
	}
	var k *keys
	var f *keyfile
	to := &restoring{dir: dir}
	info, err := readBackup(backup, own(func(have *keyfile) (*keys, error) {
		got, err := unlock(have)
		if err != nil {
			return nil, err
		}
		f = have
		if k, err = newKeys(have.id, got.master[:]); err != nil {
			return nil, err
		}
		return got, nil
	}), to)
	if k != nil {
		defer k.wipe()
	}
	if err != nil {
		return err
	}
	m := manifest{seq: info.Seq, time: info.Time}
	img, err := writeFresh(filepath.Join(dir, nameRecords), k, to.puts, m, f.raw)
	if err != nil {
		return err
	}
	img.wipe()
	if err := syncName(filepath.Join(dir, dirAttachments, "any")); err != nil {
		return err
	}
	return writeDurably(filepath.Join(dir, nameKey), f.file())
}
