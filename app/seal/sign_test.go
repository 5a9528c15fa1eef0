package seal_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	crand "crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"trygghylla/app/seal"
)

const content = "Det här är innehållet.\n"

func sign(t testing.TB, id *seal.Identity) []byte {
	t.Helper()
	b, err := seal.Sign(nil, id, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestVerifyKnowsItsOwnSignature(t *testing.T) {
	id := identity(t, 1)
	c, err := seal.Verify(sign(t, id), strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if seal.FingerprintOf(c.Raw) != id.Fingerprint() {
		t.Error("another certificate")
	}
	if !bytes.Equal(sign(t, id), sign(t, id)) {
		t.Error("without randomness the signature must depend on key and content alone")
	}
	random, err := seal.Sign(crand.Reader, id, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Verify(random, strings.NewReader(content)); err != nil {
		t.Errorf("randomised: %v", err)
	}
}

func TestVerifyTellsWhatIsWrong(t *testing.T) {
	good := sign(t, identity(t, 1))
	if _, err := seal.Verify(good, strings.NewReader(content+" ")); !errors.Is(err, seal.ErrChanged) {
		t.Errorf("other content: %v", err)
	}
	forged := bytes.Clone(good)
	forged[len(forged)-1] ^= 1
	if _, err := seal.Verify(forged, strings.NewReader(content)); !errors.Is(err, seal.ErrForged) {
		t.Errorf("other signature value: %v", err)
	}
	for name, bad := range map[string][]byte{
		"empty": nil, "text": []byte("hej"), "trailing zero": append(bytes.Clone(good), 0),
		"cut": good[:len(good)-9], "long": make([]byte, seal.MaxSignature+1),
	} {
		if _, err := seal.Verify(bad, strings.NewReader(content)); !errors.Is(err, seal.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range good {
		for bit := range 8 {
			bad := bytes.Clone(good)
			bad[i] ^= 1 << bit
			if _, err := seal.Verify(bad, strings.NewReader(content)); err == nil {
				t.Fatalf("bit %d of byte %d changed unnoticed", bit, i)
			}
		}
	}
}

// stored is the form of an identity in the vault, for keys that NewIdentity
// does not make.
type stored struct {
	Version          int
	Key, Certificate []byte
}

func withKey(t *testing.T, key crypto.Signer, usage x509.KeyUsage) (*seal.Identity, error) {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Kommunen"},
		NotBefore: made, NotAfter: made.Add(time.Hour), KeyUsage: usage,
	}
	der, err := x509.CreateCertificate(crand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	b, err := asn1.Marshal(stored{1, pkcs8, der})
	if err != nil {
		t.Fatal(err)
	}
	return seal.ParseIdentity(b)
}

func TestOnlyStrongKeysThatMaySign(t *testing.T) {
	p256, err := ecdsa.GenerateKey(elliptic.P256(), crand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), crand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, ed, err := ed25519.GenerateKey(crand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	rsaKey := func(bits int) *rsa.PrivateKey {
		key, err := rsa.GenerateKey(crand.Reader, bits)
		if err != nil {
			t.Fatal(err)
		}
		return key
	}
	signing := x509.KeyUsageDigitalSignature
	for name, c := range map[string]struct {
		key   crypto.Signer
		usage x509.KeyUsage
		want  error
	}{
		"P-256":           {p256, signing, nil},
		"RSA 3072":        {rsaKey(3072), signing, nil},
		"RSA 2048":        {rsaKey(2048), signing, seal.ErrAlgorithm},
		"P-384":           {p384, signing, seal.ErrAlgorithm},
		"Ed25519":         {ed, signing, seal.ErrAlgorithm},
		"encryption only": {p256, x509.KeyUsageKeyEncipherment, seal.ErrCertificate},
		"no key usage":    {p256, 0, seal.ErrCertificate},
	} {
		id, err := withKey(t, c.key, c.usage)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if c.want != nil || err != nil {
			continue
		}
		if _, err := seal.Verify(sign(t, id), strings.NewReader(content)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// tool runs a program of the system. Without the program the test is skipped,
// unless TRYGGHYLLA_TOOLS=1 demands it.
func tool(t *testing.T, name string, args ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("TRYGGHYLLA_TOOLS") == "1" {
			t.Fatalf("%s is not installed, and TRYGGHYLLA_TOOLS=1 demands it", name)
		}
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	return string(out), err
}

func write(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpensslAcceptsTheSignature(t *testing.T) {
	id := identity(t, 1)
	certificate := write(t, "c.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: id.Certificate().Raw}))
	signature := write(t, "s.der", sign(t, id))
	verify := func(text string) (string, error) {
		return tool(t, "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature,
			"-content", write(t, "x", []byte(text)), "-CAfile", certificate, "-attime", strconv.FormatInt(made.Unix(), 10), "-out", os.DevNull)
	}
	if out, err := verify(content); err != nil || !strings.Contains(out, "CAdES Verification successful") {
		t.Errorf("openssl: %v\n%s", err, out)
	}
	if out, err := verify(content + "x"); err == nil {
		t.Errorf("openssl accepts other content:\n%s", out)
	}
}

func TestVerifyRefusesOtherShapes(t *testing.T) {
	id := identity(t, 1)
	b, err := id.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	var s stored
	if _, err := asn1.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	signer := write(t, "c.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate}))
	key := write(t, "k.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: s.Key}))
	for name, more := range map[string][]string{
		"with a signing time":   {"-cades"},
		"without attributes":    {"-noattr"},
		"with the content":      {"-nodetach"},
		"with SHA-512":          {"-cades", "-md", "sha512"},
		"without a certificate": {"-cades", "-nocerts"},
	} {
		out := filepath.Join(t.TempDir(), "s.der")
		args := append([]string{
			"cms", "-sign", "-binary", "-outform", "DER", "-in", write(t, "x", []byte(content)),
			"-signer", signer, "-inkey", key, "-out", out,
		}, more...)
		if text, err := tool(t, "openssl", args...); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		cms, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := seal.Verify(cms, strings.NewReader(content)); !errors.Is(err, seal.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzVerify(f *testing.F) {
	f.Add(sign(f, identity(f, 1)))
	f.Add([]byte{0x30, 0x80, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := seal.Verify(b, strings.NewReader("never signed by anyone")); err == nil {
			t.Fatalf("accepted a signature of %s", c.Subject)
		}
	})
}

func BenchmarkSign(b *testing.B) {
	id := identity(b, 1)
	for b.Loop() {
		if _, err := seal.Sign(nil, id, strings.NewReader(content)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	cms := sign(b, identity(b, 1))
	for b.Loop() {
		if _, err := seal.Verify(cms, strings.NewReader(content)); err != nil {
			b.Fatal(err)
		}
	}
}

func TestVerifyRefusesOtherAttributes(t *testing.T) {
	id := identity(t, 1)
	digest := sha256.Sum256([]byte(content))
	good, err := seal.Attributes(digest[:], id.Fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	another, err := seal.Attributes(digest[:], identity(t, 2).Fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	set := func(parts ...[]byte) []byte {
		b, err := asn1.Marshal(asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: bytes.Join(parts, nil)})
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	var list []asn1.RawValue
	if _, err := asn1.UnmarshalWithParams(good, &list, "set"); err != nil || len(list) != 3 {
		t.Fatalf("%d attributes, %v", len(list), err)
	}
	for name, attributes := range map[string][]byte{
		"another certificate":  another,
		"none":                 set(),
		"one missing":          set(list[0].FullBytes, list[1].FullBytes),
		"one twice":            set(list[0].FullBytes, list[1].FullBytes, list[1].FullBytes, list[2].FullBytes),
		"not in order":         set(list[2].FullBytes, list[1].FullBytes, list[0].FullBytes),
		"no set of attributes": set([]byte{5, 0}),
	} {
		cms, err := seal.SignAttributes(id, attributes)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := seal.Verify(cms, strings.NewReader(content)); !errors.Is(err, seal.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	cms, err := seal.SignAttributes(id, good)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Verify(cms, strings.NewReader(content)); err != nil {
		t.Errorf("the honest ones: %v", err)
	}
}
