package pdf

import (
	"bytes"
	"compress/zlib"
	"runtime"
	"sync"

	"trygghylla/app/pdf/object"
)

// press compresses pages while the next are drawn. What it gives does not
// depend on which is done first.
type press struct {
	pages []*object.Stream
	busy  chan struct{}
	group sync.WaitGroup
}

func newPress() *press { return &press{busy: make(chan struct{}, 2*runtime.GOMAXPROCS(0))} }

// A compressor takes 800 kilobytes, and a page's content 60.
var (
	deflaters = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}
	sheets    = sync.Pool{New: func() any { return new([]byte) }}
)

// page takes the content of the next page, and returns an empty one for the
// page after it.
func (p *press) page(content []byte) []byte {
	s := &object.Stream{}
	p.pages = append(p.pages, s)
	p.busy <- struct{}{}
	p.group.Go(func() {
		s.Data, s.Dict = deflated(content), object.Dict{"Filter": object.Name("FlateDecode")}
		sheets.Put(&content)
		<-p.busy
	})
	return (*sheets.Get().(*[]byte))[:0]
}

// done waits for all pages.
func (p *press) done() []*object.Stream {
	p.group.Wait()
	return p.pages
}

func deflated(content []byte) []byte {
	var b bytes.Buffer
	b.Grow(len(content) / 4)
	zip := deflaters.Get().(*zlib.Writer)
	defer deflaters.Put(zip)
	zip.Reset(&b)
	_, err := zip.Write(content)
	if err == nil {
		err = zip.Close()
	}
	if err != nil {
		panic("deflate into memory: " + err.Error()) // cannot happen: the buffer grows
	}
	return b.Bytes()
}
