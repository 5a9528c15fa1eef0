package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"

	"trygghylla/app"
	"trygghylla/locales"
)

// ErrFileName tells that the name of an attachment is not of letters, digits, points, hyphens and
// low lines, all ASCII, so that some mail program would alter it.
var ErrFileName = errors.New("not a plain file name")

// Email writes a draft of an e-mail to the region with the package attached: a message in the form of
// RFC 5322 and RFC 2045 to 2047 with the field X-Unsent, which makes a mail program open it for
// writing. The fields From and Date, which a sent message must have, are left to the mail program. There is no
// To when the region has no valid address. Subject and text tell the library's name, and nothing of
// what the package says; those of an example say that it is one. A fileName that mail programs would alter is [ErrFileName].
func Email(x *app.Disclosure, example bool, fileName string, pdf []byte) ([]byte, error) {
	if !plainName(fileName) {
		return nil, fmt.Errorf("write e-mail: attach %q: %w", fileName, ErrFileName)
	}
	subject, text, err := letter(x, example, fileName)
	if err != nil {
		return nil, fmt.Errorf("write e-mail: %w", err)
	}
	l := x.Library()
	var b bytes.Buffer
	head := func(name, value string) { b.WriteString(fold(name+": "+value) + "\r\n") }
	if to, err := mail.ParseAddress(l.RegionAddress); err == nil {
		head("To", (&mail.Address{Name: line(l.Region), Address: to.Address}).String())
	}
	head("Subject", mime.QEncoding.Encode("utf-8", subject))
	head("X-Unsent", "1")
	head("MIME-Version", "1.0")
	sum := sha256.Sum256(pdf)
	m := multipart.NewWriter(&b)
	if err := m.SetBoundary("trygghylla-" + hex.EncodeToString(sum[:16])); err != nil {
		return nil, fmt.Errorf("write e-mail: %w", err)
	}
	head("Content-Type", fmt.Sprintf("multipart/mixed; boundary=%q", m.Boundary()))
	b.WriteString("\r\n")
	err = errors.Join(textPart(m, text), filePart(m, fileName, pdf), m.Close())
	if err != nil {
		return nil, fmt.Errorf("write e-mail: %w", err)
	}
	return b.Bytes(), nil
}

// EmailText is what [Email] says, to be pasted where a draft cannot be opened: the address, the subject and
// the text, with an empty line between. The user attaches the file herself.
func EmailText(x *app.Disclosure, example bool, fileName string) (string, error) {
	subject, text, err := letter(x, example, fileName)
	if err != nil {
		return "", fmt.Errorf("write e-mail text: %w", err)
	}
	return join("\n\n", line(x.Library().RegionAddress), subject, text) + "\n", nil
}

// letter is the subject and the text. The edition stands in the file's name alone: a draft may be made
// when the library has gone on to the next.
func letter(x *app.Disclosure, example bool, fileName string) (subject, text string, err error) {
	w, err := locales.New(x.Language())
	if err != nil {
		return "", "", err
	}
	l := x.Library()
	subject = w.T("paper.email.subject", "library", line(l.Name), "year", x.Made().Year())
	text = w.T("paper.email.text", "library", line(l.Name), "file", fileName, "sender", join("\n", line(l.Contact), line(l.Name)))
	if example {
		subject, text = join(" · ", w.T("paper.example"), subject), join("\n\n", w.T("paper.cover.example"), text)
	}
	return strings.TrimSpace(subject), strings.TrimSpace(text), nil
}

func textPart(m *multipart.Writer, text string) error {
	part, err := m.CreatePart(textproto.MIMEHeader{
		"Content-Type":              {"text/plain; charset=utf-8"},
		"Content-Transfer-Encoding": {"quoted-printable"},
	})
	if err != nil {
		return err
	}
	q := quotedprintable.NewWriter(part)
	_, err = io.WriteString(q, strings.ReplaceAll(text+"\n", "\n", "\r\n"))
	return errors.Join(err, q.Close())
}

func filePart(m *multipart.Writer, name string, content []byte) error {
	part, err := m.CreatePart(textproto.MIMEHeader{
		"Content-Type":              {fmt.Sprintf("application/pdf;\r\n name=%q", name)},
		"Content-Disposition":       {fmt.Sprintf("attachment;\r\n filename=%q", name)},
		"Content-Transfer-Encoding": {"base64"},
	})
	if err != nil {
		return err
	}
	text := base64.StdEncoding.EncodeToString(content)
	for len(text) > 0 {
		n := min(76, len(text))
		if _, err := io.WriteString(part, text[:n]+"\r\n"); err != nil {
			return err
		}
		text = text[n:]
	}
	return nil
}

// fold breaks a header field at its spaces into lines of 76 characters where it can (RFC 5322, 2.2.3).
func fold(field string) string {
	var b strings.Builder
	width := 0
	for i, word := range strings.Split(field, " ") {
		switch {
		case i == 0:
		case width+1+len(word) > 76:
			b.WriteString("\r\n ")
			width = 1
		default:
			b.WriteByte(' ')
			width++
		}
		b.WriteString(word)
		width += len(word)
	}
	return b.String()
}

func plainName(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '.' && r != '-' && r != '_' {
			return false
		}
	}
	return s != ""
}
