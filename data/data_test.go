package data_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/data"
)

var update = flag.Bool("update", false, "add new question ids to ids.golden; never removes one")

// TestMain writes ids.golden before the tests read it.
func TestMain(m *testing.M) {
	flag.Parse()
	if *update {
		if err := addIDs(); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

func addIDs() error {
	var bad complaints
	c := read(os.DirFS("."), &bad)
	ids := c.golden
	for _, here := range c.countries {
		for _, l := range here.lists {
			for _, q := range l.all() {
				ids = append(ids, string(q.ID))
			}
		}
	}
	slices.Sort(ids)
	return os.WriteFile("ids.golden", []byte(strings.Join(slices.Compact(ids), "\n")+"\n"), 0o644)
}

// TestContent holds the content to FORMAT.md.
func TestContent(t *testing.T) {
	for _, b := range lint(os.DirFS("."), newReader()) {
		t.Error(b)
	}
}

// TestFilesAreEmbedded makes sure that the program carries exactly what the lint has read.
func TestFilesAreEmbedded(t *testing.T) {
	folder := os.DirFS(".")
	for _, pattern := range []string{"*.toml", "*/*.toml"} {
		names, err := fs.Glob(folder, pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no content matches %s: %v", pattern, err)
		}
		for _, name := range names {
			want, err := fs.ReadFile(folder, name)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := fs.ReadFile(data.Files, name); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s is not embedded as it stands: %v", name, err)
			}
		}
	}
}

// TestProgramReadsContent loads both countries as the program does.
func TestProgramReadsContent(t *testing.T) {
	for _, j := range app.Jurisdictions() {
		c, err := content.Load(data.Files, j)
		if err != nil {
			t.Error(err)
			continue
		}
		if len(c.Lists) != len(listIDs) {
			t.Errorf("%s: %d lists, not %d", j, len(c.Lists), len(listIDs))
		}
	}
}
