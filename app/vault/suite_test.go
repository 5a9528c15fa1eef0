package vault

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"sync/atomic"
	"testing"
)

// rounds is how many kills, power cuts, damaged files and failing calls of each
// kind the destructive tests make. Without it they make those of the small
// suite: 20 kills of a writer and 20 of a creation; 600 power cuts on an honest
// disk and 600 on one that lies; 200 flipped bytes, 200 in the structure, 200
// bits there, 200 pages; 100 files of two days mixed in each of three ways, 100
// with stale meta pages; 15 failing calls of each of 15 kinds. With -short they
// make a quarter. The large suite is
//
//	go test ./app/vault -v -timeout 1h -run DestructiveFlips -rounds 10000
//	go test ./app/vault -v -timeout 1h -run 'DestructiveDays|DestructiveStale' -rounds 2000
//	go test ./app/vault -v -timeout 1h -run DestructivePowerCut -rounds 20000
//	go test ./app/vault -v -timeout 1h -run 'DestructiveKill|DestructiveCreate' -rounds 1000
//	go test ./app/vault -v -timeout 1h -run DestructiveFaults -rounds 500
var rounds = flag.Int("rounds", 0, "rounds of each destructive test; 0 means the small suite")

// roundsOr gives the rounds that were asked for, or else n.
func roundsOr(n int) int {
	switch {
	case *rounds > 0:
		return *rounds
	case testing.Short():
		return (n + 3) / 4
	}
	return n
}

// spread runs cases 0 to n-1 on all cores and waits for them.
func spread(t *testing.T, n int, f func(t *testing.T, i int)) {
	t.Helper()
	var next atomic.Int64
	t.Run("on", func(t *testing.T) {
		for core := range min(n, runtime.GOMAXPROCS(0)) {
			t.Run(fmt.Sprint(core), func(t *testing.T) {
				t.Parallel()
				for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
					f(t, int(i))
				}
			})
		}
	})
}

// scratch gives a new directory for a test that is not about the disk: in
// memory where the system has a place for that.
func scratch(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "vault-test-*")
	if err != nil {
		if dir, err = os.MkdirTemp(t.TempDir(), "copy-*"); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
