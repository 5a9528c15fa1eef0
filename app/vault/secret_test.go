package vault_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trygghylla/app/vault"
)

// cheap is the lowest cost that is admitted.
var cheap = vault.Cost{MemoryKiB: 8 << 10, Time: 1, Threads: 1}

func sealed(t testing.TB, pin, text string) []byte {
	t.Helper()
	b, err := vault.SealSecret(rand.NewChaCha8([32]byte{7}), []byte(pin), cheap, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSecretOpensWithItsPasswordOnly(t *testing.T) {
	for _, text := range []string{"", "a signing key", strings.Repeat("x", vault.MaxSecret)} {
		b := sealed(t, "ål 4711", text)
		if len(text) > 0 && bytes.Contains(b, []byte(text)) {
			t.Error("the text stands in the clear")
		}
		got, err := vault.OpenSecret([]byte("ål 4711"), b)
		if err != nil || string(got) != text {
			t.Errorf("%d bytes come back as %d, %v", len(text), len(got), err)
		}
		// å of another system, as two characters, is the same å.
		if got, err = vault.OpenSecret([]byte("a\u030al 4711"), b); err != nil || string(got) != text {
			t.Errorf("typed on another system: %v", err)
		}
		for _, wrong := range []string{"", "ål 4712", "al 4711"} {
			if _, err := vault.OpenSecret([]byte(wrong), b); !errors.Is(err, vault.ErrPassword) {
				t.Errorf("%q: %v", wrong, err)
			}
		}
	}
	if bytes.Equal(sealed(t, "1", "x"), func() []byte {
		b, err := vault.SealSecret(rand.NewChaCha8([32]byte{8}), []byte("1"), cheap, []byte("x"))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}()) {
		t.Error("other randomness gave the same bytes")
	}
}

// TestSecretIsWholeOrRefused changes every bit of a sealed secret, cuts it everywhere and adds to it. Nothing of
// it is taken for a wrong password: she must not be told to try again.
func TestSecretIsWholeOrRefused(t *testing.T) {
	good := sealed(t, "4711", "a signing key")
	refuse := func(what string, bad []byte) {
		t.Helper()
		if _, err := vault.OpenSecret([]byte("4711"), bad); !errors.Is(err, vault.ErrDamaged) {
			t.Fatalf("%s: %v", what, err)
		}
	}
	for i := range good {
		for bit := range 8 {
			bad := bytes.Clone(good)
			bad[i] ^= 1 << bit
			refuse("a bit changed", bad)
		}
		refuse("cut short", good[:i])
	}
	refuse("with a byte more", append(bytes.Clone(good), 0))
	refuse("nothing", nil)
}

// resummed puts a right checksum on altered bytes, as somebody would who means harm.
func resummed(b []byte, change func([]byte)) []byte {
	b = bytes.Clone(b[:len(b)-sha256.Size])
	change(b)
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

func TestSecretThatDemandsTooMuchIsRefused(t *testing.T) {
	good := sealed(t, "4711", "a signing key")
	for name, x := range map[string]struct {
		change func([]byte)
		want   error
	}{
		"a newer format":         {func(b []byte) { b[9] = 2 }, vault.ErrNewer},
		"format 0":               {func(b []byte) { b[9] = 0 }, vault.ErrDamaged},
		"terabytes of memory":    {func(b []byte) { b[10] = 0xFF }, vault.ErrTooLarge},
		"hours of work":          {func(b []byte) { b[14] = 0xFF }, vault.ErrTooLarge},
		"no memory":              {func(b []byte) { copy(b[10:], "\x00\x00\x00\x00") }, vault.ErrTooLarge},
		"no lanes":               {func(b []byte) { b[18] = 0 }, vault.ErrTooLarge},
		"another salt":           {func(b []byte) { b[19] ^= 1 }, vault.ErrPassword},
		"another cost than said": {func(b []byte) { b[17] = 2 }, vault.ErrPassword},
		"another text":           {func(b []byte) { b[len(b)-1] ^= 1 }, vault.ErrPassword},
	} {
		if _, err := vault.OpenSecret([]byte("4711"), resummed(good, x.change)); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
	if _, err := vault.OpenSecret([]byte("4711"), append([]byte("TRYGGSEC"), make([]byte, vault.MaxSecret+1000)...)); !errors.Is(err, vault.ErrTooLarge) {
		t.Errorf("a long file: %v", err)
	}
	if _, err := vault.SealSecret(rand.NewChaCha8([32]byte{}), nil, cheap, make([]byte, vault.MaxSecret+1)); !errors.Is(err, vault.ErrTooLarge) {
		t.Errorf("a long text: %v", err)
	}
	if _, err := vault.SealSecret(rand.NewChaCha8([32]byte{}), nil, vault.Cost{MemoryKiB: 1, Time: 1, Threads: 1}, nil); !errors.Is(err, vault.ErrTooLarge) {
		t.Errorf("no cost at all: %v", err)
	}
	if _, err := vault.SealSecret(strings.NewReader("short"), nil, cheap, nil); err == nil {
		t.Error("a source of randomness that ends was accepted")
	}
}

// TestReleasedSecretOpens reads the secret that format 1 was fixed with. The file is never written anew.
func TestReleasedSecretOpens(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("testdata", "secret.v1"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := vault.OpenSecret([]byte("rød grød 4711"), mustDecode(t, b))
	if err != nil || string(got) != "format 1" {
		t.Errorf("%q, %v", got, err)
	}
}

func mustDecode(t testing.TB, b []byte) []byte {
	t.Helper()
	out, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCalibrateKeepsTheFloor(t *testing.T) {
	c := vault.Calibrate(time.Now)
	if c.MemoryKiB < 64<<10 || c.Time < 3 || c.Threads < 1 {
		t.Errorf("%+v is below the floor", c)
	}
	if c := vault.Calibrate(func() time.Time { return time.Time{} }); c.MemoryKiB < 64<<10 {
		t.Errorf("a clock that stands gives %+v", c)
	}
}

func FuzzOpenSecret(f *testing.F) {
	good := sealed(f, "4711", "a signing key")
	f.Add(good)
	f.Add([]byte("TRYGGSEC"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if text, err := vault.OpenSecret([]byte("4711"), b); err == nil && !bytes.Equal(b, good) {
			t.Fatalf("opened to %q", text)
		}
	})
}
