package pdf_test

import (
	"bytes"
	"testing"
)

func TestSameInputGivesSameBytes(t *testing.T) {
	d := sample(t, 12)
	want := finish(t, d)
	if !bytes.Equal(want, finish(t, d)) {
		t.Error("the same paper finished twice differs")
	}
	for range 8 { // maps are walked in another order each time
		if !bytes.Equal(want, finish(t, sample(t, 12))) {
			t.Fatal("the same blocks give other bytes")
		}
	}
}
