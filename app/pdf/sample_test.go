package pdf_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trygghylla/app/pdf"
)

func fonts(t testing.TB) pdf.Fonts {
	t.Helper()
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join("..", "..", "assets", "fonts", name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	return pdf.Fonts{Regular: read("NotoSans-Regular.ttf"), Bold: read("NotoSans-Bold.ttf")}
}

func start(t testing.TB) *pdf.Doc {
	t.Helper()
	d, err := pdf.New(pdf.Meta{
		Title: "Trygghet, säkerhet och dataskydd", Language: "sv", Author: "Vadstena bibliotek",
		Subject: "Genomgång 2026", Creator: "Trygghylla",
		Created: time.Date(2026, 5, 28, 14, 2, 0, 0, time.FixedZone("", 2*3600)),
	}, fonts(t), pdf.PageText{
		HeadLeft: "Vadstena bibliotek", HeadRight: "Utgåva 3 · 2026-05-28",
		FootLeft: "Kontrollkod 7F3A-2211", FootMiddle: "Skapad med Trygghylla",
		Page:   func(page, total int) string { return fmt.Sprintf("Sida %d av %d", page, total) },
		Banner: "EXEMPEL",
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func finish(t testing.TB, d *pdf.Doc) []byte {
	t.Helper()
	b, err := d.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func marked(m pdf.Mark, word string) pdf.Cell { return pdf.Cell{Mark: m, Runs: pdf.Plain(word)} }

func cell(s string) pdf.Cell { return pdf.Cell{Runs: pdf.Plain(s)} }

// cover is a page like the first of a library's package.
func cover(d *pdf.Doc) {
	d.Title("Trygghet, säkerhet och dataskydd")
	d.Text(pdf.Lead, pdf.Plain("Genomgång 2026 till Regionbibliotek Östergötland")...)
	d.Fields(
		pdf.Field{Label: "Kontaktperson", Value: pdf.Plain("Bibliotekarien i Vadstena")},
		pdf.Field{Label: "Genomgång med", Value: pdf.Plain("Kommunens säkerhetsansvarig, 2026-03-12")},
		pdf.Field{Label: "Diarienummer", Value: pdf.Plain("KUN 2026/118")},
		pdf.Field{Label: "Avsändare, mottagare", Value: pdf.Plain("Vadstena kommun, Region Östergötland")},
		pdf.Field{Label: "Åter"},
	)
	d.Heading(2, "Läget i fem områden")
	d.Bars("Personal: 14 av 17 i ordning. Meröppet: 10 av 16 i ordning.", []pdf.Bar{
		{Label: "Personal", Parts: []int{14, 2, 1, 0}, Text: "14 av 17 i ordning"},
		{Label: "Meröppet", Parts: []int{10, 3, 2, 1}, Text: "10 av 16 i ordning"},
		{Label: "Kameror", Parts: []int{7, 3, 3, 2}, Text: "7 av 15 i ordning"},
		{Label: "IT-säkerhet", Parts: []int{13, 2, 3, 1}, Text: "13 av 19 i ordning"},
		{Label: "Dataskydd", Parts: []int{0, 0, 0, 0}, Text: "inga svar än"},
	}, pdf.Legend{
		Parts:  []string{"i ordning", "delvis", "saknas", "vet inte"},
		Remark: "Frågor som inte är aktuella räknas inte.",
	})
	d.Heading(2, "Det här saknas enligt lag")
	d.Table(pdf.Table{
		Columns: []pdf.Column{{"Nr", 1}, {"Vad", 6}, {"Åtgärd", 4}, {"Ansvarig", 4}, {"Klart", 1}},
		Rows: [][]pdf.Cell{
			{cell("K3"), cell("Skriftlig intresseavvägning för kamerorna"), cell("Skrivs med kommunens mall"), cell("Säkerhetsansvarig"), cell("2026-06-15")},
			{cell("M7"), cell("Utrymningsväg i magasinet öppnas bara med nyckel"), cell("Vred monteras"), cell("Fastighet"), cell("2026-05-30")},
			{cell("M14"), cell("Lagringstid för passageloggen"), cell("Beslutas i nämnden"), cell("Bibliotekschefen"), cell("2026-09-01")},
		},
	})
	d.Heading(2, "Innehåll")
	d.Contents(func(page int) string { return fmt.Sprintf("sida %d", page) })
}

// questions is a chapter with n questions in a table.
func questions(d *pdf.Doc, n int) {
	d.Heading(1, "Kameror")
	d.Text(pdf.Small, pdf.Plain("15 frågor är aktuella: 7 i ordning, 3 delvis, 3 saknas, 2 vet inte.")...)
	t := pdf.Table{Columns: []pdf.Column{{"Nr", 1}, {"Fråga", 8}, {"Svar", 3}, {"Anteckning", 6}}}
	kinds := []pdf.Cell{
		marked(pdf.InOrder, "I ordning"), marked(pdf.Partly, "Delvis"), marked(pdf.Missing, "Saknas"),
		marked(pdf.NotApplicable, "Ej aktuellt"), marked(pdf.DontKnow, "Vet inte"), marked(pdf.Unanswered, "Inte besvarad"),
	}
	for i := range n {
		note := ""
		if i%3 == 1 {
			note = "Händelser från 2025 finns. Belysning prövas i höst, klart senast 2026-06-15."
		}
		t.Rows = append(t.Rows, []pdf.Cell{
			cell(fmt.Sprintf("K%d", i+1)),
			{Runs: []pdf.Run{
				{Text: "Behovet är visat med händelser som vi har antecknat, och annat är prövat först. "},
				{Text: "Krav i lag", Bold: true},
			}},
			kinds[i%len(kinds)], cell(note),
		})
	}
	d.Table(t)
}

// rest is everything else that a paper can hold.
func rest(d *pdf.Doc) {
	d.Heading(1, "Rutin för ensamarbete")
	d.Callout(pdf.Run{Text: "Ring 112 först. ", Bold: true}, pdf.Run{Text: "Anteckna efteråt, i lugn och ro. Ingen behöver vara modig på jobbet, och ingen bok är värd ett bråk som slutar illa."})
	d.Text(pdf.Body, pdf.Run{Text: "Den som arbetar ensam ska kunna larma. Se "},
		pdf.Run{Text: "Arbetsmiljöverkets sida om ensamarbete, som också förklarar vad arbetsgivaren måste göra", URL: "https://www.av.se/ensamarbete"},
		pdf.Run{Text: " och kommunens egen rutin."})
	d.Heading(2, "Så gör du")
	d.Steps(pdf.Plain("Larma."), pdf.Plain("Gå till personalrummet och lås dörren. Vänta där tills någon kommer, även om det känns som att det tar lång tid och inget hörs."), pdf.Plain("Ring chefen."))
	d.Heading(3, "Bra att ha")
	d.List(pdf.Plain("larmknapp på kroppen"), pdf.Strong("en kollega att ringa"), pdf.Plain("nyckel"))
	d.Heading(1, "Tom lista")
	for i := range 4 {
		d.Together(func(d *pdf.Doc) {
			d.Text(pdf.Body, pdf.Run{Text: fmt.Sprintf("P%d  ", i+1), Bold: true}, pdf.Run{Text: "Det finns en rutin för den som arbetar ensam."})
			d.Boxes("1 I ordning", "2 Delvis", "3 Saknas", "4 Ej aktuellt", "5 Vet inte")
			d.Lines(2)
		})
	}
	d.Heading(1, "Underskrifter")
	d.Signatures(
		pdf.Signature{Field: "Sign1", Label: "Bibliotekarien", Lines: []string{"Skriver under först"}},
		pdf.Signature{Field: "Sign2", Label: "Kommunens säkerhetsansvarig"},
	)
	d.Text(pdf.Small, pdf.Plain("Läs upp nyckeln i telefon första gången, så vet regionen att den är er.")...)
	d.Attach(pdf.Attachment{
		Name: "trygghylla.json", MIME: "application/json", Description: "Samma uppgifter för datorer",
		Relationship: "Data", Data: []byte(`{"version":1}`),
	})
}

func sample(t testing.TB, n int) *pdf.Doc {
	d := start(t)
	cover(d)
	d.PageBreak()
	questions(d, n)
	rest(d)
	return d
}

// TestSample writes the sample where PDF_OUT says, to be looked at.
func TestSample(t *testing.T) {
	b := finish(t, sample(t, 30))
	if !strings.HasPrefix(string(b), "%PDF-1.") {
		t.Fatal("not a PDF")
	}
	if out := os.Getenv("PDF_OUT"); out != "" {
		if err := os.WriteFile(out, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
