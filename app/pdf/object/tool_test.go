package object_test

import (
	"os"
	"os/exec"
	"testing"
)

// tool runs a program of the system and returns what it prints. Without the
// program the test is skipped, unless TRYGGHYLLA_TOOLS=1 demands it.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("TRYGGHYLLA_TOOLS") == "1" {
			t.Fatalf("%s is not installed, and TRYGGHYLLA_TOOLS=1 demands it", name)
		}
		t.Skipf("%s is not installed", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return string(out)
}
