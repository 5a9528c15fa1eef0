package pdf_test

import "testing"

// The sizes of a usual and of a very large package, in pages.
func BenchmarkFinish(b *testing.B) {
	for _, size := range []struct {
		name      string
		questions int
	}{{"60pages", 630}, {"300pages", 3250}} {
		b.Run(size.name, func(b *testing.B) {
			b.ReportAllocs()
			var file []byte
			for b.Loop() {
				file = finish(b, sample(b, size.questions))
			}
			b.ReportMetric(float64(len(read(b, file).pages)), "pages")
			b.ReportMetric(float64(len(file))/1024, "kB")
		})
	}
}
