package keep

import (
	"errors"
	"fmt"

	zxcvbn "github.com/ccojocar/zxcvbn-go"

	"trygghylla/app/vault"
)

// ErrGuessed means that a new password would be guessed at once: its [Strength] is 0.
var ErrGuessed = errors.New("password is guessed at once")

// Strength estimates how hard a password is to guess, from 0 (at once) to 4 (not in practice), by
// zxcvbn. hints are words that an attacker would try first, such as the vault's name. A new password
// of strength 0 is refused; a weak one is told, not refused.
func Strength(password string, hints ...string) int {
	if len(password) > 100 {
		password = password[:100] // the estimator's time grows fast; so long a password is strong anyway
	}
	return zxcvbn.PasswordStrength(password, hints).Score
}

// CheckPassword reports vault.ErrPassword when the password is not the vault's. It takes about a second.
func (k *Keeper) CheckPassword(password []byte) error { return k.v.CheckPassword(password) }

// admit refuses a new password that is guessed at once.
func admit(password []byte) error {
	if Strength(string(password)) == 0 {
		return fmt.Errorf("choose password: %w", ErrGuessed)
	}
	return nil
}

// ChangePassword replaces the password; old backups keep the old one. One that is guessed at once is [ErrGuessed].
func (k *Keeper) ChangePassword(old, replacement []byte) error {
	if err := admit(replacement); err != nil {
		return err
	}
	return k.v.ChangePassword(old, replacement)
}

// SetPassword gives a new password after the vault was opened with its recovery code. One that is guessed at once is
// [ErrGuessed].
func (k *Keeper) SetPassword(replacement []byte) error {
	if err := admit(replacement); err != nil {
		return err
	}
	return k.v.SetPassword(replacement)
}

// keyCode is where the recovery code lies in [drawerIdentity], so that its sheet can be printed again. Whoever can read
// it has opened the vault already.
const keyCode = "code"

// ErrNoCode means that the vault does not hold its recovery code: the sheet cannot be printed again, a new code can
// be made.
var ErrNoCode = errors.New("recovery code is not kept")

// NewCode makes a new recovery code; the old sheet is worthless from then on, but for old backups.
func (k *Keeper) NewCode(password []byte) (Code, error) {
	code, err := k.v.NewCode(password)
	if err != nil {
		return Code{}, err
	}
	k.keepCode(code)
	return code.Groups(), nil
}

// keepCode keeps the code that is in force. When that fails the code still has to be shown; [Keeper.CodeAgain] then says
// that it is not kept.
func (k *Keeper) keepCode(code vault.Code) {
	_ = k.v.Update(func(tx *vault.Tx) error {
		return vault.Put(tx, drawerIdentity, keyCode, code[:])
	})
}

// CodeAgain returns the recovery code that is in force, for who knows the password, so that its sheet can be printed
// again. A wrong password is vault.ErrPassword, a code that is not kept [ErrNoCode]. It takes about a second.
func (k *Keeper) CodeAgain(password []byte) (Code, error) {
	if err := k.v.CheckPassword(password); err != nil {
		return Code{}, err
	}
	kept, ok, err := vault.Get[[]byte](k.v, drawerIdentity, keyCode)
	if err != nil {
		return Code{}, fmt.Errorf("read recovery code: %w", err)
	}
	defer clear(kept)
	if !ok || len(kept) != len(vault.Code{}) {
		return Code{}, fmt.Errorf("read recovery code: %w", ErrNoCode)
	}
	code := vault.Code(kept)
	if err := k.v.CheckCode(code); errors.Is(err, vault.ErrCode) { // keeping the newest one was cut off
		return Code{}, fmt.Errorf("read recovery code: %w", ErrNoCode)
	} else if err != nil {
		return Code{}, err
	}
	return code.Groups(), nil
}
