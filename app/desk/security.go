package desk

import (
	"fmt"
	"path/filepath"

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

// Backup writes everything, attachments too, into one sealed file in folder, reads it back and only then
// gives it its name, which tells nothing of the library. It returns the file's path.
func (d *Desk) Backup(folder string) (string, error) {
	name := fmt.Sprintf("trygghylla-%s-%06d.thb", d.Today(), d.v.Seq())
	path := filepath.Join(folder, name)
	if err := d.v.Backup(path); err != nil {
		return "", fmt.Errorf("back up: %w", err)
	}
	return path, nil
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

// Restore reads a backup that was made with [Desk.Backup] into a new folder, which must not exist or be empty, and
// verifies it to its end before the folder is there. A wrong password is [ErrPassword], a damaged backup
// vault.ErrDamaged; the library that is in use is not touched.
func Restore(backup, into string, password []byte) error {
	if err := vault.RestoreWithPassword(backup, into, password); err != nil {
		return fmt.Errorf("restore backup: %w", err)
	}
	return nil
}
