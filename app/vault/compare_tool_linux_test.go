package vault

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A tool is another program for secrets, driven by its command line.
type tool struct {
	path string
	bare time.Duration // what starting it costs, doing nothing
}

// findTool looks for a program and measures its bare start, the median of nine.
func findTool(b *testing.B, name, version string) *tool {
	b.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		return nil
	}
	t := &tool{path: path}
	var took []time.Duration
	for range 9 {
		cmd := exec.Command(path, version)
		cmd.Env = headless()
		begin := time.Now()
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begin))
	}
	t.bare = median(took)
	return t
}

func headless() []string { return append(os.Environ(), "QT_QPA_PLATFORM=offscreen") }

// session is a tool that has been started and waits for what it is to do.
type session struct {
	b   *testing.B
	cmd *exec.Cmd
	in  io.WriteCloser
	out io.Reader
}

func (t *tool) start(b *testing.B, args ...string) *session {
	b.Helper()
	cmd := exec.Command(t.path, args...)
	cmd.Env = headless()
	return start(b, cmd)
}

// start starts a command and keeps its input and output.
func start(b *testing.B, cmd *exec.Cmd) *session {
	b.Helper()
	s := &session{b: b, cmd: cmd}
	var err error
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		b.Fatal(err)
	}
	if s.out, err = s.cmd.StdoutPipe(); err != nil {
		b.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	return s
}

// ask writes a line and reads until the output ends with what is waited for.
func (s *session) ask(line, until string) string {
	s.b.Helper()
	if _, err := io.WriteString(s.in, line); err != nil {
		s.b.Fatal(err)
	}
	var all []byte
	for buf := make([]byte, 4096); !bytes.HasSuffix(all, []byte(until)); {
		n, err := s.out.Read(buf)
		if all = append(all, buf[:n]...); err != nil {
			s.b.Fatalf("%s ended: %q", s.cmd.Path, all)
		}
	}
	return string(all)
}

// resident reports the memory of a program that start starts and makes ready,
// now and at most, in MB.
func resident(b *testing.B, start func() *session) (now float64) {
	b.Helper()
	var most float64
	for b.Loop() {
		s := start()
		now, most = s.memory()
		s.end()
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(most, "MB-peak")
	return now
}

// memory gives resident memory, now and at most, in MB.
func (s *session) memory() (now, most float64) {
	s.b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		s.b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		kb, _ := strconv.ParseFloat(f[1], 64)
		switch f[0] {
		case "VmRSS:":
			now = kb / 1e3
		case "VmHWM:":
			most = kb / 1e3
		}
	}
	return now, most
}

func (s *session) end() {
	s.b.Helper()
	if err := s.in.Close(); err != nil {
		s.b.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, s.out)
	_ = s.cmd.Wait()
}
