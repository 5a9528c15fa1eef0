package ui

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/app/desk"
	"trygghylla/data"
)

// prepared are the libraries that tests begin with: each is made once and copied for every test that wants it, because
// making one takes longer than most of what is tested.
var prepared struct {
	sync.Mutex
	dir  string
	made map[string]bool
}

// library puts a library, closed, where the program looks for it; make makes it the first time.
func (b *bench) library(name string, j app.Jurisdiction, make func(d *desk.Desk) error) {
	b.Helper()
	prepared.Lock()
	defer prepared.Unlock()
	if prepared.dir == "" {
		dir, err := os.MkdirTemp("", "trygghylla-ui-*")
		if err != nil {
			b.Fatal(err)
		}
		prepared.dir, prepared.made = dir, map[string]bool{}
	}
	p := b.s.deskParams()
	p.Dir = filepath.Join(prepared.dir, name+"-"+string(j))
	if !prepared.made[p.Dir] {
		d, _, err := desk.Create(p, j, []byte(secret))
		if err == nil {
			err = make(d)
		}
		if err == nil {
			err = d.Close()
		}
		if err != nil {
			b.Fatal(err)
		}
		prepared.made[p.Dir] = true
	}
	if err := os.CopyFS(b.places.Data, os.DirFS(p.Dir)); err != nil {
		b.Fatal(err)
	}
}

// forgetPrepared removes them when all tests are done.
func forgetPrepared() error {
	if prepared.dir == "" {
		return nil
	}
	return os.RemoveAll(prepared.dir)
}

// opens opens the library that was put there, as the unlock screen does.
func (b *bench) opens() {
	b.Helper()
	d, err := desk.Open(b.s.deskParams(), []byte(secret))
	if err != nil {
		b.Fatal(err)
	}
	b.s.enter(d)
}

// filled is a library with the sample in it, unlocked.
func filled(t *testing.T, j app.Jurisdiction) *bench {
	t.Helper()
	b := newBench(t, j.Language())
	b.now = time.Date(2026, 5, 28, 14, 2, 0, 0, time.UTC)
	b.library("filled", j, func(d *desk.Desk) error {
		sample, err := content.LoadSample(data.Files, d.Catalogue())
		if err != nil {
			return err
		}
		return d.Fill(sample)
	})
	t.Cleanup(b.stop)
	b.opens()
	return b
}

// begunLibrary is a library whose first start is done, unlocked and without an answer.
func begunLibrary(t *testing.T, j app.Jurisdiction) *bench {
	t.Helper()
	b := newEmpty(t, j)
	b.begin(j)
	return b
}

// begin does the first start without walking through it.
func (b *bench) begin(j app.Jurisdiction) {
	b.Helper()
	b.library("begun", j, func(d *desk.Desk) error {
		l := d.Library()
		l.Name, l.Municipality = "Exempelby bibliotek", "Exempelby kommun"
		err := d.SetLibrary(l)
		if err == nil {
			err = d.CodeSeen()
		}
		if err == nil {
			err = d.ContinueSetup(desk.SetupDone)
		}
		return err
	})
	b.opens()
}
