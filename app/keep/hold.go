package keep

import (
	"runtime"

	"trygghylla/app/vault"
)

// hold is the lock of a vault that is not open, nil for none.
type hold struct{ let func() error }

// holdVault takes the lock of the vault in dir, if there is one; vault.ErrInUse when a program has it open.
func holdVault(dir string) (*hold, error) {
	there, err := vault.Exists(dir)
	if err != nil || !there {
		return nil, err
	}
	let, err := vault.Hold(dir)
	if err != nil {
		return nil, err
	}
	return &hold{let}, nil
}

// release gives the lock back, once.
func (h *hold) release() error {
	if h == nil || h.let == nil {
		return nil
	}
	let := h.let
	h.let = nil
	return let()
}

// releaseToRename gives it back where a folder with an open file in it cannot be renamed; elsewhere it goes along.
func (h *hold) releaseToRename() error {
	if runtime.GOOS == "windows" {
		return h.release()
	}
	return nil
}
