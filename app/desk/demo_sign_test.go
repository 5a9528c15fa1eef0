package desk_test

import (
	"bytes"
	"encoding/hex"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"trygghylla/app"
	"trygghylla/app/content"
	"trygghylla/app/desk"
	"trygghylla/app/parcel"
	"trygghylla/app/pdf"
	"trygghylla/app/seal"
	"trygghylla/data"
)

// made finds the demonstration's file whose name ends so.
func made(t *testing.T, x desk.Demonstration, ending string) string {
	t.Helper()
	for _, f := range x.Files {
		if strings.HasSuffix(f, ending) {
			return f
		}
	}
	t.Fatalf("no %s among %v", ending, x.Files)
	return ""
}

// TestDemoIsSignedTwice reads the package as the region would, and opens what is wrapped with the region's key.
func TestDemoIsSignedTwice(t *testing.T) {
	t.Parallel()
	for _, j := range app.Jurisdictions() {
		_, x, files := demonstration(t, string(j))
		one, both, annex := made(t, x, "-u1.pdf"), made(t, x, "-u1-2.pdf"), made(t, x, "-u1-s.pdf")
		r, err := parcel.Look(both)
		must(t, err)
		c, err := content.Load(data.Files, j)
		must(t, err)
		s, err := content.LoadSample(data.Files, c)
		must(t, err)
		if !r.CoSigned() || r.Officer.Full == r.Library.Full || r.Officer.Name != s.Library.SecurityOfficer {
			t.Errorf("%s: signed by %+v and %+v", j, r.Library, r.Officer)
		}
		if !bytes.HasPrefix(files[filepath.Base(both)], files[filepath.Base(one)]) || !r.Record.Example {
			t.Errorf("%s: the package was changed by the second signature", j)
		}
		plain, err := seal.Unwrap(files[filepath.Base(made(t, x, ".age"))], files["region-private.txt"])
		must(t, err)
		verified, err := pdf.Verify(plain)
		must(t, err)
		if verified.Signatures[0].Fingerprint.String() != r.Library.Full || len(verify(t, annex).Signatures) != 1 {
			t.Errorf("%s: the annex is signed by %+v", j, verified.Signatures)
		}
		if x.PIN == "" || len(x.Files) != 8 {
			t.Errorf("%s: it tells the PIN %q and the files %v", j, x.PIN, x.Files)
		}
		if mail := files[filepath.Base(made(t, x, ".eml"))]; !bytes.Contains(mail, []byte(filepath.Base(both))) || bytes.Contains(mail, []byte("-s.pdf")) {
			t.Errorf("%s: the draft carries something else", j)
		}
	}
}

// TestOthersAcceptTheDemo asks qpdf, pdfsig and openssl about the files of the real demonstration.
func TestOthersAcceptTheDemo(t *testing.T) {
	t.Parallel()
	for _, j := range app.Jurisdictions() {
		_, x, files := demonstration(t, string(j))
		for ending, n := range map[string]int{"-u1.pdf": 1, "-u1-2.pdf": 2, "-u1-s.pdf": 1} {
			path := made(t, x, ending)
			if out, err := tool(t, "qpdf", "--check", path); err != nil {
				t.Errorf("qpdf of %s: %v\n%s", ending, err, out)
			}
			out, err := tool(t, "pdfsig", "-nocert", path)
			if err != nil || strings.Count(out, "Signature is Valid.") != n || strings.Count(out, "- Total document signed") != 1 ||
				strings.Count(out, "ETSI.CAdES.detached") != n {
				t.Errorf("pdfsig of %s: %v\n%s", ending, err, out)
			}
			openssl(t, files[filepath.Base(path)], n, verify(t, path))
		}
	}
}

// openssl checks each signature of a file over the bytes that it says it covers.
func openssl(t *testing.T, file []byte, n int, r *pdf.Report) {
	t.Helper()
	ranges := regexp.MustCompile(`/ByteRange ?\[ ?(\d+) (\d+) (\d+) (\d+) ?\]`).FindAllSubmatch(file, -1)
	if len(ranges) != n {
		t.Fatalf("%d ranges of bytes, want %d", len(ranges), n)
	}
	dir := t.TempDir()
	for i, found := range ranges {
		var at [4]int
		for k := range at {
			v, err := strconv.Atoi(string(found[k+1]))
			must(t, err)
			at[k] = v
		}
		content := filepath.Join(dir, "content")
		must(t, os.WriteFile(content, append(bytes.Clone(file[:at[1]]), file[at[2]:at[2]+at[3]]...), 0o600))
		cms, err := hex.DecodeString(string(file[at[1]+1 : at[2]-1]))
		must(t, err)
		signature := filepath.Join(dir, "cms.der")
		must(t, os.WriteFile(signature, cms, 0o600))
		certificate := filepath.Join(dir, "c.pem")
		out, err := tool(t, "openssl", "pkcs7", "-inform", "DER", "-in", signature, "-print_certs", "-out", certificate)
		if err != nil {
			t.Fatalf("openssl pkcs7: %v\n%s", err, out)
		}
		text, err := os.ReadFile(certificate)
		must(t, err)
		block, _ := pem.Decode(text)
		if block == nil || seal.FingerprintOf(block.Bytes) != r.Signatures[i].Fingerprint {
			t.Errorf("signature %d is by another key than the verifier said", i+1)
		}
		out, err = tool(t, "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature, "-content", content,
			"-CAfile", certificate, "-purpose", "any", "-attime", strconv.FormatInt(noon.Unix(), 10), "-out", os.DevNull)
		if err != nil || !strings.Contains(out, "CAdES Verification successful") {
			t.Errorf("openssl of signature %d: %v\n%s", i+1, err, out)
		}
	}
}

// TestDemoConforms hands the signed files to the checker of PDF/A-3a and PDF/UA-1 that app/pdf holds its own papers to.
func TestDemoConforms(t *testing.T) {
	if os.Getenv("TRYGGHYLLA_TOOLS") != "1" {
		t.Skip("runs the tests of app/pdf on these files; set TRYGGHYLLA_TOOLS=1")
	}
	var files []string
	for _, j := range app.Jurisdictions() {
		_, x, _ := demonstration(t, string(j))
		files = append(files, made(t, x, "-u1.pdf"), made(t, x, "-u1-2.pdf"), made(t, x, "-u1-s.pdf"))
	}
	out, err := exec.Command("go", "test", "../pdf", "-run", "FilesConform", "-count=1", "-v", "-files", strings.Join(files, ",")).CombinedOutput()
	if err != nil || strings.Count(string(out), "--- PASS: TestFilesConform/") != len(files) {
		t.Errorf("not as PDF/A-3a and PDF/UA-1 ask: %v\n%s", err, out)
	}
}
