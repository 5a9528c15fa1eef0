package record_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app/record"
)

// TestRecordIsReadWithWhatIsToCome: members that are not known yet are passed over, whatever they hold.
func TestRecordIsReadWithWhatIsToCome(t *testing.T) {
	want, err := record.Decode(encoded(t))
	if err != nil {
		t.Fatal(err)
	}
	deep := func(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }
	for name, more := range map[string]string{
		"an object":             `"later": {"a": [1]}`,
		"a number of any size":  `"later": 1e999`,
		"one nested as allowed": `"later": ` + deep(15),
		"the same name inside":  `"later": {"edition": {"edition": 1}, "made": [{"made": 1}, {"made": 2}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			got, err := record.Decode(changed(t, `"version": 1,`, `"version": 1, `+more+`,`))
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%v (-without +with):\n%s", err, diff)
			}
		})
	}
	t.Run("a fact", func(t *testing.T) {
		got, err := record.Decode(changed(t, `"facts": {`, `"facts": {"robots": "many",`))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v (-without +with):\n%s", err, diff)
		}
	})
	t.Run("as long as allowed", func(t *testing.T) {
		b := encoded(t)
		b = append(b, bytes.Repeat([]byte(" "), record.MaxBytes-len(b))...)
		if got, err := record.Decode(b); err != nil || !cmp.Equal(want, got) {
			t.Error(err)
		}
		if _, err := record.Decode(append(b, ' ')); !errors.Is(err, record.ErrMalformed) {
			t.Errorf("one byte more: %v", err)
		}
	})
	t.Run("nothing left out", func(t *testing.T) {
		b := bytes.Replace(changed(t, `"protected_notes": 1`, `"protected_notes": 0`), []byte("\"evidence\": 2\n },"), []byte("\"evidence\": 0\n },"), 1)
		if r, err := record.Decode(b); err != nil || r.LeftOut != (record.LeftOut{}) {
			t.Errorf("%v: %+v", err, r)
		}
	})
	t.Run("no reason given", func(t *testing.T) {
		if _, err := record.Decode(changed(t, `,
     "reason": "Vi har ingen nøklar."`, "")); err != nil {
			t.Error(err)
		}
	})
}

// changed is the machine data of the tests with one text replaced by another.
func changed(t *testing.T, old, with string) []byte {
	t.Helper()
	good := string(encoded(t))
	if !strings.Contains(good, old) {
		t.Fatalf("no %s in it", old)
	}
	return []byte(strings.Replace(good, old, with, 1))
}

func TestRecordIsReadStrictly(t *testing.T) {
	good := string(encoded(t))
	replaced := func(old, with string) []byte { return changed(t, old, with) }
	for name, x := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":                          {nil, record.ErrMalformed},
		"null":                             {[]byte("null"), record.ErrMalformed},
		"an array":                         {[]byte("[]"), record.ErrMalformed},
		"another JSON":                     {[]byte(`{"version":1}`), record.ErrMalformed},
		"a member twice inside":            {replaced(`"on": "2026-03-12"`, `"on": "2026-03-12", "on": "2026-03-13"`), record.ErrMalformed},
		"a member twice in a list":         {replaced(`"number": "P1"`, `"number": "P1", "number": "P2"`), record.ErrMalformed},
		"one nested too deep":              {replaced(`"version": 1,`, `"version": 1, "later": `+strings.Repeat("[", 16)+strings.Repeat("]", 16)+`,`), record.ErrMalformed},
		"a byte order mark":                {append([]byte("\ufeff"), good...), record.ErrMalformed},
		"not UTF-8":                        {replaced("Perm", "P\xffrm"), record.ErrMalformed},
		"two values":                       {[]byte(good + good), record.ErrMalformed},
		"cut short":                        {[]byte(good[:len(good)/2]), record.ErrMalformed},
		"too long":                         {make([]byte, record.MaxBytes+1), record.ErrMalformed},
		"nested deep":                      {[]byte(strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000)), record.ErrMalformed},
		"a newer version":                  {replaced(`"version": 1`, `"version": 2`), record.ErrNewer},
		"version 0":                        {replaced(`"version": 1`, `"version": 0`), record.ErrMalformed},
		"half a version":                   {replaced(`"version": 1`, `"version": 1.5`), record.ErrMalformed},
		"another format":                   {replaced("trygghylla-disclosure", "trygghylla-answer"), record.ErrMalformed},
		"another country":                  {replaced(`"country": "no"`, `"country": "fi"`), record.ErrMalformed},
		"another language":                 {replaced(`"language": "nn"`, `"language": "sv"`), record.ErrMalformed},
		"edition 0":                        {replaced(`"edition": 3`, `"edition": 0`), record.ErrMalformed},
		"no day":                           {replaced(`"made": "2026-05-28"`, `"made": ""`), record.ErrMalformed},
		"a day that is none":               {replaced(`"2026-05-01"`, `"2026-02-30"`), record.ErrMalformed},
		"a state that is none":             {replaced(`"state": "partly"`, `"state": "splendid"`), record.ErrMalformed},
		"a step that is none":              {replaced(`"scale": 2`, `"scale": 5`), record.ErrMalformed},
		"a number as text":                 {replaced(`"scale": 2`, `"scale": "2"`), record.ErrMalformed},
		"a member twice":                   {replaced(`"edition": 3`, `"edition": 3, "edition": 4`), record.ErrMalformed},
		"a member in two cases":            {replaced(`"edition": 3`, `"edition": 3, "EDITION": 4`), record.ErrMalformed},
		"a fact half said":                 {replaced(`"cameras": "yes"`, `"cameras": "perhaps"`), record.ErrMalformed},
		"an unheard of kind":               {replaced(`"kind": "threat"`, `"kind": "tsunami"`), record.ErrMalformed},
		"a kind twice":                     {replaced(`"kind": "other"`, `"kind": "threat"`), record.ErrMalformed},
		"a count of nothing":               {replaced("\"count\": 1\n", "\"count\": 0\n"), record.ErrMalformed},
		"counts that differ":               {replaced(`"all": 3`, `"all": 4`), record.ErrMalformed},
		"counts overflowing":               {replaced(`"count": 2`, `"count": 9223372036854775807`), record.ErrMalformed},
		"no period":                        {replaced(`"to": "2026-05-28"`, `"to": "2025-05-29"`), record.ErrMalformed},
		"a country of another language":    {[]byte(strings.NewReplacer(`"country": "no"`, `"country": "fi"`, `"language": "nn"`, `"language": "sv"`).Replace(good)), record.ErrMalformed},
		"made on a day that is none":       {replaced(`"made": "2026-05-28"`, `"made": "2026-02-30"`), record.ErrMalformed},
		"walked through on no day":         {replaced(`"on": "2026-03-12"`, `"on": "2026-02-30"`), record.ErrMalformed},
		"checked on a day that is none":    {replaced(`"checked": "2026-03-12"`, `"checked": "2026-02-30"`), record.ErrMalformed},
		"planned for a day that is none":   {replaced(`"due": "2026-05-09"`, `"due": "2026-05-99"`), record.ErrMalformed},
		"fewer than no attachments":        {replaced(`"evidence": 2`, `"evidence": -1`), record.ErrMalformed},
		"fewer than none left out":         {replaced("\"evidence\": 2\n }", "\"evidence\": -1\n }"), record.ErrMalformed},
		"a step without a reason":          {replaced("\"state\": \"not_applicable\",\n     \"reason\": \"Vi har ingen n\u00f8klar.\"", "\"state\": \"not_applicable\",\n     \"scale\": 3"), record.ErrMalformed},
		"a period from no day":             {replaced(`"from": "2025-05-29"`, `"from": "2025-02-30"`), record.ErrMalformed},
		"a period to no day":               {replaced(`"to": "2026-05-28"`, `"to": "2026-05-32"`), record.ErrMalformed},
		"a period from nowhere":            {replaced(`"from": "2025-05-29"`, `"from": ""`), record.ErrMalformed},
		"a kind that did not occur":        {[]byte(strings.NewReplacer(`"count": 2`, `"count": 3`, "\"count\": 1\n", "\"count\": 0\n").Replace(good)), record.ErrMalformed},
		"counts that go round":             {replaced("\"count\": 2\n", "\"count\": 9223372036854775807\n    },\n    {\n     \"kind\": \"it\",\n     \"count\": 9223372036854775807\n    },\n    {\n     \"kind\": \"damage\",\n     \"count\": 4\n"), record.ErrMalformed},
		"a list without a name":            {replaced(`"id": "cameras"`, `"id": ""`), record.ErrMalformed},
		"a list twice":                     {replaced(`"id": "cameras"`, `"id": "staff"`), record.ErrMalformed},
		"a list of an unheard of kind":     {replaced(`"kind": "checklist"`, `"kind": "quiz"`), record.ErrMalformed},
		"a question without a name":        {replaced(`"id": "no-staff-05"`, `"id": ""`), record.ErrMalformed},
		"a question twice":                 {replaced(`"id": "no-staff-05"`, `"id": "no-staff-01"`), record.ErrMalformed},
		"a question of an unheard of kind": {replaced(`"kind": "scale"`, `"kind": "stars"`), record.ErrMalformed},
		"fewer than no notes":              {replaced(`"protected_notes": 1`, `"protected_notes": -1`), record.ErrMalformed},
		"a plan for nothing":               {replaced(`"question": "`, `"question": "x`), record.ErrMalformed},
		"a status that is none":            {replaced(`"status": "doing"`, `"status": "dreaming"`), record.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := record.Decode(x.data)
			if !errors.Is(err, x.want) || r != nil {
				t.Errorf("%v, want %v", err, x.want)
			}
			if err != nil && len(err.Error()) > 300 {
				t.Errorf("the error is %d bytes long", len(err.Error()))
			}
		})
	}
}

// TestErrorsStayShort: what a file says is told in an error only as far as forty letters.
func TestErrorsStayShort(t *testing.T) {
	for n, want := range map[int]string{40: strings.Repeat("x", 40) + `"`, 41: strings.Repeat("x", 40) + "\u2026\""} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			_, err := record.Decode(changed(t, "trygghylla-disclosure", strings.Repeat("x", n)))
			if err == nil || !strings.Contains(err.Error(), `"`+want) {
				t.Errorf("it is told as %v, want %s", err, want)
			}
		})
	}
}

// FuzzDecode: what is accepted says the same when it is written and read again.
func FuzzDecode(f *testing.F) {
	f.Add(encoded(f))
	f.Add([]byte(`{"format":"trygghylla-disclosure","version":1,"country":"se","language":"sv","edition":1,"made":"2026-01-01"}`))
	f.Add([]byte(`{"a":[{"b":1}],"A":2}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := record.Decode(b)
		if err != nil {
			return
		}
		again, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		back, err := record.Decode(again)
		if err != nil {
			t.Fatalf("%v\n%s", err, again)
		}
		a, bb := r.Counts(), back.Counts()
		if !reflect.DeepEqual(a, bb) || len(back.Plan) != len(r.Plan) || back.Library.Name != r.Library.Name {
			t.Fatalf("%+v came back as %+v", r, back)
		}
	})
}
