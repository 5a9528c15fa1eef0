package disk

import (
	"io/fs"
	"os"
)

// WriteNamed is [Write] as on a file system where every file has a name.
func WriteNamed(path string, perm fs.FileMode, data []byte, check func([]byte) error) error {
	return write(path, perm, data, check, namedPart)
}

// WriteNameless is [Write] where a file without a name never gets one: what is
// linked is gone.
func WriteNameless(path string, perm fs.FileMode, data []byte, check func([]byte) error) error {
	return write(path, perm, data, check, func(dir string) (*part, error) {
		p, err := namedPart(dir)
		if err != nil {
			return nil, err
		}
		name := p.name
		p.name = ""
		return p, os.Remove(name)
	})
}
