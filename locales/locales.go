// Package locales holds the words of the screens, of the paper and of the headless commands, in
// Swedish and in Nynorsk, and finds them through go-i18n. It is the only home of go-i18n.
//
// active.*.toml has the words of the screens, paper.*.toml those of the paper, command.*.toml those
// of the headless commands; fyne.*.json has Fyne's own words, which Fyne lacks in Nynorsk.
// What the law asks is not here but in data.
package locales

import (
	"embed"
	"fmt"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed *.toml fyne.*.json
var files embed.FS

// Languages lists the languages that every word exists in.
func Languages() []string { return []string{"sv", "nn"} }

// Match returns the language of ours that serves a reader of the BCP 47 tag best: Nynorsk for
// every Norwegian ("nn", "nb", "no"), Swedish for all others.
func Match(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return "sv"
	}
	base, _ := t.Base()
	switch base.String() {
	case "nn", "nb", "no":
		return "nn"
	}
	return "sv"
}

// Words finds words in one language. It is immutable and may be shared between goroutines.
type Words struct {
	lang string
	find *i18n.Localizer
}

// New returns the words of a language from [Languages]; another language is an error.
func New(lang string) (*Words, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("words in %q: %w", lang, err)
	}
	b := i18n.NewBundle(tag)
	b.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	for _, name := range []string{"active", "paper", "command"} {
		if _, err := b.LoadMessageFileFS(files, name+"."+lang+".toml"); err != nil {
			return nil, fmt.Errorf("words in %q: %w", lang, err)
		}
	}
	return &Words{lang: lang, find: i18n.NewLocalizer(b, lang)}, nil
}

// Lang returns the BCP 47 tag of the language.
func (w *Words) Lang() string { return w.lang }

// T returns the word with this id. values are pairs of name and value for the places in it:
// T("saved", "at", "14.02"). A test promises that every id exists; one that does not shows itself in brackets.
func (w *Words) T(id string, values ...any) string {
	return w.localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: pairs(values)})
}

// N returns the word with this id in the form that fits the number n, which the word may show as {{.n}}.
func (w *Words) N(id string, n int, values ...any) string {
	data := pairs(values)
	data["n"] = n
	return w.localize(&i18n.LocalizeConfig{MessageID: id, PluralCount: n, TemplateData: data})
}

// Has reports whether there is a word with this id.
func (w *Words) Has(id string) bool {
	_, err := w.find.Localize(&i18n.LocalizeConfig{MessageID: id})
	return err == nil
}

func (w *Words) localize(c *i18n.LocalizeConfig) string {
	s, err := w.find.Localize(c)
	if err != nil {
		return "[" + c.MessageID + "]"
	}
	return s
}

func pairs(values []any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(values); i += 2 {
		m[fmt.Sprint(values[i])] = values[i+1]
	}
	return m
}

// Fyne returns Fyne's own words in this language, all of them, as the JSON that
// fyne.io/fyne/v2/lang.AddTranslationsForLocale reads.
func (w *Words) Fyne() []byte {
	b, err := files.ReadFile("fyne." + w.lang + ".json")
	if err != nil {
		panic("locales: " + err.Error()) // embedded; a test reads every language
	}
	return b
}
