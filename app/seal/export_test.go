package seal

import (
	"crypto"
	"crypto/sha256"
	"encoding/asn1"
)

// Attributes is what Sign signs.
var Attributes = signedAttributes

// SignAttributes signs whatever attributes it is given, as somebody may who
// holds a key and means harm.
func SignAttributes(id *Identity, attributes []byte) ([]byte, error) {
	sum := sha256.Sum256(attributes)
	signature, err := id.key.Sign(nil, sum[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(message(id.certificate, attributes, signature))
}

// CheckCertificate demands a key that is strong enough and a certificate that may sign.
var CheckCertificate = checkCertificate
