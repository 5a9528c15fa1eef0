package app_test

import (
	"regexp"
	"strings"
	"testing"

	"trygghylla/app"
)

func TestFileNameIsAsTheRegionKnowsIt(t *testing.T) {
	if got := app.FileName(app.Sweden, "Vadstena bibliotek", "2026-05-28", 3); got != "trygghylla-se-vadstena-2026-05-28-u3.pdf" {
		t.Errorf("got %s", got)
	}
	if got := app.FileName(app.Norway, "Ørsta folkebibliotek", "2026-05-28", 12); got != "trygghylla-no-orsta-2026-05-28-u12.pdf" {
		t.Errorf("got %s", got)
	}
}

// portable is what every mail system and file system leaves alone.
var portable = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Västerås stadsbibliotek":              "vasteras",
		"Åmåls bibliotek":                      "amals",
		"ÖREBRO":                               "orebro",
		"Bø folkebibliotek":                    "bo",
		"Ærøy og Ålesund":                      "aeroy-og-alesund",
		"Linné och Müller":                     "linne-och-muller",
		"Va\u0308stera\u030as":                 "vasteras", // written with a combining ring, as macOS does in file names
		"Ka\u0301ra\u0301s\u030cjoga":          "karasjoga",
		"Kárášjoga girjerájus":                 "karasjoga-girjerajus",
		"S:t Olofs bibliotek (filial) 2":       "s-t-olofs-filial-2",
		"  ":                                   "bibliotek",
		"":                                     "bibliotek",
		"bibliotek":                            "bibliotek",
		"Biblioteket":                          "bibliotek",
		"Stadsbibliotek, Folkebibliotek!":      "bibliotek",
		"Mobibliotek":                          "mobibliotek", // only whole words are left out
		"图书馆":                                  "bibliotek",
		"../../etc/passwd":                     "etc-passwd",
		"a\nb\x00c":                            "a-b-c",
		"Bibliotek " + strings.Repeat("x", 60): strings.Repeat("x", 40),
		strings.Repeat("abcdefg ", 20):         "abcdefg-abcdefg-abcdefg-abcdefg-abcdefg",
		strings.Repeat("å", 300):               strings.Repeat("a", 40),
	} {
		got := app.Slug(name)
		if got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
		if !portable.MatchString(got) || len(got) > 40 {
			t.Errorf("%q becomes %q, which some system alters", name, got)
		}
	}
}

// FuzzSlug: whatever a library is called, its file can be sent.
func FuzzSlug(f *testing.F) {
	f.Add("Västerås stadsbibliotek")
	f.Add("\xff\xfe İSTANBUL ẞ")
	f.Fuzz(func(t *testing.T, name string) {
		got := app.Slug(name)
		if !portable.MatchString(got) || len(got) > 40 {
			t.Errorf("%q becomes %q", name, got)
		}
	})
}

func TestNextEdition(t *testing.T) {
	for _, x := range []struct {
		numbers []int
		want    int
	}{
		{nil, 1},
		{[]int{1}, 2},
		{[]int{1, 2, 3}, 4},
		{[]int{1, 4}, 5}, // two names were taken in the folder
		{[]int{7, 2}, 8}, // never a number a second time, in whatever order they stand
	} {
		d := &app.Dossier{}
		for _, n := range x.numbers {
			d.Editions = append(d.Editions, app.Edition{Number: n})
		}
		if got := d.NextEdition(); got != x.want {
			t.Errorf("after %v comes %d, want %d", x.numbers, got, x.want)
		}
	}
}
