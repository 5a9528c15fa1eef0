package vault

import (
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
)

// MaxAttachment is the largest attachment, in bytes.
const MaxAttachment = 50 << 20

// The shape of an attachment; see the package comment.
const (
	attachMagic   = "TgA1"
	attachVersion = 1
	attachHead    = 4 + 2 + 2 + 16 + 16
)

// Attachment is the reference to a sealed file beside the records: keep it in
// a record, for its key is nowhere else. It reads and writes as JSON.
type Attachment struct {
	// ID names the file: 32 hexadecimal digits, random.
	ID string `json:"id"`
	// Key is the file's own key.
	Key []byte `json:"key"`
	// Size is that of the content in bytes.
	Size int64 `json:"size"`
	// SHA256 is the digest of the content.
	SHA256 []byte `json:"sha256"`
}

// attachSize gives the size of a sealed file with n bytes of content.
func attachSize(n int64) int64 {
	chunks := (n + 8 + chunkSize - 1) / chunkSize
	return attachHead + chunks*(chunkSize+tagSize) + sha256.Size
}

// file gives the name of the sealed file, if a can be a reference at all.
func (a Attachment) file() (string, error) {
	id, err := hex.DecodeString(a.ID)
	if err != nil || len(id) != 16 || hex.EncodeToString(id) != a.ID ||
		len(a.Key) != keySize || a.Size < 0 || a.Size > MaxAttachment {
		return "", damaged("reference to an attachment")
	}
	return a.ID, nil
}

// Attach seals content into a file of its own. When it returns, the file is on
// the disk and has been read back; put the reference into a record then. An
// attachment that no record refers to does no harm. Content over
// [MaxAttachment] is [ErrTooLarge].
func (v *Vault) Attach(content []byte) (Attachment, error) {
	v.writing.Lock()
	defer v.writing.Unlock()
	if err := v.ready(); err != nil {
		return Attachment{}, fmt.Errorf("attach: %w", err)
	}
	if len(content) > MaxAttachment {
		return Attachment{}, fmt.Errorf("attach %d bytes: %w", len(content), ErrTooLarge)
	}
	var id [16]byte
	key := make([]byte, keySize)
	if err := errors.Join(random(v.o.Rand, id[:]), random(v.o.Rand, key)); err != nil {
		return Attachment{}, err
	}
	digest := sha256.Sum256(content)
	a := Attachment{ID: hex.EncodeToString(id[:]), Key: key, Size: int64(len(content)), SHA256: digest[:]}
	sealed, err := sealAttachment(v.keys.id, id, key, content)
	if err != nil {
		return Attachment{}, err
	}
	if err := os.MkdirAll(v.o.path(dirAttachments), dirMode); err != nil {
		return Attachment{}, meant("attach", err)
	}
	path := v.o.path(dirAttachments, a.ID)
	if err := writeDurably(path, sealed); err != nil {
		err = errors.Join(fmt.Errorf("attach: %w", err), removeIfThere(path))
		_ = os.Remove(filepath.Dir(path)) // if nothing is in it
		return Attachment{}, err
	}
	return a, nil
}

// sealAttachment makes the bytes of a sealed file: content padded to whole
// chunks.
func sealAttachment(vault, id [16]byte, key, content []byte) ([]byte, error) {
	var out bytes.Buffer
	out.Grow(int(attachSize(int64(len(content)))))
	head := append([]byte(attachMagic), 0, attachVersion, 0, 0)
	head = append(append(head, vault[:]...), id[:]...)
	out.Write(head)
	s, err := newStream(key, head)
	if err != nil {
		return nil, err
	}
	w := &sealer{stream: s, w: &out}
	pad := (chunkSize - (8+len(content))%chunkSize) % chunkSize
	for _, p := range [][]byte{binary.BigEndian.AppendUint64(nil, uint64(len(content))), content, make([]byte, pad)} {
		if _, err := w.Write(p); err != nil {
			return nil, fmt.Errorf("seal attachment: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("seal attachment: %w", err)
	}
	sum := sha256.Sum256(out.Bytes())
	out.Write(sum[:])
	return out.Bytes(), nil
}

// Attachment reads an attachment, also one that was detached and lies in the trash
// still. [ErrDamaged] if it is not what was attached, or not there any more;
// then it wraps [fs.ErrNotExist] too.
func (v *Vault) Attachment(a Attachment) ([]byte, error) {
	name, err := a.file()
	if err != nil {
		return nil, err
	}
	v.mem.RLock()
	closed, id := v.closed, [16]byte{}
	if !closed {
		id = v.keys.id
	}
	v.mem.RUnlock()
	if closed {
		return nil, ErrClosed
	}
	b, _, err := readSectors(v.o.path(dirAttachments, name), attachSize(a.Size))
	if errors.Is(err, fs.ErrNotExist) {
		b, _, err = readSectors(v.o.path(dirTrash, name), attachSize(a.Size))
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read attachment: %w: %w", ErrDamaged, fs.ErrNotExist)
	case errors.Is(err, ErrTooLarge):
		return nil, damaged("attachment longer than it was")
	case err != nil:
		return nil, fmt.Errorf("read attachment: %w", err)
	}
	return openAttachment(id, a, b)
}

// openAttachment decrypts a sealed file and compares it with its reference.
func openAttachment(vault [16]byte, a Attachment, b []byte) ([]byte, error) {
	if err := checkAttachment(a.ID, b); err != nil {
		return nil, err
	}
	if !bytes.Equal(b[8:24], vault[:]) || int64(len(b)) != attachSize(a.Size) {
		return nil, damaged("attachment of another vault or size")
	}
	s, err := newStream(a.Key, b[:attachHead])
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(newOpener(s, bytes.NewReader(b[attachHead:len(b)-sha256.Size])))
	if err != nil {
		return nil, fmt.Errorf("read attachment: %w", err)
	}
	if int64(len(plain)) < 8+a.Size || binary.BigEndian.Uint64(plain) != uint64(a.Size) {
		return nil, damaged("attachment of another size")
	}
	content := plain[8 : 8+a.Size : 8+a.Size]
	if digest := sha256.Sum256(content); !bytes.Equal(digest[:], a.SHA256) {
		return nil, damaged("attachment is not the one that was attached")
	}
	return content, nil
}

// checkAttachment checks what can be checked of a sealed file without its key.
func checkAttachment(id string, b []byte) error {
	if len(b) < attachHead+sha256.Size || string(b[:4]) != attachMagic {
		return damaged("no attachment")
	}
	end := len(b) - sha256.Size
	if sum := sha256.Sum256(b[:end]); !bytes.Equal(sum[:], b[end:]) {
		return damaged("attachment fails its checksum")
	}
	if n := binary.BigEndian.Uint16(b[4:]); n > attachVersion {
		return fmt.Errorf("attachment of format %d: %w", n, ErrNewer)
	}
	if hex.EncodeToString(b[24:40]) != id {
		return damaged("attachment under another name")
	}
	return nil
}

// Detach puts an attachment into the trash, from where [Vault.Attachment]
// still reads it for 30 days; see [Vault.EmptyTrash]. Remove the reference first. That it is not there
// is well.
func (v *Vault) Detach(a Attachment) error {
	return v.takeAway(a, func(name string) error {
		trash := v.o.path(dirTrash)
		if err := os.MkdirAll(trash, dirMode); err != nil {
			return meant("detach", err)
		}
		// The days in the trash are counted from now, not from when it was attached,
		// and by a clock that has fallen back not from before the last save.
		from, now := v.o.path(dirAttachments, name), v.o.Now()
		if isLink(from) {
			return v.unlink(from, filepath.Join(trash, name))
		}
		if now.Before(v.state.time) {
			now = v.state.time
		}
		if err := os.Chtimes(from, now, now); err != nil {
			return meant("detach", err)
		}
		return rename(from, filepath.Join(trash, name))
	})
}

// isLink reports whether a name is a link to something elsewhere.
func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// unlink puts what a link leads to into the trash, as a file, and takes the link
// away: renamed it might lead nowhere, and what is elsewhere is not ours.
func (v *Vault) unlink(from, to string) error {
	b, _, err := readSectors(from, attachSize(MaxAttachment))
	if err == nil {
		err = writeDurably(to, b)
	}
	if err == nil {
		now := v.o.Now()
		err = meant("detach", os.Chtimes(to, now, now))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return removeIfThere(from)
}

// WithoutKey gives a reference that does for [Vault.Detach] and [Vault.Erase] but
// opens nothing: for a note of what has to go, which must not outlast it.
func (a Attachment) WithoutKey() Attachment {
	a.Key = make([]byte, keySize)
	return a
}

// Erase removes an attachment at once, from the trash too, and where a link leads
// to: for personal data that must go. Backups made before still hold it. Its key
// lies in the records file until [Vault.Compact], which is to follow when no
// record holds it any more.
func (v *Vault) Erase(a Attachment) error {
	return v.takeAway(a, func(name string) error {
		var errs []error
		for _, dir := range []string{dirAttachments, dirTrash} {
			path := v.o.path(dir, name)
			if isLink(path) {
				if led, err := filepath.EvalSymlinks(path); err == nil {
					errs = append(errs, removeIfThere(led))
				}
			}
			errs = append(errs, removeIfThere(path))
		}
		return errors.Join(errs...)
	})
}

func (v *Vault) takeAway(a Attachment, f func(name string) error) error {
	v.writing.Lock()
	defer v.writing.Unlock()
	name, err := a.file()
	if err != nil {
		return err
	}
	if err := v.ready(); err != nil {
		return fmt.Errorf("detach: %w", err)
	}
	if err := f(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
