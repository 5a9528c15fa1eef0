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
// zero T, which is what defaults must be. A file that cannot be understood is
// renamed to path + ".damaged" and the zero T comes with ErrSettingsDamaged,
// so that the program can go on and say so. Fields that T does not know are
// passed over.
func LoadSettings[T any](path string) (T, error) {
	var settings, defaults T
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return defaults, nil
	}
	if err != nil {
		return defaults, disk.Meaning("load settings", err)
	}
	if err := json.Unmarshal(data, &settings); err != nil {
		aside := os.Rename(path, path+".damaged")
		return defaults, fmt.Errorf("load settings: %w", errors.Join(ErrSettingsDamaged, err, aside))
	}
	return settings, nil
}

// SaveSettings writes x as JSON with [disk.Write], making the folder if needed.
// Nothing secret belongs in settings: they are not encrypted.
func SaveSettings(path string, x any) error {
	data, err := json.MarshalIndent(x, "", "\t")
	if err != nil {
		return fmt.Errorf("save settings: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), disk.UserFolder); err != nil {
		return disk.Meaning("save settings", err)
	}
	return disk.Put(path, disk.ForUser, append(data, '\n'))
}
