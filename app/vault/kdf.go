package vault

import (
	"fmt"
	"runtime/debug"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost is the price of one guess at the password, as Argon2id counts it
// (RFC 9106): memory in KiB, passes over it, and lanes.
//
// The zero Cost asks [Create] to calibrate. A Cost that is given is used as it
// stands and may lie below the floor of 64 MiB, 3 passes, 4 lanes, down to
// 8 MiB, 1 pass, 1 lane: that is for tests and samples with a printed
// password, never for a library's own vault.
type Cost struct {
	MemoryKiB uint32
	Time      uint32
	Threads   uint8
}

// The floor, used where calibration finds a slow computer: the second
// recommendation of RFC 9106 section 4.
var floorCost = Cost{MemoryKiB: 64 << 10, Time: 3, Threads: 4}

// What a file may demand. A file outside is refused before anything is
// allocated: Go cannot survive running out of memory, and a hostile file
// could otherwise stop the program for hours.
const (
	minMemoryKiB  = 8 << 10
	maxMemoryKiB  = 1 << 20
	maxTime       = 64
	maxThreads    = 16
	maxMemoryTime = 6 << 20 // memory in KiB times passes
)

// admit refuses parameters outside the limits and says which.
func (c Cost) admit() error {
	switch {
	case c.MemoryKiB < minMemoryKiB || c.MemoryKiB > maxMemoryKiB,
		c.Time < 1 || c.Time > maxTime,
		c.Threads < 1 || c.Threads > maxThreads,
		uint64(c.MemoryKiB)*uint64(c.Time) > maxMemoryTime:
	default:
		if ram := memoryKiB(); ram == 0 || uint64(c.MemoryKiB) <= ram/2 {
			return nil
		}
	}
	return fmt.Errorf("password parameters m=%d KiB t=%d p=%d: %w", c.MemoryKiB, c.Time, c.Threads, ErrTooLarge)
}

// derive makes the key of a password. The password is normalised (NFC), so
// that å typed on one system opens what å on another closed. The memory is
// given back to the system at once.
func (c Cost) derive(password, salt []byte) []byte {
	text := norm.NFC.Bytes(password)
	key := argon2.IDKey(text, salt, c.Time, c.MemoryKiB, c.Threads, keySize)
	if len(text) > 0 && (len(password) == 0 || &text[0] != &password[0]) {
		clear(text)
	}
	debug.FreeOSMemory()
	return key
}

// calibrate finds the cost that takes about one second here: first more
// memory, up to 256 MiB and an eighth of the computer's, then more passes.
// Never below the floor.
func calibrate(now func() time.Time) Cost {
	c := floorCost
	start := now()
	clear(c.derive([]byte("calibration"), make([]byte, saltSize)))
	took := now().Sub(start)
	if took <= 0 {
		return c
	}
	return c.scaled(float64(time.Second)/float64(took), memoryKiB())
}

// scaled gives the cost that is about factor times the floor's.
func (c Cost) scaled(factor float64, ramKiB uint64) Cost {
	most := uint64(256 << 10)
	if ramKiB > 0 {
		most = max(min(most, ramKiB/8), uint64(c.MemoryKiB))
	}
	memory := min(max(uint64(float64(c.MemoryKiB)*factor), uint64(c.MemoryKiB)), most)
	memory -= memory % 1024
	factor *= float64(c.MemoryKiB) / float64(memory)
	passes := min(max(uint64(float64(c.Time)*factor), uint64(c.Time)), maxTime, maxMemoryTime/memory)
	return Cost{MemoryKiB: uint32(memory), Time: uint32(passes), Threads: c.Threads}
}
