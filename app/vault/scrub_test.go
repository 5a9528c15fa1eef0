package vault

import "testing"

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
