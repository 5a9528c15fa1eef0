package seal_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"trygghylla/app/seal"
)

// TestVouchingIsForOneKeyAndOneTime: who said it is found out, and nothing else passes for it.
func TestVouchingIsForOneKeyAndOneTime(t *testing.T) {
	old, next, third := identity(t, 1), identity(t, 2), identity(t, 3)
	word, err := seal.Vouch(nil, old, next.Fingerprint(), made)
	if err != nil {
		t.Fatal(err)
	}
	by, err := seal.CheckVouching(word, next.Fingerprint(), made.UTC().Add(time.Millisecond)) // to the second, in any zone
	if err != nil || by != old.Fingerprint() {
		t.Fatalf("it is the word of %s, %v", by, err)
	}
	signed, err := seal.Sign(nil, old, strings.NewReader("next "+next.Fingerprint().String()))
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		word []byte
		next seal.Fingerprint
		at   time.Time
		want error
	}{
		"another key":         {word, third.Fingerprint(), made, seal.ErrChanged},
		"itself":              {word, old.Fingerprint(), made, seal.ErrChanged},
		"another second":      {word, next.Fingerprint(), made.Add(time.Second), seal.ErrChanged},
		"signed for other":    {signed, next.Fingerprint(), made, seal.ErrChanged},
		"nothing":             {nil, next.Fingerprint(), made, seal.ErrMalformed},
		"a bit of its digits": {flip(word, len(word)-1), next.Fingerprint(), made, seal.ErrForged},
	} {
		t.Run(name, func(t *testing.T) {
			if by, err := seal.CheckVouching(x.word, x.next, x.at); !errors.Is(err, x.want) || by != (seal.Fingerprint{}) {
				t.Errorf("it is the word of %s, %v, want %v", by, err, x.want)
			}
		})
	}
	for i := range word {
		if by, err := seal.CheckVouching(flip(word, i), next.Fingerprint(), made); err == nil {
			t.Fatalf("with byte %d changed it is the word of %s", i, by)
		}
	}
}

func flip(b []byte, i int) []byte {
	b = bytes.Clone(b)
	b[i] ^= 1
	return b
}

var writeVouching = flag.Bool("write-vouching", false, "write testdata/vouching.v1, which is never written anew once it was released")

// TestReleasedVouchingHolds checks what version 1 of the statement was fixed with.
func TestReleasedVouchingHolds(t *testing.T) {
	const path = "testdata/vouching.v1"
	if *writeVouching {
		word, err := seal.Vouch(nil, identity(t, 1), identity(t, 2).Fingerprint(), made)
		if err == nil {
			err = os.WriteFile(path, word, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	word, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	by, err := seal.CheckVouching(word, identity(t, 2).Fingerprint(), made)
	if err != nil || by != identity(t, 1).Fingerprint() {
		t.Errorf("it is the word of %s, %v", by, err)
	}
	now, err := seal.Vouch(nil, identity(t, 1), identity(t, 2).Fingerprint(), made)
	if err != nil || !bytes.Equal(word, now) {
		t.Errorf("written today it is other bytes, %v", err)
	}
}
