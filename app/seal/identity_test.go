package seal_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"trygghylla/app/seal"
)

var made = time.Date(2026, 11, 22, 10, 30, 0, 0, time.FixedZone("CET", 3600))

// chance is randomness that is the same in every run.
func chance(n byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{n}) }

func identity(t testing.TB, n byte) *seal.Identity {
	t.Helper()
	id, err := seal.NewIdentity(chance(n), "Åsa Öberg", made)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestNewIdentityMakesACertificateOthersCanTrust(t *testing.T) {
	c := identity(t, 1).Certificate()
	if key, ok := c.PublicKey.(*ecdsa.PublicKey); !ok || key.Curve != elliptic.P256() {
		t.Errorf("key: %T", c.PublicKey)
	}
	if c.Subject.CommonName != "Åsa Öberg" || c.Subject.String() != c.Issuer.String() {
		t.Errorf("subject %s, issuer %s", c.Subject, c.Issuer)
	}
	if !c.IsCA || c.MaxPathLen != 0 || !c.MaxPathLenZero {
		t.Errorf("CA %v, path length %d", c.IsCA, c.MaxPathLen)
	}
	want := x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment | x509.KeyUsageCertSign
	if c.KeyUsage != want || len(c.ExtKeyUsage)+len(c.UnknownExtKeyUsage) > 0 {
		t.Errorf("key usage %b, extended %v", c.KeyUsage, c.ExtKeyUsage)
	}
	if !c.NotBefore.Equal(made.Add(-time.Hour)) || !c.NotAfter.Equal(made.AddDate(10, 0, 0)) {
		t.Errorf("valid %s to %s", c.NotBefore, c.NotAfter)
	}
	if n := c.SerialNumber.BitLen(); c.SerialNumber.Sign() < 1 || n < 120 || n > 159 {
		t.Errorf("serial number of %d bits", n)
	}
	if err := c.CheckSignatureFrom(c); err != nil {
		t.Errorf("not signed by itself: %v", err)
	}
}

func TestNewIdentityDependsOnItsRandomnessAlone(t *testing.T) {
	a, b, c := identity(t, 1), identity(t, 1), identity(t, 2)
	if a.Fingerprint() != b.Fingerprint() {
		t.Error("the same randomness gave two identities")
	}
	if a.Fingerprint() == c.Fingerprint() || a.Certificate().SerialNumber.Cmp(c.Certificate().SerialNumber) == 0 {
		t.Error("other randomness gave the same identity")
	}
	if _, err := seal.NewIdentity(bytes.NewReader(make([]byte, 1<<16)), "A", made); err == nil {
		t.Error("a source of zeros was accepted")
	}
	if _, err := seal.NewIdentity(bytes.NewReader([]byte("short")), "A", made); err == nil {
		t.Error("a source that ends was accepted")
	}
}

func TestNewIdentityRefusesNames(t *testing.T) {
	for _, name := range []string{"", "  ", "a\nb", "a\x00", "\xff", strings.Repeat("å", 65)} {
		if _, err := seal.NewIdentity(chance(1), name, made); !errors.Is(err, seal.ErrName) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := seal.NewIdentity(chance(1), strings.Repeat("å", 64), made); err != nil {
		t.Errorf("64 characters: %v", err)
	}
}

func TestIdentityGoesIntoTheVaultAndBack(t *testing.T) {
	id := identity(t, 1)
	b, err := id.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	back, err := seal.ParseIdentity(b)
	if err != nil {
		t.Fatal(err)
	}
	if back.Fingerprint() != id.Fingerprint() {
		t.Error("another identity came back")
	}
	signature, err := seal.Sign(nil, back, strings.NewReader("x"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Verify(signature, strings.NewReader("x")); err != nil {
		t.Error(err)
	}
}

// A released format opens for ever: the file is what version 1 wrote of an
// identity that was made for this test.
func TestParseIdentityReadsVersion1(t *testing.T) {
	b, err := os.ReadFile("testdata/identity.v1")
	if err != nil {
		t.Fatal(err)
	}
	id, err := seal.ParseIdentity(b)
	if err != nil {
		t.Fatal(err)
	}
	if id.Fingerprint() != identity(t, 1).Fingerprint() {
		t.Errorf("fingerprint %s", id.Fingerprint())
	}
}

func TestParseIdentityTellsDamageFromNewer(t *testing.T) {
	b, err := identity(t, 1).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	other, err := identity(t, 2).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	newer := bytes.Clone(b)
	newer[6] = 2 // SEQUENCE, length in three bytes, INTEGER, length 1, version
	if _, err := seal.ParseIdentity(newer); !errors.Is(err, seal.ErrNewer) {
		t.Errorf("newer: %v", err)
	}
	half := len(b) / 2
	for name, bad := range map[string][]byte{
		"empty": nil, "cut": b[:half], "longer": append(bytes.Clone(b), 0),
		"key of another": append(bytes.Clone(b[:half]), other[half:]...),
	} {
		if _, err := seal.ParseIdentity(bad); err == nil || errors.Is(err, seal.ErrNewer) {
			t.Errorf("%s: %v", name, err)
		}
	}
	fingerprint := identity(t, 1).Fingerprint()
	for i := range b {
		bad := bytes.Clone(b)
		bad[i] ^= 1
		id, err := seal.ParseIdentity(bad)
		if err != nil || id.Fingerprint() != fingerprint {
			continue
		}
		if again, err := id.Marshal(); err != nil || !bytes.Equal(again, b) {
			t.Errorf("with byte %d changed, the same certificate has another key", i)
		}
	}
}

func TestIdentityDoesNotPrintItsKey(t *testing.T) {
	id := identity(t, 1)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x", "%q"} {
		for _, v := range []any{id, *id} {
			if got := fmt.Sprintf(verb, v); got != "Åsa Öberg "+id.Fingerprint().Short() {
				t.Errorf("%s prints %q", verb, got)
			}
		}
	}
}

func TestFingerprint(t *testing.T) {
	f := identity(t, 1).Fingerprint()
	text := f.String()
	if len(strings.Fields(text)) != 16 || !strings.HasPrefix(text, f.Short()+" ") || len(f.Short()) != 19 {
		t.Errorf("%q, short %q", text, f.Short())
	}
	plain := strings.ReplaceAll(text, " ", "")
	for _, s := range []string{
		text, plain, strings.ToLower(plain), strings.ReplaceAll(text, " ", ":"),
		" " + strings.ReplaceAll(text, " ", " - ") + "\r\n", strings.ReplaceAll(text, " ", "\u00A0"),
	} {
		if got, err := seal.ParseFingerprint(s); err != nil || got != f {
			t.Errorf("%q: %v", s, err)
		}
	}
	for _, s := range []string{"", f.Short(), plain[1:], plain + "0", plain[1:] + "O", "0x" + plain[2:]} {
		if _, err := seal.ParseFingerprint(s); !errors.Is(err, seal.ErrFingerprint) {
			t.Errorf("%q: %v", s, err)
		}
	}
}
