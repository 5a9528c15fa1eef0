package pdf_test

import (
	"bytes"
	"encoding/hex"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"trygghylla/app/pdf"
	"trygghylla/app/pdf/object"
	"trygghylla/app/seal"
)

// tool runs a program of the system and returns what it prints. Without the
// program the test is skipped, unless TRYGGHYLLA_TOOLS=1 demands it.
func tool(t *testing.T, name string, args ...string) (string, error) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("TRYGGHYLLA_TOOLS") == "1" {
			t.Fatalf("%s is not installed, and TRYGGHYLLA_TOOLS=1 demands it", name)
		}
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	return string(out), err
}

func saved(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func certificate(t *testing.T, id *seal.Identity) string {
	return saved(t, "c.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: id.Certificate().Raw}))
}

// onlyTotal demands that pdfsig finds n signatures valid and the last one
// over the total document.
func onlyTotal(t *testing.T, out string, n int) {
	t.Helper()
	if got := strings.Count(out, "Signature is Valid"); got != n {
		t.Errorf("%d of %d signatures valid:\n%s", got, n, out)
	}
	if strings.Count(out, "- Total document signed") != 1 || strings.Count(out, "Not total document signed") != n-1 {
		t.Errorf("not the total document:\n%s", out)
	}
	if strings.Count(out, "ETSI.CAdES.detached") != n {
		t.Errorf("not PAdES:\n%s", out)
	}
}

func TestPdfsigCallsTheSignaturesValid(t *testing.T) {
	for n, file := range map[int][]byte{1: once(t), 2: twice(t)} {
		out, err := tool(t, "pdfsig", saved(t, "a.pdf", file))
		if err != nil {
			t.Fatalf("pdfsig: %v\n%s", err, out)
		}
		onlyTotal(t, out, n)
	}
}

func TestPdfsigCanBeToldToTrustTheKey(t *testing.T) {
	db := "sql:" + t.TempDir()
	for _, args := range [][]string{
		{"-N", "-d", db, "--empty-password"},
		{"-A", "-d", db, "-n", "librarian", "-t", "C,C,C", "-i", certificate(t, librarian(t))},
	} {
		if out, err := tool(t, "certutil", args...); err != nil {
			t.Fatalf("certutil: %v\n%s", err, out)
		}
	}
	out, err := tool(t, "pdfsig", "-nssdir", db, saved(t, "a.pdf", once(t)))
	if err != nil || !strings.Contains(out, "Certificate is Trusted") {
		t.Errorf("pdfsig: %v\n%s", err, out)
	}
}

func TestPdfsigNoticesTheSameFlippedByte(t *testing.T) {
	bad := once(t)
	bad[bytes.Index(bad, []byte("stream\n"))+20] ^= 1
	out, err := tool(t, "pdfsig", saved(t, "a.pdf", bad))
	if err != nil || !strings.Contains(out, "Digest Mismatch") {
		t.Errorf("pdfsig: %v\n%s", err, out)
	}
	if _, err := pdf.Verify(bad); err == nil {
		t.Error("we did not notice it")
	}
}

// The reason why there is a verifier of our own: should pdfsig learn to tell
// the two files apart, this test says so.
func TestPdfsigDoesNotSeeAPageExchangedBetweenTheSignatures(t *testing.T) {
	shadow, err := pdf.SignAltered(appended(t, once(t), newPage), officer(t), second(),
		func(*object.Document, object.Dict, changes) {})
	if err != nil {
		t.Fatal(err)
	}
	out, err := tool(t, "pdfsig", saved(t, "a.pdf", shadow))
	if err != nil {
		t.Fatalf("pdfsig: %v\n%s", err, out)
	}
	onlyTotal(t, out, 2)
}

func TestOpensslVerifiesBothSignatures(t *testing.T) {
	file := twice(t)
	d, err := object.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, id := range map[string]*seal.Identity{"Sign1": librarian(t), "Sign2": officer(t)} {
		_, f := fieldOf(d, name)
		_, offset, _ := d.Origin(f["V"].(object.Ref))
		start, end, _ := object.KeySpan(file, offset, "Contents")
		stop := end + d.Array(d.Dict(f["V"])["ByteRange"])[3].(int)
		padded, err := hex.DecodeString(string(file[start+1 : end-1]))
		if err != nil {
			t.Fatal(err)
		}
		out, err := tool(t, "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER",
			"-in", saved(t, "s.der", padded), "-CAfile", certificate(t, id), "-attime", "1795350000", "-out", os.DevNull,
			"-content", saved(t, "content", append(bytes.Clone(file[:start]), file[end:stop]...)))
		if err != nil || !strings.Contains(out, "CAdES Verification successful") {
			t.Errorf("%s: openssl: %v\n%s", name, err, out)
		}
	}
}

func TestQpdfFindsNothingWrong(t *testing.T) {
	for _, file := range [][]byte{once(t), twice(t)} {
		out, err := tool(t, "qpdf", "--check", saved(t, "a.pdf", file))
		if err != nil || !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("qpdf: %v\n%s", err, out)
		}
	}
}

// What qpdf writes is the same document in another form, and its signatures
// are gone: it must not pass for ours.
func TestVerifyRefusesWhatQpdfRewrites(t *testing.T) {
	in := saved(t, "a.pdf", twice(t))
	for name, args := range map[string][]string{
		"plain": nil, "object streams": {"--object-streams=generate"}, "encrypted": {"--encrypt", "", "x", "256", "--"},
	} {
		out := filepath.Join(t.TempDir(), "b.pdf")
		if text, err := tool(t, "qpdf", append(args, in, out)...); err != nil {
			t.Fatalf("qpdf: %v\n%s", err, text)
		}
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := pdf.Verify(b); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
