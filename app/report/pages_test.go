package report_test

import (
	"bytes"
	"compress/zlib"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
)

// tools reports whether other people's programs are there to read papers with.
func tools() bool { return os.Getenv("TRYGGHYLLA_TOOLS") == "1" }

// text returns what a reader sees, page by page. It needs poppler, which only the machine that
// checks everything has for certain; without it the test is skipped.
func text(t *testing.T, file []byte, layout bool) []string {
	t.Helper()
	if !tools() {
		t.Skip("reads papers with poppler's pdftotext; set TRYGGHYLLA_TOOLS=1 where it is installed")
	}
	path := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	order := "-raw" // as it stands in the file
	if layout {
		order = "-layout"
	}
	out, err := exec.Command("pdftotext", order, "-enc", "UTF-8", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	pages := strings.Split(string(out), "\f")
	return pages[:len(pages)-1]
}

// squeeze leaves out all space and all hyphens (pdftotext drops one at the end of a line), so that
// line breaks do not matter.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' {
			return -1
		}
		return r
	}, s)
}

// insides returns every byte of the file, and of every compressed stream in it.
func insides(t *testing.T, file []byte) []byte {
	t.Helper()
	all := bytes.Clone(file)
	n := 0
	for rest := file; ; {
		i := bytes.Index(rest, []byte("stream\n"))
		if i < 0 {
			break
		}
		rest = rest[i+len("stream\n"):]
		z, err := zlib.NewReader(bytes.NewReader(rest))
		if err != nil {
			continue // not compressed, or the end of "endstream"
		}
		plain, err := io.ReadAll(z)
		if err != nil {
			t.Fatalf("inflate a stream: %v", err)
		}
		n++
		all = append(append(all, '\n'), plain...)
	}
	if n < 5 {
		t.Fatalf("found %d compressed streams: the file is written in another way than the test reads", n)
	}
	return all
}

// holds reports whether the word stands in the bytes in any of the ways in which a PDF writes text.
func holds(all []byte, word string) bool {
	var wide []byte
	for _, u := range utf16.Encode([]rune(word)) {
		wide = append(wide, byte(u>>8), byte(u))
	}
	return bytes.Contains(all, []byte(word)) || bytes.Contains(all, wide)
}
