package vault

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// A rival does what a vault does; each function gives its figure, in
// nanoseconds or, of memory, in MB.
type rival interface {
	save(b *testing.B) float64   // one answer among all
	read(b *testing.B) float64   // open and read all, without the price of the password
	memory(b *testing.B) float64 // resident, once open
	backup(b *testing.B) float64 // written and proven
}

func ms(d time.Duration) float64 { return float64(d) / 1e6 }

// photoSize is that of each attachment: ten of them are 50 MiB.
const photoSize = 5 << 20

// photo gives bytes that cannot be compressed, like those of a photo.
func photo(i int) []byte {
	p := make([]byte, photoSize)
	_, _ = rand.NewChaCha8([32]byte{byte(i)}).Read(p)
	return p
}

// ours is a vault that costs as much to open as a library's.
type ours struct {
	dir    string
	code   Code
	n      int
	photos int
}

func newOurs(b *testing.B, n, photos int) rival {
	b.Helper()
	o := Options{Dir: filepath.Join(b.TempDir(), "vault"), Cost: floorCost}
	v, code, err := Create(o, []byte(testPassword))
	if err != nil {
		b.Fatal(err)
	}
	fillLibrary(b, v, n)
	for i := range photos {
		if _, err := v.Attach(photo(i)); err != nil {
			b.Fatal(err)
		}
	}
	if err := v.Close(); err != nil {
		b.Fatal(err)
	}
	return ours{o.Dir, code, n, photos}
}

func (o ours) open(b *testing.B) *Vault {
	b.Helper()
	v, err := OpenWithCode(Options{Dir: o.dir}, o.code)
	if err != nil {
		b.Fatal(err)
	}
	return v
}

func (o ours) save(b *testing.B) float64 {
	v := o.open(b)
	i := 0
	took := eachRound(b, func() func() {
		i++
		err := v.Update(func(tx *Tx) error { return Put(tx, "answers", fmt.Sprintf("%05d", i*7919%o.n), answerText(i)) })
		if err != nil {
			b.Fatal(err)
		}
		return nil
	})
	if err := v.Close(); err != nil {
		b.Fatal(err)
	}
	return took
}

func (o ours) read(b *testing.B) float64 {
	took := eachRound(b, func() func() {
		v := o.open(b)
		if err := Each(v, "answers", func(string, answer) error { return nil }); err != nil {
			b.Fatal(err)
		}
		return func() {
			if err := v.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	begin := time.Now()
	clear(floorCost.derive([]byte(testPassword), make([]byte, saltSize)))
	b.ReportMetric(ms(time.Since(begin)), "ms-password")
	return took
}

func (o ours) memory(b *testing.B) float64 {
	return resident(b, func() *session {
		s := start(b, child("resident", o.dir, o.code, 0))
		s.ask("", "open\n")
		return s
	})
}

func (o ours) backup(b *testing.B) float64 {
	v := o.open(b)
	path, act := filepath.Join(b.TempDir(), "b.bibbak"), v.BackupRecords
	if o.photos > 0 {
		act = v.Backup
	}
	took := eachRound(b, func() func() {
		if err := act(path); err != nil {
			b.Fatal(err)
		}
		return nil
	})
	if err := v.Close(); err != nil {
		b.Fatal(err)
	}
	return took
}

// A contestant has a name, and a rival that is made when it is first asked for.
type contestant struct {
	name string
	make func() rival
}

// contestants gives those that are installed here, with n answers each, the
// vault first.
func contestants(b *testing.B, n, photos int, xc, sc *tool, price func() time.Duration) []contestant {
	b.Helper()
	all := []contestant{{"vault", func() rival { return newOurs(b, n, photos) }}}
	if xc != nil {
		all = append(all, contestant{"keepassxc", func() rival {
			k := newKeepass(b, xc, n, photos)
			k.password = price()
			return k
		}})
	}
	if sc != nil {
		all = append(all, contestant{"sqlcipher", func() rival { return newCipher(b, sc, n, photos) }})
	}
	for i := range all {
		all[i].make = sync.OnceValue(all[i].make)
	}
	return all
}

// BenchmarkCompare does the same with a vault, with raw bbolt and with two
// programs that keep secrets, in one run: with 500 answers, with 5,200, and
// with ten attachments of 5 MiB besides, which only keepassxc-cli reads when it
// opens a database. Of memory there is a row with one answer too, which is what
// each program needs for itself. A figure is the median of its rounds, "×vault"
// how many times the vault's of the same run it is.
//
// The programs are driven by their command lines. What their bare start costs
// is measured apart and taken off, and so is the price of a password. What
// remains in the vault's favour is the way of each command through two pipes,
// some hundredths of a millisecond. In favour of the others: keepassxc-cli syncs
// nothing that it saves, and neither reads back what it has saved or backed up
// unless it is asked to, as it is here for the backup.
func BenchmarkCompare(b *testing.B) {
	xc, sc := findTool(b, "keepassxc-cli", "--version"), findTool(b, "sqlcipher", "-version")
	for name, t := range map[string]*tool{"keepassxc-cli": xc, "sqlcipher": sc} {
		if t == nil {
			b.Run(name, func(b *testing.B) { b.Skipf("%s is not installed", name) })
		}
	}
	price := sync.OnceValue(func() time.Duration { return newKeepass(b, xc, 1, 0).price(b) })
	for _, size := range []struct {
		name      string
		n, photos int
	}{{"1", 1, 0}, {"500", 500, 0}, {"5200", 5200, 0}, {"5200+50MB", 5200, 10}} {
		all := contestants(b, size.n, size.photos, xc, sc, price)
		for _, act := range []struct {
			name, unit string
			do         func(rival, *testing.B) float64
		}{{"save", "ns/op", rival.save}, {"read", "ns/op", rival.read}, {"memory", "MB", rival.memory}, {"backup", "ns/op", rival.backup}} {
			if size.n == 1 && act.name != "memory" {
				continue
			}
			var own float64
			run := func(name string, do func(b *testing.B) float64) {
				b.Run(act.name+"/"+size.name+"/"+name, func(b *testing.B) {
					took := do(b)
					b.ReportMetric(took, act.unit)
					if name == "vault" {
						own = took
					} else if own > 0 {
						b.ReportMetric(took/own, "×vault")
					}
				})
			}
			for _, c := range all {
				run(c.name, func(b *testing.B) float64 { return act.do(c.make(), b) })
			}
			if act.name == "save" && size.photos == 0 {
				run("bbolt", func(b *testing.B) float64 { return rawBolt(b, size.n) })
			}
		}
	}
}
