package vault

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// fuzzKeys are the keys of the golden vault.
func fuzzKeys(f *testing.F) *keys {
	f.Helper()
	b, err := os.ReadFile(filepath.Join(golden, "vault", nameKey))
	if err != nil {
		f.Fatal(err)
	}
	kf, err := parseKeyFile(b)
	if err != nil {
		f.Fatal(err)
	}
	code, err := ParseCode(goldenCode)
	if err != nil {
		f.Fatal(err)
	}
	k, err := kf.unlock(slotCode, code[:], ErrCode)
	if err != nil {
		f.Fatal(err)
	}
	return k
}

func seed(f *testing.F, names ...string) {
	f.Helper()
	b, err := os.ReadFile(filepath.Join(append([]string{golden}, names...)...))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add(b[:len(b)/2])
	f.Add([]byte{})
}

func FuzzKeyFile(f *testing.F) {
	seed(f, "vault", nameKey)
	f.Fuzz(func(t *testing.T, b []byte) {
		if k, err := parseKeyFile(b); err == nil && !bytes.Contains(b, k.raw) {
			t.Error("a copy that is not in the file")
		}
		// With a right checksum the parser behind it is reached too.
		if len(b) >= keyHead+64 && len(b) <= keyMost {
			b = bytes.Clone(b)
			copy(b, keyMagic)
			copy(b[8:], []byte{0, keyVersion, 0, 0, byte(len(b) >> 8), byte(len(b))})
			resum(b)
			if k, err := parseCopy(b); err == nil {
				for _, s := range k.slots {
					_ = s.cost.admit()
				}
			}
		}
	})
}

func FuzzChecker(f *testing.F) {
	seed(f, "vault", nameRecords)
	k := fuzzKeys(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, m := range findMetas(b) {
			_, _, _ = checkFile(b, m)
		}
		// The metas' checksum stops most changes; look behind it.
		if len(b) >= 2*pageSize {
			if m, ok := parseMeta(b); ok {
				m.root, m.free = uint64(b[0]), uint64(b[1])
				_, _, _ = checkFile(b, m)
			}
		}
		if img, err := k.read(b, 0); err == nil && img.state == nil {
			t.Error("nothing, and no error")
		}
	})
}

func FuzzRecord(f *testing.F) {
	k := fuzzKeys(f)
	f.Add([]byte(recordMagic), []byte("text"))
	f.Fuzz(func(t *testing.T, sealed, plain []byte) {
		if _, err := k.open(sealed); err == nil {
			t.Error("opened what nobody sealed")
		}
		// What an owner of the key could have sealed must not crash either.
		if len(plain) > 0 && len(plain) < 1<<16 {
			head := make([]byte, recordHead)
			copy(head, recordMagic)
			head[5] = 1
			head[57], head[58], head[59] = byte(len(plain)>>16), byte(len(plain)>>8), byte(len(plain))
			_, _ = k.open(k.record.Seal(head, head[32:56], plain, k.bound(head)))
		}
	})
}

func FuzzBackup(f *testing.F) {
	seed(f, "records.bibbak")
	k := fuzzKeys(f)
	unlock := own(func(kf *keyfile) (*keys, error) { return newKeys(kf.id, k.master[:]) })
	golden, err := os.ReadFile(filepath.Join(golden, "records.bibbak"))
	if err != nil {
		f.Fatal(err)
	}
	h, err := readBackupHead(bytes.NewReader(golden))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := readBackupFrom(bytes.NewReader(b), unlock, tee{}); err == nil && !bytes.Equal(b, golden) {
			t.Error("a backup that nobody made")
		}
		// The same text, properly sealed.
		s, err := k.stream(h)
		if err != nil {
			t.Fatal(err)
		}
		out := bytes.NewBuffer(bytes.Clone(h.raw))
		w := &sealer{stream: s, w: out}
		if _, err := w.Write(b); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		_, _ = readBackupFrom(out, unlock, tee{})
	})
}
