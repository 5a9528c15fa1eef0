package app_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// form is an issue form as GitHub reads it; what it does not know makes it drop the whole form without a word.
type form struct {
	Name        string
	Description string
	Labels      []string
	Body        []struct {
		Type       string
		ID         string `yaml:"id"`
		Attributes struct {
			Label       string
			Description string
			Placeholder string
			Value       string
			Options     []any
		}
		Validations struct{ Required bool }
	}
}

// TestIssueForms reads every form strictly, and asks of each that it forbids what is real.
func TestIssueForms(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(root, ".github", "ISSUE_TEMPLATE", "*.yml"))
	if err != nil || len(names) < 4 {
		t.Fatalf("found %v, %v", names, err)
	}
	for _, name := range names {
		base := filepath.Base(name)
		if base == "config.yml" {
			continue
		}
		t.Run(base, func(t *testing.T) {
			file, err := os.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close() // only read from
			decoder := yaml.NewDecoder(file)
			decoder.KnownFields(true)
			var f form
			if err := decoder.Decode(&f); err != nil {
				t.Fatal(err)
			}
			if f.Name == "" || f.Description == "" || len(f.Body) < 3 || f.Body[0].Type != "markdown" {
				t.Errorf("it lacks a name, a description, or the warning before its questions")
			}
			ids := map[string]bool{}
			for _, part := range f.Body {
				a := part.Attributes
				switch part.Type {
				case "markdown":
					if a.Value == "" || part.ID != "" {
						t.Errorf("a text is empty, or has an id: %q", part.ID)
					}
					continue
				case "dropdown", "checkboxes":
					if len(a.Options) == 0 {
						t.Errorf("%s offers nothing", part.ID)
					}
				case "input", "textarea":
				default:
					t.Errorf("%s is a %q, which is no kind of field", part.ID, part.Type)
				}
				if part.ID == "" || ids[part.ID] || a.Label == "" {
					t.Errorf("a field has no id of its own, or no label: %q, %q", part.ID, a.Label)
				}
				ids[part.ID] = true
			}
		})
	}
}

// TestChangelogSpeaksBothLanguages: each line in Swedish has one in Nynorsk beside it.
func TestChangelogSpeaksBothLanguages(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, ".github", "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ") {
			t.Errorf("a line outside the tables: %s", line)
		}
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|---") || line == "| Svenska | Nynorsk |" {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if rows++; len(cells) != 2 || strings.TrimSpace(cells[0]) == "" || strings.TrimSpace(cells[1]) == "" {
			t.Errorf("not one sentence in each language: %s", line)
		}
	}
	if rows == 0 {
		t.Error("it tells nothing")
	}
}
