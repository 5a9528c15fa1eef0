package seal

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
)

// MaxSignature is the longest signature in bytes that Verify looks at.
const MaxSignature = 64 << 10

// What can be wrong with a signature.
var (
	// ErrMalformed: not a signature of the shape that Sign makes.
	ErrMalformed = errors.New("malformed signature")
	// ErrForged: the signature does not fit its certificate's key.
	ErrForged = errors.New("signature does not fit its certificate")
	// ErrChanged: the signature is genuine, but the content is not what
	// was signed.
	ErrChanged = errors.New("content is not what was signed")
)

// Verify checks that cms is a signature of the shape that Sign makes over
// exactly the content, and returns the certificate in it. It says nothing
// about whose key that is and when it was used: the caller compares the
// fingerprint and the period of validity. The errors wrap ErrMalformed,
// ErrAlgorithm, ErrCertificate, ErrForged or ErrChanged. ECDSA with P-256 and
// RSA (PKCS #1 v1.5) of 3072 to 8192 bits are accepted, both with SHA-256.
// Nothing can be hidden in cms: the message is put together anew from the
// certificate, the digest and the signature in it and must come out the same.
func Verify(cms []byte, content io.Reader) (*x509.Certificate, error) {
	certificate, signer, err := parse(cms)
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	// What the caller must know comes first: is this a signature at all?
	attributes := bytes.Clone(signer.Attributes.FullBytes)
	attributes[0] = asn1.TagSet | 0x20
	if err := checkSignature(certificate, attributes, signer.Signature); err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	digest, err := hash(content)
	if err != nil {
		return nil, fmt.Errorf("verify: read the content: %w", err)
	}
	signed, err := checkAttributes(attributes, certificate)
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	if !bytes.Equal(signed, digest) {
		return nil, fmt.Errorf("verify: %w", ErrChanged)
	}
	return certificate, nil
}

// parse takes the message apart and demands that putting it together again
// gives the same bytes.
func parse(cms []byte) (*x509.Certificate, signerInfo, error) {
	var none signerInfo
	if len(cms) > MaxSignature {
		return nil, none, fmt.Errorf("%w: %d bytes", ErrMalformed, len(cms))
	}
	var m contentInfo
	if rest, err := asn1.Unmarshal(cms, &m); err != nil || len(rest) > 0 {
		return nil, none, fmt.Errorf("%w: not a CMS message", ErrMalformed)
	}
	if !m.Type.Equal(oidSignedData) || len(m.Content.Signers) != 1 {
		return nil, none, fmt.Errorf("%w: not one signature", ErrMalformed)
	}
	signer := m.Content.Signers[0]
	if len(signer.Attributes.FullBytes) == 0 || signer.Attributes.FullBytes[0] != tagSignedAttributes {
		return nil, none, fmt.Errorf("%w: no signed attributes", ErrMalformed)
	}
	certificate, err := x509.ParseCertificate(m.Content.Certificates.Bytes)
	if err != nil {
		return nil, none, fmt.Errorf("%w: not one certificate", ErrMalformed)
	}
	if err := checkCertificate(certificate); err != nil {
		return nil, none, err
	}
	again, err := asn1.Marshal(message(certificate, signer.Attributes.FullBytes, signer.Signature))
	if err != nil || !bytes.Equal(again, cms) {
		return nil, none, fmt.Errorf("%w: not of the expected form", ErrMalformed)
	}
	return certificate, signer, nil
}

func checkSignature(c *x509.Certificate, attributes, signature []byte) error {
	sum := sha256.Sum256(attributes)
	switch key := c.PublicKey.(type) {
	case *ecdsa.PublicKey:
		if !ecdsa.VerifyASN1(key, sum[:], signature) {
			return ErrForged
		}
	case *rsa.PublicKey:
		if err := rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature); err != nil {
			return ErrForged
		}
	}
	return nil
}

// checkAttributes demands exactly the attributes that Sign writes, for this
// certificate, and returns the signed digest.
func checkAttributes(attributes []byte, c *x509.Certificate) ([]byte, error) {
	var list []attribute
	if rest, err := asn1.UnmarshalWithParams(attributes, &list, "set"); err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("%w: attributes", ErrMalformed)
	}
	for _, a := range list {
		if !a.Type.Equal(oidMessageDigest) || len(a.Values) != 1 {
			continue
		}
		var digest []byte
		if _, err := asn1.Unmarshal(a.Values[0].FullBytes, &digest); err != nil {
			return nil, fmt.Errorf("%w: message digest", ErrMalformed)
		}
		want, err := signedAttributes(digest, FingerprintOf(c.Raw))
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(want, attributes) {
			return nil, fmt.Errorf("%w: attributes other than a CAdES signature's", ErrMalformed)
		}
		return digest, nil
	}
	return nil, fmt.Errorf("%w: no message digest", ErrMalformed)
}
