package system

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

// askSystem adds what Windows says of the drive, and of the folder and those above it.
func askSystem(f *placeFacts, real string) {
	volume := filepath.VolumeName(real)
	root, err := windows.UTF16PtrFromString(volume + `\`)
	if err != nil {
		return
	}
	f.setDrive(windows.GetDriveType(root), volume)
	var label, kind [windows.MAX_PATH + 1]uint16
	if windows.GetVolumeInformation(root, &label[0], uint32(len(label)), nil, nil, nil, &kind[0], uint32(len(kind))) == nil {
		f.setLabel(windows.UTF16ToString(label[:]))
	}
	for dir := nearest(real); dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		name, err := windows.UTF16PtrFromString(strings.TrimRight(dir, `\`))
		if err != nil {
			return
		}
		var found windows.Win32finddata
		h, err := windows.FindFirstFile(name, &found)
		if err != nil {
			continue
		}
		_ = windows.FindClose(h) // nothing more is asked of it
		f.setAttributes(found.FileAttributes, found.Reserved0)
	}
}
