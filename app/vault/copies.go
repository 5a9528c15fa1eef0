package vault

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Copies lists what looks like another copy of the records file beside it,
// such as a synchronising program makes of a conflict ("records-PC2.db",
// "records (1).db"). Nothing is read of them.
func (v *Vault) Copies() ([]string, error) {
	entries, err := os.ReadDir(v.o.Dir)
	if err != nil {
		return nil, meant("look for copies", err)
	}
	var found []string
	for _, e := range entries {
		name := strings.ToLower(e.Name())
		if e.Type().IsRegular() && name != nameRecords && strings.HasPrefix(name, "records") && strings.HasSuffix(name, ".db") {
			found = append(found, filepath.Join(v.o.Dir, e.Name()))
		}
	}
	return found, nil
}

// CopyRecord is a record of another copy that differs from this vault's.
type CopyRecord struct {
	In   Drawer
	Key  string
	Text json.RawMessage // as it stands there
	// Here says that this vault has a record of that name too.
	Here bool
	// Newer says that the copy's was written by a later save than the one
	// here. Two computers count their saves apart, so it is a hint only.
	Newer bool
}

// CopyInfo says what another copy of the records file holds.
type CopyInfo struct {
	Seq  uint64
	Time time.Time // of its last save
	// Records are those that this vault lacks or has otherwise, in no order.
	Records []CopyRecord
}

// ReadCopy reads another copy of this vault's records file and tells what is in
// it that is not here. It must be as sound as the vault itself, else
// [ErrDamaged]; one of another vault or under an older master key is
// [ErrDamaged] too. Nothing is written: whoever wants a record
// puts it by [Vault.Update].
func (v *Vault) ReadCopy(path string) (CopyInfo, error) {
	v.writing.Lock()
	defer v.writing.Unlock()
	if v.closed {
		return CopyInfo{}, ErrClosed
	}
	b, err := readAtMost(path, fileMost)
	if err != nil {
		return CopyInfo{}, err
	}
	img, err := v.keys.read(b, 0)
	if err != nil {
		return CopyInfo{}, fmt.Errorf("read copy: %w", err)
	}
	defer img.wipe()
	older, err := v.o.older(img.state)
	if err != nil {
		return CopyInfo{}, fmt.Errorf("read copy: %w", err)
	}
	img.lift(older, v.o.Schema)
	info := CopyInfo{Seq: img.seq, Time: img.time}
	for in, d := range img.live {
		for key, e := range d {
			here := v.state.get(natural{in, key})
			if here != nil && string(here.body) == string(e.body) {
				continue
			}
			info.Records = append(info.Records, CopyRecord{
				In: in, Key: key, Text: append(json.RawMessage(nil), e.body...),
				Here: here != nil, Newer: here == nil || e.seq > here.seq,
			})
		}
	}
	return info, nil
}
