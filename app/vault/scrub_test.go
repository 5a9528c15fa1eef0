package vault

import (
	"runtime"
	"runtime/debug"
	"sync"
	"testing"
)

// TestScrubLeavesTheRuntimeAsItWas locks and locks again: what collects the
// memory and how many processors work is as before.
func TestScrubLeavesTheRuntimeAsItWas(t *testing.T) {
	const usual = 100
	debug.SetGCPercent(usual)
	processors := runtime.GOMAXPROCS(0)
	for range 20 {
		var all sync.WaitGroup
		for range 3 {
			all.Go(Scrub)
		}
		all.Wait()
		if now := debug.SetGCPercent(usual); now != usual {
			t.Fatalf("the collector is left at %d", now)
		}
	}
	if now := runtime.GOMAXPROCS(0); now != processors {
		t.Errorf("%d processors are left of %d", now, processors)
	}
}

// BenchmarkScrub is what a lock costs besides: it runs beside the screen.
func BenchmarkScrub(b *testing.B) {
	v, _ := library(b, 5200)
	for b.Loop() {
		Scrub()
	}
	b.StopTimer()
	if v.state.records() != 5200 {
		b.Error("scrubbed what is in use")
	}
}
