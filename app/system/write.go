package system

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// WriteAtomic writes a file so that its name only ever holds the old bytes or
// all of the new ones: written under another name in the same folder, flushed
// to the disk, read back and compared, then renamed. Only this person may read
// the new file. On failure the old file is untouched and nothing is left
// behind; what a killed program left behind is removed by the next write of
// the same name, of which there must be one at a time. The error is ErrFull, ErrReadOnly, ErrNoFolder, ErrInUse or
// ErrNotAsWritten where one fits, and the system's own.
func WriteAtomic(path string, data []byte) error {
	if err := writeAtomic(path, data); err != nil {
		return fmt.Errorf("write %s: %w", path, meaning(err))
	}
	return nil
}

func writeAtomic(path string, data []byte) error {
	dir := filepath.Dir(path)
	prefix := "." + filepath.Base(path) + "-"
	if err := removeLeftovers(dir, prefix); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, prefix+"*"+unfinished)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = sameBytes(f.Name(), data)
	}
	if err == nil {
		err = rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(dir)
}

// rename gives a file its name. A virus scanner's short look at either is waited out for a second.
func rename(from, to string) error {
	err := os.Rename(from, to)
	for wait := 10 * time.Millisecond; err != nil && runtime.GOOS == "windows" && wait < time.Second; wait *= 2 {
		time.Sleep(wait)
		err = os.Rename(from, to)
	}
	return err
}

// unfinished ends the names of files that are not yet whole.
const unfinished = ".tmp"

func removeLeftovers(dir, prefix string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, prefix) || !strings.HasSuffix(name, unfinished) || !e.Type().IsRegular() {
			continue
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

func sameBytes(path string, want []byte) error {
	got, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return ErrNotAsWritten
	}
	return nil
}

// meaning adds the sentinel that an error of the file system stands for.
func meaning(err error) error {
	for _, m := range meanings {
		if errors.Is(err, m.cause) {
			return fmt.Errorf("%w: %w", m.sentinel, err)
		}
	}
	return err
}

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
		return defaults, fmt.Errorf("load settings: %w", meaning(err))
	}
	if err := json.Unmarshal(data, &settings); err != nil {
		aside := os.Rename(path, path+".damaged")
		return defaults, fmt.Errorf("load settings: %w", errors.Join(ErrSettingsDamaged, err, aside))
	}
	return settings, nil
}

// SaveSettings writes x as JSON with WriteAtomic, making the folder if needed.
// Nothing secret belongs in settings: they are not encrypted.
func SaveSettings(path string, x any) error {
	data, err := json.MarshalIndent(x, "", "\t")
	if err != nil {
		return fmt.Errorf("save settings: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("save settings: %w", meaning(err))
	}
	return WriteAtomic(path, append(data, '\n'))
}
