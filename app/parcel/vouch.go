package parcel

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"trygghylla/app/record"
	"trygghylla/app/seal"
)

// ErrVouching means that a package says of an earlier key of its library what that key has not signed.
var ErrVouching = errors.New("an earlier key does not vouch for this one")

// Earlier is a key that the library had before, and that has said that the next one takes its place.
type Earlier struct {
	Fingerprint string    // short
	Full        string    // the whole fingerprint
	Until       time.Time // when it gave its place to the next
}

// earlier finds the keys that vouch for the one that signed, oldest first, each proven by its signature; otherwise it is
// [ErrVouching].
func earlier(vouched []record.Vouching, signer seal.Fingerprint) ([]Earlier, error) {
	var keys []Earlier
	next := signer
	for _, v := range slices.Backward(vouched) {
		by, err := seal.CheckVouching(v.Signature, next, v.At)
		if err != nil {
			return nil, fmt.Errorf("%w: %v", ErrVouching, err)
		}
		if by.String() != v.By {
			return nil, fmt.Errorf("%w: it is the word of another key", ErrVouching)
		}
		keys = append(keys, Earlier{Fingerprint: by.Short(), Full: by.String(), Until: v.At})
		next = by
	}
	slices.Reverse(keys)
	return keys, nil
}

// Standing is how a package's key stands to keys that are trusted.
type Standing string

// The standings.
const (
	Strange Standing = ""        // nothing is known of it: its fingerprint must be compared
	Known   Standing = "known"   // it is one of them
	Vouched Standing = "vouched" // it is new, and one of them vouches for it
)

// Standing tells how the librarian's key stands to the trusted ones. A key that is vouched for is as good as the secret of
// the one that vouches: whoever receives the package still decides whether that is enough.
func (r *Received) Standing(trusted Trust) Standing {
	has := func(full string) bool {
		return slices.ContainsFunc(trusted, func(f seal.Fingerprint) bool { return f.String() == full })
	}
	switch {
	case slices.Contains(trusted, r.key):
		return Known
	case slices.ContainsFunc(r.Earlier, func(e Earlier) bool { return has(e.Full) }):
		return Vouched
	}
	return Strange
}
