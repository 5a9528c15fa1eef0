package record_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
	"trygghylla/app/record"
)

// TestReleasedRecordIsWritten: a library that notes no incidents gives the bytes that version 1 was fixed with.
func TestReleasedRecordIsWritten(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("testdata", "record.v1.json"))
	if err != nil {
		t.Fatal(err)
	}
	c := norway(t)
	d := filled(c)
	d.Incidents = nil
	got, err := record.Encode(app.Disclose(app.Assess(c, d, "2026-05-28"), app.Open, d.NextEdition()), "4C1E 9A07 55D2 81B3", nil, true)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the bytes differ (-released +written):\n%s", diff)
	}
}

// TestNothingIsWrittenAsNothing: lists of nothing are written as such, for readers that know no null.
func TestNothingIsWrittenAsNothing(t *testing.T) {
	list := &app.List{ID: app.Staff, Kind: "checklist", Questions: []*app.Question{{ID: "se-staff-01", Retired: "2026.1"}}}
	for _, x := range []struct {
		name  string
		lists []*app.List
		want  []string
	}{
		{"no lists", nil, []string{`"lists": []`, `"plan": []`}},
		{"no rows", []*app.List{list}, []string{`"rows": []`}},
	} {
		t.Run(x.name, func(t *testing.T) {
			c, err := app.NewCatalogue(app.Catalogue{Jurisdiction: app.Sweden, Lists: x.lists})
			if err != nil {
				t.Fatal(err)
			}
			b, err := record.Encode(app.Disclose(app.Assess(c, &app.Dossier{}, "2026-05-28"), app.Open, 1), "", nil, false)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range x.want {
				if !bytes.Contains(b, []byte(want)) {
					t.Errorf("%s does not stand in it:\n%s", want, b)
				}
			}
		})
	}
}

// TestWhatCannotBeReadIsNotWritten: a package whose data no region can read is not made.
func TestWhatCannotBeReadIsNotWritten(t *testing.T) {
	c := norway(t)
	q := c.List(app.Staff).Questions[0].ID
	for name, spoil := range map[string]func(*app.Dossier){
		"nothing but the library":     nil,
		"due on no day":               func(d *app.Dossier) { d.Answers[q] = app.Answer{State: app.Missing, Due: "soon"} },
		"a step for a statement":      func(d *app.Dossier) { d.Answers[q] = app.Answer{Scale: 3} },
		"a state that is none":        func(d *app.Dossier) { d.Answers[q] = app.Answer{State: "splendid"} },
		"walked through on no day":    func(d *app.Dossier) { d.Signoff.On = "2026-02-30" },
		"a fact half said":            func(d *app.Dossier) { d.Library.Facts = app.Facts{app.HasWifi: "perhaps"} },
		"a status that is none":       func(d *app.Dossier) { d.Actions[0].Status = "dreaming" },
		"an edition before the first": func(d *app.Dossier) { d.Editions = nil },
	} {
		t.Run(name, func(t *testing.T) {
			d := filled(c)
			if spoil != nil {
				spoil(d)
			}
			_, err := record.Encode(app.Disclose(app.Assess(c, d, "2026-05-28"), app.Open, len(d.Editions)), "", nil, false)
			if errors.Is(err, record.ErrMalformed) != (spoil != nil) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestEncodeKnowsItsLimit: what is written can be read, to the last byte that is allowed.
func TestEncodeKnowsItsLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 16 MiB three times")
	}
	c := norway(t)
	d := filled(c)
	q := c.List(app.Staff).Questions[0].ID
	write := func(note int) ([]byte, error) {
		a := d.Answers[q]
		a.Note = strings.Repeat("x", note)
		d.Answers[q] = a
		return record.Encode(app.Disclose(app.Assess(c, d, "2026-05-28"), app.Open, 1), "", nil, false)
	}
	b, err := write(1)
	if err != nil {
		t.Fatal(err)
	}
	most := record.MaxBytes - len(b) + 1
	if b, err = write(most); err != nil || len(b) != record.MaxBytes {
		t.Errorf("%d bytes: %v", len(b), err)
	}
	if _, err := record.Decode(b); err != nil {
		t.Errorf("what was written is not read: %v", err)
	}
	if _, err := write(most + 1); !errors.Is(err, record.ErrMalformed) {
		t.Errorf("one byte more: %v", err)
	}
}
