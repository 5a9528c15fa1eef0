package system

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"trygghylla/app/disk"
)

// LoadSettings reads what SaveSettings wrote. Without a file it returns the
// zero T, which is what defaults must be. Where the file is gone or cannot be
// read or understood, its copy is taken and put in its place, and
// ErrSettingsCopy says so; without a sound copy the zero T comes with
// ErrSettingsDamaged. What could not be understood is kept as path +
// ".damaged". After either the program can go on. Fields that T does not
// know are passed over.
func LoadSettings[T any](path string) (T, error) {
	settings, _, err := loadSettings[T](path)
	if err == nil {
		return settings, nil
	}
	copied, data, copyErr := loadSettings[T](copyOf(path))
	switch {
	case copyErr == nil:
		err = errors.Join(ErrSettingsCopy, ErrSettingsDamaged, err, putAside(path, err), disk.Put(path, disk.ForUser, data))
		return copied, fmt.Errorf("load settings: %w", err)
	case errors.Is(err, fs.ErrNotExist) && errors.Is(copyErr, fs.ErrNotExist):
		return settings, nil
	case errors.Is(err, ErrSettingsDamaged) || errors.Is(copyErr, ErrSettingsDamaged):
		err = errors.Join(ErrSettingsDamaged, err, putAside(path, err), copyErr, putAside(copyOf(path), copyErr))
	}
	return settings, fmt.Errorf("load settings: %w", err)
}

// copyOf is where the copy of the settings at path lies.
func copyOf(path string) string { return path + ".copy" }

// loadSettings reads one file; T is zero and there are no bytes on an error.
func loadSettings[T any](path string) (settings T, data []byte, err error) {
	data, err = os.ReadFile(path)
	if err != nil {
		return settings, nil, disk.Meaning("read", err)
	}
	var read T // what is not understood may be filled in half
	if err := json.Unmarshal(data, &read); err != nil {
		return settings, nil, fmt.Errorf("%w: %w", ErrSettingsDamaged, err)
	}
	return read, data, nil
}

// putAside keeps what could not be understood.
func putAside(path string, why error) error {
	if !errors.Is(why, ErrSettingsDamaged) {
		return nil
	}
	return disk.Move(path, path+".damaged")
}

// SaveSettings writes x as JSON with [disk.Put], making the folder if needed:
// first into a copy, which is as it was when the settings could not be saved.
// Nothing secret belongs in settings: they are not encrypted.
func SaveSettings(path string, x any) error {
	data, err := json.MarshalIndent(x, "", "\t")
	if err != nil {
		return fmt.Errorf("save settings: %w", err)
	}
	data = append(data, '\n')
	if err := os.MkdirAll(filepath.Dir(path), disk.UserFolder); err != nil {
		return disk.Meaning("save settings", err)
	}
	before, err := os.ReadFile(copyOf(path))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		before = data // it cannot be read, so what is new is better
	}
	if err := disk.Put(copyOf(path), disk.ForUser, data); err != nil {
		return err
	}
	err = disk.Put(path, disk.ForUser, data)
	if err != nil && before == nil {
		err = errors.Join(err, disk.Remove(copyOf(path)))
	} else if err != nil {
		err = errors.Join(err, disk.Put(copyOf(path), disk.ForUser, before))
	}
	return err
}
