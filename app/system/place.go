package system

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// PlaceKind says what a folder is to a file that is written all the time.
type PlaceKind string

// The kinds. Only the first is for the library's live file; finished backups may lie in all of them.
const (
	PlaceGood      PlaceKind = ""          // on a disk of this computer, and nobody else's business
	PlaceNetwork   PlaceKind = "network"   // on a share: locks and flushes there cannot be relied on
	PlaceSynced    PlaceKind = "synced"    // in a folder that a program copies elsewhere while it is written
	PlaceRemovable PlaceKind = "removable" // on a stick or card that can be pulled out
)

// Place is what JudgePlace found.
type Place struct {
	Kind PlaceKind
	// By is what makes it so, for the person who looks after the computer: the name of the program, such as
	// "OneDrive", or of the file system, such as "cifs".
	By string
	// Better is a folder of this person on this computer that is good, to move to; empty when this one is good, or
	// when there is none.
	Better string
}

// Vault is the folder of the library itself: nothing else belongs in it, for it is moved and replaced whole.
func (p Places) Vault() string { return filepath.Join(p.Data, "vault") }

// JudgePlace tells whether a folder, which need not exist, is a place for the library's live file. getenv reads the
// environment (os.Getenv). What the system does not tell counts as good. A share that is gone may take
// half a minute: call it away from the goroutine that draws the window.
func JudgePlace(getenv func(string) string, dir string) (Place, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return Place{}, fmt.Errorf("judge place: %w", err)
	}
	p := judgeFolder(getenv, abs)
	if p.Kind == PlaceGood {
		return p, nil
	}
	if found, err := FindPlaces(getenv, Places{}); err == nil && judgeFolder(getenv, found.Vault()).Kind == PlaceGood {
		p.Better = found.Vault()
	}
	return p, nil
}

func judgeFolder(getenv func(string) string, abs string) Place {
	real := resolve(abs)
	f := placeFacts{paths: []string{abs, real}, getenv: getenv}
	for dir := real; ; dir = filepath.Dir(dir) {
		f.markers = append(f.markers, markersIn(dir)...)
		if dir == filepath.Dir(dir) {
			break
		}
	}
	askSystem(&f, real)
	return f.judge()
}

// resolve follows links as far as the path exists and the system tells.
func resolve(abs string) string {
	real, err := filepath.EvalSymlinks(abs)
	switch {
	case err == nil:
		return real
	case !errors.Is(err, fs.ErrNotExist) || abs == filepath.Dir(abs):
		return abs
	}
	return filepath.Join(resolve(filepath.Dir(abs)), filepath.Base(abs))
}

// markersIn names the programs that have left their mark in a folder.
func markersIn(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var by []string
	for _, e := range entries {
		for _, m := range syncMarkers {
			if fits, err := path.Match(m.name, e.Name()); err == nil && fits {
				by = append(by, m.by)
			}
		}
	}
	return by
}

// nearest is the folder itself or the first above it that exists.
func nearest(dir string) string {
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// placeFacts is all that a judgement rests on. Paths may be of any system.
type placeFacts struct {
	paths     []string // as it was given, and with its links followed
	getenv    func(string) string
	markers   []string // programs whose mark lies in the folder or one above it
	network   string   // the file system, or whatever else says that it is a share
	cloud     string   // a program that the system says has the folder in its hands
	removable string   // what says that it can be pulled out
}

// judge decides. That a share is in a synchronised folder, or a stick on a share, makes no difference.
func (f placeFacts) judge() Place {
	if by := f.synced(); by != "" {
		return Place{Kind: PlaceSynced, By: by}
	}
	if f.network != "" {
		return Place{Kind: PlaceNetwork, By: f.network}
	}
	for _, p := range f.paths {
		if isUNC(p) {
			return Place{Kind: PlaceNetwork, By: "UNC"}
		}
	}
	if f.removable != "" {
		return Place{Kind: PlaceRemovable, By: f.removable}
	}
	return Place{}
}

// synced names the program that copies the folder elsewhere, or is empty.
func (f placeFacts) synced() string {
	for _, v := range syncVariables {
		if root := f.getenv(v.name); root != "" {
			for _, p := range f.paths {
				if isBelow(p, root) {
					return v.by
				}
			}
		}
	}
	for _, p := range f.paths {
		if by := syncFolder(p); by != "" {
			return by
		}
	}
	if len(f.markers) > 0 {
		return f.markers[0]
	}
	return f.cloud
}

// namedBy is a name that gives a program away.
type namedBy struct{ name, by string }

// syncVariables hold roots: those that OneDrive for Windows sets, and that of the part of a Windows profile that may
// be copied to a server at logout.
var syncVariables = []namedBy{
	{"OneDrive", "OneDrive"},
	{"OneDriveCommercial", "OneDrive"},
	{"OneDriveConsumer", "OneDrive"},
	{"APPDATA", "Roaming"},
}

// syncMarkers are patterns of files that programs leave in the root of what they copy.
var syncMarkers = []namedBy{
	{".dropbox", "Dropbox"},
	{".dropbox.cache", "Dropbox"},
	{".stfolder", "Syncthing"},
	{".owncloudsync.log", "Nextcloud"},
	{".nextcloudsync.log", "Nextcloud"},
	{".sync_*.db", "Nextcloud"},
	{"._sync_*.db", "Nextcloud"},
	{".tmp.driveupload", "Google Drive"},
	{".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"},
}

// syncFolders are well-known names of folders, in lower case. A name counts also when the name of an organisation
// or account follows it, as in "OneDrive - Exempelby kommun" or "Dropbox (Privat)".
var syncFolders = []namedBy{
	{"onedrive", "OneDrive"},
	{"dropbox", "Dropbox"},
	{"google drive", "Google Drive"},
	{"googledrive", "Google Drive"},
	{"my drive", "Google Drive"},
	{"min enhet", "Google Drive"},
	{"min disk", "Google Drive"},
	{"nextcloud", "Nextcloud"},
	{"owncloud", "ownCloud"},
	{"iclouddrive", "iCloud"},
	{"icloud drive", "iCloud"},
	{"box sync", "Box"},
	{"pclouddrive", "pCloud"},
	{"megasync", "MEGA"},
	{"proton drive", "Proton Drive"},
	{"syncthing", "Syncthing"},
}

// syncFolder names the program by the names in a path, or is empty.
func syncFolder(dir string) string {
	dir = plain(dir)
	// macOS keeps these at fixed places.
	for _, fixed := range []namedBy{{"/library/mobile documents/", "iCloud"}, {"/library/cloudstorage/", "CloudStorage"}} {
		if strings.Contains(dir+"/", fixed.name) {
			return fixed.by
		}
	}
	for name := range strings.SplitSeq(dir, "/") {
		for _, s := range syncFolders {
			tail, ok := strings.CutPrefix(name, s.name)
			if ok && (tail == "" || strings.HasPrefix(tail, " - ") || strings.HasPrefix(tail, "-") || strings.HasPrefix(tail, " (")) {
				return s.by
			}
		}
	}
	return ""
}

// plain writes a path of any system in lower case with slashes and without Windows' prefix for long paths.
func plain(path string) string {
	path = strings.ToLower(strings.ReplaceAll(path, `\`, "/"))
	path = strings.TrimPrefix(path, "//?/")
	if rest, ok := strings.CutPrefix(path, "unc/"); ok {
		path = "//" + rest
	}
	for len(path) > 1 && strings.HasSuffix(path, "/") {
		path = path[:len(path)-1]
	}
	return path
}

// isBelow reports whether a path is root or below it, case aside: taken for synchronised once too often does less harm.
func isBelow(path, root string) bool {
	path, root = plain(path), plain(root)
	return path == root || strings.HasPrefix(path, root+"/")
}

// isUNC reports whether a path names a computer: \\server\share, //server/share or \\?\UNC\server\share.
func isUNC(path string) bool {
	if strings.HasPrefix(path, `\\?\`) || strings.HasPrefix(path, `\\.\`) {
		return strings.HasPrefix(strings.ToLower(path[4:]), `unc\`)
	}
	return strings.HasPrefix(path, `\\`) || strings.HasPrefix(path, "//")
}

// networkKinds are file systems behind which stands another computer, by their names on Linux and macOS.
var networkKinds = map[string]bool{
	"nfs": true, "nfs4": true, "cifs": true, "smb": true, "smb2": true, "smb3": true, "smbfs": true, "ncpfs": true,
	"afs": true, "afpfs": true, "9p": true, "ceph": true, "glusterfs": true, "lustre": true, "coda": true, "ocfs2": true,
	"gfs2": true, "webdav": true, "davfs": true, "vboxsf": true, "virtiofs": true, "ftp": true,
}

// cloudKinds are FUSE file systems of programs that copy elsewhere.
var cloudKinds = map[string]string{
	"rclone": "rclone", "google-drive-ocamlfuse": "Google Drive", "onedriver": "OneDrive", "insync": "Insync",
	"pcloudfs": "pCloud", "pcloud": "pCloud", "dropbox": "Dropbox", "s3fs": "S3",
}

// fuseShares are FUSE file systems behind which stands another computer.
var fuseShares = map[string]bool{
	"sshfs": true, "gvfsd-fuse": true, "glusterfs": true, "curlftpfs": true, "davfs2": true, "smbnetfs": true,
	"ceph": true, "kio-fuse": true, "hgfs": true, "vmhgfs-fuse": true, "portal": true,
}

// setKind takes from the name of a file system what it says of the place.
func (f *placeFacts) setKind(kind string) {
	kind = strings.ToLower(kind)
	if sub, ok := strings.CutPrefix(kind, "fuse."); ok {
		if by, ok := cloudKinds[sub]; ok {
			f.cloud = by
		} else if fuseShares[sub] || networkKinds[sub] {
			f.network = kind
		}
		return
	}
	if networkKinds[kind] {
		f.network = kind
	}
}
