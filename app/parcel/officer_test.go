package parcel_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"trygghylla/app"
	"trygghylla/app/disk"
	"trygghylla/app/parcel"
	"trygghylla/app/pdf"
	"trygghylla/app/seal"
	"trygghylla/app/vault"
)

const (
	officerName = "Ingrid Æsland, säkerhetsansvarig"
	pin         = "ål 4711"
	filePIN     = "ål 4711 och mer"
)

// maker makes keys for files.
func maker(n byte) parcel.Maker {
	return parcel.Maker{Rand: chance(n), Cost: cost, Now: func() time.Time { return noon }, Least: parcel.MinFilePIN}
}

// ownKey is the officer's key, as it is read from a file of her own.
func ownKey(t testing.TB) *parcel.OfficerKey {
	t.Helper()
	_, k := keyFile(t, 9)
	return k
}

// keyFile makes a file with a key.
func keyFile(t testing.TB, n byte) (string, *parcel.OfficerKey) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	k, err := maker(n).New(" "+officerName+" ", []byte(filePIN))
	must(t, err)
	must(t, k.Save(path))
	k, err = parcel.OpenOfficer(path)
	must(t, err)
	return path, k
}

func TestOfficerFileIsHersAlone(t *testing.T) {
	path, k := keyFile(t, 1)
	want := parcel.OfficerInfo{Name: officerName, Fingerprint: k.Info().Full[:19], Full: k.Info().Full, Until: "2036-05-28"}
	if diff := cmp.Diff(want, k.Info()); diff != "" {
		t.Error(diff)
	}
	info, err := os.Stat(path)
	must(t, err)
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file may be read as %v", info.Mode())
	}
	before, err := os.ReadFile(path)
	must(t, err)
	other, err := maker(2).New(officerName, []byte(filePIN))
	must(t, err)
	if err := other.Save(path); !errors.Is(err, parcel.ErrOfficerExists) {
		t.Errorf("over another key: %v", err)
	}
	if err := other.Save(filepath.Join(filepath.Dir(path), "gone", "key")); !errors.Is(err, disk.ErrNoFolder) {
		t.Errorf("in a folder that is gone: %v", err)
	}
	after, err := os.ReadFile(path)
	must(t, err)
	if got := names(t, filepath.Dir(path)); len(got) != 1 || !bytes.Equal(before, after) {
		t.Errorf("the folder holds %v, the key changed: %v", got, !bytes.Equal(before, after))
	}
	must(t, parcel.RemoveOfficer(path))
	must(t, parcel.RemoveOfficer(path))
	if _, err := parcel.OpenOfficer(path); !errors.Is(err, parcel.ErrNoOfficer) {
		t.Errorf("a removed key: %v", err)
	}
	must(t, other.Save(path))
}

// TestMakingIsRefused: a PIN that is too short, and names that nobody can have.
func TestMakingIsRefused(t *testing.T) {
	m := maker(1)
	for name, x := range map[string]struct {
		do   func() (*parcel.OfficerKey, error)
		want error
	}{
		"a PIN of seven":         {func() (*parcel.OfficerKey, error) { return m.New(officerName, []byte("åäöåäöå")) }, parcel.ErrShortPIN},
		"no PIN":                 {func() (*parcel.OfficerKey, error) { return m.New(officerName, nil) }, parcel.ErrShortPIN},
		"no name":                {func() (*parcel.OfficerKey, error) { return m.New("  ", []byte(filePIN)) }, seal.ErrName},
		"two lines":              {func() (*parcel.OfficerKey, error) { return m.New("a\nb", []byte(filePIN)) }, seal.ErrName},
		"no certificate":         {func() (*parcel.OfficerKey, error) { return m.Import("", nil, nil, []byte(filePIN)) }, seal.ErrPKCS12},
		"an import, short":       {func() (*parcel.OfficerKey, error) { return m.Import("", nil, nil, []byte("1234567")) }, parcel.ErrShortPIN},
		"an import, just enough": {func() (*parcel.OfficerKey, error) { return m.Import("", nil, nil, []byte("12345678")) }, seal.ErrPKCS12},
		"just enough, no name":   {func() (*parcel.OfficerKey, error) { return m.New("", []byte("12345678")) }, seal.ErrName},
		"a source run dry": {func() (*parcel.OfficerKey, error) {
			m := m
			m.Rand = strings.NewReader("")
			return m.New(officerName, []byte(filePIN))
		}, nil},
		"too dear a cost": {func() (*parcel.OfficerKey, error) {
			m := m
			m.Cost.MemoryKiB = 1 << 31
			return m.New(officerName, []byte(filePIN))
		}, vault.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			if k, err := x.do(); err == nil || k != nil || x.want != nil && !errors.Is(err, x.want) {
				t.Errorf("it gives %v, want %v", err, x.want)
			}
		})
	}
	m.Least = parcel.MinPIN
	if _, err := m.New(officerName, []byte("åäöå")); err != nil {
		t.Errorf("in the library four letters do: %v", err)
	}
}

// TestWhatCannotBeReadIsNoKeyAndNoPlaceForOne: everything but nothing is told, and nothing is written over it.
func TestWhatCannotBeReadIsNoKeyAndNoPlaceForOne(t *testing.T) {
	path, k := keyFile(t, 1)
	good, err := os.ReadFile(path)
	must(t, err)
	swap := func(old, new string) []byte {
		b := bytes.Replace(good, []byte(old), []byte(new), 1)
		if bytes.Equal(b, good) {
			t.Fatalf("the file does not say %q", old)
		}
		return b
	}
	for name, x := range map[string]struct {
		content []byte
		want    error
	}{
		"nothing":                    {nil, parcel.ErrKeyFile},
		"text":                       {[]byte("hej"), parcel.ErrKeyFile},
		"an empty object":            {[]byte("{}"), parcel.ErrKeyFile},
		"null":                       {[]byte("null"), parcel.ErrKeyFile},
		"half":                       {good[:len(good)/2], parcel.ErrKeyFile},
		"twice":                      {append(bytes.Clone(good), good...), parcel.ErrKeyFile},
		"a lot":                      {make([]byte, 1<<20), parcel.ErrKeyFile},
		"another format":             {swap("trygghylla-officer", "trygghylla-offiser"), parcel.ErrKeyFile},
		"a fingerprint that is none": {swap(k.Info().Full, "4C1E"), parcel.ErrKeyFile},
		"format 0":                   {swap(`"version": 1`, `"version": 0`), parcel.ErrKeyFile},
		"a newer format":             {swap(`"version": 1`, `"version": 2`), vault.ErrNewer},
		"a newer format of another shape": {
			[]byte(`{"format":"trygghylla-officer","version":7,"name":{"sv":"x"},"sealed":12}`), vault.ErrNewer,
		},
		"another format, newer, of another shape": {[]byte(`{"format":"x","version":7,"name":{"sv":"x"}}`), parcel.ErrKeyFile},
		"a member of another type":                {swap(`"until": "2036-05-28"`, `"until": 7`), parcel.ErrKeyFile},
		"another shape":                           {[]byte(`{"format":"trygghylla-officer","version":1,"name":7}`), parcel.ErrKeyFile},
	} {
		t.Run(name, func(t *testing.T) {
			bad := filepath.Join(t.TempDir(), "key")
			must(t, os.WriteFile(bad, x.content, 0o600))
			if k, err := parcel.OpenOfficer(bad); k != nil || !errors.Is(err, x.want) || errors.Is(err, parcel.ErrNoOfficer) {
				t.Errorf("it gives %v, want %v", err, x.want)
			}
			if err := k.Save(bad); !errors.Is(err, parcel.ErrOfficerExists) {
				t.Errorf("a key is written over it: %v", err)
			}
			if b, err := os.ReadFile(bad); err != nil || !bytes.Equal(b, x.content) {
				t.Errorf("it was changed: %v", err)
			}
		})
	}
	folder := t.TempDir()
	if _, err := parcel.OpenOfficer(folder); !errors.Is(err, parcel.ErrNoFile) || errors.Is(err, parcel.ErrNoOfficer) {
		t.Errorf("a folder: %v", err)
	}
	if err := parcel.NoOfficerAt(folder); !errors.Is(err, parcel.ErrOfficerExists) {
		t.Errorf("a folder is a place for a key: %v", err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	inFile := filepath.Join(path, "key") // the way there leads through a file
	if err := parcel.NoOfficerAt(inFile); err == nil || errors.Is(err, parcel.ErrOfficerExists) {
		t.Errorf("what cannot be looked at is a place for a key: %v", err)
	}
	if _, err := parcel.OpenOfficer(inFile); !errors.Is(err, parcel.ErrNoFile) || errors.Is(err, parcel.ErrNoOfficer) {
		t.Errorf("what cannot be looked at: %v", err)
	}
}

// TestKeyTellsTheTruth: one that shows another fingerprint than its key has does not sign, nor one that is damaged within.
func TestKeyTellsTheTruth(t *testing.T) {
	path, one := keyFile(t, 1)
	_, two := keyFile(t, 2)
	content, err := os.ReadFile(path)
	must(t, err)
	r := looked(t, saved(t, paperOf(t, app.Sweden).open))
	var kept map[string]any
	must(t, json.Unmarshal(content, &kept))
	kept["sealed"] = "AAAA"
	damaged, err := json.Marshal(kept)
	must(t, err)
	nothing, err := vault.SealSecret(chance(5), []byte(filePIN), cost, []byte("no key"))
	must(t, err)
	kept["sealed"] = nothing
	keyless, err := json.Marshal(kept)
	must(t, err)
	for name, x := range map[string]struct {
		content []byte
		want    error
	}{
		"no key within":       {keyless, seal.ErrIdentity},
		"another fingerprint": {bytes.Replace(content, []byte(one.Info().Full), []byte(two.Info().Full), 1), parcel.ErrKeyFile},
		"damaged within":      {damaged, vault.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			bad := filepath.Join(folder, "key")
			must(t, os.WriteFile(bad, x.content, 0o600))
			k, err := parcel.OpenOfficer(bad)
			must(t, err)
			if _, err := r.CoSign(k, []byte(filePIN), folder, noon); !errors.Is(err, x.want) {
				t.Errorf("it signs: %v", err)
			}
			if got := names(t, folder); len(got) != 1 {
				t.Errorf("it left %v", got)
			}
		})
	}
}

// TestReleasedKeyFileSigns signs with the file that version 1 was fixed with. It is never written anew.
func TestReleasedKeyFileSigns(t *testing.T) {
	k, err := parcel.OpenOfficer(filepath.Join("testdata", "officer.v1"))
	must(t, err)
	want := parcel.OfficerInfo{Name: officerName, Fingerprint: k.Info().Fingerprint, Full: k.Info().Full, Until: "2036-05-28"}
	if diff := cmp.Diff(want, k.Info()); diff != "" {
		t.Error(diff)
	}
	path, err := looked(t, saved(t, paperOf(t, app.Norway).open)).CoSign(k, []byte(filePIN), t.TempDir(), noon)
	must(t, err)
	if got := looked(t, path).Officer; got.Full != k.Info().Full || got.Name != officerName {
		t.Errorf("signed as %+v", got)
	}
	again := filepath.Join(t.TempDir(), "key") // and what is written today is the same
	must(t, k.Save(again))
	old, err := os.ReadFile(filepath.Join("testdata", "officer.v1"))
	must(t, err)
	now, err := os.ReadFile(again)
	must(t, err)
	if diff := cmp.Diff(string(old), string(now)); diff != "" {
		t.Error(diff)
	}
}

// certificateFile has openssl make an organisation's certificate with its key.
func certificateFile(t *testing.T, subject string, key ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		if os.Getenv("TRYGGHYLLA_TOOLS") == "1" {
			t.Fatal("openssl is not installed, and TRYGGHYLLA_TOOLS=1 demands it")
		}
		t.Skip("openssl is not installed")
	}
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, args := range [][]string{
		append([]string{"genpkey", "-out", in("k.pem")}, key...),
		{"req", "-new", "-utf8", "-x509", "-key", in("k.pem"), "-out", in("c.pem"), "-days", "400", "-subj", subject, "-addext", "keyUsage=digitalSignature"},
		{"pkcs12", "-export", "-inkey", in("k.pem"), "-in", in("c.pem"), "-out", in("x.p12"), "-passout", "pass:från it"},
	} {
		if out, err := exec.Command("openssl", args...).CombinedOutput(); err != nil {
			t.Fatalf("openssl %s: %v\n%s", args[0], err, out)
		}
	}
	b, err := os.ReadFile(in("x.p12"))
	must(t, err)
	return b
}

// TestOrganisationsCertificateCoSigns imports both kinds of key.
func TestOrganisationsCertificateCoSigns(t *testing.T) {
	for kind, key := range map[string][]string{
		"P-256":    {"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"},
		"RSA 3072": {"-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"},
	} {
		t.Run(kind, func(t *testing.T) {
			file := certificateFile(t, "/O=Exempelby kommun/CN=Ingrid Æsland", key...)
			m := maker(3)
			m.Now = time.Now // the certificate is valid from now on
			if _, err := m.Import("", file, []byte("fel"), []byte(filePIN)); !errors.Is(err, seal.ErrPKCS12Password) {
				t.Errorf("a wrong password: %v", err)
			}
			for typed, want := range map[string]string{"": "Ingrid Æsland", " " + officerName + " ": officerName} {
				k, err := m.Import(typed, file, []byte("från it"), []byte(filePIN))
				must(t, err)
				if info := k.Info(); info.Name != want || !info.Imported {
					t.Errorf("the officer is %+v", info)
				}
				r := looked(t, saved(t, paperOf(t, app.Sweden).open))
				path, err := r.CoSign(k, []byte(filePIN), t.TempDir(), time.Now())
				must(t, err)
				if got := looked(t, path).Officer; got.Name != want || got.Full != k.Info().Full {
					t.Errorf("signed as %+v", got)
				}
				if _, err := r.CoSign(k, []byte(filePIN), t.TempDir(), time.Now().AddDate(3, 0, 0)); !errors.Is(err, pdf.ErrValidity) {
					t.Errorf("signing when it has run out: %v", err)
				}
			}
			for when, years := range map[string]int{"it has run out": 3, "it does not count yet": -1} {
				m.Now = func() time.Time { return time.Now().AddDate(years, 0, 0) }
				if _, err := m.Import("", file, []byte("från it"), []byte(filePIN)); !errors.Is(err, pdf.ErrValidity) {
					t.Errorf("imported when %s: %v", when, err)
				}
			}
		})
	}
	nameless := certificateFile(t, "/O=Exempelby kommun", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
	m := maker(3)
	m.Now = time.Now
	if _, err := m.Import(" ", nameless, []byte("från it"), []byte(filePIN)); !errors.Is(err, seal.ErrName) {
		t.Errorf("without any name: %v", err)
	}
}
