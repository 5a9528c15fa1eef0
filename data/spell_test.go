package data_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// dictionaries names, for each language, the hunspell dictionary and our list of words that
// are right but unknown to it.
var dictionaries = map[string]struct{ name, words string }{
	"sv": {"sv_SE", "words.sv.txt"},
	"nn": {"nn_NO", "words.nn.txt"},
}

// TestSpelling asks hunspell about every word that people read.
func TestSpelling(t *testing.T) {
	files := os.DirFS(".")
	var bad complaints
	c := read(files, &bad)
	for lang, d := range dictionaries {
		t.Run(lang, func(t *testing.T) {
			needHunspell(t, d.name)
			var texts []text
			for _, here := range c.countries {
				for _, x := range here.texts() {
					if x.lang == lang {
						texts = append(texts, x)
					}
				}
			}
			bad, err := spell(texts, d.name, readWords(t, files, d.words))
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range bad {
				t.Error(b)
			}
		})
	}
}

// TestSpellingFails shows that a misspelt word and a word without use are noticed.
func TestSpellingFails(t *testing.T) {
	for lang, d := range dictionaries {
		needHunspell(t, d.name)
		bad, err := spell([]text{{"x.toml", "se-staff-01", "why", lang, "", "Felstavningzz hylla."}}, d.name, []string{"Oanvändbarzz"})
		if err != nil {
			t.Fatal(err)
		}
		want := []string{
			"x.toml: se-staff-01: why." + lang + ": spelling: Felstavningzz",
			"words." + lang + ".txt: Oanvändbarzz is used nowhere, or hunspell knows it",
		}
		if !slices.Equal(bad, complaints(want)) {
			t.Errorf("%s: got %q, want %q", lang, bad, want)
		}
	}
}

// TestWordLists holds the reviewed word lists to one word a line, sorted, none twice.
func TestWordLists(t *testing.T) {
	for _, d := range dictionaries {
		words := readWords(t, os.DirFS("."), d.words)
		if !slices.IsSorted(words) {
			t.Errorf("%s is not sorted by code point", d.words)
		}
		for i, w := range words {
			if strings.ContainsAny(w, " \t") || i > 0 && w == words[i-1] {
				t.Errorf("%s: %q is not one word, once", d.words, w)
			}
		}
	}
}

// needHunspell skips the test where the dictionary is missing, and fails it where every tool must be there.
func needHunspell(t *testing.T, dictionary string) {
	t.Helper()
	out, err := exec.Command("hunspell", "-d", dictionary, "-D").CombinedOutput()
	if err == nil && bytes.Contains(out, []byte("LOADED DICTIONARY")) {
		return
	}
	reason := fmt.Sprintf("spelling is not checked: hunspell with the dictionary %s is not installed (%v)", dictionary, err)
	if os.Getenv("TRYGGHYLLA_TOOLS") == "1" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

func readWords(t *testing.T, files fs.FS, name string) []string {
	t.Helper()
	all, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.FieldsFunc(string(all), func(r rune) bool { return r == '\n' })
}

// ending is what hangs on an abbreviation, as in PC-en; it is no word of its own.
var ending = regexp.MustCompile(`(\p{Lu}{2,})-(en|ane|ar|et|a|n|er|erna)\b`)

// spell returns the words of texts that neither the dictionary nor known knows, with where they
// stand, and the words of known that no text needs. A single letter names a point of law, not a word.
func spell(texts []text, dictionary string, known []string) (complaints, error) {
	var all strings.Builder
	for _, t := range texts {
		all.WriteString(ending.ReplaceAllString(t.words, "$1") + "\n")
	}
	cmd := exec.Command("hunspell", "-l", "-i", "utf-8", "-d", dictionary)
	cmd.Stdin = strings.NewReader(all.String())
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("run hunspell -d %s: %w", dictionary, err)
	}
	var unknown []string
	for _, w := range strings.Fields(string(out)) {
		if w = strings.Trim(w, "."); utf8.RuneCountInString(w) > 1 {
			unknown = append(unknown, w)
		}
	}
	slices.Sort(unknown)
	unknown = slices.Compact(unknown)
	var bad complaints
	for _, w := range unknown {
		if slices.Contains(known, w) || slices.Contains(known, small(w)) {
			continue
		}
		at := regexp.MustCompile(`(^|[^\p{L}])` + regexp.QuoteMeta(w) + `($|[^\p{L}])`)
		for _, t := range texts {
			if at.MatchString(t.words) {
				bad.add(t.file, t.id, "%s.%s: spelling: %s", t.field, t.lang, w)
			}
		}
	}
	for _, w := range known {
		if !slices.ContainsFunc(unknown, func(u string) bool { return u == w || small(u) == w }) {
			bad.add("words."+texts[0].lang+".txt", "", "%s is used nowhere, or hunspell knows it", w)
		}
	}
	return bad, nil
}

// small writes the first letter small, so that a word need not be listed twice for standing first in a sentence.
func small(w string) string {
	first, n := utf8.DecodeRuneInString(w)
	return string(unicode.ToLower(first)) + w[n:]
}
