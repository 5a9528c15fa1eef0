package system

import "strings"

// What Windows says of drives and folders, for every system so that the decision can be tested on each (fileapi.h,
// winnt.h, ntifs.h).
const (
	driveRemovable = 2
	driveRemote    = 4

	attributeReparse      = 0x400
	attributeRecallOnOpen = 0x40000
	attributePinned       = 0x80000
	attributeUnpinned     = 0x100000
	attributeRecallOnData = 0x400000

	// The tags of the cloud filter, which OneDrive and others use, are 9000?01A: the digit counts up.
	tagCloud     = 0x9000001A
	tagCloudMask = 0xFFFF0FFF
)

// setDrive takes in what GetDriveType says of a drive.
func (f *placeFacts) setDrive(kind uint32, volume string) {
	switch kind {
	case driveRemote:
		f.network = volume
	case driveRemovable:
		f.removable = volume
	}
}

// setLabel takes in the label of a volume: Google Drive shows itself as a fixed disk.
func (f *placeFacts) setLabel(label string) {
	if strings.HasPrefix(strings.ToLower(label), "google drive") {
		f.cloud = "Google Drive"
	}
}

// setAttributes takes in the attributes of the folder or one above it, and the tag if it is a reparse point.
func (f *placeFacts) setAttributes(attributes, tag uint32) {
	const cloud = attributeRecallOnOpen | attributeRecallOnData | attributePinned | attributeUnpinned
	if attributes&cloud != 0 || attributes&attributeReparse != 0 && tag&tagCloudMask == tagCloud {
		f.cloud = "Cloud Files"
	}
}
