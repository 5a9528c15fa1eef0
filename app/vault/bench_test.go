package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// answerText is an answer of the size that a library writes.
func answerText(i int) answer {
	return answer{Value: "partly", Note: fmt.Sprintf("%0120d", i)}
}

// library makes a vault with n records.
func library(b *testing.B, n int) (*Vault, Code) {
	b.Helper()
	v, code := newVault(b)
	fillLibrary(b, v, n)
	return v, code
}

// fillLibrary puts n answers in.
func fillLibrary(b *testing.B, v *Vault, n int) {
	b.Helper()
	for from := 0; from < n; from += 1000 {
		err := v.Update(func(tx *Tx) error {
			for i := from; i < min(from+1000, n); i++ {
				if err := Put(tx, "answers", fmt.Sprintf("%05d", i), answerText(i)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// eachRound does something in every round of a benchmark and gives the median,
// in nanoseconds. What f returns is done afterwards and not measured.
func eachRound(b *testing.B, f func() (after func())) float64 {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		begin := time.Now()
		after := f()
		took = append(took, time.Since(begin))
		if after != nil {
			after()
		}
	}
	return float64(median(took))
}

// median gives the middle one.
func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// childResident opens a vault with its password, as the program does, and
// waits until it is ended.
func childResident() error {
	v, err := Open(Options{Dir: os.Getenv(childDir)}, []byte(testPassword))
	if err != nil {
		return err
	}
	fmt.Println("open")
	_, err = io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, v.Close())
}

// BenchmarkPut saves one answer among 5,200, confirmed on the disk.
func BenchmarkPut(b *testing.B) {
	v, _ := library(b, 5200)
	i := 0
	for b.Loop() {
		i++
		err := v.Update(func(tx *Tx) error {
			return Put(tx, "answers", fmt.Sprintf("%05d", i*7919%5200), answerText(i))
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRawBolt is the measure for BenchmarkPut: the same by bbolt alone,
// without any protection.
func BenchmarkRawBolt(b *testing.B) { rawBolt(b, 5200) }

// rawBolt saves among n and gives the median of the rounds, in nanoseconds.
func rawBolt(b *testing.B, n int) float64 {
	b.Helper()
	db, err := bolt.Open(filepath.Join(b.TempDir(), "db"), 0o600, &bolt.Options{FreelistType: bolt.FreelistMapType, NoStatistics: true})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close() // a measure only
	put := func(i int) error {
		return db.Update(func(tx *bolt.Tx) error {
			r, err := tx.CreateBucketIfNotExists([]byte("r"))
			if err != nil {
				return err
			}
			return r.Put(fmt.Appendf(nil, "%05d", i), bytes.Repeat([]byte("x"), 183))
		})
	}
	for i := range n {
		db.NoSync = true
		if err := put(i); err != nil {
			b.Fatal(err)
		}
	}
	db.NoSync = false
	i := 0
	return eachRound(b, func() func() {
		i++
		if err := put(i * 7919 % n); err != nil {
			b.Fatal(err)
		}
		return nil
	})
}

// BenchmarkUnlock opens a vault with the recovery code, which is all of an
// unlocking but Argon2id: reading, checking, decrypting, proving.
func BenchmarkUnlock(b *testing.B) {
	for _, n := range []int{200, 5200} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			v, code := library(b, n)
			if err := v.Close(); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				w, err := OpenWithCode(Options{Dir: v.Dir()}, code)
				if err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				if err := w.Close(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
	}
}

// BenchmarkPassword derives the key of the floor once.
func BenchmarkPassword(b *testing.B) {
	for b.Loop() {
		clear(floorCost.derive([]byte(testPassword), make([]byte, saltSize)))
	}
}

// BenchmarkBackup writes and verifies a backup of 5,200 records, without
// attachments and with 50 MiB of them.
func BenchmarkBackup(b *testing.B) {
	v, _ := library(b, 5200)
	for range 10 {
		if _, err := v.Attach(make([]byte, 5<<20)); err != nil {
			b.Fatal(err)
		}
	}
	path := filepath.Join(b.TempDir(), "b.bibbak")
	for name, backup := range map[string]func(string) error{"records": v.BackupRecords, "whole": v.Backup} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := backup(path); err != nil {
					b.Fatal(err)
				}
			}
			if info, err := os.Stat(path); err == nil {
				b.ReportMetric(float64(info.Size())/1e6, "MB")
			}
		})
	}
}

// BenchmarkCompact writes the records file anew with 5,200 records.
func BenchmarkCompact(b *testing.B) {
	v, _ := library(b, 5200)
	for b.Loop() {
		if err := v.Compact(); err != nil {
			b.Fatal(err)
		}
	}
	info, err := os.Stat(filepath.Join(v.Dir(), nameRecords))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/1e6, "MB")
}
