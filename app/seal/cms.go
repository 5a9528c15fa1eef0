package seal

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"io"
	"math/big"
	"slices"
)

// The object identifiers of RFC 5652, RFC 5035, RFC 5754 and RFC 5758.
var (
	oidData            = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCertV2   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidSHA256          = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidECDSAWithSHA256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	oidSHA256WithRSA   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
)

// tagSignedAttributes replaces the tag of the SET where the attributes stand
// in the message: [0] IMPLICIT.
const tagSignedAttributes = 0xA0

// contentInfo is RFC 5652, 3.
type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content signedData `asn1:"explicit,tag:0"`
}

// signedData is RFC 5652, 5.1, in the one shape that is made and accepted:
// detached, one certificate, no revocation lists, one signer.
type signedData struct {
	Version      int
	Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
	Content      encapsulated
	Certificates asn1.RawValue // [0] IMPLICIT SET OF Certificate
	Signers      []signerInfo  `asn1:"set"`
}

type encapsulated struct{ Type asn1.ObjectIdentifier }

// signerInfo is RFC 5652, 5.3.
type signerInfo struct {
	Version            int
	Signer             issuerAndSerial
	Digest             pkix.AlgorithmIdentifier
	Attributes         asn1.RawValue // [0] IMPLICIT SET OF Attribute
	SignatureAlgorithm pkix.AlgorithmIdentifier
	Signature          []byte
}

type issuerAndSerial struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

// attribute is RFC 5652, 5.3. Every attribute used here has one value.
type attribute struct {
	Type   asn1.ObjectIdentifier
	Values []asn1.RawValue `asn1:"set"`
}

// signingCertificateV2 is RFC 5035, 3. The hash algorithm is left out, which
// means SHA-256, and so are issuer and serial number, which are optional and
// stand in the signer's identifier already.
type signingCertificateV2 struct{ Certs []essCertIDv2 }

type essCertIDv2 struct{ Hash []byte }

// Sign makes a detached CAdES-BES signature (ETSI EN 319 122-1) over all that
// content gives, as a DER encoded CMS SignedData (RFC 5652) with SHA-256. The
// signed attributes are content-type, message-digest and
// signing-certificate-v2; there is no signing-time, which PAdES forbids (ETSI
// EN 319 142-1, 6.3). With rand nil the signature depends on the key and the
// content alone (RFC 6979 for ECDSA), otherwise it is randomised.
func Sign(rand io.Reader, id *Identity, content io.Reader) ([]byte, error) {
	digest, err := hash(content)
	if err != nil {
		return nil, fmt.Errorf("sign: read the content: %w", err)
	}
	attributes, err := signedAttributes(digest, FingerprintOf(id.certificate.Raw))
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	sum := sha256.Sum256(attributes)
	signature, err := id.key.Sign(rand, sum[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	b, err := asn1.Marshal(message(id.certificate, attributes, signature))
	if err != nil {
		return nil, fmt.Errorf("sign: encode the signature: %w", err)
	}
	return b, nil
}

func hash(content io.Reader) ([]byte, error) {
	h := sha256.New()
	if _, err := io.Copy(h, content); err != nil {
		return nil, err
	}
	return h.Sum(nil), nil
}

// signedAttributes is the DER encoding of the SET OF attributes: what is
// really signed (RFC 5652, 5.4).
func signedAttributes(digest []byte, certificate Fingerprint) ([]byte, error) {
	var encoded [][]byte
	for _, a := range []struct {
		oid   asn1.ObjectIdentifier
		value any
	}{
		{oidContentType, oidData},
		{oidMessageDigest, digest},
		{oidSigningCertV2, signingCertificateV2{[]essCertIDv2{{certificate[:]}}}},
	} {
		value, err := asn1.Marshal(a.value)
		if err != nil {
			return nil, err
		}
		b, err := asn1.Marshal(attribute{a.oid, []asn1.RawValue{{FullBytes: value}}})
		if err != nil {
			return nil, err
		}
		encoded = append(encoded, b)
	}
	slices.SortFunc(encoded, bytes.Compare) // X.690, 11.6
	return asn1.Marshal(asn1.RawValue{
		Class: asn1.ClassUniversal, Tag: asn1.TagSet, IsCompound: true, Bytes: bytes.Join(encoded, nil),
	})
}

// message puts a signature together.
func message(c *x509.Certificate, attributes, signature []byte) contentInfo {
	digest := pkix.AlgorithmIdentifier{Algorithm: oidSHA256}
	implicit := bytes.Clone(attributes)
	implicit[0] = tagSignedAttributes
	return contentInfo{
		Type: oidSignedData,
		Content: signedData{
			Version: 1,
			Digests: []pkix.AlgorithmIdentifier{digest},
			Content: encapsulated{oidData},
			Certificates: asn1.RawValue{
				Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: c.Raw,
			},
			Signers: []signerInfo{{
				Version:            1,
				Signer:             issuerAndSerial{asn1.RawValue{FullBytes: c.RawIssuer}, c.SerialNumber},
				Digest:             digest,
				Attributes:         asn1.RawValue{FullBytes: implicit},
				SignatureAlgorithm: signatureAlgorithm(c),
				Signature:          signature,
			}},
		},
	}
}

// signatureAlgorithm is the one algorithm that goes with the certificate's
// key, which checkCertificate has seen.
func signatureAlgorithm(c *x509.Certificate) pkix.AlgorithmIdentifier {
	if _, ok := c.PublicKey.(*ecdsa.PublicKey); ok {
		return pkix.AlgorithmIdentifier{Algorithm: oidECDSAWithSHA256}
	}
	return pkix.AlgorithmIdentifier{Algorithm: oidSHA256WithRSA, Parameters: asn1.NullRawValue}
}
