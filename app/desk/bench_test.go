package desk_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"trygghylla/app"
	"trygghylla/app/desk"
)

// rawBolt is what one answer costs at the least: the same text by bbolt alone, unsealed and unproven,
// on the same disk.
type rawBolt struct {
	db   *bolt.DB
	text []byte
	n    int
}

var bucket = []byte("answers")

func newRawBolt(b *testing.B, d *desk.Desk) *rawBolt {
	b.Helper()
	db, err := bolt.Open(filepath.Join(b.TempDir(), "raw.db"), 0o600, &bolt.Options{FreelistType: bolt.FreelistMapType, NoStatistics: true})
	must(b, err)
	b.Cleanup(func() { must(b, db.Close()) })
	q := d.Catalogue().List(app.Staff).Questions[0].ID
	text, err := json.Marshal(d.Answered(q))
	must(b, err)
	must(b, db.Update(func(tx *bolt.Tx) error {
		in, err := tx.CreateBucket(bucket)
		for i := range 200 {
			if err == nil {
				err = in.Put(fmt.Appendf(nil, "se-list-%03d", i), text)
			}
		}
		return err
	}))
	return &rawBolt{db: db, text: text}
}

func (r *rawBolt) put() error {
	r.n++
	return r.db.Update(func(tx *bolt.Tx) error {
		return tx.Bucket(bucket).Put(fmt.Appendf(nil, "se-list-%03d", r.n%200), r.text)
	})
}

// BenchmarkAnswer saves one answer of the invented library, from the tap to the disk. Its figure x-raw is how many
// times longer that takes than BenchmarkRawBoltPut, measured answer by answer in the same run.
func BenchmarkAnswer(b *testing.B) {
	d := sample(b, app.Sweden)
	raw := newRawBolt(b, d)
	questions := d.Catalogue().List(app.Staff).Questions
	states := []app.State{app.InOrder, app.Partly, app.Missing}
	var bare time.Duration
	i := 0
	for b.Loop() {
		i++
		must(b, d.Answer(questions[i%len(questions)].ID, states[i%len(states)]))
		b.StopTimer()
		start := time.Now()
		must(b, raw.put())
		bare += time.Since(start)
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(bare), "x-raw")
}

// BenchmarkRawBoltPut is the measure for BenchmarkAnswer.
func BenchmarkRawBoltPut(b *testing.B) {
	raw := newRawBolt(b, sample(b, app.Sweden))
	for b.Loop() {
		must(b, raw.put())
	}
}

// BenchmarkAssess judges the invented library, which every screen does when it is shown.
func BenchmarkAssess(b *testing.B) {
	d := sample(b, app.Sweden)
	for b.Loop() {
		if a := d.Assessment(); len(a.Lists) != 6 {
			b.Fatal("lists are missing")
		}
	}
}

// BenchmarkExport makes the package: drawn, signed, written, read back, verified and remembered.
func BenchmarkExport(b *testing.B) {
	d, folder := sample(b, app.Sweden), b.TempDir()
	_, err := d.Fingerprint() // the key is made once in a library's life
	must(b, err)
	for b.Loop() {
		_, err := d.Export(folder)
		must(b, err)
	}
}
