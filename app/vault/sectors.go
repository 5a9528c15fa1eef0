package vault

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// A disk that cannot read a sector is asked for the rest in parts of these
// sizes.
const (
	sectorGroup = 64 << 10
	sectorSize  = 4 << 10
	sectorTries = 3
)

// readSectors is readAtMost for a file of which every part is proven later on:
// what the disk does not give back, time and again, is zeros, and so damage
// like any other; lost is how many such parts there are. Only a file of which
// nothing can be read is an error.
func readSectors(path string, most int64) (b []byte, lost int, err error) {
	if b, err = readAtMost(path, most); !isUnreadable(err) {
		return b, 0, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, meant("read file", err)
	}
	defer f.Close() // only read from
	info, err := f.Stat()
	if err != nil {
		return nil, 0, meant("read file", err)
	}
	if info.Size() > most {
		return nil, 0, fmt.Errorf("read file of %d bytes: %w", info.Size(), ErrTooLarge)
	}
	b = make([]byte, info.Size())
	if lost, err = readParts(f, b); err != nil {
		return nil, 0, meant("read file", err)
	}
	return b, lost, nil
}

// readParts fills b from a file, but for the sectors that cannot be read, and
// counts those.
func readParts(r io.ReaderAt, b []byte) (lost int, err error) {
	var bad []int
	var fault error
	read := func(from, size int) error {
		part := b[from:min(from+size, len(b))]
		_, err := r.ReadAt(part, int64(from))
		if errors.Is(err, io.EOF) {
			return nil // it has become shorter
		}
		if err != nil {
			clear(part)
			fault = err
		}
		if isUnreadable(err) {
			return err
		}
		return nil
	}
	for group := 0; group < len(b); group += sectorGroup {
		if read(group, sectorGroup) == nil {
			continue
		}
		for at := group; at < min(group+sectorGroup, len(b)); at += sectorSize {
			if read(at, sectorSize) != nil {
				bad = append(bad, at)
			}
		}
	}
	for range sectorTries - 1 {
		again := bad
		bad = nil
		for _, at := range again {
			if read(at, sectorSize) != nil {
				bad = append(bad, at)
			}
		}
	}
	if fault != nil && (!isUnreadable(fault) || len(bad)*sectorSize >= len(b)) {
		return 0, fault
	}
	return len(bad), nil
}
