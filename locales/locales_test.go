package locales_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"trygghylla/locales"
)

// ids flattens the word files of one language into id → text; plural forms are joined.
func ids(t *testing.T, lang string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range []string{"active", "paper", "command"} {
		var tree map[string]any
		if _, err := toml.DecodeFile(name+"."+lang+".toml", &tree); err != nil {
			t.Fatal(err)
		}
		flatten(t, all, "", tree)
	}
	return all
}

func flatten(t *testing.T, all map[string]string, prefix string, tree map[string]any) {
	t.Helper()
	for key, v := range tree {
		id := prefix + key
		if _, twice := all[id]; twice {
			t.Errorf("word %s stands twice", id)
		}
		switch v := v.(type) {
		case string:
			all[id] = v
		case map[string]any:
			if other, plural := v["other"].(string); plural {
				one, _ := v["one"].(string)
				if one == "" {
					t.Errorf("word %s has no form for one", id)
				}
				all[id] = one + "\n" + other
				continue
			}
			flatten(t, all, id+".", v)
		}
	}
}

func TestBothLanguagesHaveTheSameWords(t *testing.T) {
	sv, nn := ids(t, "sv"), ids(t, "nn")
	place := regexp.MustCompile(`\{\{[^}]*\}\}`)
	set := func(s string) string {
		found := map[string]bool{}
		for _, p := range place.FindAllString(s, -1) {
			found[p] = true
		}
		var all []string
		for p := range found {
			all = append(all, p)
		}
		sort.Strings(all)
		return strings.Join(all, " ")
	}
	for id, text := range sv {
		other, ok := nn[id]
		if !ok {
			t.Errorf("%s is missing in Nynorsk", id)
		} else if set(text) != set(other) {
			t.Errorf("%s has other places in Nynorsk: %q and %q", id, set(text), set(other))
		}
		if strings.TrimSpace(text) == "" {
			t.Errorf("%s is empty", id)
		}
	}
	for id := range nn {
		if _, ok := sv[id]; !ok {
			t.Errorf("%s is missing in Swedish", id)
		}
	}
}

// TestWordsAreUsed looks for each id in the code: whole, or as the beginning of a name that is put
// together ("state." + …).
func TestWordsAreUsed(t *testing.T) {
	literal := regexp.MustCompile(`"([a-z][a-z0-9_]*\.[a-z0-9_.]*)"`)
	whole, begun := map[string]bool{}, map[string]bool{}
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		code, err := os.ReadFile(path)
		for _, m := range literal.FindAllStringSubmatch(string(code), -1) {
			if whole[m[1]] = true; strings.HasSuffix(m[1], ".") || strings.HasSuffix(m[1], "_") {
				begun[m[1]] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	used := func(id string) bool {
		if whole[id] {
			return true
		}
		for b := range begun {
			if strings.HasPrefix(id, b) {
				return true
			}
		}
		return strings.HasSuffix(id, "_hint") && whole[strings.TrimSuffix(id, "_hint")]
	}
	for id := range ids(t, "sv") {
		if !used(id) {
			t.Errorf("word %s is not used", id)
		}
	}
}

// TestWordsExist finds ids that are asked for by name and do not exist.
func TestWordsExist(t *testing.T) {
	call := regexp.MustCompile(`\.(?:T|N|Has)\("([a-z][a-z0-9_]*\.[a-z0-9_.]*[a-z0-9])"`)
	sv := ids(t, "sv")
	n := 0
	err := filepath.WalkDir("..", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		code, err := os.ReadFile(path)
		for _, m := range call.FindAllStringSubmatch(string(code), -1) {
			n++
			if _, ok := sv[m[1]]; !ok {
				t.Errorf("%s asks for word %s, which does not exist", path, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n == 0 {
		t.Error("found no code that asks for words")
	}
}

func TestWordsAreFoundAndFilled(t *testing.T) {
	for _, lang := range locales.Languages() {
		w, err := locales.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for id, text := range ids(t, lang) {
			got := w.T(id)
			if strings.Contains(text, "\n") {
				got = w.N(id, 2)
			}
			if got == "["+id+"]" {
				t.Errorf("%s: %s is not found", lang, id)
			}
		}
		if got := w.T("foot.saved", "at", "14.02"); !strings.Contains(got, "14.02") {
			t.Errorf("%s: %q does not say when", lang, got)
		}
		one, two := w.N("overview.overdue", 1), w.N("overview.overdue", 2)
		if !strings.HasPrefix(one, "1 ") || !strings.HasPrefix(two, "2 ") || one[2:] == two[2:] {
			t.Errorf("%s: one is %q, two %q", lang, one, two)
		}
	}
	if _, err := locales.New("xx"); err == nil {
		t.Error("a language without words is accepted")
	}
}

func TestMatch(t *testing.T) {
	for tag, want := range map[string]string{"sv-SE": "sv", "nb_NO": "nn", "nn-NO": "nn", "no": "nn", "en-US": "sv", "": "sv", "fi": "sv"} {
		if got := locales.Match(tag); got != want {
			t.Errorf("Match(%q) = %s, want %s", tag, got, want)
		}
	}
}

// TestFyneWords checks that both files have all of Fyne's own words, since ours hide Fyne's.
func TestFyneWords(t *testing.T) {
	const wordsOfFyne = 39
	for _, lang := range locales.Languages() {
		w, err := locales.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := json.Unmarshal(w.Fyne(), &m); err != nil {
			t.Fatal(err)
		}
		if len(m) != wordsOfFyne {
			t.Errorf("%s has %d of Fyne's %d words", lang, len(m), wordsOfFyne)
		}
	}
}
