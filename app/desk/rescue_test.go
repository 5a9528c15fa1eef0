package desk_test

import (
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"trygghylla/app"
	"trygghylla/app/desk"
)

var damages = flag.Int("damages", 40, "how often a library is damaged and rescued; 400 for the large suite")

// TestWhatIsPromisedOpens damages libraries with few records in them, in many ways: where a rescue is offered with
// numbers, it opens, and asks for what was lost of the card; the next opening needs neither the rescue nor the answer.
func TestWhatIsPromisedOpens(t *testing.T) {
	t.Parallel()
	d, p, _, _ := keptLibrary(t)
	must(t, d.Answer(first(d), app.Partly))
	must(t, d.Close())
	path := filepath.Join(p.Dir, "records.db")
	sound, err := os.ReadFile(path)
	must(t, err)
	offered, lost, asked := 0, 0, 0
	for i := range *damages {
		q := p
		q.Dir = filepath.Join(t.TempDir(), "vault")
		must(t, os.CopyFS(q.Dir, os.DirFS(p.Dir)))
		must(t, os.WriteFile(filepath.Join(q.Dir, "records.db"), damage(slices.Clone(sound)), 0o600))
		d, err := desk.Open(q, []byte(secret))
		if err == nil {
			must(t, d.Close())
			continue
		}
		could, ok := desk.Rescuable(err)
		if !ok {
			continue
		}
		offered++
		q.Rescue = true
		if d, err = desk.Open(q, []byte(secret)); errors.Is(err, desk.ErrCountryLost) {
			lost++
			q.Country = app.Sweden
			d, err = desk.Open(q, []byte(secret))
		}
		if err != nil {
			t.Errorf("round %d: %d of %d records were promised: %v", i, could.Found, could.Expected, err)
			continue
		}
		if d.Library().Name == "" {
			asked++
			if d.SetupStep() != desk.SetupCard {
				t.Errorf("round %d: the card is lost, and asked is for %q", i, d.SetupStep())
			}
			must(t, d.SetLibrary(app.Library{Name: "Vadstena bibliotek"}))
			must(t, d.ContinueSetup(desk.SetupDone))
		}
		must(t, d.Close())
		q.Rescue, q.Country = false, ""
		d, err = desk.Open(q, []byte(secret))
		must(t, err)
		if d.Catalogue().Jurisdiction != app.Sweden || d.SetupStep() != desk.SetupDone {
			t.Errorf("round %d: then it is of %s and asks for %q", i, d.Catalogue().Jurisdiction, d.SetupStep())
		}
		must(t, d.Close())
	}
	if offered == 0 {
		t.Error("no damage was one that a rescue is offered for")
	}
	t.Logf("%d damages, %d rescues offered and opened; the country was lost in %d, the card in %d", *damages, offered, lost, asked)
}

// damage spoils some of the pages of a file, some of its records, or its end.
func damage(b []byte) []byte {
	const page = 4096
	switch n := len(b) / page; rand.IntN(4) {
	case 0:
		return b[:page*(2+rand.IntN(n-2))]
	case 1:
		for range 1 + rand.IntN(6) {
			at := rand.IntN(len(b))
			b[at] ^= 1 << rand.IntN(8)
		}
	case 2: // so many of the records, wherever they lie
		share := rand.Float64()
		for at := 0; at+100 < len(b); at++ {
			if string(b[at:at+4]) == "TgR1" && rand.Float64() < share {
				b[at+80] ^= 1
			}
		}
	default:
		for range 1 + rand.IntN(n) {
			at := page * (2 + rand.IntN(n-2))
			clear(b[at : at+page])
		}
	}
	return b
}
