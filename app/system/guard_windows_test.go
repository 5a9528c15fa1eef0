package system_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/windows"

	"trygghylla/app/system"
)

func init() { children["stay"] = stay }

// stay guards the process or not, says so, and stays until its input ends.
func stay(args []string) error {
	var err error
	if args[0] == "guarded" {
		err = system.Guard()
	}
	fmt.Println("here", err)
	if _, err := os.Stdin.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// TestGuardKeepsMemoryFromOthers asks Windows for rights over a process of the same person, without and with the guard.
func TestGuardKeepsMemoryFromOthers(t *testing.T) {
	rights := []struct {
		name    string
		right   uint32
		guarded bool // given even by a guarded process
	}{
		{"read memory", windows.PROCESS_VM_READ, false},
		{"write memory", windows.PROCESS_VM_WRITE | windows.PROCESS_VM_OPERATION, false},
		{"start a thread", windows.PROCESS_CREATE_THREAD, false},
		{"copy handles", windows.PROCESS_DUP_HANDLE, false},
		{"change the rights", windows.WRITE_DAC, false},
		{"take it over", windows.WRITE_OWNER, false},
		{"ask whether it runs", windows.PROCESS_QUERY_LIMITED_INFORMATION, true},
		{"wait for it", windows.SYNCHRONIZE, true},
		{"end it", windows.PROCESS_TERMINATE, true},
	}
	wine := windows.NewLazySystemDLL("ntdll.dll").NewProc("wine_get_version").Find() == nil
	for _, how := range []string{"open", "guarded"} {
		cmd := startChild(t, "stay", how)
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := cmd.StdoutPipe()
		if err = errors.Join(err, cmd.Start()); err != nil {
			t.Fatal(err)
		}
		switch said, err := bufio.NewReader(out).ReadString('\n'); {
		case err != nil || !strings.HasPrefix(said, "here"):
			t.Fatalf("%s: %v, %s", how, err, said)
		case said != "here <nil>\n":
			t.Log(said) // Wine knows no error reports
		}
		for _, r := range rights {
			t.Run(how+"/"+r.name, func(t *testing.T) {
				if wine && r.right&(windows.WRITE_DAC|windows.WRITE_OWNER) != 0 {
					t.Skip("Wine gives these to every owner")
				}
				process, err := windows.OpenProcess(r.right, false, uint32(cmd.Process.Pid))
				if err == nil {
					err = windows.CloseHandle(process)
				}
				if given := err == nil; given != (how == "open" || r.guarded) {
					t.Errorf("given: %v (%v)", given, err)
				}
			})
		}
		if err := errors.Join(in.Close(), cmd.Wait()); err != nil {
			t.Errorf("%s: %v", how, err)
		}
	}
}
