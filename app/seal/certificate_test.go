package seal_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	crand "crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"testing"

	"trygghylla/app/seal"
)

// TestCertificateOfAnAuthority holds what an organisation's authority may hand out to its limits: the longest key, and nothing
// that must be understood and is not.
func TestCertificateOfAnAuthority(t *testing.T) {
	authority, err := ecdsa.GenerateKey(elliptic.P256(), crand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public := func(bits uint) *rsa.PublicKey {
		n := new(big.Int).Lsh(big.NewInt(1), bits-1)
		return &rsa.PublicKey{N: n.Add(n, big.NewInt(1)), E: 65537}
	}
	extension := func(critical bool) []pkix.Extension {
		return []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 99999, 1}, Critical: critical, Value: []byte{5, 0}}}
	}
	for name, x := range map[string]struct {
		public     any
		extensions []pkix.Extension
		want       error
	}{
		"RSA 3072":                  {public(3072), nil, nil},
		"RSA 3071":                  {public(3071), nil, seal.ErrAlgorithm},
		"RSA 8192":                  {public(8192), nil, nil},
		"RSA 8193":                  {public(8193), nil, seal.ErrAlgorithm},
		"something more":            {authority.Public(), extension(false), nil},
		"something to be known":     {authority.Public(), extension(true), seal.ErrCertificate},
		"P-256, of the authority's": {authority.Public(), nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			leaf := &x509.Certificate{
				SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Ingrid"}, NotBefore: made, NotAfter: made.AddDate(1, 0, 0),
				KeyUsage: x509.KeyUsageDigitalSignature, ExtraExtensions: x.extensions,
			}
			parent := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Authority"}}
			der, err := x509.CreateCertificate(crand.Reader, leaf, parent, x.public, authority)
			if err != nil {
				t.Fatal(err)
			}
			c, err := x509.ParseCertificate(der)
			if err != nil {
				t.Fatal(err)
			}
			if err := seal.CheckCertificate(c); !errors.Is(err, x.want) {
				t.Errorf("it gives %v, want %v", err, x.want)
			}
		})
	}
}
