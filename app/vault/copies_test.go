package vault

import (
	"os"
	"path/filepath"
	"testing"
)

func TestConflictCopy(t *testing.T) {
	v, _ := newVault(t)
	fillVault(t, v, 10)
	b, err := os.ReadFile(filepath.Join(v.Dir(), nameRecords))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(v.Dir(), "records-PC2.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if found, err := v.Copies(); err != nil || len(found) != 1 || found[0] != path {
		t.Errorf("%v %v", found, err)
	}
	if info, err := v.ReadCopy(path); err != nil || len(info.Records) != 0 || info.Seq != v.Seq() {
		t.Errorf("%+v %v", info, err)
	}
	err = v.Update(func(tx *Tx) error {
		if err := Delete(tx, "answers", "q0001"); err != nil {
			return err
		}
		return Put(tx, "answers", "q0002", answer{Value: "changed here"})
	})
	if err != nil {
		t.Fatal(err)
	}
	info, err := v.ReadCopy(path)
	if err != nil || len(info.Records) != 2 {
		t.Fatalf("%+v %v", info, err)
	}
	for _, r := range info.Records {
		if r.In != "answers" || r.Here != (r.Key == "q0002") || r.Newer != (r.Key == "q0001") {
			t.Errorf("%+v", r)
		}
	}
	buckets, _, err := checkFile(b, findMetas(b)[0])
	if err != nil {
		t.Fatal(err)
	}
	buckets[bucketRecords][3].value[recordHead] ^= 1
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = v.ReadCopy(path)
	want(t, err, ErrDamaged)
	w, _ := newVault(t)
	_, err = w.ReadCopy(filepath.Join(v.Dir(), nameRecords))
	want(t, err, ErrDamaged)
}
