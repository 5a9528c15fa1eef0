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

// stream makes the cipher of the backup's stream.
func (h *backupHead) stream(k *keys) (*stream, error) {
	key, err := k.derive(append(k.id[:], h.salt[:]...), "backup-1")
	if err != nil {
		return nil, err
	}
	defer clear(key)
	return newStream(key, h.raw)
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
	v.writing.Lock()
	defer v.writing.Unlock()
	if v.closed {
		return BackupInfo{}, fmt.Errorf("back up: %w", ErrClosed)
	}
	h := &backupHead{keyfile: v.keyfile, info: BackupInfo{Seq: v.state.seq, Time: v.o.Now(), Complete: complete}}
	if err := random(v.o.Rand, h.salt[:]); err != nil {
		return BackupInfo{}, err
	}
	h.encode()
	part := path + suffixPart
	digest, err := v.writeBackup(part, h)
	var info BackupInfo
	if err == nil {
		info, err = v.proveBackup(part, digest)
	}
	if err == nil {
		err = rename(part, path)
	}
	if err != nil {
		return BackupInfo{}, errors.Join(fmt.Errorf("back up: %w", err), removeIfThere(part))
	}
	return info, nil
}

// writeBackup writes and syncs the file and gives the digest of its text.
func (v *Vault) writeBackup(path string, h *backupHead) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, fileMode)
	if err != nil {
		return nil, meant("write file", err)
	}
	out := bufio.NewWriterSize(f, 1<<20)
	digest := sha256.New()
	err = func() error {
		if _, err := out.Write(h.raw); err != nil {
			return err
		}
		s, err := h.stream(v.keys)
		if err != nil {
			return err
		}
		w := &sealer{stream: s, w: out}
		if err := v.writeItems(io.MultiWriter(w, digest), h.info.Complete); err != nil {
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
func (v *Vault) writeItems(w io.Writer, complete bool) error {
	type item struct {
		natural
		*entry
	}
	var all []item
	for in, d := range v.state.live {
		for key, e := range d {
			all = append(all, item{natural{in, key}, e})
		}
	}
	slices.SortFunc(all, func(a, b item) int { return bytes.Compare(a.id[:], b.id[:]) })
	var sum setSum
	for _, x := range all {
		sealed, err := v.keys.seal(x.record(x.natural), v.o.Rand)
		if err != nil {
			return err
		}
		sum.add(v.keys.element(sealed))
		head := binary.BigEndian.AppendUint32([]byte{itemRecord}, uint32(len(sealed)))
		if _, err := w.Write(append(head, sealed...)); err != nil {
			return err
		}
	}
	n := 0
	if complete {
		var err error
		if n, err = v.writeAttachments(w); err != nil {
			return err
		}
	}
	end := binary.BigEndian.AppendUint64([]byte{itemEnd}, uint64(len(all)))
	end = binary.BigEndian.AppendUint64(end, uint64(n))
	_, err := w.Write(append(end, sum.bytes()...))
	return err
}

// writeAttachments writes every sealed attachment, as its file is.
func (v *Vault) writeAttachments(w io.Writer) (int, error) {
	ids, err := attachmentsIn(v.o.Dir)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, name := range ids {
		b, err := readAtMost(v.o.path(dirAttachments, name), attachSize(MaxAttachment))
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

// proveBackup reads a backup back and compares its text with what was written.
func (v *Vault) proveBackup(path string, digest []byte) (BackupInfo, error) {
	h := sha256.New()
	info, err := readBackup(path, v.keysOf, tee{h})
	if err != nil {
		return BackupInfo{}, fmt.Errorf("read backup back: %w", err)
	}
	if !bytes.Equal(h.Sum(nil), digest) {
		return BackupInfo{}, fmt.Errorf("read backup back: %w", damaged("another text than was written"))
	}
	return info, nil
}

// keysOf gives keys for a backup of this vault, by its own master key.
func (v *Vault) keysOf(f *keyfile) (*keys, error) {
	if f.id != v.keys.id {
		return nil, fmt.Errorf("backup of another vault: %w", ErrPassword)
	}
	return newKeys(f.id, v.keys.master[:])
}

// TestBackup reads a backup of this vault to its end and proves all of it,
// without writing anything. A backup of another vault, or from before its
// master key was renewed, is [ErrPassword] or [ErrDamaged].
func (v *Vault) TestBackup(path string) (BackupInfo, error) {
	v.writing.Lock()
	defer v.writing.Unlock()
	if v.closed {
		return BackupInfo{}, ErrClosed
	}
	return readBackup(path, v.keysOf, tee{})
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
