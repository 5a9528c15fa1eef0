package pdf

import (
	"strings"
	"testing"

	"trygghylla/app/pdf/object"
)

func TestDERLength(t *testing.T) {
	long := strings.Repeat("x", 300)
	for _, c := range []struct {
		in   string
		n    int
		good bool
	}{
		{"", 0, false},
		{"0", 0, false},
		{"0\x00\x00", 0, false},
		{"1\x02ab", 0, false},
		{"0\x02ab", 4, true},
		{"0\x02abc", 4, true},
		{"0\x03ab", 5, false},
		{"0\x7f" + long, 129, true},
		{"0\x80" + long, 0, false},
		{"0\x81\x90" + long, 3 + 0x90, true},
		{"0\x81\x90" + long[:0x90], 3 + 0x90, true},
		{"0\x81\x90" + long[:0x8f], 3 + 0x90, false},
		{"0\x82\x01\x02" + long, 4 + 0x102, true},
		{"0\x82\x01\x02" + long[:0x102], 4 + 0x102, true},
		{"0\x82\x01\x02" + long[:0x101], 4 + 0x102, false},
		{"0\x83\x00\x00\x02" + long, 2 + 0x83, false},
		{"0\xff" + long, 2 + 0xff, false},
	} {
		if n, good := derLength(object.String(c.in)); n != c.n || good != c.good {
			t.Errorf("%.8q of %d bytes: %d, %t; want %d, %t", c.in, len(c.in), n, good, c.n, c.good)
		}
	}
}
