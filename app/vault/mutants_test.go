package vault

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	bolt "go.etcd.io/bbolt"
)

// TestStageKeepsTheLimits: what is confirmed can be read again, to the last
// byte of each limit and no further.
func TestStageKeepsTheLimits(t *testing.T) {
	long := strings.Repeat("x", bodyMost+1)
	for name, c := range map[string]struct {
		in   Drawer
		key  string
		body string
		want error
		any  bool // an error that is none of the vault's
	}{
		"least":            {in: "d", key: "k"},
		"longest drawer":   {in: Drawer(long[:drawerMost]), key: "k"},
		"drawer too long":  {in: Drawer(long[:drawerMost+1]), key: "k", want: ErrTooLarge},
		"longest key":      {in: "d", key: long[:nameMost]},
		"key too long":     {in: "d", key: long[:nameMost+1], want: ErrTooLarge},
		"longest text":     {in: "d", key: "k", body: long[:bodyMost]},
		"text too long":    {in: "d", key: "k", body: long, want: ErrTooLarge},
		"without a drawer": {key: "k", any: true},
		"without a key":    {in: "d", any: true},
	} {
		t.Run(name, func(t *testing.T) {
			tx := &Tx{at: map[natural]int{}}
			err := tx.stage(change{natural: natural{c.in, c.key}, body: []byte(c.body)})
			if c.any != (err != nil && !errors.Is(err, ErrTooLarge)) || !c.any && !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if taken := err == nil; taken != (len(tx.changes) == 1) {
				t.Errorf("%d changes are taken in", len(tx.changes))
			}
		})
	}
}

// TestStageTakesTheLastOfOneName: of several changes of a name the last counts,
// in the place of the first, and what comes after the end of an Update does not.
func TestStageTakesTheLastOfOneName(t *testing.T) {
	tx := &Tx{at: map[natural]int{}}
	put := func(key, body string) error { return tx.stage(change{natural: natural{"d", key}, body: []byte(body)}) }
	for _, c := range [][2]string{{"a", "1"}, {"b", "2"}, {"a", "3"}, {"c", "4"}, {"b", "5"}} {
		if err := put(c[0], c[1]); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, c := range tx.changes {
		got = append(got, c.key+string(c.body))
	}
	if d := cmp.Diff([]string{"a3", "b5", "c4"}, got); d != "" {
		t.Error(d)
	}
	tx.done = true
	if err := put("d", "6"); err == nil || len(tx.changes) != 3 {
		t.Errorf("a change after the end: %v, %d changes", err, len(tx.changes))
	}
}

// resealed is a manifest with another body and a seal that is right for it.
func resealed(k *keys, body []byte) []byte { return append(bytes.Clone(body), k.manifestMAC(body)...) }

// TestManifestIsProven: a manifest is exactly what was sealed, of this format
// and of its length; everything else is damage or newer, and nothing panics.
func TestManifestIsProven(t *testing.T) {
	v, _ := newVault(t)
	k := v.keys
	m := manifest{seq: 7, count: 3, sum: setSum{1, 2, 3, 4}, time: time.Unix(1_700_000_000, 0), tx: 9}
	good := m.encode(k)
	got, err := k.parseManifest(good)
	if err != nil || got != m {
		t.Fatalf("%+v, %v", got, err)
	}
	body := good[:len(good)-32]
	for n := range good {
		if _, err := k.parseManifest(good[:n]); !errors.Is(err, ErrDamaged) {
			t.Errorf("cut to %d bytes: %v", n, err)
		}
		b := bytes.Clone(good)
		b[n] ^= 1
		if _, err := k.parseManifest(b); !errors.Is(err, ErrDamaged) {
			t.Errorf("byte %d flipped: %v", n, err)
		}
		if n > len(body) {
			continue
		}
		if _, err := k.parseManifest(resealed(k, body[:n])); n != len(body) && !errors.Is(err, ErrDamaged) {
			t.Errorf("sealed after %d bytes: %v", n, err)
		}
	}
	with := func(at int, x byte) []byte {
		b := bytes.Clone(body)
		b[at] = x
		return resealed(k, b)
	}
	for name, c := range map[string]struct {
		b    []byte
		want error
	}{
		"another word in front": {with(0, 'x'), ErrDamaged},
		"longer":                {resealed(k, append(bytes.Clone(body), 0)), ErrDamaged},
		"newer":                 {with(5, manifestVersion+1), ErrNewer},
		"newer and longer":      {resealed(k, append(with(5, manifestVersion+1)[:len(body)], 1, 2, 3)), ErrNewer},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := k.parseManifest(c.b); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
	if _, err := (&keys{id: [16]byte{1}, manifest: k.manifest}).parseManifest(good); !errors.Is(err, ErrDamaged) {
		t.Errorf("a manifest of another vault: %v", err)
	}
}

// forged writes a records file with the vault's own keys: what alter makes of
// the records and the manifest is sealed rightly, so that only the rule that it
// breaks can find it.
func forged(t *testing.T, v *Vault, alter func(puts []put, m *manifest) []put) []byte {
	t.Helper()
	var puts []put
	m := manifest{seq: 7}
	for i := range 12 {
		r := record{id: [16]byte{byte(i + 1)}, seq: 7, in: "answers", key: fmt.Sprintf("q%d", i), body: []byte("{}"), dead: i == 11}
		puts = append(puts, sealedPut(t, v, r))
	}
	recount(v, puts, &m)
	puts = alter(puts, &m)
	path := filepath.Join(t.TempDir(), "db")
	db, err := bolt.Open(path, fileMode, nil)
	if err != nil {
		t.Fatal(err)
	}
	off := m.tx
	err = db.Update(func(tx *bolt.Tx) error {
		m.tx = uint64(tx.ID()) + off
		if err := fill(tx, puts); err != nil {
			return err
		}
		b := tx.Bucket([]byte(bucketManifest))
		return errors.Join(b.Put([]byte(keyManifest), m.encode(v.keys)), b.Put([]byte(keyKeyFile), v.keyfile.raw))
	})
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func sealedPut(t *testing.T, v *Vault, r record) put {
	t.Helper()
	sealed, err := v.keys.seal(r, v.o.Rand)
	if err != nil {
		t.Fatal(err)
	}
	return put{r.id, sealed}
}

// recount makes a manifest say what the records are.
func recount(v *Vault, puts []put, m *manifest) {
	m.count, m.sum = uint64(len(puts)), setSum{}
	for _, p := range puts {
		m.sum.add(v.keys.element(p.sealed))
	}
}

// TestForgedFilesAreDamage: each rule of a records file, broken alone.
func TestForgedFilesAreDamage(t *testing.T) {
	v, _ := newVault(t)
	for name, c := range map[string]struct {
		alter func(puts []put, m *manifest) []put
		why   string // "" for a file that is right
	}{
		"honest":                   {func(p []put, _ *manifest) []put { return p }, ""},
		"of another save":          {func(p []put, m *manifest) []put { m.tx = 1; return p }, "manifest of another save"},
		"one more is counted":      {func(p []put, m *manifest) []put { m.count++; return p }, "are not those"},
		"one less is counted":      {func(p []put, m *manifest) []put { m.count--; return p }, "are not those"},
		"another sum":              {func(p []put, m *manifest) []put { m.sum[3] ^= 1; return p }, "are not those"},
		"a record is missing":      {func(p []put, _ *manifest) []put { return p[1:] }, "are not those"},
		"the tombstone is missing": {func(p []put, _ *manifest) []put { return p[:11] }, "are not those"},
		"two of one name": {func(p []put, m *manifest) []put {
			p = append(p, sealedPut(t, v, record{id: [16]byte{99}, seq: 7, in: "answers", key: "q3", body: []byte("{}")}))
			recount(v, p, m)
			return p
		}, "two records of one name"},
		"in another's place": {func(p []put, m *manifest) []put {
			p[0].id, p[1].id = p[1].id, p[0].id
			return p
		}, "wrong place"},
		"altered and summed up": {func(p []put, m *manifest) []put {
			p[5].sealed[len(p[5].sealed)-1] ^= 1
			recount(v, p, m)
			return p
		}, "record"},
		"none at all, none counted": {func(_ []put, m *manifest) []put {
			recount(v, nil, m)
			return nil
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := forged(t, v, c.alter)
			s, err := v.keys.verify(shapeOf(b))
			if c.why == "" {
				if err != nil {
					t.Fatal(err)
				}
				if s.count != uint64(s.records()+s.dead) {
					t.Errorf("%d records and %d tombstones of %d", s.records(), s.dead, s.count)
				}
				return
			}
			if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), c.why) {
				t.Errorf("%v, want damage: %s", err, c.why)
			}
			if s != nil {
				t.Error("a state comes with the error")
			}
			var damage *Damage
			if _, err := v.keys.read(b, 0); !errors.As(err, &damage) || !strings.Contains(err.Error(), c.why) {
				t.Errorf("read: %v, want damage: %s", err, c.why)
			}
		})
	}
}

// TestStateSaysAllThatTheFileSays: records, tombstones, the newest schema of
// either, and the key file.
func TestStateSaysAllThatTheFileSays(t *testing.T) {
	v, _ := newVault(t)
	s, err := v.keys.verify(shapeOf(forged(t, v, func(p []put, m *manifest) []put {
		p = append(p, sealedPut(t, v, record{id: [16]byte{99}, seq: 7, schema: 41, in: "actions", key: "q3", dead: true}),
			sealedPut(t, v, record{id: [16]byte{98}, seq: 7, schema: 40, in: "actions", key: "q4", body: []byte("{}")}))
		recount(v, p, m)
		return p
	})))
	if err != nil {
		t.Fatal(err)
	}
	if s.records() != 12 || s.dead != 2 || s.top != 41 || s.count != 14 || s.seq != 7 {
		t.Errorf("%d records, %d tombstones, schema %d, %d counted, save %d", s.records(), s.dead, s.top, s.count, s.seq)
	}
	if s.get(natural{"actions", "q3"}) != nil || s.get(natural{"answers", "q11"}) != nil || s.get(natural{"answers", "q10"}) == nil {
		t.Error("a tombstone is read as a record, or a record as a tombstone")
	}
	if !bytes.Equal(s.keyFile, v.keyfile.raw) {
		t.Error("another key file")
	}
	if len(s.arena) == 0 {
		t.Error("the texts cannot be wiped at once")
	}
	_, err = v.keys.verify(shapeOf(nil))
	if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "no meta page") {
		t.Errorf("an empty file: %v", err)
	}
}

// TestNewerManifestIsNoDamage: the manifest of a later format is told as that,
// also where there is more to say.
func TestNewerManifestIsNoDamage(t *testing.T) {
	v, _ := newVault(t)
	b := forged(t, v, func(p []put, _ *manifest) []put { return p })
	at := bytes.Index(b, []byte(manifestMagic))
	binary.BigEndian.PutUint16(b[at+4:], manifestVersion+1)
	copy(b[at:], resealed(v.keys, b[at:at+manifestSize-32]))
	if _, err := v.keys.read(b, 0); !errors.Is(err, ErrNewer) {
		t.Errorf("%v, want %v", err, ErrNewer)
	}
}

// TestWipeForgetsAllTexts: nothing of a state is left in memory that was its own.
func TestWipeForgetsAllTexts(t *testing.T) {
	v, _ := newVault(t)
	s, err := v.keys.verify(shapeOf(forged(t, v, func(p []put, _ *manifest) []put { return p })))
	if err != nil {
		t.Fatal(err)
	}
	arena := s.arena
	bodies := make([][]byte, 0, s.records())
	for _, d := range s.live {
		for _, e := range d {
			bodies = append(bodies, e.body)
		}
	}
	s.wipe()
	for _, b := range append(bodies, arena) {
		if len(bytes.Trim(b, "\x00")) > 0 {
			t.Fatalf("left: %q", b)
		}
	}
	if s.live != nil || s.records() != 0 {
		t.Error("the records are still reachable")
	}
	own := []byte("put since the file was read")
	s = &state{live: map[Drawer]map[string]*entry{"d": {"k": {body: own}}}}
	s.wipe()
	if len(bytes.Trim(own, "\x00")) > 0 {
		t.Errorf("left: %q", own)
	}
	(*state)(nil).wipe() // there is none after an opening that failed
}

// TestExactAsksForAllElements: the live and dead of one save, all of them and
// no other, in any order.
func TestExactAsksForAllElements(t *testing.T) {
	a, b, c := [32]byte{1}, [32]byte{31: 2}, [32]byte{15: 0xff}
	m := manifest{count: 2}
	m.sum.add(a)
	m.sum.add(b)
	for name, x := range map[string]struct {
		of   [][32]byte
		want bool
	}{
		"both": {[][32]byte{a, b}, true}, "in another order": {[][32]byte{b, a}, true},
		"one": {[][32]byte{a}, false}, "none": {nil, false}, "three": {[][32]byte{a, b, c}, false},
		"another": {[][32]byte{a, c}, false}, "one twice": {[][32]byte{a, a}, false},
		"one that weighs nothing": {[][32]byte{a, b, {}}, false},
	} {
		if got := exact(m, x.of); got != x.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestPutTellsWhatCannotBeWritten: a value without JSON is an error, and nothing is taken in.
func TestPutTellsWhatCannotBeWritten(t *testing.T) {
	tx := &Tx{at: map[natural]int{}}
	if err := Put(tx, "d", "k", make(chan int)); err == nil || len(tx.changes) != 0 {
		t.Errorf("%v, %d changes", err, len(tx.changes))
	}
}
