package desk

import (
	"errors"
	"fmt"

	zxcvbn "github.com/ccojocar/zxcvbn-go"

	"trygghylla/app/vault"
)

// Strength estimates how hard a password is to guess, from 0 (at once) to 4 (not in practice), by
// zxcvbn. hints are words that an attacker would try first, such as the library's name. It
// never forbids anything: a weak password is told, not refused.
func Strength(password string, hints ...string) int {
	if len(password) > 100 {
		password = password[:100] // the estimator's time grows fast; so long a password is strong anyway
	}
	return zxcvbn.PasswordStrength(password, hints).Score
}

// CheckPassword reports vault.ErrPassword when the password is not the library's. It takes about a second.
func (d *Desk) CheckPassword(password []byte) error { return d.v.CheckPassword(password) }

// ChangePassword replaces the password; old backups keep the old one.
func (d *Desk) ChangePassword(old, replacement []byte) error {
	return d.v.ChangePassword(old, replacement)
}

// SetPassword gives a new password after the library was opened with its recovery code.
func (d *Desk) SetPassword(replacement []byte) error { return d.v.SetPassword(replacement) }

// keyCode is where the recovery code lies in [drawerIdentity], so that its sheet can be printed again. Whoever can read
// it has opened the library already.
const keyCode = "code"

// ErrNoCode means that the library does not know its recovery code: the sheet cannot be printed again, a new code can
// be made.
var ErrNoCode = errors.New("recovery code is not kept")

// NewCode makes a new recovery code; the old sheet is worthless from then on, but for old backups.
func (d *Desk) NewCode(password []byte) (Code, error) {
	code, err := d.v.NewCode(password)
	if err != nil {
		return Code{}, err
	}
	d.keepCode(code)
	return code.Groups(), nil
}

// keepCode keeps the code that is in force. When that fails the code still has to be shown; [Desk.CodeAgain] then says
// that it is not kept.
func (d *Desk) keepCode(code vault.Code) {
	_ = d.v.Update(func(tx *vault.Tx) error {
		return vault.Put(tx, drawerIdentity, keyCode, code[:])
	})
}

// CodeAgain returns the recovery code that is in force, for who knows the password, so that its sheet can be printed
// again. A wrong password is [ErrPassword], a code that is not kept [ErrNoCode]. It takes about a second.
func (d *Desk) CodeAgain(password []byte) (Code, error) {
	if err := d.v.CheckPassword(password); err != nil {
		return Code{}, err
	}
	kept, ok, err := vault.Get[[]byte](d.v, drawerIdentity, keyCode)
	if err != nil {
		return Code{}, fmt.Errorf("read recovery code: %w", err)
	}
	defer clear(kept)
	if !ok || len(kept) != len(vault.Code{}) {
		return Code{}, fmt.Errorf("read recovery code: %w", ErrNoCode)
	}
	code := vault.Code(kept)
	if err := d.v.CheckCode(code); errors.Is(err, vault.ErrCode) { // keeping the newest one was cut off
		return Code{}, fmt.Errorf("read recovery code: %w", ErrNoCode)
	} else if err != nil {
		return Code{}, err
	}
	return code.Groups(), nil
}

// Cost is what a password costs to try, see vault.Cost.
type Cost = vault.Cost

// The sentinels of opening a library, for who may not know the vault.
var (
	ErrPassword   = vault.ErrPassword
	ErrCode       = vault.ErrCode
	ErrCodeTyping = vault.ErrCodeTyping
	ErrDamaged    = vault.ErrDamaged
)
