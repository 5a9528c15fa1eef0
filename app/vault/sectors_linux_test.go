package vault

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// badDisk is a file system that gives another directory as it is, but for the
// parts of files that cannot be read. It runs in a process of its own, for a
// process that waits for a page of a file cannot give it to itself.
type badDisk struct {
	mu  sync.Mutex
	bad map[uint64][][2]int64 // by inode: from, to
}

func init() { moreRoles["bad disk"] = childBadDisk }

// childBadDisk mounts the disk below a directory: what is done under "under" is
// seen under "seen". It reads lines "inode from to" of parts to spoil, and answers
// each, until there are no more.
func childBadDisk() error {
	dir := os.Getenv(childDir)
	d := &badDisk{bad: make(map[uint64][][2]int64)}
	under := filepath.Join(dir, "under")
	var st syscall.Stat_t
	if err := syscall.Stat(under, &st); err != nil {
		return err
	}
	root := &fs.LoopbackRoot{Path: under, Dev: uint64(st.Dev)}
	makeNode := func(r *fs.LoopbackRoot, _ *fs.Inode, _ string, st *syscall.Stat_t) fs.InodeEmbedder {
		return &badNode{LoopbackNode: fs.LoopbackNode{RootData: r}, disk: d, ino: st.Ino}
	}
	//lint:ignore SA1019 NodeWrapChilder is not told the inode, by which parts are spoilt
	root.NewNode = makeNode
	root.RootNode = makeNode(root, nil, "", &st)
	server, err := fs.Mount(filepath.Join(dir, "seen"), root.RootNode,
		&fs.Options{MountOptions: fuse.MountOptions{DirectMount: true, FsName: "bad"}})
	if err != nil {
		return err
	}
	fmt.Println("mounted")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); fmt.Println("spoilt") {
		var ino uint64
		var part [2]int64
		if _, err := fmt.Sscan(lines.Text(), &ino, &part[0], &part[1]); err != nil {
			return err
		}
		d.mu.Lock()
		d.bad[ino] = append(d.bad[ino], part)
		d.mu.Unlock()
	}
	return server.Unmount()
}

// mounted is such a disk, seen from the test.
type mounted struct {
	under, seen string
	in          io.WriteCloser
	out         *bufio.Scanner
}

// mountBad mounts one, where that is possible.
func mountBad(t *testing.T) *mounted {
	t.Helper()
	dir := scratch(t)
	d := &mounted{under: filepath.Join(dir, "under"), seen: filepath.Join(dir, "seen")}
	cmd := child("bad disk", dir, Code{}, 0)
	var said bytes.Buffer
	cmd.Stderr = &said
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Mkdir(d.under, dirMode), os.Mkdir(d.seen, dirMode), cmd.Start()); err != nil {
		t.Fatal(err)
	}
	d.in, d.out = in, bufio.NewScanner(out)
	if !d.out.Scan() {
		_ = cmd.Wait()
		t.Skipf("a disk with bad sectors needs FUSE, which cannot be used here: %s", said.Bytes())
	}
	t.Cleanup(func() {
		if err := errors.Join(in.Close(), cmd.Wait()); err != nil {
			t.Errorf("%v: %s", err, said.Bytes())
		}
	})
	return d
}

// spoil makes a part of a file unreadable; of what stands there now, not of a
// file that takes its name.
func (d *mounted) spoil(t *testing.T, path string, from, to int64) {
	t.Helper()
	var st syscall.Stat_t
	err := syscall.Stat(filepath.Join(d.under, path), &st)
	if err == nil {
		_, err = fmt.Fprintln(d.in, st.Ino, from, to)
	}
	if err != nil || !d.out.Scan() {
		t.Fatal("the disk does not answer", err)
	}
}

// badNode is a file or directory of it.
type badNode struct {
	fs.LoopbackNode
	disk *badDisk
	ino  uint64
}

func (n *badNode) Read(ctx context.Context, f fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	for _, part := range n.disk.bad[n.ino] {
		if off < part[1] && off+int64(len(dest)) > part[0] {
			return nil, syscall.EIO
		}
	}
	return f.(fs.FileReader).Read(ctx, dest, off)
}

// plainFile is an open file that the system does not read past us.
type plainFile struct {
	fs.FileReader
	fs.FileWriter
	fs.FileGetattrer
	fs.FileSetattrer
	fs.FileFlusher
	fs.FileFsyncer
	fs.FileReleaser
}

func plain(f fs.FileHandle) fs.FileHandle {
	if f == nil {
		return nil
	}
	return plainFile{
		f.(fs.FileReader), f.(fs.FileWriter), f.(fs.FileGetattrer), f.(fs.FileSetattrer),
		f.(fs.FileFlusher), f.(fs.FileFsyncer), f.(fs.FileReleaser),
	}
}

func (n *badNode) Open(ctx context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	f, with, errno := n.LoopbackNode.Open(ctx, flags)
	return plain(f), with, errno
}

func (n *badNode) Create(ctx context.Context, name string, flags, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	inode, f, with, errno := n.LoopbackNode.Create(ctx, name, flags, mode, out)
	return inode, plain(f), with, errno
}

// Tmpfile makes files without a name on file systems that can give them one later;
// this one cannot.
func (n *badNode) Tmpfile(context.Context, uint32, uint32, *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	return nil, nil, 0, syscall.EOPNOTSUPP
}

// TestBadSectors spoils sectors under each part of a vault. Nothing but what lay
// there is lost, and that is told.
func TestBadSectors(t *testing.T) {
	d := mountBad(t)
	s := newSpecimen(t, 300)
	m := findMetas(s.db)[0]
	page := func(kind uint16, live bool) int64 {
		f := shapeOf(s.db)
		for id := 2; id < int(m.high); id++ {
			if k, count, _ := pageHead(s.db[id*pageSize:]); k == kind && f.live[id] == live && count > 0 {
				return int64(id)
			}
		}
		t.Fatalf("no page of kind %d", kind)
		return 0
	}
	for _, x := range []struct {
		name     string
		file     string
		from, to int64
		most     int // records lost
		exact    bool
		told     bool // a rescue is needed
		key      bool // the key file was of no use
		gone     bool // nothing can be read
	}{
		{name: "first copy of the key", file: nameKey, to: pageSize},
		{name: "all of the key file", file: nameKey, to: 1 << 20, key: true},
		{name: "leaf", file: nameRecords, from: page(boltLeaf, true) * pageSize, most: 8, told: true},
		{name: "branch", file: nameRecords, from: page(boltBranch, true) * pageSize, told: true, exact: true},
		{name: "free list", file: nameRecords, from: int64(m.free) * pageSize, told: true, exact: true},
		{name: "root", file: nameRecords, from: int64(m.root) * pageSize, told: true},
		{name: "free page", file: nameRecords, from: page(boltLeaf, false) * pageSize},
		{name: "meta page", file: nameRecords, from: int64(m.page) * pageSize},
		{name: "other meta page", file: nameRecords, from: int64(1-m.page) * pageSize},
		{name: "all of the records", file: nameRecords, to: 1 << 30, gone: true},
	} {
		t.Run(x.name, func(t *testing.T) {
			if x.to == 0 {
				x.to = x.from + pageSize
			}
			name := filepath.Base(t.Name())
			o := Options{Dir: filepath.Join(d.seen, name)}
			err := errors.Join(os.Mkdir(filepath.Join(d.under, name), dirMode), os.CopyFS(filepath.Join(d.under, name), os.DirFS(s.dir)))
			if err != nil {
				t.Fatal(err)
			}
			d.spoil(t, filepath.Join(name, x.file), x.from, x.to)
			v, err := OpenWithCode(o, s.code)
			if x.gone {
				if !errors.Is(err, syscall.EIO) || errors.Is(err, ErrDamaged) {
					t.Fatalf("a disk that is gone is told as %v", err)
				}
				return
			}
			if x.told {
				want(t, err, ErrDamaged)
				o.Rescue = true
				v, err = OpenWithCode(o, s.code)
			}
			if err != nil {
				t.Fatal(err)
			}
			lost, strange := s.want.compare(content(v))
			r := v.Rescued()
			if lost+strange > x.most || (r != nil) != x.told || r != nil && r.Exact != x.exact && x.exact {
				t.Errorf("%d lost, %d strange, told is %+v", lost, strange, r)
			}
			if (v.KeyReplaced() != nil) != x.key {
				t.Errorf("of the key file is told %v", v.KeyReplaced())
			}
			err = v.Update(func(tx *Tx) error { return Put(tx, "after", "x", answer{Value: "saved"}) })
			if err = errors.Join(err, v.Close()); err != nil {
				t.Fatal(err)
			}
			v, err = OpenWithCode(Options{Dir: o.Dir}, s.code)
			if err != nil {
				t.Fatal("the vault still lies on the bad sector:", err)
			}
			if x, _, err := Get[answer](v, "after", "x"); err != nil || x.Value != "saved" || v.KeyReplaced() != nil {
				t.Errorf("%v %v, key file: %v", x, err, v.KeyReplaced())
			}
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
	t.Run("attachment", func(t *testing.T) { badAttachment(t, d) })
}

// badAttachment spoils a sector of one attachment of two. The other one is read, a
// backup is made of both, and a restore gives back what there was.
func badAttachment(t *testing.T, d *mounted) {
	v, code := newVaultIn(t, d.seen)
	var refs [2]Attachment
	for i := range refs {
		var err error
		if refs[i], err = v.Attach(bytes.Repeat([]byte{byte(i)}, 300_000)); err != nil {
			t.Fatal(err)
		}
	}
	d.spoil(t, filepath.Join("vault", dirAttachments, refs[0].ID), 2*pageSize, 3*pageSize)
	_, err := v.Attachment(refs[0])
	want(t, err, ErrDamaged)
	if b, err := v.Attachment(refs[1]); err != nil || len(b) != 300_000 {
		t.Errorf("the other one: %v", err)
	}
	backup := filepath.Join(t.TempDir(), "b.bibbak")
	if err := v.Backup(backup); err != nil {
		t.Fatal(err)
	}
	info, err := VerifyBackupWithCode(backup, code)
	if err != nil || info.Attachments != 2 {
		t.Errorf("%+v %v", info, err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}
