package system

import "trygghylla/app/disk"

// ReadFile reads a file that a person has chosen, of at most most bytes; it is measured before it is read. One that is not
// there is fs.ErrNotExist, a larger one disk.ErrTooLarge.
func ReadFile(path string, most int64) ([]byte, error) { return disk.Read(path, most) }
