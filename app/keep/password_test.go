package keep_test

import (
	"errors"
	"testing"

	"trygghylla/app/keep"
	"trygghylla/app/vault"
)

// TestPasswordThatIsGuessedAtOnce is refused wherever one is chosen, and nothing changes.
func TestPasswordThatIsGuessedAtOnce(t *testing.T) {
	k, _, _, _ := keptVault(t)
	for _, bad := range []string{"", "x", "hund", "aaaaaaaaaaaa", "qwerty123"} {
		fresh := options(t)
		for name, err := range map[string]error{
			"create": errOf(first2(keep.Create(fresh, []byte(bad), func(*vault.Tx) error { return nil }))),
			"change": k.ChangePassword([]byte(secret), []byte(bad)),
			"set":    k.SetPassword([]byte(bad)),
			"renew":  errOf(first2(k.Renew([]byte(bad), nil))),
		} {
			if !errors.Is(err, keep.ErrGuessed) {
				t.Errorf("%s with %q: %v", name, bad, err)
			}
		}
		if exists(t, fresh.Vault.Dir) {
			t.Errorf("%q has made a folder", bad)
		}
	}
	must(t, k.CheckPassword([]byte(secret)))
	must(t, k.ChangePassword([]byte(secret), []byte("fire ord"))) // weak, and her own to choose
}

// first2 leaves the second of three out.
func first2[A, B any](a A, _ B, err error) (A, error) { return a, err }
