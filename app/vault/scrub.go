package vault

import (
	"runtime"
	"runtime/debug"
	"sync"
)

// scrubbing lets one Scrub run at a time: two would put back each other's
// settings of the collector.
var scrubbing sync.Mutex

// Scrub overwrites with zeros the memory that this process has freed. Whoever
// has read texts out of a vault calls it after Close, once nothing refers to
// them any more: Go frees what is no longer used, but leaves in it what stood
// there. It takes some hundredths of a second and may run on any goroutine.
//
// It fills every gap that the garbage collector has left, size by size, for
// what Go hands out is zeroed. Meanwhile nothing is collected, and the process
// has one processor only, for each of them keeps some gaps for itself. Pages of
// a large text that Go has given to a stack meanwhile are beyond its reach.
func Scrub() {
	scrubbing.Lock()
	defer scrubbing.Unlock()
	runtime.GOMAXPROCS(1)
	defer runtime.SetDefaultGOMAXPROCS()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	for _, class := range m.BySize {
		if class.Size > 0 {
			fillGaps(int(class.Size))
		}
	}
	// The sizes above those that MemStats tells; larger objects have pages of
	// their own, which go back to the system.
	for _, size := range []int{19072, 20480, 21760, 24576, 27264, 28672, 32768} {
		fillGaps(size)
	}
	debug.FreeOSMemory()
}

// fillGaps takes memory in pieces of a size until Go has no gap of that size
// left, among those that hold no pointers, where texts lie: until it takes new
// pages for them.
func fillGaps(size int) {
	const portion = 256 << 10
	held := make([][]byte, portion/size)
	for before := heapInUse(); ; {
		for i := range held {
			held[i] = make([]byte, size)
		}
		after := heapInUse()
		if after >= before+portion/2 {
			return
		}
		before = after
	}
}

// heapInUse is the size in bytes of the pages that objects have, gaps included.
func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}
