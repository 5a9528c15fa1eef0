package vault

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// The shape of a backup; see the package comment.
const (
	backupMagic   = "TRYGGBAK"
	backupVersion = 1
	backupFixed   = 8 + 2 + 2 + 4 + 8 + 8 + saltSize
	backupAll     = 1 // flag: with attachments

	itemRecord     = 'R'
	itemAttachment = 'A'
	itemEnd        = 'E'
)

// BackupInfo says what a backup holds.
type BackupInfo struct {
	// Vault is the id of the vault, not secret.
	Vault [16]byte
	// Seq is the number of the last save that is in it.
	Seq uint64
	// Time is when it was made, by that computer's clock.
	Time time.Time
	// Complete says that the attachments are in it too.
	Complete bool
	// Records and Attachments are counted only when the backup has been
	// decrypted to the end.
	Records, Attachments int
}

// backupHead is the head of a backup, decoded.
type backupHead struct {
	info    BackupInfo
	salt    [saltSize]byte
	keyfile *keyfile
	raw     []byte
}

// encode writes the head into raw.
func (h *backupHead) encode() {
	b := []byte(backupMagic)
	b = binary.BigEndian.AppendUint16(b, backupVersion)
	flags := uint16(0)
	if h.info.Complete {
		flags = backupAll
	}
	b = binary.BigEndian.AppendUint16(b, flags)
	b = binary.BigEndian.AppendUint32(b, uint32(backupFixed+len(h.keyfile.raw)+sha256.Size))
	b = binary.BigEndian.AppendUint64(b, h.info.Seq)
	b = binary.BigEndian.AppendUint64(b, uint64(h.info.Time.Unix()))
	b = append(append(b, h.salt[:]...), h.keyfile.raw...)
	sum := sha256.Sum256(b)
	h.raw = append(b, sum[:]...)
}

// tooShort reports whether a file ended before what was to be read of it.
func tooShort(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// readBackupHead reads a head and leaves r at the stream.
func readBackupHead(r io.Reader) (*backupHead, error) {
	b := make([]byte, backupFixed)
	if _, err := io.ReadFull(r, b); err != nil && !tooShort(err) {
		return nil, meant("read backup", err)
	} else if err != nil || string(b[:8]) != backupMagic {
		return nil, damaged("no backup")
	}
	n := binary.BigEndian.Uint32(b[12:])
	if n < backupFixed+keyHead+64+sha256.Size || n > backupFixed+keyMost+sha256.Size {
		return nil, damaged("backup head of impossible length")
	}
	b = append(b, make([]byte, n-backupFixed)...)
	if _, err := io.ReadFull(r, b[backupFixed:]); err != nil && !tooShort(err) {
		return nil, meant("read backup", err)
	} else if err != nil {
		return nil, damaged("backup ends in its head")
	}
	end := len(b) - sha256.Size
	if sum := sha256.Sum256(b[:end]); !bytes.Equal(sum[:], b[end:]) {
		return nil, damaged("backup head fails its checksum")
	}
	if v := binary.BigEndian.Uint16(b[8:]); v > backupVersion {
		return nil, fmt.Errorf("backup of format %d: %w", v, ErrNewer)
	}
	f, err := parseCopy(b[backupFixed:end])
	if err != nil {
		return nil, err
	}
	h := &backupHead{keyfile: f, raw: b, info: BackupInfo{
		Vault:    f.id,
		Seq:      binary.BigEndian.Uint64(b[16:]),
		Time:     time.Unix(int64(binary.BigEndian.Uint64(b[24:])), 0),
		Complete: binary.BigEndian.Uint16(b[10:])&backupAll != 0,
	}}
	copy(h.salt[:], b[32:])
	return h, nil
}

// Backup writes everything, attachments too, into one sealed file that opens
// with the password or the recovery code of today. The file is synced, read
// back from the disk, decrypted to its end and compared with what is in
// memory; only then does it take its name, over an older file of that name if
// there is one. After an error that older file is untouched and nothing is
// left of the new one; unless only the last step failed, making the new name
// outlast a power cut: then the new file, proven, may stand there already.
//
// The content is what was proven at unlock, whatever has happened to the
// records file since. A damaged attachment is carried along as it is.
//
// It may run on any goroutine. The vault can be changed and closed meanwhile,
// also when the place does not answer; a backup that was not proven before the
// vault was closed is given up, with [ErrClosed].
func (v *Vault) Backup(path string) error {
	_, err := v.backup(path, true)
	return err
}

// BackupRecords is Backup without the attachments: small enough for every day.
func (v *Vault) BackupRecords(path string) error {
	_, err := v.backup(path, false)
	return err
}

func (v *Vault) backup(path string, complete bool) (BackupInfo, error) {
	b, err := v.beginBackup(complete)
	if err != nil {
		return BackupInfo{}, fmt.Errorf("back up: %w", err)
	}
	part := path + suffixPart
	digest, err := b.write(part)
	var info BackupInfo
	if err == nil {
		info, err = b.prove(part, digest)
	}
	if err == nil {
		err = rename(part, path)
	}
	if err != nil {
		return BackupInfo{}, errors.Join(fmt.Errorf("back up: %w", err), removeIfThere(part))
	}
	return info, nil
}

// outgoing is a backup on its way to its place. It holds no key that opens a
// text, and the vault goes on beside it.
type outgoing struct {
	v       *Vault
	head    *backupHead
	stream  *stream
	records [][]byte // sealed
	sum     setSum
}

// beginBackup takes what a backup is to hold.
func (v *Vault) beginBackup(complete bool) (*outgoing, error) {
	v.writing.Lock()
	defer v.writing.Unlock()
	if v.closed {
		return nil, ErrClosed
	}
	h := &backupHead{keyfile: v.keyfile, info: BackupInfo{Seq: v.state.seq, Time: v.o.Now(), Complete: complete}}
	if err := random(v.o.Rand, h.salt[:]); err != nil {
		return nil, err
	}
	h.encode()
	s, err := v.keys.stream(h)
	if err != nil {
		return nil, err
	}
	b := &outgoing{v: v, head: h, stream: s}
	return b, b.take()
}

// take seals every record for the backup, in the order of their ids.
func (b *outgoing) take() error {
	type item struct {
		natural
		*entry
	}
	var all []item
	for in, d := range b.v.state.live {
		for key, e := range d {
			all = append(all, item{natural{in, key}, e})
		}
	}
	slices.SortFunc(all, func(a, b item) int { return bytes.Compare(a.id[:], b.id[:]) })
	for _, x := range all {
		sealed, err := b.v.keys.seal(x.record(x.natural), b.v.o.Rand)
		if err != nil {
			return err
		}
		b.sum.add(b.v.keys.element(sealed))
		b.records = append(b.records, sealed)
	}
	return nil
}

// write writes and syncs the file and gives the digest of its text.
func (b *outgoing) write(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, fileMode)
	if err != nil {
		return nil, meant("write file", err)
	}
	out := bufio.NewWriterSize(f, 1<<20)
	digest := sha256.New()
	err = func() error {
		if _, err := out.Write(b.head.raw); err != nil {
			return err
		}
		w := &sealer{stream: b.stream, w: out}
		if err := b.writeItems(io.MultiWriter(w, digest)); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
		return f.Sync()
	}()
	if err == nil {
		forget(f)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, meant("write file", err)
	}
	return digest.Sum(nil), nil
}

// writeItems writes the text of a backup.
func (b *outgoing) writeItems(w io.Writer) error {
	for _, sealed := range b.records {
		head := binary.BigEndian.AppendUint32([]byte{itemRecord}, uint32(len(sealed)))
		if _, err := w.Write(append(head, sealed...)); err != nil {
			return err
		}
	}
	n := 0
	if b.head.info.Complete {
		var err error
		if n, err = writeAttachments(w, b.v.o.Dir); err != nil {
			return err
		}
	}
	end := binary.BigEndian.AppendUint64([]byte{itemEnd}, uint64(len(b.records)))
	end = binary.BigEndian.AppendUint64(end, uint64(n))
	_, err := w.Write(append(end, b.sum.bytes()...))
	return err
}

// writeAttachments writes every sealed attachment of a vault's directory, as
// its file is. One that has been removed meanwhile is not wanted any more.
func writeAttachments(w io.Writer, dir string) (int, error) {
	ids, err := attachmentsIn(dir)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, name := range ids {
		b, _, err := readSectors(filepath.Join(dir, dirAttachments, name), attachSize(MaxAttachment))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return 0, err
		}
		id, err := hex.DecodeString(name)
		if err != nil {
			return 0, damaged("name of an attachment")
		}
		head := binary.BigEndian.AppendUint64(append([]byte{itemAttachment}, id...), uint64(len(b)))
		if _, err := w.Write(head); err != nil {
			return 0, err
		}
		if _, err := w.Write(b); err != nil {
			return 0, err
		}
		n++
	}
	return n, nil
}

// prove reads the backup back and compares its text with what was written.
func (b *outgoing) prove(path string, digest []byte) (BackupInfo, error) {
	h := sha256.New()
	info, err := readBackup(path, b.v.lend, tee{h})
	if err != nil {
		return BackupInfo{}, fmt.Errorf("read backup back: %w", err)
	}
	if !bytes.Equal(h.Sum(nil), digest) {
		return BackupInfo{}, fmt.Errorf("read backup back: %w", damaged("another text than was written"))
	}
	return info, nil
}

// TestBackup reads a backup of this vault to its end and proves all of it,
// without writing anything; the vault can be used meanwhile. A backup of another
// vault, or from before its master key was renewed, is [ErrPassword] or
// [ErrDamaged].
func (v *Vault) TestBackup(path string) (BackupInfo, error) {
	return readBackup(path, v.lend, tee{})
}

// PeekBackup reads what a backup says of itself without password, unproven:
// enough to list backups by age and to tell whose they are.
func PeekBackup(path string) (BackupInfo, error) {
	f, err := os.Open(path)
	if err != nil {
		return BackupInfo{}, meant("look at backup", err)
	}
	defer f.Close() // only read from
	h, err := readBackupHead(f)
	if err != nil {
		return BackupInfo{}, fmt.Errorf("look at %s: %w", filepath.Base(path), err)
	}
	return h.info, nil
}
