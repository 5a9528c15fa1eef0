package pdf_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// asked is what a program says about a paper; it must end well.
func asked(t *testing.T, b []byte, name string, args ...string) string {
	t.Helper()
	path := saved(t, "paper.pdf", b)
	for i := range args {
		if args[i] == "PAPER" {
			args[i] = path
		}
	}
	out, err := tool(t, name, args...)
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
	return out
}

func TestQpdfFindsNothingWrongInPapers(t *testing.T) {
	for name, b := range map[string][]byte{"unsigned": finish(t, sample(t, 40)), "signed": signedSample(t)} {
		if out := asked(t, b, "qpdf", "--check", "PAPER"); !strings.Contains(out, "No syntax or stream encoding errors") || strings.Contains(out, "WARNING") {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// TestPopplerReadsTheStructure holds the tree, as another program sees it,
// against a golden file: text, order, scopes and lists.
func TestPopplerReadsTheStructure(t *testing.T) {
	got := asked(t, finish(t, sample(t, 4)), "pdfinfo", "-struct-text", "PAPER")
	golden := filepath.Join("testdata", "sample.struct.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
		for i := range min(len(g), len(w)) {
			if g[i] != w[i] {
				t.Fatalf("line %d is %q, was %q", i+1, g[i], w[i])
			}
		}
		t.Errorf("%d lines, were %d", len(g), len(w))
	}
}

// TestPreflightFindsOnlyWhatPDFA3Allows asks PDFBox, which knows PDF/A-1b only.
// It must complain about exactly what PDF/A-3 allows beyond that: embedded
// files (1.4.7, 1.2.9), subsets without CIDSet (3.1.11), another part (7.11.2).
func TestPreflightFindsOnlyWhatPDFA3Allows(t *testing.T) {
	var path []string
	for _, jar := range []string{"preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "jaxb-api", "javax.activation"} {
		name := filepath.Join("/usr/share/java", jar+".jar")
		if _, err := os.Stat(name); err != nil {
			if os.Getenv("TRYGGHYLLA_TOOLS") == "1" {
				t.Fatalf("PDFBox preflight is not installed, and TRYGGHYLLA_TOOLS=1 demands it: %v", err)
			}
			t.Skipf("PDFBox preflight is not installed (libpdfbox2-java, libjaxb-api-java): %v", err)
		}
		path = append(path, name)
	}
	file := saved(t, "paper.pdf", finish(t, sample(t, 40)))
	out, err := tool(t, "java", "-cp", strings.Join(path, ":"), "org.apache.pdfbox.preflight.Validator_A1b", file)
	if err == nil {
		t.Error("the paper passes for PDF/A-1b")
	}
	var found []string
	for _, m := range regexp.MustCompile(`(?m)^([\d.]+) : (.*)$`).FindAllStringSubmatch(out, -1) {
		if m[1] == "3.1.11" && !strings.Contains(m[2], "CIDSet entry is missing") {
			t.Error(m[0])
		}
		found = append(found, m[1])
	}
	slices.Sort(found)
	if found = slices.Compact(found); !slices.Equal(found, []string{"1.2.9", "1.4.7", "3.1.11", "7.11.2"}) {
		t.Errorf("found %v\n%s", found, out)
	}
}

// TestPopplerExtractsText is what copying and searching in a reader give.
func TestPopplerExtractsText(t *testing.T) {
	out := asked(t, finish(t, sample(t, 12)), "pdftotext", "PAPER", "-")
	for _, want := range []string{"Trygghet, säkerhet och dataskydd", "Åtgärd", "2026-06-15", "I ordning", "Sida 1 av"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q cannot be found", want)
		}
	}
	if strings.Contains(out, "ABCDEFG") {
		t.Error("the letters kept for signatures are in the text")
	}
}
