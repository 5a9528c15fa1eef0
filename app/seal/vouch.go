package seal

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// statement is what an older key signs when another takes its place: the
// whole fingerprint of the new one, and when. No paper begins like it, so that
// nothing else that a key ever signed can pass for it. This form never changes;
// another one gets another first line.
func statement(next Fingerprint, at time.Time) string {
	return "trygghylla key renewal 1\n" +
		"next " + next.String() + "\n" +
		"at " + at.UTC().Format(time.RFC3339) + "\n"
}

// Vouch has an identity say of another key that it takes its own place, from
// the second at on: a signature as Sign makes it, over a short statement. It is
// as good as the identity's secret: who has stolen that can vouch too.
func Vouch(rand io.Reader, old *Identity, next Fingerprint, at time.Time) ([]byte, error) {
	vouching, err := Sign(rand, old, strings.NewReader(statement(next, at)))
	if err != nil {
		return nil, fmt.Errorf("vouch for a new key: %w", err)
	}
	return vouching, nil
}

// CheckVouching finds out which key said by Vouch, in this or any earlier
// version, that next takes its place since the second at. It does not ask
// whether that key was still valid then: the time is what its owner's computer
// said, and so was the period. The errors are those of Verify; ErrChanged is a
// genuine signature of something else.
func CheckVouching(vouching []byte, next Fingerprint, at time.Time) (by Fingerprint, err error) {
	c, err := Verify(vouching, strings.NewReader(statement(next, at)))
	if err != nil {
		return Fingerprint{}, fmt.Errorf("check who vouches: %w", err)
	}
	return FingerprintOf(c.Raw), nil
}
