package system

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"unsafe"

	"trygghylla/app/disk"

	"golang.org/x/sys/windows"
)

// Instance is the right to be the one program that runs with a data
// directory. It ends with Release, or with the process however that ends.
type Instance struct{ mutex windows.Handle }

// Single takes that right, making the directory if needed. ErrRunning when
// another process has it, in whatever session of this machine.
func Single(dataDir string) (*Instance, error) {
	if err := os.MkdirAll(dataDir, 0o700); err != nil {
		return nil, disk.Meaning("single instance", err)
	}
	abs, err := filepath.Abs(dataDir)
	if err != nil {
		return nil, fmt.Errorf("single instance: %w", err)
	}
	sum := sha256.Sum256([]byte(strings.ToLower(abs)))
	name, err := windows.UTF16PtrFromString(fmt.Sprintf(`Global\Trygghylla-%x`, sum[:16]))
	if err != nil {
		return nil, fmt.Errorf("single instance: %w", err)
	}
	mutex, err := windows.CreateMutex(nil, false, name)
	switch {
	case errors.Is(err, windows.ERROR_ALREADY_EXISTS):
		return nil, fmt.Errorf("single instance: %w", errors.Join(ErrRunning, windows.CloseHandle(mutex)))
	case errors.Is(err, windows.ERROR_ACCESS_DENIED): // another person's program
		return nil, fmt.Errorf("single instance: %w: %w", ErrRunning, err)
	case err != nil:
		return nil, fmt.Errorf("single instance: %w", err)
	}
	return &Instance{mutex}, nil
}

// Release gives the right up.
func (i *Instance) Release() error { return windows.CloseHandle(i.mutex) }

// Message shows a message box and waits until it is closed; when that cannot
// be done it writes to fallback.
func Message(fallback io.Writer, title, text string) error {
	wideTitle, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return fmt.Errorf("message box: %w", err)
	}
	wideText, err := windows.UTF16PtrFromString(text)
	if err != nil {
		return fmt.Errorf("message box: %w", err)
	}
	const flags = windows.MB_OK | windows.MB_ICONWARNING | windows.MB_SETFOREGROUND
	if _, err := windows.MessageBox(0, wideText, wideTitle, flags); err != nil {
		_, err = fmt.Fprintf(fallback, "%s: %s\n", title, text)
		return err
	}
	return nil
}

// Open opens a file with the program that Windows has for its kind: a PDF in
// the viewer, an .eml draft in the mail program. ErrNoProgram when it has
// none; an error that is fs.ErrNotExist when the file is gone.
func Open(path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	file, err := windows.UTF16PtrFromString(abs)
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	defer apartment()()
	err = windows.ShellExecute(0, verb, file, nil, nil, windows.SW_SHOWNORMAL)
	if errors.Is(err, windows.ERROR_NO_ASSOCIATION) {
		err = errors.Join(ErrNoProgram, err)
	}
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	return nil
}

// apartment readies this thread for the shell's own windows until the returned
// function is called.
func apartment() func() {
	runtime.LockOSThread()
	err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED|windows.COINIT_DISABLE_OLE1DDE)
	return func() {
		if err == nil || errors.Is(err, syscall.Errno(windows.S_FALSE)) { // S_FALSE: it was ready
			windows.CoUninitialize()
		}
		runtime.UnlockOSThread()
	}
}

// ShowInFolder opens Explorer with the file marked. Errors as with Open.
func ShowInFolder(path string) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("show file: %w", err)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("show file: %w", err)
	}
	windir, err := windows.GetWindowsDirectory()
	if err != nil {
		return fmt.Errorf("show file: %w", err)
	}
	// Explorer has rules of its own for quotes, and ends with 1 when all is well.
	cmd := exec.Command(filepath.Join(windir, "explorer.exe"))
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: `explorer.exe /select,"` + abs + `"`}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("show file: %w", err)
	}
	if err := cmd.Process.Release(); err != nil {
		return fmt.Errorf("show file: %w", err)
	}
	return nil
}

var (
	kernel32                 = windows.NewLazySystemDLL("kernel32.dll")
	getUserDefaultLocaleName = kernel32.NewProc("GetUserDefaultLocaleName")
)

// Language returns the language of the desktop, such as sv, nn or nb: that of
// GetUserDefaultLocaleName; "" when Windows does not say.
func Language(func(string) string) string {
	var name [85]uint16 // LOCALE_NAME_MAX_LENGTH
	n, _, _ := getUserDefaultLocaleName.Call(uintptr(unsafe.Pointer(&name[0])), uintptr(len(name)))
	if n == 0 {
		return ""
	}
	return baseLanguage(windows.UTF16ToString(name[:]))
}

func places(getenv func(string) string) Places {
	local := getenv("LOCALAPPDATA")
	if local == "" {
		local, _ = windows.KnownFolderPath(windows.FOLDERID_LocalAppData, windows.KF_FLAG_DEFAULT) // "" is ErrNoHome
	}
	documents, err := windows.KnownFolderPath(windows.FOLDERID_Documents, windows.KF_FLAG_DEFAULT)
	if err != nil {
		documents = filepath.Join(getenv("USERPROFILE"), "Documents")
	}
	own := ""
	if local != "" {
		own = filepath.Join(local, "Trygghylla")
	}
	return Places{Data: own, Settings: own, Documents: documents}
}
