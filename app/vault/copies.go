package vault

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Copies lists what looks like another copy of the records file beside it, such
// as a synchronising program, or a person, makes of it: "records-PC2.db",
// "records (1).db", "records.db.conflict", "records.sync-conflict-….db", "Kopia av
// records.db", "records.db~". Upper case or lower makes no difference. Nothing is
// read of them.
func (v *Vault) Copies() ([]string, error) {
	entries, err := os.ReadDir(v.o.Dir)
	if err != nil {
		return nil, meant("look for copies", err)
	}
	own, err := os.Stat(v.o.path(nameRecords))
	if err != nil {
		return nil, meant("look for copies", err)
	}
	var found []string
	for _, e := range entries {
		if !e.Type().IsRegular() || !isCopy(e.Name()) {
			continue
		}
		// Where case makes no difference the file itself may be called Records.DB.
		if info, err := e.Info(); err == nil && !os.SameFile(info, own) {
			found = append(found, filepath.Join(v.o.Dir, e.Name()))
		}
	}
	return found, nil
}

// isCopy reports whether a file may be a copy by its name: all that calls itself
// records and db, but for the file itself and what an interrupted write leaves.
func isCopy(name string) bool {
	lower := strings.ToLower(name)
	if name == nameRecords || strings.HasSuffix(lower, suffixPart) {
		return false
	}
	at := strings.Index(lower, "records")
	return at >= 0 && (strings.Contains(lower[at:], "db") || strings.HasSuffix(lower, ".bak") || strings.HasSuffix(lower, "~"))
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
