package seal_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	crand "crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"trygghylla/app/seal"
)

// p12 has openssl make a key with its certificate, issued by itself or by an authority, and put them into a file.
func p12(t *testing.T, key []string, usage string, byAuthority bool, more ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	do := func(args ...string) {
		if out, err := tool(t, "openssl", args...); err != nil {
			t.Fatalf("openssl %s: %v\n%s", args[0], err, out)
		}
	}
	do(append([]string{"genpkey", "-out", in("k.pem")}, key...)...)
	request := []string{"req", "-new", "-utf8", "-x509", "-key", in("k.pem"), "-out", in("c.pem"), "-days", "30", "-subj", "/O=Vadstena kommun/CN=Åsa Öberg"}
	if usage != "" {
		request = append(request, "-addext", "keyUsage="+usage)
	}
	if byAuthority {
		do("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", in("ak.pem"))
		do("req", "-new", "-x509", "-key", in("ak.pem"), "-out", in("ac.pem"), "-days", "90", "-subj", "/CN=Kommunens CA")
		request = append(request, "-CA", in("ac.pem"), "-CAkey", in("ak.pem"))
		more = append(more, "-certfile", in("ac.pem"))
	}
	do(request...)
	do(append([]string{"pkcs12", "-export", "-inkey", in("k.pem"), "-in", in("c.pem"), "-out", in("x.p12"), "-passout", "pass:hemligt å"}, more...)...)
	b, err := os.ReadFile(in("x.p12"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var (
	p256Key = []string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"}
	rsaKey  = []string{"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"}
)

func TestImportedCertificateSigns(t *testing.T) {
	for name, file := range map[string][]byte{
		"P-256":               p12(t, p256Key, "digitalSignature", false),
		"RSA 3072":            p12(t, rsaKey, "nonRepudiation", false),
		"with its authority":  p12(t, p256Key, "digitalSignature", true),
		"RSA, with authority": p12(t, rsaKey, "digitalSignature", true),
	} {
		id, err := seal.ImportPKCS12(file, []byte("hemligt å"))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := id.Certificate().Subject.CommonName; got != "Åsa Öberg" {
			t.Errorf("%s: the certificate of %q", name, got)
		}
		b, err := id.Marshal()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		again, err := seal.ParseIdentity(b)
		if err != nil || again.Fingerprint() != id.Fingerprint() {
			t.Fatalf("%s: read again: %v", name, err)
		}
		c, err := seal.Verify(sign(t, again), strings.NewReader(content))
		if err != nil || seal.FingerprintOf(c.Raw) != id.Fingerprint() {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestImportTellsWhatIsWrong(t *testing.T) {
	good := p12(t, p256Key, "digitalSignature", false)
	for name, x := range map[string]struct {
		file     []byte
		password string
		want     error
	}{
		"a wrong password":     {good, "hemligt a", seal.ErrPKCS12Password},
		"no password":          {good, "", seal.ErrPKCS12Password},
		"a text":               {[]byte("hej"), "hemligt å", seal.ErrPKCS12},
		"nothing":              {nil, "", seal.ErrPKCS12},
		"half a file":          {good[:len(good)/2], "hemligt å", seal.ErrPKCS12},
		"a file with a tail":   {append(good[:len(good):len(good)], 0), "hemligt å", seal.ErrPKCS12},
		"too large a file":     {make([]byte, seal.MaxPKCS12+1), "", seal.ErrPKCS12},
		"a certificate alone":  {p12(t, p256Key, "digitalSignature", false, "-nokeys"), "hemligt å", seal.ErrPKCS12},
		"a key alone":          {p12(t, p256Key, "digitalSignature", false, "-nocerts"), "hemligt å", seal.ErrPKCS12},
		"RSA 2048":             {p12(t, []string{"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"}, "digitalSignature", false), "hemligt å", seal.ErrAlgorithm},
		"P-384":                {p12(t, []string{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"}, "digitalSignature", false), "hemligt å", seal.ErrAlgorithm},
		"Ed25519":              {p12(t, []string{"-algorithm", "ED25519"}, "digitalSignature", false), "hemligt å", seal.ErrAlgorithm},
		"for encryption alone": {p12(t, rsaKey, "keyEncipherment", false), "hemligt å", seal.ErrCertificate},
		"for nothing":          {p12(t, p256Key, "", false), "hemligt å", seal.ErrCertificate},
	} {
		if _, err := seal.ImportPKCS12(x.file, []byte(x.password)); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
}

// packed makes a file without openssl.
func packed(t testing.TB, key crypto.Signer, of crypto.Signer) []byte {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Kommunen"},
		NotBefore: made, NotAfter: made.Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(crand.Reader, template, template, of.Public(), of)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	b, err := pkcs12.Modern.Encode(key, c, nil, "x")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func p256(t testing.TB) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), crand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestImportDemandsThatKeyAndCertificateFit(t *testing.T) {
	key := p256(t)
	if _, err := seal.ImportPKCS12(packed(t, key, key), []byte("x")); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.ImportPKCS12(packed(t, key, p256(t)), []byte("x")); !errors.Is(err, seal.ErrPKCS12) {
		t.Errorf("another's certificate: %v", err)
	}
}

// TestImportDoesNotWorkForEver asks for a billion rounds at each place where a file asks for any.
func TestImportDoesNotWorkForEver(t *testing.T) {
	key := p256(t)
	good := packed(t, key, key)
	rounds, err := asn1.Marshal(2048) // of the library that packs
	if err != nil {
		t.Fatal(err)
	}
	places := 0
	for i := range good {
		if !bytes.HasPrefix(good[i:], rounds) {
			continue
		}
		places++
		bad := bytes.Clone(good)
		copy(bad[i:], []byte{2, 2, 0x7F, 0xFF}) // as many as stand in two bytes: only the password is wrong then
		if _, err := seal.ImportPKCS12(bad, []byte("x")); !errors.Is(err, seal.ErrPKCS12Password) {
			t.Errorf("place %d: %v", places, err)
		}
	}
	if places == 0 {
		t.Fatal("the file asks for no rounds")
	}
	type work struct {
		Salt       []byte
		Iterations int
	}
	for name, content := range map[string]any{
		"at the outside": struct {
			Version int
			Safe    asn1.RawValue
			Mac     struct {
				Digest     asn1.RawValue
				Salt       []byte
				Iterations int
			}
		}{3, asn1.NullRawValue, struct {
			Digest     asn1.RawValue
			Salt       []byte
			Iterations int
		}{asn1.NullRawValue, []byte{1}, 1 << 30}},
		"inside": struct {
			Version int
			Safe    []work
		}{3, []work{{[]byte{1}, 1 << 30}}},
	} {
		b, err := asn1.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := seal.ImportPKCS12(b, []byte("x")); !errors.Is(err, seal.ErrPKCS12) || !strings.Contains(err.Error(), "iterations") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzImportPKCS12(f *testing.F) {
	key := p256(f)
	f.Add(packed(f, key, key))
	f.Add([]byte{0x30, 0x80, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		if id, err := seal.ImportPKCS12(b, []byte("x")); err == nil {
			if _, err := seal.Sign(nil, id, strings.NewReader(content)); err != nil {
				t.Fatal(err)
			}
		}
	})
}
