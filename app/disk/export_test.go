package disk

import "io/fs"

// WriteNamed is [Write] as on a file system where every file has a name.
func WriteNamed(path string, perm fs.FileMode, data []byte, check func([]byte) error) error {
	return write(path, perm, data, check, namedPart)
}
