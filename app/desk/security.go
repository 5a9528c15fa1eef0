package desk

import (
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

// NewCode makes a new recovery code; the old sheet is worthless from then on, but for old backups.
func (d *Desk) NewCode(password []byte) (Code, error) {
	code, err := d.v.NewCode(password)
	if err != nil {
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
