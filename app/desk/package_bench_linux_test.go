package desk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/app/pdf"
	"trygghylla/app/record"
	"trygghylla/app/report"
	"trygghylla/app/seal"
	"trygghylla/data"
)

// large are notes of so many sentences at each question that the package has about so many pages.
var large = map[string]int{"60pages": 7, "300pages": 61}

// largePackage is the invented library of Sweden with a long open note at every question.
func largePackage(b *testing.B, sentences int) (*app.Disclosure, report.Making) {
	b.Helper()
	c, err := content.Load(data.Files, app.Sweden)
	must(b, err)
	s, err := content.LoadSample(data.Files, c)
	must(b, err)
	d := &app.Dossier{Library: s.Library, Signoff: s.Signoff, Answers: map[app.QuestionID]app.Answer{}}
	for _, a := range s.Answers {
		d.Answers[a.Question] = a.Answer()
	}
	for _, l := range c.Lists {
		for _, q := range l.Questions {
			a := d.Answers[q.ID]
			a.Note = ""
			for i := range sentences {
				a.Note += fmt.Sprintf("Rad %d: larmet vid entrén prövas första måndagen i månaden. ", i+1)
			}
			d.Answers[q.ID] = a
		}
	}
	for _, x := range s.Actions {
		d.Actions = append(d.Actions, app.Action{Question: x.Question, Text: x.Text, Owner: x.Owner, Due: x.Due, Status: x.Status})
	}
	return app.Disclose(app.Assess(c, d, s.Made), app.Open, d.NextEdition()), report.Making{At: noon}
}

func keys(b *testing.B) (librarian, security *seal.Identity) {
	b.Helper()
	librarian, err := seal.NewIdentity(chance(1), "Exempelby bibliotek", noon)
	must(b, err)
	security, err = seal.NewIdentity(chance(2), officer, noon)
	must(b, err)
	return librarian, security
}

var (
	certifying = pdf.SignOptions{Field: record.LibrarianField, At: noon, Certify: true}
	coSigning  = pdf.SignOptions{Field: record.OfficerField, At: noon}
)

var pageObject = regexp.MustCompile(`/Type ?/Page\b`)

// BenchmarkPackage measures each step of a package that is made and checked, and all of them.
func BenchmarkPackage(b *testing.B) {
	for name, sentences := range large {
		x, m := largePackage(b, sentences)
		librarian, security := keys(b)
		drawn, err := report.Package(x, m)
		must(b, err)
		one, err := pdf.Sign(drawn, librarian, certifying, nil)
		must(b, err)
		two, err := pdf.Sign(one, security, coSigning, nil)
		must(b, err)
		step := func(what string, do func() ([]byte, error)) {
			b.Run(name+"/"+what, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := do(); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(len(pageObject.FindAll(drawn, -1))), "pages")
				b.ReportMetric(float64(len(two))/1024, "kB")
			})
		}
		step("draw", func() ([]byte, error) { return report.Package(x, m) })
		step("sign", func() ([]byte, error) { return pdf.Sign(drawn, librarian, certifying, nil) })
		step("cosign", func() ([]byte, error) { return pdf.Sign(one, security, coSigning, nil) })
		step("verify", func() ([]byte, error) {
			_, err := pdf.Verify(two, librarian.Fingerprint(), security.Fingerprint())
			return nil, err
		})
		step("all", func() ([]byte, error) { return wholePackage(x, m, librarian, security) })
	}
}

// wholePackage draws, finishes, signs twice and verifies.
func wholePackage(x *app.Disclosure, m report.Making, librarian, security *seal.Identity) ([]byte, error) {
	file, err := report.Package(x, m)
	if err != nil {
		return nil, err
	}
	if file, err = pdf.Sign(file, librarian, certifying, nil); err != nil {
		return nil, err
	}
	if file, err = pdf.Sign(file, security, coSigning, nil); err != nil {
		return nil, err
	}
	_, err = pdf.Verify(file, librarian.Fingerprint(), security.Fingerprint())
	return file, err
}

// BenchmarkAgainstLibreOffice has LibreOffice make a tagged PDF/A-3 of the same text, headings and tables, and tells how many times
// longer that takes than to draw, sign twice and verify here: with its start, and without what an almost empty document takes it.
func BenchmarkAgainstLibreOffice(b *testing.B) {
	if _, err := exec.LookPath("soffice"); err != nil {
		b.Skip("LibreOffice (soffice) is not installed")
	}
	for name, sentences := range large {
		b.Run(name, func(b *testing.B) {
			x, m := largePackage(b, sentences)
			librarian, security := keys(b)
			dir := b.TempDir()
			_, _, err := office(b, dir, `<text:p>.</text:p>`) // makes its profile
			must(b, err)
			var ours, theirs, start time.Duration
			var file []byte
			var pages, kib int
			n := 0
			for b.Loop() {
				n++
				runtime.GC()
				began := time.Now()
				file, err = wholePackage(x, m, librarian, security)
				ours += time.Since(began)
				must(b, err)
				took, _, err := office(b, dir, `<text:p>.</text:p>`)
				must(b, err)
				start += took
				took, kib, err = office(b, dir, asDocument(b, x))
				must(b, err)
				theirs += took
				pages = officePages(b, filepath.Join(dir, "x.pdf"))
			}
			per := func(d time.Duration) float64 { return d.Seconds() * 1000 / float64(n) }
			b.ReportMetric(per(ours), "ours-ms")
			b.ReportMetric(per(theirs), "office-ms")
			b.ReportMetric(per(start), "office-start-ms")
			b.ReportMetric(per(theirs)/per(ours), "times")
			b.ReportMetric(per(theirs-start)/per(ours), "times-without-start")
			b.ReportMetric(float64(len(pageObject.FindAll(file, -1))), "pages")
			b.ReportMetric(float64(pages), "office-pages")
			b.ReportMetric(float64(kib)/1024, "office-MB")
			b.ReportMetric(peak(b)/1024, "ours-MB")
		})
	}
}

// office converts a flat OpenDocument text and returns how long it took and how much memory in KiB at most.
func office(b *testing.B, dir, body string) (time.Duration, int, error) {
	b.Helper()
	in := filepath.Join(dir, "x.fodt")
	document := `<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"` +
		` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
		` xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"` +
		` office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">` + officeStyles + `<office:body><office:text>` + body +
		`</office:text></office:body></office:document>`
	must(b, os.WriteFile(in, []byte(document), 0o600))
	ctx, cancel := context.WithTimeout(b.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "soffice", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to",
		`pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"3"},"UseTaggedPDF":{"type":"boolean","value":"true"}}`,
		"--outdir", dir, in)
	began := time.Now()
	out, err := cmd.CombinedOutput()
	took := time.Since(began)
	if err != nil {
		return 0, 0, fmt.Errorf("soffice: %w\n%s", err, out)
	}
	kib := 0
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		kib = int(usage.Maxrss)
	}
	return took, kib, nil
}

// officeStyles are a page and columns about as wide as ours, with letters as large.
const officeStyles = `<office:styles><style:default-style style:family="paragraph"><style:paragraph-properties fo:line-height="125%"/>` +
	`<style:text-properties fo:font-size="9pt" style:font-name="Noto Sans" fo:language="sv" fo:country="SE"/></style:default-style></office:styles>` +
	`<office:automatic-styles><style:page-layout style:name="p"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"` +
	` fo:margin="1.9cm"/></style:page-layout>` +
	`<style:style style:name="c1" style:family="table-column"><style:table-column-properties style:rel-column-width="1*"/></style:style>` +
	`<style:style style:name="c2" style:family="table-column"><style:table-column-properties style:rel-column-width="7*"/></style:style>` +
	`<style:style style:name="c3" style:family="table-column"><style:table-column-properties style:rel-column-width="3*"/></style:style>` +
	`<style:style style:name="c4" style:family="table-column"><style:table-column-properties style:rel-column-width="8*"/></style:style>` +
	`</office:automatic-styles><office:master-styles><style:master-page style:name="Standard" style:page-layout-name="p"/></office:master-styles>`

// asDocument is the text of a package with its headings and tables.
func asDocument(b *testing.B, x *app.Disclosure) string {
	b.Helper()
	raw, err := record.Encode(x, "", nil, false)
	must(b, err)
	var r record.Record
	must(b, json.Unmarshal(raw, &r))
	var s strings.Builder
	cell := func(text string) {
		fmt.Fprintf(&s, `<table:table-cell><text:p>%s</text:p></table:table-cell>`, html.EscapeString(text))
	}
	row := func(cells ...string) {
		s.WriteString(`<table:table-row>`)
		for _, c := range cells {
			cell(c)
		}
		s.WriteString(`</table:table-row>`)
	}
	for i, l := range x.Lists() {
		fmt.Fprintf(&s, `<text:h text:outline-level="1">%s</text:h><table:table table:name="t%d">`+
			`<table:table-column table:style-name="c1"/><table:table-column table:style-name="c2"/><table:table-column table:style-name="c3"/>`+
			`<table:table-column table:style-name="c4"/><table:table-header-rows>`,
			html.EscapeString(l.List.Title.In("sv")), i)
		row("Nr", "Fråga", "Svar", "Anteckning")
		s.WriteString(`</table:table-header-rows>`)
		for _, q := range l.Rows {
			row(q.Question.Number, q.Question.Statement.In("sv"), string(q.State), q.Note)
		}
		s.WriteString(`</table:table>`)
	}
	return s.String()
}

// officePages asks poppler for the number of pages, 0 where it is not installed, and whether the file is tagged at all.
func officePages(b *testing.B, path string) int {
	b.Helper()
	out, err := exec.Command("pdfinfo", path).Output()
	if err != nil {
		return 0
	}
	if !regexp.MustCompile(`(?m)^Tagged: +yes$`).Match(out) {
		b.Fatalf("LibreOffice did less than was asked:\n%s", out)
	}
	for line := range strings.Lines(string(out)) {
		if n, found := strings.CutPrefix(line, "Pages:"); found {
			pages, err := strconv.Atoi(strings.TrimSpace(n))
			must(b, err)
			return pages
		}
	}
	return 0
}

// peak is the most memory in KiB that this process has had, 0 where the system does not tell.
func peak(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	n, err := strconv.ParseFloat(strings.Fields(after + " 0")[0], 64)
	must(b, err)
	return n
}
