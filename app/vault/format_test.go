package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestCode(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	missed := 0
	for range 500 {
		var c Code
		for i := range c {
			c[i] = byte(rng.Uint32())
		}
		g := c.Groups()
		s := strings.ToLower(strings.NewReplacer("0", "o", "1", "l").Replace(strings.Join(g[:], " ")))
		if back, err := ParseCode(s); err != nil || back != c {
			t.Fatalf("%s: %v", s, err)
		}
		b := []byte(c.String())
		at := rng.IntN(len(b))
		for b[at] == '-' {
			at = rng.IntN(len(b))
		}
		b[at] = crockford[(strings.IndexByte(crockford, b[at])+1+rng.IntN(31))%32]
		if _, err := ParseCode(string(b)); err == nil {
			missed++
		} else {
			want(t, err, ErrCodeTyping)
		}
	}
	if missed > 3 {
		t.Errorf("%d of 500 typing errors missed, 1 in 4,096 expected", missed)
	}
	for _, s := range []string{"", "ABCD", strings.Repeat("A", 29), "U" + strings.Repeat("0", 27), strings.Repeat("å", 28)} {
		_, err := ParseCode(s)
		want(t, err, ErrCodeTyping)
	}
}

// TestKeyFileFlips: one flipped byte in vault.key never locks anybody out,
// for there are two copies; a byte flipped in both at once is noticed, and
// the copy in the records file still opens the vault.
func TestKeyFileFlips(t *testing.T) {
	s := newSpecimen(t, 5)
	good, err := os.ReadFile(filepath.Join(s.dir, nameKey))
	if err != nil {
		t.Fatal(err)
	}
	size := int(binary.BigEndian.Uint32(good[10:]))
	for at := 0; at < size; at += 13 {
		for _, both := range []bool{false, true} {
			dir := s.with(t, s.db)
			b := bytes.Clone(good)
			b[at] ^= 0x5a
			if both {
				b[keyCopy+at] ^= 0x5a
				if _, err := parseKeyFile(b); !errors.Is(err, ErrDamaged) {
					t.Fatalf("flip at %d in both copies: %v", at, err)
				}
			}
			if err := os.WriteFile(filepath.Join(dir, nameKey), b, 0o600); err != nil {
				t.Fatal(err)
			}
			v, err := OpenWithCode(Options{Dir: dir}, s.code)
			if err != nil {
				t.Fatalf("flip at %d, both %v: %v", at, both, err)
			}
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
			if now, err := os.ReadFile(filepath.Join(dir, nameKey)); err != nil || !bytes.Equal(now, good) {
				t.Fatalf("flip at %d was not mended", at)
			}
		}
	}
}

// resum puts a right checksum on an altered copy of the key file.
func resum(b []byte) {
	sum := sha256.Sum256(b[:len(b)-32])
	copy(b[len(b)-32:], sum[:])
}

func TestKeyFileTampering(t *testing.T) {
	v, code := newVault(t)
	raw := v.keyfile.raw
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(v.Dir(), nameKey)
	plant := func(change func(f *keyfile)) {
		t.Helper()
		f, err := parseCopy(raw)
		if err != nil {
			t.Fatal(err)
		}
		change(f)
		f.encode(&keys{}) // without the master key its HMAC is wrong
		if err := os.WriteFile(path, f.file(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, change := range map[string]func(f *keyfile){
		"a slot fewer":      func(f *keyfile) { f.slots = f.slots[1:] },
		"in another order":  func(f *keyfile) { f.slots[0], f.slots[1] = f.slots[1], f.slots[0] },
		"another cost":      func(f *keyfile) { f.slots[0].cost.MemoryKiB = minMemoryKiB + 1 },
		"called newer":      func(f *keyfile) { f.generation += 7 },
		"without the slots": func(f *keyfile) { f.slots = nil },
	} {
		plant(change)
		w, err := OpenWithCode(Options{Dir: v.Dir()}, code)
		if err != nil {
			t.Fatalf("%s: the copy in the records file was not tried: %v", name, err)
		}
		want(t, w.KeyReplaced(), ErrKeyFile)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(path); err != nil || !bytes.HasPrefix(b, raw) {
			t.Errorf("%s: not mended: %v", name, err)
		}
	}
	// The copy in the records file alone is not believed either.
	f, err := parseCopy(raw)
	if err != nil {
		t.Fatal(err)
	}
	f.slots = f.slots[1:]
	f.encode(&keys{})
	_, _, err = (&keyCopies{all: []*keyfile{f}}).unlock(slotCode, code[:], ErrCode)
	want(t, err, ErrDamaged)
}

func TestNewerFormats(t *testing.T) {
	s := newSpecimen(t, 5)
	v, err := OpenWithCode(Options{Dir: s.dir}, s.code)
	if err != nil {
		t.Fatal(err)
	}
	k, err := newKeys(v.keys.id, v.keys.master[:])
	if err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "b")
	if err := errors.Join(v.Backup(backup), v.Close()); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(s.dir, nameKey))
	if err != nil {
		t.Fatal(err)
	}
	n := binary.BigEndian.Uint32(b[10:])
	for _, at := range []uint32{0, keyCopy} {
		b[at+9] = 2
		resum(b[at : at+n])
	}
	dir := s.with(t, s.db)
	if err := os.WriteFile(filepath.Join(dir, nameKey), b, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(Options{Dir: dir, Rescue: true}, []byte(testPassword))
	want(t, err, ErrNewer)

	m := manifest{seq: 1}.encode(k)
	m[5] = 2
	copy(m[len(m)-32:], k.manifestMAC(m[:len(m)-32]))
	_, err = k.parseManifest(m)
	want(t, err, ErrNewer)

	if b, err = os.ReadFile(backup); err != nil {
		t.Fatal(err)
	}
	b[9] = 2
	_, err = readBackupHead(bytes.NewReader(b))
	want(t, err, ErrDamaged) // a flipped byte is no newer format
	resum(b[:binary.BigEndian.Uint32(b[12:])])
	_, err = readBackupHead(bytes.NewReader(b))
	want(t, err, ErrNewer)
}

// TestHostileCost lets a key file demand what no computer should give. It is
// refused at once, and before the memory is taken: no more is than what trying the
// sound copy in the records file costs.
func TestHostileCost(t *testing.T) {
	v, _ := newVault(t)
	f, err := parseCopy(v.keyfile.raw)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Dir: v.Dir()}
	own := uint64(f.slot(slotPassword).cost.MemoryKiB) << 10
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []Cost{
		{8 << 20, 1, 4},
		{1<<32 - 1, 1, 1},
		{64 << 10, 1_000_000, 4},
		{64 << 10, 3, 255},
		{1 << 20, 64, 4},
		{64 << 10, 0, 4},
		{64 << 10, 3, 0},
		{0, 3, 4},
		{1024, 3, 4},
	} {
		f.slot(slotPassword).cost = c
		f.encode(&keys{})
		if err := os.WriteFile(filepath.Join(o.Dir, nameKey), f.file(), 0o600); err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Open(o, []byte("x"))
		runtime.ReadMemStats(&after)
		want(t, err, ErrTooLarge)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > own+4<<20 {
			t.Errorf("%+v took %d bytes", c, grown)
		}
		_, _, err = Create(Options{Dir: filepath.Join(t.TempDir(), "v"), Cost: c}, []byte("x"))
		if c != (Cost{}) {
			want(t, err, ErrTooLarge)
		}
	}
}

func TestCalibration(t *testing.T) {
	for _, x := range []struct {
		factor float64
		ram    uint64
		want   Cost
	}{
		{0.1, 16 << 20, Cost{64 << 10, 3, 4}}, // slow computer: the floor
		{2, 16 << 20, Cost{128 << 10, 3, 4}},
		{8, 16 << 20, Cost{256 << 10, 6, 4}},
		{8, 1 << 20, Cost{128 << 10, 12, 4}}, // 1 GiB: an eighth of it
		{8, 256 << 10, Cost{64 << 10, 24, 4}},
		{1e9, 16 << 20, Cost{256 << 10, 24, 4}},
	} {
		got := floorCost.scaled(x.factor, x.ram)
		if got != x.want {
			t.Errorf("%v times, %d KiB: %+v, want %+v", x.factor, x.ram, got, x.want)
		}
		if err := got.admit(); err != nil {
			t.Error(err)
		}
	}
	// A clock that stands still must not hinder anything.
	if got := calibrate(func() time.Time { return time.Time{} }); got != floorCost {
		t.Errorf("%+v", got)
	}
}

func TestPadding(t *testing.T) {
	last := 0
	for n := range 200_000 {
		p := padded(n)
		if p < n || p < last || p < 384 || n > 1024 && p > n+n/8 {
			t.Fatalf("%d padded to %d", n, p)
		}
		last = p
	}
}

// TestNothingReadable looks for marked words in every file of a vault and in
// its backup, and for their names of drawer and key.
func TestNothingReadable(t *testing.T) {
	v, code := newVault(t)
	marks := []string{"HEMLIGTEXT", "HEMLIGLADA", "HEMLIGNYCKEL", "HEMLIGTFOTO", testPassword, code.Groups()[0] + code.Groups()[1]}
	a, err := v.Attach([]byte(strings.Repeat("HEMLIGTFOTO ", 20_000)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		err := v.Update(func(tx *Tx) error {
			return errors.Join(Put(tx, "HEMLIGLADA", "HEMLIGNYCKEL", map[string]any{"t": "HEMLIGTEXT", "i": i, "a": a}),
				Put(tx, "HEMLIGLADA", strings.Repeat("HEMLIGNYCKEL", 1+i), strings.Repeat("HEMLIGTEXT", 5000)))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	look := func() {
		t.Helper()
		files := 0
		err := filepath.WalkDir(v.Dir(), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			for _, m := range marks {
				if bytes.Contains(b, []byte(m)) || strings.Contains(path, m) {
					t.Errorf("%q stands in %s", m, path)
				}
			}
			if bytes.Contains(b, v.keys.master[:]) || bytes.Contains(b, a.Key) || bytes.Contains(b, code[:]) {
				t.Errorf("a key stands in %s", path)
			}
			files++
			return err
		})
		if err != nil || files < 3 {
			t.Errorf("%d files, %v", files, err)
		}
	}
	look()
	if err := v.Backup(filepath.Join(v.Dir(), "b.bibbak")); err != nil {
		t.Fatal(err)
	}
	look()
	if err := errors.Join(v.Detach(a), v.Compact()); err != nil {
		t.Fatal(err)
	}
	look()
}
