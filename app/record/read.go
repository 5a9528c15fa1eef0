package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"trygghylla/app"
)

// maxDepth is how deep machine data may be nested; the present version needs five.
const maxDepth = 16

// Decode reads machine data that [Encode] of this or an earlier version wrote. The caller
// hands in only bytes that a verified signature covers.
//
// It is strict: one JSON value in UTF-8, no member twice (in whatever case), every value one that the
// version knows, every question once. Members that it does not know are left out, since a version may get new
// ones. The errors wrap [ErrMalformed] or, for a version that this program does not know, [ErrNewer]. Any
// bytes are safe; more than [MaxBytes] are refused unread.
func Decode(data []byte) (*Record, error) {
	r, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("read machine data: %w", err)
	}
	return r, nil
}

func decode(data []byte) (*Record, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("%w: %d bytes", ErrMalformed, len(data))
	}
	if !utf8.Valid(data) {
		return nil, fmt.Errorf("%w: not UTF-8", ErrMalformed)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := checkValue(d, 0); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	switch {
	case head.Format != format || head.Version < 1:
		return nil, fmt.Errorf("%w: format %q, version %d", ErrMalformed, clipped(head.Format), head.Version)
	case head.Version > version:
		return nil, fmt.Errorf("%w: %d", ErrNewer, head.Version)
	}
	var r Record
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if err := r.check(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return &r, nil
}

// checkValue reads one value and demands that no object in it has a member twice, not in another
// case either: readers disagree on which of the two counts (RFC 8259, 4).
func checkValue(d *json.Decoder, depth int) error {
	t, err := d.Token()
	if err != nil {
		return err
	}
	delim, nested := t.(json.Delim)
	if !nested {
		return nil
	}
	if depth++; depth > maxDepth {
		return errors.New("nested too deep")
	}
	members := map[string]bool{}
	for d.More() {
		if delim == '{' {
			name, err := d.Token()
			if err != nil {
				return err
			}
			text, _ := name.(string)
			folded := strings.ToLower(strings.ToUpper(text))
			if members[folded] {
				return fmt.Errorf("member %q twice", clipped(text))
			}
			members[folded] = true
		}
		if err := checkValue(d, depth); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}

// clipped keeps an error short, whatever a file says.
func clipped(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}

// check demands that every value is one that the version knows.
func (r *Record) check() error {
	switch {
	case !slices.Contains(app.Jurisdictions(), r.Country):
		return fmt.Errorf("country %q", clipped(string(r.Country)))
	case r.Language != r.Country.Language():
		return fmt.Errorf("language %q", clipped(r.Language))
	case r.Edition < 1:
		return fmt.Errorf("edition %d", r.Edition)
	case !isDay(r.Made) || r.Made == "":
		return fmt.Errorf("made on %q", clipped(string(r.Made)))
	case !isDay(r.Signoff.On):
		return fmt.Errorf("walked through on %q", clipped(string(r.Signoff.On)))
	case r.LeftOut.ProtectedNotes < 0 || r.LeftOut.Evidence < 0:
		return errors.New("less than nothing left out")
	case len(r.Vouched) > MaxVouched:
		return fmt.Errorf("%d earlier keys", len(r.Vouched))
	}
	for _, v := range r.Vouched {
		if v.By == "" || v.At.IsZero() || len(v.Signature) == 0 {
			return errors.New("an earlier key that says nothing")
		}
	}
	if err := r.Incidents.check(); err != nil {
		return err
	}
	for f, v := range r.Library.Facts {
		if !slices.Contains(app.AllFacts(), f) {
			delete(r.Library.Facts, f) // a member that this program does not know
		} else if v != app.Yes && v != app.No {
			return fmt.Errorf("fact %q is %q", f, clipped(string(v)))
		}
	}
	return r.checkLists()
}

// check demands a period, and kinds that the version knows, each once and at least one of it.
func (r *Incidents) check() error {
	if r == nil {
		return nil
	}
	if !isDay(r.From) || !isDay(r.To) || !r.From.Before(r.To) {
		return errors.New("incidents of no period")
	}
	seen, all := map[app.KindID]bool{}, 0
	for _, k := range r.Kinds {
		if seen[k.Kind] || !slices.Contains(app.IncidentKinds(), k.Kind) || k.Count < 1 || k.Count > r.All-all {
			return fmt.Errorf("incidents of kind %q", clipped(string(k.Kind)))
		}
		seen[k.Kind] = true
		all += k.Count
	}
	if all != r.All {
		return errors.New("incidents that do not add up")
	}
	return nil
}

// checkLists demands that every list and question stands once, and that the plan is for them.
func (r *Record) checkLists() error {
	questions := map[app.QuestionID]bool{}
	lists := map[app.ListID]bool{}
	for _, l := range r.Lists {
		if l.ID == "" || lists[l.ID] || l.Kind != "checklist" && l.Kind != "survey" {
			return fmt.Errorf("list %q of kind %q", clipped(string(l.ID)), clipped(l.Kind))
		}
		lists[l.ID] = true
		for _, row := range l.Rows {
			if row.ID == "" || questions[row.ID] {
				return fmt.Errorf("question %q is nameless or stands twice", clipped(string(row.ID)))
			}
			questions[row.ID] = true
			if err := row.check(); err != nil {
				return fmt.Errorf("question %q: %w", clipped(string(row.ID)), err)
			}
		}
	}
	for _, a := range r.Plan {
		if !questions[a.Question] || !isDay(a.Due) || a.Status != "" && !slices.Contains(app.ActionStatuses(), a.Status) {
			return fmt.Errorf("action for question %q", clipped(string(a.Question)))
		}
	}
	return nil
}

// check demands an answer that a question of its kind can have.
func (r Row) check() error {
	q := app.Question{Kind: r.Kind}
	switch r.Kind {
	case "":
		q.Kind = app.StateQuestion
	case app.ScaleQuestion, app.TextQuestion:
	default:
		return fmt.Errorf("kind %q", clipped(string(r.Kind)))
	}
	if !isDay(r.Due) || !isDay(r.Checked) || r.Evidence < 0 {
		return errors.New("a day or a number that is none")
	}
	return q.Check(app.Answer{State: r.State, Scale: r.Scale, Reason: "any"}) // a reader sees whether a reason is given
}

// isDay reports whether d is a day or empty.
func isDay(d app.Date) bool {
	_, err := app.ParseDate(string(d))
	return err == nil
}
