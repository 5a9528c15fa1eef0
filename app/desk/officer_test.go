package desk_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"trygghylla/app"
	"trygghylla/app/desk"
	"trygghylla/app/disk"
	"trygghylla/app/pdf"
	"trygghylla/app/seal"
	"trygghylla/app/vault"
)

const (
	officer = "Ingrid Æsland, säkerhetsansvarig"
	pin     = "ål 4711"
	filePIN = "ål 4711 och mer"
)

// tool runs a program of the system. Without it the test is skipped, unless TRYGGHYLLA_TOOLS=1 demands it.
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

func TestOfficerIsMadeOnceAndStays(t *testing.T) {
	d, p, _ := create(t, app.Sweden)
	if _, there := d.Officer(); there {
		t.Error("a new library has an officer's key")
	}
	for name, x := range map[string]struct {
		do   func() (string, error)
		want error
	}{
		"a PIN of three":   {func() (string, error) { return d.NewOfficer(officer, []byte("ååå")) }, desk.ErrShortPIN},
		"no PIN":           {func() (string, error) { return d.NewOfficer(officer, nil) }, desk.ErrShortPIN},
		"no name":          {func() (string, error) { return d.NewOfficer("  ", []byte(pin)) }, seal.ErrName},
		"two lines":        {func() (string, error) { return d.NewOfficer("a\nb", []byte(pin)) }, seal.ErrName},
		"no certificate":   {func() (string, error) { return d.ImportOfficer("", nil, nil, []byte(pin)) }, seal.ErrPKCS12},
		"an import, short": {func() (string, error) { return d.ImportOfficer("", nil, nil, []byte("1")) }, desk.ErrShortPIN},
	} {
		if _, err := x.do(); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
	if _, there := d.Officer(); there {
		t.Error("a refused key is there")
	}
	fingerprint, err := d.NewOfficer(" "+officer+" ", []byte(pin))
	must(t, err)
	own, err := d.Fingerprint()
	must(t, err)
	if fingerprint == own {
		t.Error("the officer has the library's key")
	}
	if _, err := d.NewOfficer("Någon annan", []byte(pin)); !errors.Is(err, desk.ErrOfficerExists) {
		t.Errorf("a second key: %v", err)
	}
	if _, err := d.ImportOfficer("Någon annan", nil, nil, []byte(pin)); !errors.Is(err, desk.ErrOfficerExists) {
		t.Errorf("an import over it: %v", err)
	}
	must(t, d.Close())
	d, err = desk.Open(p, []byte(secret))
	must(t, err)
	info, there := d.Officer()
	want := desk.OfficerInfo{Name: officer, Fingerprint: fingerprint, Full: info.Full, Until: "2036-05-28"}
	if !there || info != want || !strings.HasPrefix(info.Full, fingerprint) {
		t.Errorf("opened again, it is %+v", info)
	}
	must(t, d.RemoveOfficer())
	if _, there := d.Officer(); there {
		t.Error("a removed key is there")
	}
	again, err := d.NewOfficer(officer, []byte(pin))
	must(t, err)
	if again == fingerprint {
		t.Error("a new key is the old one")
	}
	must(t, d.Close())
}

func TestOfficerFileIsHersAlone(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "key")
	now := func() time.Time { return noon }
	k, err := desk.NewOfficerFile(path, officer, []byte(filePIN), chance(1), cost, now)
	must(t, err)
	info, err := os.Stat(path)
	must(t, err)
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file may be read as %v", info.Mode())
	}
	again, err := desk.OpenOfficerFile(path)
	must(t, err)
	if again.Info() != k.Info() || again.Info().Name != officer {
		t.Errorf("read again it is %+v, was %+v", again.Info(), k.Info())
	}
	content, err := os.ReadFile(path)
	must(t, err)
	for what, bad := range map[string][]byte{
		"nothing": nil, "text": []byte("hej"), "JSON": []byte("{}"), "half": content[:len(content)/2], "a lot": make([]byte, 1<<20),
		"a fingerprint that is none": bytes.Replace(content, []byte(k.Info().Full), []byte("4C1E"), 1),
		"a newer format":             bytes.Replace(content, []byte(`"version": 1`), []byte(`"version": 2`), 1),
	} {
		other := filepath.Join(t.TempDir(), "key")
		must(t, os.WriteFile(other, bad, 0o600))
		if _, err := desk.OpenOfficerFile(other); !errors.Is(err, desk.ErrKeyFile) && !errors.Is(err, vault.ErrNewer) && !errors.Is(err, disk.ErrTooLarge) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := desk.OpenOfficerFile(filepath.Join(folder, "other")); !errors.Is(err, desk.ErrNoOfficer) {
		t.Errorf("no file: %v", err)
	}
	if _, err := desk.NewOfficerFile(path, officer, []byte(filePIN), chance(2), cost, now); !errors.Is(err, desk.ErrOfficerExists) {
		t.Errorf("over another key: %v", err)
	}
	if _, err := desk.NewOfficerFile(filepath.Join(folder, "short"), officer, []byte(pin), chance(2), cost, now); !errors.Is(err, desk.ErrShortPIN) {
		t.Errorf("with a PIN for the library: %v", err)
	}
	if _, err := desk.NewOfficerFile(filepath.Join(folder, "gone", "key"), officer, []byte(filePIN), chance(2), cost, now); !errors.Is(err, disk.ErrNoFolder) {
		t.Errorf("in a folder that is gone: %v", err)
	}
	if got := entries(t, folder); len(got) != 1 {
		t.Errorf("the folder holds %v", got)
	}
}

// TestKeyFileTellsTheTruth: a file that shows another fingerprint than its key has does not sign.
func TestKeyFileTellsTheTruth(t *testing.T) {
	folder := t.TempDir()
	now := func() time.Time { return noon }
	one, err := desk.NewOfficerFile(filepath.Join(folder, "1"), officer, []byte(filePIN), chance(1), cost, now)
	must(t, err)
	two, err := desk.NewOfficerFile(filepath.Join(folder, "2"), officer, []byte(filePIN), chance(2), cost, now)
	must(t, err)
	content, err := os.ReadFile(filepath.Join(folder, "1"))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(folder, "1"), bytes.Replace(content, []byte(one.Info().Full), []byte(two.Info().Full), 1), 0o600))
	false1, err := desk.OpenOfficerFile(filepath.Join(folder, "1"))
	must(t, err)
	p, err := sample(t, app.Sweden).Export(t.TempDir(), false)
	must(t, err)
	if _, err := desk.CoSignFile(p.Path, false1, []byte(filePIN), t.TempDir(), noon); !errors.Is(err, desk.ErrKeyFile) {
		t.Errorf("%v", err)
	}
}

// certificateFile has openssl make an organisation's certificate with its key.
func certificateFile(t *testing.T, subject string, key ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, args := range [][]string{
		append([]string{"genpkey", "-out", in("k.pem")}, key...),
		{"req", "-new", "-utf8", "-x509", "-key", in("k.pem"), "-out", in("c.pem"), "-days", "400", "-subj", subject, "-addext", "keyUsage=digitalSignature"},
		{"pkcs12", "-export", "-inkey", in("k.pem"), "-in", in("c.pem"), "-out", in("x.p12"), "-passout", "pass:från it"},
	} {
		if out, err := tool(t, "openssl", args...); err != nil {
			t.Fatalf("openssl %s: %v\n%s", args[0], err, out)
		}
	}
	b, err := os.ReadFile(in("x.p12"))
	must(t, err)
	return b
}

// TestOrganisationsCertificateCoSigns imports both kinds of key, into the library and into a file of her own.
func TestOrganisationsCertificateCoSigns(t *testing.T) {
	for kind, key := range map[string][]string{
		"P-256":    {"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"},
		"RSA 3072": {"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"},
	} {
		file := certificateFile(t, "/O=Exempelby kommun/CN=Ingrid Æsland", key...)
		p := params(t)
		p.Now = time.Now // the certificate is valid from now on
		d, _, err := desk.Create(p, app.Sweden, []byte(secret))
		must(t, err)
		must(t, d.Fill(loadSample(t, d)))
		made, err := d.Export(t.TempDir(), false)
		must(t, err)
		if _, err := d.ImportOfficer("", file, []byte("fel"), []byte(pin)); !errors.Is(err, seal.ErrPKCS12Password) {
			t.Errorf("%s: a wrong password: %v", kind, err)
		}
		fingerprint, err := d.ImportOfficer("", file, []byte("från it"), []byte(pin))
		must(t, err)
		if info, _ := d.Officer(); info.Name != "Ingrid Æsland" || !info.Imported || info.Fingerprint != fingerprint {
			t.Errorf("%s: the officer is %+v", kind, info)
		}
		both, err := d.CoSign(made, []byte(pin))
		must(t, err)
		verified := verify(t, both.Path)
		if got := verified.Signatures[1]; got.Signer != "Ingrid Æsland" || got.Fingerprint.Short() != fingerprint {
			t.Errorf("%s: signed as %+v", kind, got)
		}
		k, err := desk.ImportOfficerFile(filepath.Join(t.TempDir(), "key"), officer, file, []byte("från it"), []byte(filePIN), chance(3), cost, time.Now)
		must(t, err)
		path, err := desk.CoSignFile(made.Path, k, []byte(filePIN), t.TempDir(), time.Now())
		must(t, err)
		if got := verify(t, path).Signatures[1]; got.Name != officer || got.Fingerprint.Short() != fingerprint {
			t.Errorf("%s: signed from the file as %+v", kind, got)
		}
		later := func() time.Time { return time.Now().AddDate(3, 0, 0) }
		if _, err := desk.ImportOfficerFile(filepath.Join(t.TempDir(), "key"), officer, file, []byte("från it"), []byte(filePIN), chance(3), cost, later); !errors.Is(err, pdf.ErrValidity) {
			t.Errorf("%s: when it has run out: %v", kind, err)
		}
		if _, err := desk.CoSignFile(made.Path, k, []byte(filePIN), t.TempDir(), later()); !errors.Is(err, pdf.ErrValidity) {
			t.Errorf("%s: signing when it has run out: %v", kind, err)
		}
		must(t, d.Close())
	}
}

// TestReleasedKeyFileSigns signs with the file that version 1 was fixed with. It is never written anew.
func TestReleasedKeyFileSigns(t *testing.T) {
	k, err := desk.OpenOfficerFile(filepath.Join("testdata", "officer.v1"))
	must(t, err)
	if info := k.Info(); info.Name != officer || info.Until != "2036-05-28" || info.Imported {
		t.Errorf("it is the key of %+v", info)
	}
	p, err := sample(t, app.Norway).Export(t.TempDir(), false)
	must(t, err)
	path, err := desk.CoSignFile(p.Path, k, []byte(filePIN), t.TempDir(), noon)
	must(t, err)
	if got := verify(t, path).Signatures[1]; got.Fingerprint.String() != k.Info().Full || got.Name != officer {
		t.Errorf("signed as %+v", got)
	}
}
