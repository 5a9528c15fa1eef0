package pdf_test

import (
	"flag"
	"os"
	"strings"
	"testing"
)

// files lists finished papers to check, such as those that the program's demo
// makes: go test ./app/pdf -run Conform -files a.pdf,b.pdf
var files = flag.String("files", "", "check these PDF files for conformance, separated by commas")

func conforms(t *testing.T, b []byte) {
	t.Helper()
	for _, f := range conform(b) {
		t.Error(f)
	}
}

func TestSampleConforms(t *testing.T) { conforms(t, finish(t, sample(t, 60))) }

func TestFilesConform(t *testing.T) {
	if *files == "" {
		t.Skip("no -files given")
	}
	for _, name := range strings.Split(*files, ",") {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) { conforms(t, b) })
	}
}
