package vault

import (
	"runtime"
	"runtime/debug"
)

// Scrub overwrites with zeros the memory that this process has freed. Whoever
// has read texts out of a vault calls it after Close, once nothing refers to
// them any more: Go frees what is no longer used, but leaves in it what stood
// there. It takes some hundredths of a second and may run on any goroutine.
//
// It fills every gap that the garbage collector has left, size by size, for
// what Go hands out is zeroed. Meanwhile the process has one processor only,
// for each of them keeps some gaps for itself. Pages of a large text that Go
// has given to a stack meanwhile are beyond its reach.
func Scrub() {
	runtime.GOMAXPROCS(1)
	defer runtime.SetDefaultGOMAXPROCS()
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	gaps := int(m.HeapInuse - m.HeapAlloc)
	for _, class := range m.BySize {
		if class.Size > 0 {
			fillGaps(gaps, int(class.Size))
		}
	}
	// The sizes above those that MemStats tells; larger objects have pages of
	// their own, which go back to the system.
	for _, size := range []int{19072, 20480, 21760, 24576, 27264, 28672, 32768} {
		fillGaps(gaps, size)
	}
	debug.FreeOSMemory()
}

// fillGaps takes so much memory in pieces of a size that no gap of that size
// is left among those that hold no pointers, where texts lie.
func fillGaps(gaps, size int) {
	held := make([][]byte, gaps/size+64)
	for i := range held {
		held[i] = make([]byte, size)
	}
	runtime.KeepAlive(held)
}
