package record_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
	"trygghylla/app/record"
)

// keys are n earlier keys, as far as the data are concerned: what they say is proven in package parcel.
func keys(n int) (all []record.Vouching) {
	for i := range n {
		all = append(all, record.Vouching{
			By: strings.TrimSpace(strings.Repeat("4C1E ", 16)), At: time.Date(2035, 6, 12, 8, 30, i, 0, time.UTC), Signature: []byte("signature"),
		})
	}
	return all
}

// TestReleasedVouchingIsReadable reads the optional member of version 1 as it was fixed. The file is never written anew.
func TestReleasedVouchingIsReadable(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("testdata", "record.v1.vouched.json"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := record.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(keys(2), r.Vouched); diff != "" || r.Version != 1 {
		t.Errorf("version %d\n%s", r.Version, diff)
	}
	now, err := record.Encode(disclosed(t, app.Open), "4C1E 9A07 55D2 81B3", keys(2), true)
	if err != nil {
		t.Fatal(err)
	}
	head := func(b []byte) string { b, _, _ = bytes.Cut(b, []byte(`"library"`)); return string(b) }
	if diff := cmp.Diff(head(b), head(now)); diff != "" {
		t.Errorf("written today it is\n%s", diff)
	}
}

// TestEarlierKeysAreLimited: as many as the format allows, and each says something.
func TestEarlierKeysAreLimited(t *testing.T) {
	good, err := record.Decode(encoded(t))
	if err != nil {
		t.Fatal(err)
	}
	change := func(do func(*record.Vouching)) []record.Vouching {
		all := keys(2)
		do(&all[1])
		return all
	}
	for name, x := range map[string]struct {
		vouched []record.Vouching
		good    bool
	}{
		"none":              {nil, true},
		"the most":          {keys(record.MaxVouched), true},
		"one more":          {keys(record.MaxVouched + 1), false},
		"by nobody":         {change(func(v *record.Vouching) { v.By = "" }), false},
		"at no time":        {change(func(v *record.Vouching) { v.At = time.Time{} }), false},
		"without signature": {change(func(v *record.Vouching) { v.Signature = nil }), false},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := record.Encode(disclosed(t, app.Open), "4C1E 9A07 55D2 81B3", x.vouched, true)
			if !x.good {
				if !errors.Is(err, record.ErrMalformed) {
					t.Errorf("it is written: %v", err)
				}
				other := *good
				other.Vouched = x.vouched
				if b, err = json.Marshal(other); err != nil {
					t.Fatal(err)
				}
				if _, err := record.Decode(b); !errors.Is(err, record.ErrMalformed) {
					t.Errorf("it is read: %v", err)
				}
				return
			}
			if err != nil || bytes.Contains(b, []byte(`"vouched"`)) != (len(x.vouched) > 0) {
				t.Fatalf("it is written as %.200s, %v", b, err)
			}
			r, err := record.Decode(b)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(x.vouched, r.Vouched); diff != "" {
				t.Error(diff)
			}
		})
	}
}
