package report_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"

	"trygghylla/app"
	"trygghylla/app/report"
)

// draft is an e-mail as a mail program reads it.
type draft struct {
	mail.Header
	subject, text, fileName string
	file                    []byte
}

func read(t *testing.T, raw []byte) draft {
	t.Helper()
	for _, l := range strings.SplitAfter(string(raw), "\n") {
		if (len(l) > 80 && !strings.Contains(l, "name=")) || (l != "" && !strings.HasSuffix(l, "\r\n")) {
			t.Errorf("line of %d characters, or without CR LF: %q", len(l), l)
		}
	}
	if i := bytes.IndexFunc(raw, func(r rune) bool { return r > 126 }); i >= 0 {
		t.Errorf("byte %d is not ASCII", i)
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	d := draft{Header: m.Header}
	if d.subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/mixed" {
		t.Fatalf("content type %q: %v", kind, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	part := func(encoding string) (*multipart.Part, []byte) {
		p, err := parts.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Header.Get("Content-Transfer-Encoding"); got != encoding {
			t.Errorf("encoded as %q, want %s", got, encoding)
		}
		decode := func() ([]byte, error) { return io.ReadAll(base64.NewDecoder(base64.StdEncoding, p)) }
		if encoding == "quoted-printable" {
			decode = func() ([]byte, error) { return io.ReadAll(quotedprintable.NewReader(p)) }
		}
		b, err := decode()
		if err != nil {
			t.Fatal(err)
		}
		return p, b
	}
	p, b := part("quoted-printable")
	if got := p.Header.Get("Content-Type"); got != "text/plain; charset=utf-8" {
		t.Errorf("text is %q", got)
	}
	d.text = string(b)
	p, d.file = part("base64")
	d.fileName = p.FileName()
	if _, err := parts.NextPart(); !errors.Is(err, io.EOF) {
		t.Errorf("after the attachment: %v", err)
	}
	return d
}

func TestEmailIsReadBack(t *testing.T) {
	content := bytes.Repeat([]byte("%PDF-1.7 not text \x00\xff\r\n.\r\n--"), 500)
	for _, j := range app.Jurisdictions() {
		dossier := filled(catalogue(t, j))
		dossier.Library.Name = "Åmåls och Bærøys särskilda bibliotek för smått och stort och mycket annat därtill"
		x := disclose(catalogue(t, j), dossier)
		raw, err := report.Email(x, false, x.FileName(), content)
		if err != nil {
			t.Fatal(err)
		}
		d := read(t, raw)
		to, err := d.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Address != x.Library().RegionAddress || to[0].Name != x.Library().Region {
			t.Errorf("%s: to %v, %v", j, to, err)
		}
		if d.Get("X-Unsent") != "1" || d.Get("Mime-Version") != "1.0" {
			t.Errorf("%s: not a draft: %v", j, d.Header)
		}
		for _, want := range []string{x.Library().Name, "2026"} {
			if !strings.Contains(d.subject, want) {
				t.Errorf("%s: subject %q does not say %q", j, d.subject, want)
			}
		}
		for _, want := range []string{x.Library().Name, x.Library().Contact, x.FileName()} {
			if !strings.Contains(d.text, want) {
				t.Errorf("%s: text %q does not say %q", j, d.text, want)
			}
		}
		paste, err := report.EmailText(x, false, x.FileName())
		if err != nil {
			t.Fatal(err)
		}
		// A mail program reads the text with CR LF.
		if want := x.Library().RegionAddress + "\n\n" + d.subject + "\n\n" + strings.ReplaceAll(d.text, "\r\n", "\n"); paste != want {
			t.Errorf("%s: to paste: %q, want %q", j, paste, want)
		}
		if d.fileName != x.FileName() || !bytes.Equal(d.file, content) {
			t.Errorf("%s: attached %q, same content: %t", j, d.fileName, bytes.Equal(d.file, content))
		}
	}
}

// TestEmailFieldsCannotBeAdded tries to smuggle a field through what the librarian types.
func TestEmailFieldsCannotBeAdded(t *testing.T) {
	for _, s := range []string{"x\r\nBcc: thief@example.org", "x\nBcc: thief@example.org", "x\r\n\r\nBcc: thief@example.org"} {
		d := filled(catalogue(t, app.Sweden))
		d.Library.Name, d.Library.Region, d.Library.RegionAddress = s, s, "a@example.org"+s[1:]
		raw, err := report.Email(disclose(catalogue(t, app.Sweden), d), false, "a.pdf", []byte("x"))
		if err != nil {
			t.Fatal(err)
		}
		m := read(t, raw)
		if m.Get("Bcc") != "" || m.Get("To") != "" || len(m.Header) != 4 {
			t.Errorf("%q made the fields %v", s, m.Header)
		}
	}
}

func TestEmailWithoutAddressOrWithAStrangeName(t *testing.T) {
	x := disclose(catalogue(t, app.Sweden), &app.Dossier{})
	raw, err := report.Email(x, false, x.FileName(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := read(t, raw); d.Get("To") != "" {
		t.Errorf("sent to %q", d.Get("To"))
	}
	for _, name := range []string{"", "å.pdf", "a b.pdf", "a\"b.pdf", "a\r\nb.pdf", "../a.pdf"} {
		if _, err := report.Email(x, false, name, nil); !errors.Is(err, report.ErrFileName) {
			t.Errorf("attached as %q: %v, want ErrFileName", name, err)
		}
	}
}
