package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/parcel"
	"trygghylla/app/pdf"
)

// clocked is a library with a clock that can be set. Each act opens it anew, as on another day.
type clocked struct {
	*testing.T
	p   desk.Params
	now time.Time
}

func newClocked(t *testing.T, now time.Time) *clocked {
	t.Helper()
	c := &clocked{T: t, p: params(t), now: now}
	c.p.Now = func() time.Time { return c.now }
	d, _, err := desk.Create(c.p, app.Sweden, []byte(secret))
	must(t, err)
	must(t, d.SetLibrary(app.Library{Name: "Exempelby bibliotek"}))
	must(t, d.Close())
	return c
}

// at opens the library at a time and does something there.
func (c *clocked) at(now time.Time, do func(d *desk.Desk)) {
	c.Helper()
	c.now = now
	d, err := desk.Open(c.p, []byte(secret))
	must(c, err)
	do(d)
	must(c, d.Close())
}

// save saves something at a time.
func (c *clocked) save(now time.Time) {
	c.Helper()
	c.at(now, func(d *desk.Desk) { must(c, d.Answer(d.Catalogue().List(app.Staff).Questions[0].ID, app.Partly)) })
}

// exports makes a package at a time, and looks at it as the region does.
func (c *clocked) exports(now time.Time) *parcel.Received {
	c.Helper()
	var r *parcel.Received
	c.at(now, func(d *desk.Desk) {
		made, err := d.Export(c.TempDir())
		must(c, err)
		r, err = parcel.Look(made.Path)
		must(c, err)
		if annex := d.Editions()[len(d.Editions())-1].Fingerprint; annex != r.Library.Full {
			c.Errorf("the edition remembers the key %s", annex)
		}
	})
	return r
}

// refuses demands that no package is made at a time, and no officer's key.
func (c *clocked) refuses(now time.Time, want error) {
	c.Helper()
	c.refusesOfficer(now)
	c.at(now, func(d *desk.Desk) {
		before := desk.Everything(d)
		folder := c.TempDir()
		if _, err := d.Export(folder); !errors.Is(err, want) {
			c.Errorf("in %d a package gives %v, want %v", now.Year(), err, want)
		}
		if got := entries(c.T, folder); len(got) != 0 || desk.Everything(d) != before {
			c.Errorf("in %d what was refused left %v", now.Year(), got)
		}
	})
}

// refusesOfficer demands that no officer's key is made at a time.
func (c *clocked) refusesOfficer(now time.Time) {
	c.Helper()
	c.at(now, func(d *desk.Desk) {
		if _, err := d.OfficerMaker(); !errors.Is(err, desk.ErrClock) {
			c.Errorf("in %d an officer's key gives %v", now.Year(), err)
		}
	})
}

func trust(t *testing.T, key string) (trusted parcel.Trust) {
	t.Helper()
	must(t, trusted.Add(key))
	return trusted
}

var (
	in1970 = time.Date(1970, 1, 1, 0, 5, 0, 0, time.UTC)
	in2099 = time.Date(2099, 7, 1, 8, 0, 0, 0, time.UTC)
)

// TestKeyIsRenewedBeforeItEnds: for nine years it is one key; then a new one that the old one vouches for, again and again.
func TestKeyIsRenewedBeforeItEnds(t *testing.T) {
	t.Parallel()
	c := newClocked(t, noon)
	first := c.exports(noon)
	if len(first.Earlier) != 0 || first.Standing(trust(t, first.Library.Full)) != parcel.Known {
		t.Errorf("the first key is vouched for by %+v", first.Earlier)
	}
	var chain []parcel.Earlier
	last := first
	for year := 1; year <= 20; year++ {
		now := noon.AddDate(year, 0, 0)
		r := c.exports(now)
		if r.Library.Full != last.Library.Full {
			chain = append(chain, parcel.Earlier{Fingerprint: last.Library.Fingerprint, Full: last.Library.Full, Until: now})
		}
		if diff := cmp.Diff(chain, r.Earlier); diff != "" {
			t.Fatalf("year %d: %s", year, diff)
		}
		if year == 9 && len(chain) != 1 || year < 9 && len(chain) != 0 {
			t.Errorf("year %d: %d earlier keys", year, len(chain))
		}
		want := parcel.Vouched
		if len(chain) == 0 {
			want = parcel.Known
		}
		if got := r.Standing(trust(t, first.Library.Full)); got != want {
			t.Errorf("year %d: to whom knows the first key it is %q", year, got)
		}
		last = r
	}
	if len(chain) != 2 {
		t.Errorf("in twenty years %d earlier keys", len(chain))
	}
	other := newClocked(t, noon).exports(noon)
	if got := last.Standing(trust(t, other.Library.Full)); got != parcel.Strange {
		t.Errorf("to whom knows another library it is %q", got)
	}
	if poppler(t) {
		text := asRead(t, last.Path)
		if !strings.Contains(text, chain[1].Fingerprint) || strings.Contains(text, chain[0].Fingerprint) {
			t.Error("the paper does not tell the key before, or tells more")
		}
	}
}

// TestWrongClockMakesNoKey: with a save in the library, a clock that contradicts it makes none, and says so; a key that is there
// goes on.
func TestWrongClockMakesNoKey(t *testing.T) {
	for name, wrong := range map[string]time.Time{"1970": in1970, "2099": in2099, "a year back": noon.AddDate(-1, 0, 0)} {
		t.Run(name, func(t *testing.T) {
			c := newClocked(t, noon)
			c.save(noon)
			c.refuses(wrong, desk.ErrClock)
			good := c.exports(noon.Add(-time.Hour)) // put back a little
			if again := c.exports(noon.AddDate(0, 1, 0)); again.Library.Full != good.Library.Full {
				t.Error("the key was made anew")
			}
		})
	}
	t.Run("a key that is there", func(t *testing.T) {
		c := newClocked(t, noon)
		key := c.exports(noon).Library.Full
		c.refuses(in1970, desk.ErrClock)
		c.refuses(in2099, desk.ErrClock)
		for year := range 9 {
			c.save(noon.AddDate(year+1, 0, 0))
		}
		old := noon.AddDate(9, 0, 0) // near its end, and the clock goes back after a save: it is not renewed, and signs
		if r := c.exports(old.AddDate(0, -6, 0)); r.Library.Full != key {
			t.Error("it was renewed by a clock that lies before a save")
		}
		if r := c.exports(old); r.Library.Full == key || r.Standing(trust(t, key)) != parcel.Vouched {
			t.Errorf("it is not renewed in its time: %+v", r.Earlier)
		}
	})
}

// TestKeyOfAWrongClockIsReplaced: keys that a clock in 1970 or 2099 has made already fail no more; the region sees a new one that they vouch
// for.
func TestKeyOfAWrongClockIsReplaced(t *testing.T) {
	t.Parallel()
	t.Run("1970", func(t *testing.T) {
		c := newClocked(t, in1970)
		old := c.exports(in1970)
		c.refuses(noon, desk.ErrClock) // nobody knows yet which of the two is wrong
		c.at(noon, func(d *desk.Desk) { must(t, d.ClockIsRight()) })
		r := c.exports(noon)
		if r.Library.Full == old.Library.Full || r.Standing(trust(t, old.Library.Full)) != parcel.Vouched {
			t.Errorf("it is vouched for by %+v", r.Earlier)
		}
	})
	t.Run("2099", func(t *testing.T) {
		c := newClocked(t, in2099)
		old := c.exports(in2099)
		c.refuses(noon, desk.ErrClock)
		c.at(noon, func(d *desk.Desk) { must(t, d.RenewKey()) }) // she has looked at the clock
		r := c.exports(noon)
		if r.Standing(trust(t, old.Library.Full)) != parcel.Vouched {
			t.Errorf("it is vouched for by %+v", r.Earlier)
		}
		c.at(noon.AddDate(0, 1, 0), func(d *desk.Desk) {
			if _, err := d.OfficerMaker(); err != nil {
				t.Errorf("the clock is not believed: %v", err)
			}
		})
		c.save(noon.AddDate(0, 2, 0))
		c.refusesOfficer(in1970)
		if again := c.exports(noon.AddDate(1, 0, 0)); again.Library.Full != r.Library.Full {
			t.Error("it is renewed each time")
		}
	})
	// A clock that is ahead by less is believed, and comes out as wrong when it is put right.
	t.Run("a year ahead", func(t *testing.T) {
		c := newClocked(t, noon)
		old := c.exports(noon.AddDate(1, 0, 0))
		c.refuses(noon.AddDate(0, 0, 1), desk.ErrClock)
		c.at(noon.AddDate(0, 0, 1), func(d *desk.Desk) { must(t, d.ClockIsRight()) })
		r := c.exports(noon.AddDate(0, 0, 1))
		if r.Library.Full == old.Library.Full || r.Standing(trust(t, old.Library.Full)) != parcel.Vouched {
			t.Errorf("it is vouched for by %+v", r.Earlier)
		}
	})
}

// TestKeysThatCannotBeReadAreNotReplaced: neither the key nor its earlier ones are taken for none.
func TestKeysThatCannotBeReadAreNotReplaced(t *testing.T) {
	c := newClocked(t, noon)
	c.exports(noon)
	c.at(noon, func(d *desk.Desk) {
		must(t, desk.Plant(d, "identity", "vouched", "nonsense"))
		if err := d.RenewKey(); err == nil {
			t.Error("earlier keys that cannot be read are forgotten")
		}
		if _, err := d.Export(t.TempDir()); err == nil {
			t.Error("it signs without its earlier keys")
		}
		must(t, desk.Plant(d, "identity", "vouched", nil))
		must(t, desk.Plant(d, "identity", "librarian", []byte("nonsense")))
		if err := d.RenewKey(); err == nil {
			t.Error("a key that cannot be read is replaced")
		}
		if _, err := d.Export(t.TempDir()); err == nil || errors.Is(err, pdf.ErrValidity) {
			t.Errorf("with a key that cannot be read: %v", err)
		}
	})
}
