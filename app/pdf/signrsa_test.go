package pdf_test

import (
	crand "crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"strings"
	"testing"

	"trygghylla/app/pdf"
	"trygghylla/app/seal"
)

// organisation is an identity with an RSA key, as an organisation may have.
func organisation(t *testing.T, bits int) *seal.Identity {
	t.Helper()
	key, err := rsa.GenerateKey(crand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Vadstena kommun"},
		NotBefore: signedAt, NotAfter: signedAt.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(crand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	b, err := asn1.Marshal(struct {
		Version          int
		Key, Certificate []byte
	}{1, pkcs8, der})
	if err != nil {
		t.Fatal(err)
	}
	id, err := seal.ParseIdentity(b)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAnRSAKeySignsToo(t *testing.T) {
	id := organisation(t, 3072)
	file := mustSign(t, once(t), id, second())
	r, err := pdf.Verify(file, librarian(t).Fingerprint(), id.Fingerprint())
	if err != nil {
		t.Fatal(err)
	}
	if r.Signatures[1].Signer != "Vadstena kommun" {
		t.Errorf("signer %q", r.Signatures[1].Signer)
	}
	out, err := tool(t, "pdfsig", saved(t, "a.pdf", file))
	if err != nil || strings.Count(out, "Signature is Valid") != 2 {
		t.Errorf("pdfsig: %v\n%s", err, out)
	}
}
