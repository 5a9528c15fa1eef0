package ui

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"trygghylla/app"
	"trygghylla/app/desk"
)

// opening is one way in which a library does not open: what is done to it, and how that is mended.
type opening struct {
	name string
	id   string // of the words
	harm func(*bench) (mend func())
}

var openings = []opening{
	{"in use", "fail.in_use", func(b *bench) func() {
		other, err := desk.Open(b.s.deskParams(), []byte(secret))
		if err != nil {
			b.Fatal(err)
		}
		return func() {
			if err := other.Close(); err != nil {
				b.Error(err)
			}
		}
	}},
	{"newer format", "fail.newer", func(b *bench) func() { return b.rewrite("vault.key", nextVersion) }},
	{"flipped bytes", "fail.damaged", func(b *bench) func() {
		return b.rewrite("records.db", func(db []byte) []byte {
			for i := 4<<10 + 100; i < len(db); i += 4 << 10 {
				db[i] ^= 0x10
			}
			return db
		})
	}},
	{"cut short", "fail.damaged", func(b *bench) func() {
		return b.rewrite("records.db", func(db []byte) []byte { return db[:len(db)/2] })
	}},
	{"not a vault", "fail.damaged", func(b *bench) func() {
		return b.rewrite("records.db", func([]byte) []byte { return []byte("<html>Sync conflict</html>") })
	}},
	{"records gone", "fail.damaged", func(b *bench) func() { return b.away("records.db") }},
	{"all gone", "fail.none", func(b *bench) func() {
		records, key := b.away("records.db"), b.away("vault.key")
		return func() { records(); key() }
	}},
}

// rewrite changes a file of the vault, and undoes it.
func (b *bench) rewrite(name string, change func([]byte) []byte) (mend func()) {
	b.Helper()
	path := filepath.Join(b.places.Data, name)
	good, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	put := func(content []byte) {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	put(change(bytes.Clone(good)))
	return func() { put(good) }
}

// away takes a file of the vault away, and brings it back.
func (b *bench) away(name string) (mend func()) {
	b.Helper()
	path, aside := filepath.Join(b.places.Data, name), filepath.Join(b.TempDir(), name)
	move := func(from, to string) {
		if err := os.Rename(from, to); err != nil {
			b.Fatal(err)
		}
	}
	move(path, aside)
	return func() { move(aside, path) }
}

// nextVersion makes a key file that a later version of the program could have written: another version number in both
// copies, with the right checksums.
func nextVersion(key []byte) []byte {
	size := binary.BigEndian.Uint32(key[10:])
	for _, at := range []uint32{0, 8 << 10} {
		part := key[at : at+size]
		part[9]++
		sum := sha256.Sum256(part[:size-32])
		copy(part[size-32:], sum[:])
	}
	return key
}

// vaultFiles are the files of the vault but its lock.
func (b *bench) vaultFiles() map[string][]byte {
	b.Helper()
	all := b.files()
	maps.DeleteFunc(all, func(path string, _ []byte) bool {
		return filepath.Dir(path) != b.places.Data || filepath.Ext(path) == ".lock"
	})
	return all
}

// TestALibraryThatDoesNotOpenSaysWhy harms the vault in every way, reads the words, looks that nothing was written, and
// mends it: all must be there.
func TestALibraryThatDoesNotOpenSaysWhy(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		before := b.s.desk.Assessment()
		b.s.Lock()
		for _, x := range openings {
			t.Run(x.name, func(t *testing.T) {
				usual := b.T
				b.T = t
				defer func() { b.T = usual }()
				mend := x.harm(b)
				harmed := b.vaultFiles()
				b.unlock(secret)
				b.failed(x.id)
				b.silent(b.s.T("fail.password"))
				if !b.s.Locked() {
					t.Fatal("it opened")
				}
				if got := b.field(b.s.T("unlock.password")).Text(); got != secret {
					t.Errorf("the password she typed is gone: %q", got)
				}
				if !maps.EqualFunc(harmed, b.vaultFiles(), bytes.Equal) {
					t.Error("the failed opening wrote in the vault")
				}
				was := b.s
				b.start()
				if _, ok := b.s.screen.(*unlock); !ok && x.id != "fail.none" {
					t.Errorf("started anew it takes the harm for a first start: %s", b.text())
				}
				b.s.window.Close()
				b.s = was
				mend()
				b.press(b.s.T("unlock.open"))
				if b.s.Locked() {
					t.Fatalf("mended, it does not open: %s", b.text())
				}
				same(t, before, b.s.desk.Assessment())
				b.s.Lock()
			})
		}
	})
}

// same demands that a library says what it said before.
func same(t *testing.T, before, after *app.Assessment) {
	t.Helper()
	if before.Library.Name != after.Library.Name || len(before.Plan) != len(after.Plan) {
		t.Errorf("%s with %d measures became %s with %d", before.Library.Name, len(before.Plan), after.Library.Name, len(after.Plan))
	}
	for i, l := range before.Lists {
		for k, r := range l.Rows {
			got := after.Lists[i].Rows[k].Answer
			if got.State != r.Answer.State || got.Scale != r.Answer.Scale || got.Note != r.Answer.Note || got.Protected != r.Answer.Protected {
				t.Errorf("%s became %+v", r.Question.ID, got)
			}
		}
	}
}

// TestAWrongPasswordIsToldAtItsField tries a wrong password, the code of another library, and a code with a typing error.
func TestAWrongPasswordIsToldAtItsField(t *testing.T) {
	eachLanguage(t, func(t *testing.T, j app.Jurisdiction) {
		b := filled(t, j)
		p := b.s.deskParams()
		p.Dir = t.TempDir()
		other, code, err := desk.Create(p, j, []byte(secret))
		if err != nil {
			t.Fatal(err)
		}
		if err := other.Close(); err != nil {
			t.Fatal(err)
		}
		s := b.s
		b.shortcut(fyne.KeyL, fyne.KeyModifierControl)
		b.press(s.T("unlock.open"))
		b.silent(s.T("fail.password")) // nothing typed, nothing tried
		b.unlock("fel lösenord")
		b.atField(s.T("unlock.password"), s.T("fail.password")+" "+s.T("fail.password_hint"))
		if f := b.typed(s.T("unlock.password"), "nästa"); f.Fault() != "" {
			t.Error("the fault stays while she types again")
		}
		b.press(s.T("unlock.forgot"))
		typed := strings.Join(code[:], "-")
		b.write(s.T("unlock.code"), typed)
		b.press(s.T("unlock.with_code"))
		b.atField(s.T("unlock.code"), s.T("fail.code")+" "+s.T("fail.code_hint"))
		wrong := "A"
		if typed[len(typed)-1] == 'A' {
			wrong = "B"
		}
		b.replace(s.T("unlock.code"), typed[:len(typed)-1]+wrong)
		b.press(s.T("unlock.with_code"))
		b.atField(s.T("unlock.code"), s.T("fail.code_typing")+" "+s.T("fail.code_typing_hint"))
		b.key(fyne.KeyEscape)
		b.unlocked()
	})
}
