// Package seal makes and checks electronic signatures: a signing identity
// (private key and self-signed X.509 certificate), detached CAdES signatures
// over bytes, and the fingerprints by which people recognise a key. Bytes go
// in and bytes come out; the package knows neither files, PDF nor libraries.
//
// What it makes is never more than it is: a self-asserted signature without a
// time stamp and without an authority behind it (an electronic signature in
// the sense of Regulation (EU) No 910/2014, Article 3 (10)). It is trusted
// because somebody compared the fingerprint with the signer.
package seal

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// What can be wrong with an identity.
var (
	// ErrName: a signer's name is empty, too long or has control characters.
	ErrName = errors.New("not a usable signer's name")
	// ErrIdentity: the stored identity is damaged.
	ErrIdentity = errors.New("damaged signing identity")
	// ErrNewer: the stored identity was written by a newer version.
	ErrNewer = errors.New("signing identity of a newer version")
	// ErrAlgorithm: a key or algorithm other than ECDSA P-256 with SHA-256
	// and RSA of 3072 to 8192 bits with SHA-256.
	ErrAlgorithm = errors.New("signature algorithm not accepted")
	// ErrCertificate: the certificate is not one that may sign.
	ErrCertificate = errors.New("certificate not fit for signing")
)

const (
	// MaxName is the longest signer's name in characters (X.520,
	// ub-common-name).
	MaxName = 64

	validYears = 10
	// clockSkew is how far a computer's clock may be set back after the
	// certificate was made without its signatures falling before it.
	clockSkew = time.Hour

	minRSABits = 3072
	maxRSABits = 8192
	version    = 1
)

// Identity is a private key with its certificate. It is made by NewIdentity
// or ParseIdentity, never changes, and prints as name and fingerprint only.
type Identity struct {
	key         crypto.Signer
	certificate *x509.Certificate
}

// NewIdentity makes an ECDSA P-256 key and a certificate for it, signed by
// itself and valid for ten years from now. All randomness is read from rand.
// The certificate is marked as an authority for itself alone (CA:TRUE,
// pathlen:0, digitalSignature, nonRepudiation, keyCertSign, no extended key
// usage), because that is the form that other programs can be told to trust.
// name is the signer's name as people will read it; ErrName if it cannot be.
func NewIdentity(rand io.Reader, name string, now time.Time) (*Identity, error) {
	name = strings.TrimSpace(name)
	if err := checkName(name); err != nil {
		return nil, fmt.Errorf("make a signing identity: %w", err)
	}
	key, err := newKey(rand)
	if err != nil {
		return nil, fmt.Errorf("make a signing key: %w", err)
	}
	serial := make([]byte, 16)
	if _, err := io.ReadFull(rand, serial); err != nil {
		return nil, fmt.Errorf("make a serial number: %w", err)
	}
	serial[0] = serial[0]&0x7F | 0x40 // positive and always of the same length (RFC 5280, 4.1.2.2)
	now = now.UTC().Truncate(time.Second)
	template := &x509.Certificate{
		SerialNumber:          new(big.Int).SetBytes(serial),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             now.Add(-clockSkew),
		NotAfter:              now.AddDate(validYears, 0, 0),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment | x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
		SignatureAlgorithm:    x509.ECDSAWithSHA256,
	}
	der, err := x509.CreateCertificate(nil, template, template, key.Public(), deterministic{key})
	if err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	return newIdentity(key, certificate)
}

// deterministic signs without randomness (RFC 6979), so that an identity is
// a function of what NewIdentity was given.
type deterministic struct{ crypto.Signer }

func (d deterministic) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return d.Signer.Sign(nil, digest, opts)
}

// newKey picks a P-256 key by rejection sampling (FIPS 186-5, A.2.2).
func newKey(rand io.Reader) (*ecdsa.PrivateKey, error) {
	candidate := make([]byte, 32)
	defer clear(candidate)
	for range 128 { // one in 2^32 is rejected
		if _, err := io.ReadFull(rand, candidate); err != nil {
			return nil, err
		}
		if key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), candidate); err == nil {
			return key, nil
		}
	}
	return nil, errors.New("the source of randomness does not work")
}

func checkName(name string) error {
	switch {
	case name == "":
		return fmt.Errorf("%w: empty", ErrName)
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return fmt.Errorf("%w: control characters", ErrName)
	case utf8.RuneCountInString(name) > MaxName:
		return fmt.Errorf("%w: more than %d characters", ErrName, MaxName)
	}
	return nil
}

// newIdentity checks that key and certificate belong together.
func newIdentity(key crypto.Signer, certificate *x509.Certificate) (*Identity, error) {
	if err := checkCertificate(certificate); err != nil {
		return nil, err
	}
	public, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(certificate.PublicKey) {
		return nil, fmt.Errorf("%w: key and certificate do not belong together", ErrIdentity)
	}
	return &Identity{key: key, certificate: certificate}, nil
}

// checkCertificate demands a key that is strong enough and a certificate that
// is allowed to sign.
func checkCertificate(c *x509.Certificate) error {
	switch key := c.PublicKey.(type) {
	case *ecdsa.PublicKey:
		if key.Curve != elliptic.P256() {
			return fmt.Errorf("%w: curve %s", ErrAlgorithm, key.Curve.Params().Name)
		}
	case *rsa.PublicKey:
		if bits := key.N.BitLen(); bits < minRSABits || bits > maxRSABits {
			return fmt.Errorf("%w: RSA of %d bits", ErrAlgorithm, bits)
		}
	default:
		return fmt.Errorf("%w: %s key", ErrAlgorithm, c.PublicKeyAlgorithm)
	}
	if c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return fmt.Errorf("%w: its key usage does not allow signatures", ErrCertificate)
	}
	if bytes.Equal(c.RawIssuer, c.RawSubject) {
		if err := c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature); err != nil {
			return fmt.Errorf("%w: not signed by itself as it claims", ErrCertificate)
		}
	}
	if len(c.UnhandledCriticalExtensions) > 0 {
		return fmt.Errorf("%w: unknown critical extension", ErrCertificate)
	}
	return nil
}

// Certificate is the identity's certificate, which may be given to anyone.
// The caller must not change it.
func (id Identity) Certificate() *x509.Certificate { return id.certificate }

// Fingerprint is the fingerprint of the identity's certificate.
func (id Identity) Fingerprint() Fingerprint { return FingerprintOf(id.certificate.Raw) }

// String names the signer and the short fingerprint, never the key.
func (id Identity) String() string {
	return id.certificate.Subject.CommonName + " " + id.Fingerprint().Short()
}

// Format writes String whatever the verb, so that no log shows the key.
func (id Identity) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, id.String()) }

// stored is the form in which an identity is kept. A newer version may add
// fields after Version; the first field never moves.
type stored struct {
	Version     int
	Key         []byte // PKCS#8 (RFC 5958)
	Certificate []byte // X.509 (RFC 5280)
}

// Marshal is the identity with its private key, unencrypted. Only the vault
// may store it.
func (id Identity) Marshal() ([]byte, error) {
	key, err := x509.MarshalPKCS8PrivateKey(id.key)
	if err != nil {
		return nil, fmt.Errorf("marshal a signing identity: %w", err)
	}
	b, err := asn1.Marshal(stored{Version: version, Key: key, Certificate: id.certificate.Raw})
	if err != nil {
		return nil, fmt.Errorf("marshal a signing identity: %w", err)
	}
	return b, nil
}

// ParseIdentity reads what Marshal wrote, in this or any earlier version.
// ErrNewer and ErrIdentity tell a newer version from damage. The error never
// quotes the bytes.
func ParseIdentity(b []byte) (*Identity, error) {
	var head asn1.RawValue
	var v int
	if _, err := asn1.Unmarshal(b, &head); err != nil {
		return nil, fmt.Errorf("read a signing identity: %w", ErrIdentity)
	}
	if _, err := asn1.Unmarshal(head.Bytes, &v); err != nil || v < 1 {
		return nil, fmt.Errorf("read a signing identity: %w", ErrIdentity)
	}
	if v > version {
		return nil, fmt.Errorf("read a signing identity: %w: %d", ErrNewer, v)
	}
	var s stored
	if rest, err := asn1.Unmarshal(b, &s); err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("read a signing identity: %w", ErrIdentity)
	}
	key, err := x509.ParsePKCS8PrivateKey(s.Key)
	if err != nil {
		return nil, fmt.Errorf("read a signing identity: %w: key", ErrIdentity)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("read a signing identity: %w: key", ErrIdentity)
	}
	certificate, err := x509.ParseCertificate(s.Certificate)
	if err != nil {
		return nil, fmt.Errorf("read a signing identity: %w: certificate", ErrIdentity)
	}
	id, err := newIdentity(signer, certificate)
	if err != nil {
		return nil, fmt.Errorf("read a signing identity: %w", err)
	}
	return id, nil
}
