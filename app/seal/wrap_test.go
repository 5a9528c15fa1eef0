package seal_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"filippo.io/age"

	"trygghylla/app/seal"
)

func wrapKey(t testing.TB) (private, public []byte) {
	t.Helper()
	private, public, err := seal.NewWrapKey()
	if err != nil {
		t.Fatal(err)
	}
	return private, public
}

func hybrid(t testing.TB) (private, public []byte) {
	t.Helper()
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return []byte(id.String()), []byte(id.Recipient().String())
}

func wrapped(t testing.TB, plain, public []byte) []byte {
	t.Helper()
	to, err := seal.ParseRecipients(public)
	if err != nil {
		t.Fatal(err)
	}
	b, err := seal.Wrap(plain, to)
	if err != nil {
		t.Fatal(err)
	}
	if err := seal.CheckWrapped(b); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWrapIsOpenedByItsKeyOnly(t *testing.T) {
	for name, pair := range map[string]func(testing.TB) ([]byte, []byte){"X25519": wrapKey, "hybrid": hybrid} {
		private, public := pair(t)
		other, _ := pair(t)
		for _, plain := range [][]byte{nil, []byte("blinda vinklar"), bytes.Repeat([]byte("larm"), 50_000)} {
			b := wrapped(t, plain, public)
			if len(plain) > 0 && bytes.Contains(b, plain[:4]) && bytes.Contains(b, []byte("larmlarm")) {
				t.Errorf("%s: it can be read from outside", name)
			}
			got, err := seal.Unwrap(b, private)
			if err != nil || !bytes.Equal(got, plain) {
				t.Errorf("%s: %d bytes come back as %d, %v", name, len(plain), len(got), err)
			}
			if _, err := seal.Unwrap(b, other); !errors.Is(err, seal.ErrNotForKey) {
				t.Errorf("%s: another key: %v", name, err)
			}
		}
	}
}

// TestWrapToSeveral: the region has two people who may open.
func TestWrapToSeveral(t *testing.T) {
	one, a := wrapKey(t)
	two, b := wrapKey(t)
	all := "\ufeff# Regionbiblioteket\r\n\r\n  " + strings.TrimSpace(string(a)) + " \r\n" + string(b)
	w := wrapped(t, []byte("x"), []byte(all))
	for _, private := range [][]byte{one, two} {
		if got, err := seal.Unwrap(w, private); err != nil || string(got) != "x" {
			t.Errorf("%q, %v", got, err)
		}
	}
}

func TestWrappedIsWholeOrRefused(t *testing.T) {
	private, public := wrapKey(t)
	good := wrapped(t, bytes.Repeat([]byte("larm"), 300), public)
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1
		if got, err := seal.Unwrap(bad, private); err == nil || got != nil || !errors.Is(err, seal.ErrWrapped) && !errors.Is(err, seal.ErrNotForKey) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
		if _, err := seal.Unwrap(good[:i], private); !errors.Is(err, seal.ErrWrapped) {
			t.Fatalf("cut at %d: %v", i, err)
		}
	}
	if _, err := seal.Unwrap(append(bytes.Clone(good), 0), private); !errors.Is(err, seal.ErrWrapped) {
		t.Errorf("a byte more: %v", err)
	}
	if err := seal.CheckWrapped([]byte("%PDF-1.7")); !errors.Is(err, seal.ErrWrapped) {
		t.Errorf("a PDF: %v", err)
	}
	if _, err := seal.Unwrap(good, public); !errors.Is(err, seal.ErrWrapKey) {
		t.Errorf("the public key: %v", err)
	}
}

func TestRecipientsAreReadStrictly(t *testing.T) {
	private, public := wrapKey(t)
	_, quantum := hybrid(t)
	for name, x := range map[string]struct {
		text []byte
		want error
	}{
		"nothing":             {nil, seal.ErrRecipient},
		"comments":            {[]byte("# hej\n"), seal.ErrRecipient},
		"text":                {[]byte("hej"), seal.ErrRecipient},
		"a key and text":      {append(bytes.Clone(public), "hej\n"...), seal.ErrRecipient},
		"a typing error":      {bytes.Replace(public, []byte("age1"), []byte("age1q"), 1), seal.ErrRecipient},
		"a private key":       {private, seal.ErrPrivateKey},
		"both kinds of key":   {append(append(bytes.Clone(public), quantum...), '\n'), seal.ErrRecipient},
		"far too many":        {bytes.Repeat(public, 65), seal.ErrRecipient},
		"a large file":        {make([]byte, 1<<20), seal.ErrRecipient},
		"an age file":         {wrapped(t, []byte("x"), public), seal.ErrRecipient},
		"a fingerprint":       {[]byte("4C1E 9A07 55D2 81B3"), seal.ErrRecipient},
		"a private key lower": {bytes.ToLower(private), seal.ErrPrivateKey},
	} {
		_, err := seal.ParseRecipients(x.text)
		if !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
		for _, secret := range strings.Fields(string(private)) {
			if err != nil && len(secret) > 20 && strings.Contains(err.Error(), secret) {
				t.Errorf("%s: the error quotes the key", name)
			}
		}
	}
}

func FuzzUnwrap(f *testing.F) {
	private, public := wrapKey(f)
	f.Add(wrapped(f, []byte("larm"), public))
	f.Add([]byte("age-encryption.org/v1\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := seal.Unwrap(b, private); err == nil && len(got) > 0 && string(got) != "larm" {
			t.Fatalf("opened to %q", got)
		}
		_, _ = seal.ParseRecipients(b)
	})
}
