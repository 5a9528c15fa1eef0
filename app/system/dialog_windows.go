package system

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf16"
	"unsafe"

	"trygghylla/app/disk"

	"golang.org/x/sys/windows"
)

var (
	comdlg32             = windows.NewLazySystemDLL("comdlg32.dll")
	shell32              = windows.NewLazySystemDLL("shell32.dll")
	getOpenFileName      = comdlg32.NewProc("GetOpenFileNameW")
	getSaveFileName      = comdlg32.NewProc("GetSaveFileNameW")
	commDlgExtendedError = comdlg32.NewProc("CommDlgExtendedError")
	browseForFolder      = shell32.NewProc("SHBrowseForFolderW")
	getPathFromIDList    = shell32.NewProc("SHGetPathFromIDListW")
)

// openFileName is OPENFILENAMEW of commdlg.h.
type openFileName struct {
	size            uint32
	owner           windows.HWND
	instance        windows.Handle
	filter          *uint16
	customFilter    *uint16
	maxCustomFilter uint32
	filterIndex     uint32
	file            *uint16
	maxFile         uint32
	fileTitle       *uint16
	maxFileTitle    uint32
	initialDir      *uint16
	title           *uint16
	flags           uint32
	fileOffset      uint16
	fileExtension   uint16
	defExt          *uint16
	custData        uintptr
	hook            uintptr
	templateName    *uint16
	reserved        uintptr
	reserved2       uint32
	flagsEx         uint32
}

// Flags of OPENFILENAMEW.
const (
	ofnOverwritePrompt = 0x2
	ofnHideReadOnly    = 0x4
	ofnNoChangeDir     = 0x8
	ofnPathMustExist   = 0x800
	ofnFileMustExist   = 0x1000
	ofnExplorer        = 0x80000
)

// browseInfo is BROWSEINFOW of shlobj_core.h.
type browseInfo struct {
	owner       windows.HWND
	root        uintptr
	displayName *uint16
	title       *uint16
	flags       uint32
	callback    uintptr
	param       uintptr
	image       int32
}

// Flags of BROWSEINFOW.
const (
	bifReturnOnlyFSDirs = 0x1
	bifEditBox          = 0x10
	bifNewDialogStyle   = 0x40
)

const longestPath = 32768

// OpenFile asks for a file to read, with Windows' own dialog. patterns are
// like "*.pdf"; none means every file. ErrCancelled when nothing is chosen.
func OpenFile(title string, patterns []string) (string, error) {
	return fileDialog("open file", getOpenFileName, title, "", patterns,
		ofnFileMustExist|ofnPathMustExist|ofnHideReadOnly)
}

// SaveFile asks where to write a file, offering suggested (a whole path). The
// dialog itself asks before an existing file is chosen. Errors as OpenFile.
func SaveFile(title, suggested string) (string, error) {
	var patterns []string
	if ext := filepath.Ext(suggested); ext != "" {
		patterns = []string{"*" + ext}
	}
	return fileDialog("save file", getSaveFileName, title, suggested, patterns,
		ofnOverwritePrompt|ofnPathMustExist|ofnHideReadOnly)
}

func fileDialog(what string, dialog *windows.LazyProc, title, suggested string, patterns []string, flags uint32) (string, error) {
	wideTitle, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return "", fmt.Errorf("%s: %w", what, err)
	}
	file := make([]uint16, longestPath)
	copy(file[:len(file)-1], utf16.Encode([]rune(suggested)))
	ofn := openFileName{
		owner: ownWindow(), filter: &filters(patterns)[0], file: &file[0], maxFile: uint32(len(file)),
		title: wideTitle, flags: flags | ofnExplorer | ofnNoChangeDir,
	}
	ofn.size = uint32(unsafe.Sizeof(ofn))
	if len(patterns) > 0 {
		ext, err := windows.UTF16PtrFromString(strings.TrimPrefix(patterns[0], "*."))
		if err != nil {
			return "", fmt.Errorf("%s: %w", what, err)
		}
		ofn.defExt = ext // added to a name typed without one
	}
	defer apartment()()
	if ok, _, _ := dialog.Call(uintptr(unsafe.Pointer(&ofn))); ok == 0 {
		if code, _, _ := commDlgExtendedError.Call(); code != 0 {
			return "", fmt.Errorf("%s: %w: common dialog error %#x", what, ErrNoDialog, code)
		}
		return "", fmt.Errorf("%s: %w", what, ErrCancelled)
	}
	return windows.UTF16ToString(file), nil
}

// filters writes the patterns as OPENFILENAMEW wants them: pairs of a name and
// a pattern, each ended by a zero, and one zero more. The patterns are their
// own name, so that it needs no words.
func filters(patterns []string) []uint16 {
	all := "*.*\x00*.*\x00"
	if len(patterns) > 0 {
		list := strings.Join(patterns, ";")
		all = list + "\x00" + list + "\x00" + all
	}
	return utf16.Encode([]rune(all + "\x00"))
}

// ChooseFolder asks for a folder. Errors as OpenFile.
func ChooseFolder(title string) (string, error) {
	wideTitle, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return "", fmt.Errorf("choose folder: %w", err)
	}
	name := make([]uint16, longestPath)
	info := browseInfo{
		owner: ownWindow(), displayName: &name[0], title: wideTitle,
		flags: bifReturnOnlyFSDirs | bifEditBox | bifNewDialogStyle,
	}
	defer apartment()()
	list, _, _ := browseForFolder.Call(uintptr(unsafe.Pointer(&info)))
	if list == 0 {
		return "", fmt.Errorf("choose folder: %w", ErrCancelled)
	}
	defer windows.CoTaskMemFree(*(*unsafe.Pointer)(unsafe.Pointer(&list)))
	if ok, _, _ := getPathFromIDList.Call(list, uintptr(unsafe.Pointer(&name[0]))); ok == 0 {
		return "", fmt.Errorf("choose folder: %w", disk.ErrNoFolder)
	}
	return windows.UTF16ToString(name), nil
}

// ownWindow is our window if it is the one in front: a dialog that it owns
// stays above it.
func ownWindow() windows.HWND {
	front := windows.GetForegroundWindow()
	var process uint32
	if _, err := windows.GetWindowThreadProcessId(front, &process); err != nil || process != windows.GetCurrentProcessId() {
		return 0
	}
	return front
}
