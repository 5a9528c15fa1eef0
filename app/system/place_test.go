package system

import (
	"os"
	"path/filepath"
	"testing"
)

// TestJudgement decides on faked facts as Windows, Linux and macOS give them.
func TestJudgement(t *testing.T) {
	oneDrive := map[string]string{"OneDrive": `C:\Users\anna\OneDrive - Exempelby kommun`, "APPDATA": `C:\Users\anna\AppData\Roaming`}
	drive := func(kind uint32) func(*placeFacts) {
		return func(f *placeFacts) { f.setDrive(kind, `E:`) }
	}
	attributes := func(a, tag uint32) func(*placeFacts) {
		return func(f *placeFacts) { f.setAttributes(a, tag) }
	}
	kind := func(name string) func(*placeFacts) {
		return func(f *placeFacts) { f.setKind(name) }
	}
	for name, x := range map[string]struct {
		dir  string
		env  map[string]string
		fact func(*placeFacts)
		kind PlaceKind
		by   string
	}{
		"windows, own folder":            {dir: `C:\Users\anna\AppData\Local\Trygghylla\vault`, env: oneDrive, fact: drive(3)},
		"windows, long path":             {dir: `\\?\C:\Users\anna\AppData\Local\Trygghylla`},
		"windows, another's name":        {dir: `C:\Users\anna\OneDriveGammal\vault`, env: oneDrive},
		"windows, roaming":               {dir: `c:\users\anna\appdata\roaming\Trygghylla`, env: oneDrive, kind: PlaceSynced, by: "Roaming"},
		"windows, OneDrive by variable":  {dir: `C:\Users\anna\OneDrive - Exempelby kommun\Dokument\vault`, env: oneDrive, kind: PlaceSynced, by: "OneDrive"},
		"windows, OneDrive moved":        {dir: `d:\moln\vault`, env: map[string]string{"OneDriveCommercial": `D:\Moln\`}, kind: PlaceSynced, by: "OneDrive"},
		"windows, beside OneDrive":       {dir: `D:\Molnet\vault`, env: map[string]string{"OneDriveCommercial": `D:\Moln`}},
		"windows, OneDrive by name":      {dir: `D:\OneDrive - Klepp kommune\vault`, kind: PlaceSynced, by: "OneDrive"},
		"windows, Dropbox by name":       {dir: `C:\Users\anna\Dropbox (Privat)\vault`, kind: PlaceSynced, by: "Dropbox"},
		"windows, Google Drive by label": {dir: `G:\Bibliotek`, fact: func(f *placeFacts) { f.setLabel("Google Drive") }, kind: PlaceSynced, by: "Google Drive"},
		"windows, Google Drive by name":  {dir: `G:\Min enhet\vault`, kind: PlaceSynced, by: "Google Drive"},
		"windows, UNC":                   {dir: `\\server\hem\anna\vault`, kind: PlaceNetwork, by: "UNC"},
		"windows, long UNC":              {dir: `\\?\UNC\server\hem\anna`, kind: PlaceNetwork, by: "UNC"},
		"windows, mapped drive":          {dir: `H:\vault`, fact: drive(4), kind: PlaceNetwork, by: "E:"},
		"windows, stick":                 {dir: `E:\vault`, fact: drive(2), kind: PlaceRemovable, by: "E:"},
		"windows, cloud tag":             {dir: `C:\moln`, fact: attributes(0x410, 0x9000601A), kind: PlaceSynced, by: "Cloud Files"},
		"windows, junction":              {dir: `C:\lenke`, fact: attributes(0x410, 0xA0000003)},
		"windows, recall":                {dir: `C:\moln`, fact: attributes(0x400010, 0), kind: PlaceSynced, by: "Cloud Files"},
		"windows, kept on this computer": {dir: `C:\moln`, fact: attributes(0x80010, 0), kind: PlaceSynced, by: "Cloud Files"},
		"windows, plain folder":          {dir: `C:\data`, fact: attributes(0x10, 0x9000601A)},
		"windows, OneDrive on a share":   {dir: `\\server\OneDrive\vault`, kind: PlaceSynced, by: "OneDrive"},
		"linux, own folder":              {dir: "/home/anna/.local/share/trygghylla/vault", fact: kind("ext4")},
		"linux, encrypted home":          {dir: "/home/anna/.local/share/trygghylla/vault", fact: kind("fuse.gocryptfs")},
		"linux, btrfs":                   {dir: "/home/anna/vault", fact: kind("btrfs")},
		"linux, nfs":                     {dir: "/home/anna/vault", fact: kind("nfs4"), kind: PlaceNetwork, by: "nfs4"},
		"linux, cifs":                    {dir: "/mnt/hem/vault", fact: kind("cifs"), kind: PlaceNetwork, by: "cifs"},
		"linux, sshfs":                   {dir: "/mnt/hem/vault", fact: kind("fuse.sshfs"), kind: PlaceNetwork, by: "fuse.sshfs"},
		"linux, gvfs":                    {dir: "/run/user/1000/gvfs/smb-share:server=a", fact: kind("fuse.gvfsd-fuse"), kind: PlaceNetwork, by: "fuse.gvfsd-fuse"},
		"linux, rclone":                  {dir: "/home/anna/moln", fact: kind("fuse.rclone"), kind: PlaceSynced, by: "rclone"},
		"linux, Nextcloud":               {dir: "/home/anna/Nextcloud/vault", kind: PlaceSynced, by: "Nextcloud"},
		"linux, stick":                   {dir: "/media/anna/STICK", fact: func(f *placeFacts) { f.removable = "/media/anna/STICK" }, kind: PlaceRemovable, by: "/media/anna/STICK"},
		"linux, mark of Syncthing":       {dir: "/home/anna/delat", fact: func(f *placeFacts) { f.markers = []string{"Syncthing"} }, kind: PlaceSynced, by: "Syncthing"},
		"linux, two slashes are no UNC":  {dir: "/home//anna"},
		"mac, own folder":                {dir: "/Users/anna/Library/Application Support/Trygghylla/vault", fact: kind("apfs")},
		"mac, iCloud":                    {dir: "/Users/anna/Library/Mobile Documents/com~apple~CloudDocs/vault", kind: PlaceSynced, by: "iCloud"},
		"mac, cloud storage":             {dir: "/Users/anna/Library/CloudStorage/Box-Box/vault", kind: PlaceSynced, by: "CloudStorage"},
		"mac, smb":                       {dir: "/Volumes/hem/vault", fact: kind("smbfs"), kind: PlaceNetwork, by: "smbfs"},
	} {
		f := placeFacts{paths: []string{x.dir}, getenv: func(n string) string { return x.env[n] }}
		if x.fact != nil {
			x.fact(&f)
		}
		if got := f.judge(); got.Kind != x.kind || got.By != x.by {
			t.Errorf("%s: %s is %+v, wanted %q by %q", name, x.dir, got, x.kind, x.by)
		}
	}
}

// TestJudgePlace judges real folders: one that is good, not made yet; one with a mark above; one behind a link.
func TestJudgePlace(t *testing.T) {
	root := t.TempDir()
	home := filepath.Join(root, "home")
	env := map[string]string{"HOME": home, "LOCALAPPDATA": home, "XDG_DATA_HOME": filepath.Join(home, "data")}
	getenv := func(n string) string { return env[n] }
	own, err := FindPlaces(getenv, Places{})
	if err != nil {
		t.Fatal(err)
	}
	judge := func(dir string, want Place) {
		t.Helper()
		got, err := JudgePlace(getenv, dir)
		if err != nil || got != want {
			t.Errorf("%s is %+v, %v; wanted %+v", dir, got, err, want)
		}
	}
	judge(own.Vault(), Place{})
	shared := filepath.Join(root, "delat")
	if err := os.MkdirAll(filepath.Join(shared, ".stfolder"), 0o700); err != nil {
		t.Fatal(err)
	}
	judge(filepath.Join(shared, "a", "b"), Place{Kind: PlaceSynced, By: "Syncthing", Better: own.Vault()})
	cloud := filepath.Join(root, "Dropbox")
	if err := os.Mkdir(cloud, 0o700); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(root, "lenke")
	if err := os.Symlink(cloud, link); err != nil {
		t.Skipf("no links here: %v", err)
	}
	judge(filepath.Join(link, "vault"), Place{Kind: PlaceSynced, By: "Dropbox", Better: own.Vault()})
	env["HOME"], env["LOCALAPPDATA"], env["XDG_DATA_HOME"] = cloud, cloud, cloud
	judge(filepath.Join(link, "vault"), Place{Kind: PlaceSynced, By: "Dropbox"})
	judge(filepath.Join(root, "Nextcloud-2", "._sync_1f.db"), Place{Kind: PlaceSynced, By: "Nextcloud"})
	if _, err := os.Stat(home); err == nil {
		t.Error("judging a folder made it")
	}
	if err := os.WriteFile(filepath.Join(root, ".sync_1f.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	judge(filepath.Join(root, "annat"), Place{Kind: PlaceSynced, By: "Nextcloud"})
}
