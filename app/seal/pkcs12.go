package seal

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"

	"software.sslmate.com/src/go-pkcs12"
)

// What can be wrong with a certificate file that an organisation has handed out.
var (
	// ErrPKCS12: not a PKCS #12 file with one private key and its certificate.
	ErrPKCS12 = errors.New("not a certificate file with its private key")
	// ErrPKCS12Password: the password does not open the certificate file.
	ErrPKCS12Password = errors.New("wrong password of the certificate file")
)

const (
	// MaxPKCS12 is the largest certificate file in bytes that ImportPKCS12
	// looks at.
	MaxPKCS12 = 1 << 20
	// maxIterations bounds the work that a file may demand before its
	// password is known to be right; ordinary files have up to 600,000.
	maxIterations = 5_000_000
)

// ImportPKCS12 reads an organisation's private key and certificate from a file
// as defined by RFC 7292 (.p12, .pfx), so that they can sign instead of a
// self-made identity. Of several certificates the one that fits the key is
// taken; the chain above it is left out, because nobody here can check it:
// the signature stays what it is, one that is trusted by its fingerprint. The
// errors wrap ErrPKCS12, ErrPKCS12Password, ErrAlgorithm (the key is neither
// P-256 nor RSA of 3072 to 8192 bits) or ErrCertificate. The caller compares
// the certificate's period of validity with the day.
func ImportPKCS12(file, password []byte) (*Identity, error) {
	id, err := importPKCS12(file, password)
	if err != nil {
		return nil, fmt.Errorf("import a certificate file: %w", err)
	}
	return id, nil
}

func importPKCS12(file, password []byte) (*Identity, error) {
	if err := checkPKCS12(file); err != nil {
		return nil, err
	}
	key, first, more, err := pkcs12.DecodeChain(file, string(password))
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword), errors.Is(err, pkcs12.ErrDecryption):
		return nil, ErrPKCS12Password
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrPKCS12, err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("%w: a key that does not sign", ErrAlgorithm)
	}
	public, ok := signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok {
		return nil, fmt.Errorf("%w: %T", ErrAlgorithm, signer)
	}
	for _, c := range append([]*x509.Certificate{first}, more...) {
		if public.Equal(c.PublicKey) {
			return newIdentity(signer, c)
		}
	}
	return nil, fmt.Errorf("%w: no certificate fits the key", ErrPKCS12)
}

// checkPKCS12 refuses a file that is too large, not DER, or that demands more
// work than any honest one, before it is read further.
func checkPKCS12(file []byte) error {
	if len(file) > MaxPKCS12 {
		return fmt.Errorf("%w: %d bytes", ErrPKCS12, len(file))
	}
	var outer struct {
		Version  int
		AuthSafe asn1.RawValue
		Mac      struct {
			Digest     asn1.RawValue
			Salt       []byte
			Iterations int `asn1:"optional,default:1"`
		} `asn1:"optional"`
	}
	if rest, err := asn1.Unmarshal(file, &outer); err != nil || len(rest) > 0 {
		return fmt.Errorf("%w: not of its form", ErrPKCS12)
	}
	if outer.Mac.Iterations > maxIterations {
		return fmt.Errorf("%w: %d iterations", ErrPKCS12, outer.Mac.Iterations)
	}
	return checkWork(file, 0)
}

// checkWork looks at every derivation of a key that can be seen from outside:
// parameters that begin with a salt and the number of iterations (RFC 8018, A.2;
// RFC 7292, C).
func checkWork(der []byte, depth int) error {
	for len(der) > 0 && depth < 32 {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(der, &v)
		if err != nil {
			return nil // an octet string that holds something else than DER
		}
		der = rest
		var work struct {
			Salt       []byte
			Iterations int
		}
		if _, err := asn1.Unmarshal(v.FullBytes, &work); err == nil && work.Iterations > maxIterations {
			return fmt.Errorf("%w: %d iterations", ErrPKCS12, work.Iterations)
		}
		if v.IsCompound || v.Class == asn1.ClassUniversal && v.Tag == asn1.TagOctetString {
			if err := checkWork(v.Bytes, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}
