package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"trygghylla/app/pdf/object"
)

// finisher turns the pages that fpdf drew into the file that leaves the
// program. fpdf gives page content and font files; everything else is written
// here, because what fpdf writes of it is not archival (ISO 19005-3).
type finisher struct {
	c     *canvas
	doc   *object.Document
	root  object.Dict
	pages []object.Ref
	// parents is the parent tree: by page, then by annotation.
	parents object.Array
}

// finish rewrites raw. It fails loudly when the objects do not have the shape
// that the pinned fpdf gives them.
func (c *canvas) finish(raw []byte) ([]byte, error) {
	doc, err := object.Parse(raw)
	if err != nil {
		return nil, err
	}
	f := &finisher{c: c, doc: doc}
	doc.Version = "1.7"
	f.root = object.Dict{"Type": object.Name("Catalog")}
	for _, step := range []func() error{f.setPages, f.setFonts, f.setAnnots, f.setAttachments} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	f.setStructure()
	f.setOutline()
	f.setMeta()
	info := doc.Add(f.info())
	doc.Trailer = object.Dict{"Root": doc.Add(f.root), "Info": info}
	return doc.Write()
}

// setPages makes a fresh page tree without the page that only filled the
// fonts.
func (f *finisher) setPages() error {
	kids := f.doc.Array(f.doc.Dict(f.doc.Root()["Pages"])["Kids"])
	if len(kids) != f.c.total+1 {
		return fmt.Errorf("%d pages drawn, %d found", f.c.total, len(kids)-1)
	}
	tree := f.doc.Add(nil)
	var resources object.Value
	var contents []*object.Stream
	for i, kid := range kids[:f.c.total] {
		page := f.doc.Dict(kid)
		ref, ok := kid.(object.Ref)
		if !ok || f.doc.Stream(page["Contents"]) == nil {
			return fmt.Errorf("page %d has no content", i+1)
		}
		contents = append(contents, f.doc.Stream(page["Contents"]))
		if i == 0 {
			fonts := f.doc.Dict(f.doc.Dict(page["Resources"])["Font"])
			if len(fonts) != 2 {
				return fmt.Errorf("%d fonts instead of 2", len(fonts))
			}
			resources = f.doc.Add(object.Dict{"Font": fonts})
		}
		f.doc.Set(ref, object.Dict{
			"Type": object.Name("Page"), "Parent": tree, "Contents": page["Contents"],
			"MediaBox":  object.Array{0, 0, pageWidth, pageHeight},
			"Resources": resources, "StructParents": i, "Tabs": object.Name("S"),
		})
		f.pages = append(f.pages, ref)
	}
	f.doc.Set(tree, object.Dict{"Type": object.Name("Pages"), "Kids": refs(f.pages), "Count": len(f.pages)})
	f.root["Pages"] = tree
	f.parents = make(object.Array, len(f.pages)+len(f.c.annots))
	return compress(contents)
}

// compress compresses streams that are not, several at a time.
func compress(streams []*object.Stream) error {
	var group sync.WaitGroup
	var next atomic.Int64
	errs := make([]error, len(streams))
	for range min(runtime.GOMAXPROCS(0), len(streams)) {
		group.Go(func() {
			zip := zips.Get().(*zlib.Writer)
			defer zips.Put(zip)
			for i := next.Add(1) - 1; i < int64(len(streams)); i = next.Add(1) - 1 {
				errs[i] = deflate(zip, streams[i])
			}
		})
	}
	group.Wait()
	return errors.Join(errs...)
}

// zips are compressors for pages: each takes most of a megabyte.
var zips = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

// deflate compresses one stream.
func deflate(zip *zlib.Writer, s *object.Stream) error {
	var b bytes.Buffer
	b.Grow(len(s.Data) / 4)
	zip.Reset(&b)
	_, err := zip.Write(s.Data)
	if err = errors.Join(err, zip.Close()); err != nil {
		return fmt.Errorf("compress page: %w", err)
	}
	s.Data, s.Dict = b.Bytes(), object.Dict{"Filter": object.Name("FlateDecode")}
	return nil
}

func refs(r []object.Ref) object.Array {
	a := make(object.Array, len(r))
	for i, v := range r {
		a[i] = v
	}
	return a
}

// box is a rectangle in PDF's coordinates, from the lower left corner.
func (r rect) box() object.Array {
	return object.Array{r.x0, pageHeight - r.y1, r.x1, pageHeight - r.y0}
}

// setAnnots makes links and the form with its empty signature fields.
func (f *finisher) setAnnots() error {
	onPage := map[int]object.Array{}
	var fields object.Array
	names := map[string]bool{}
	for i, a := range f.c.annots {
		d := object.Dict{
			"Type": object.Name("Annot"), "Rect": a.at.box(), "P": f.pages[a.page],
			"F": 4, "StructParent": len(f.pages) + i,
		}
		a.ref = f.doc.Add(d)
		if a.field == "" {
			f.link(d, a)
		} else {
			if names[a.field] {
				return fmt.Errorf("two signature fields are called %s", a.field)
			}
			names[a.field] = true
			f.field(d, a)
			fields = append(fields, a.ref)
		}
		onPage[a.page] = append(onPage[a.page], a.ref)
	}
	for page, annots := range onPage {
		f.doc.Dict(f.pages[page])["Annots"] = annots
	}
	if len(fields) > 0 {
		// Bit 1 and 2: signatures may exist, the file may only be appended to.
		// Set from the start, so that signing need not change the form.
		f.root["AcroForm"] = f.doc.Add(object.Dict{"Fields": fields, "SigFlags": 3, "DR": f.fontResources()})
	}
	return nil
}

// fontResources names the two fonts for the visible part of a signature.
func (f *finisher) fontResources() object.Dict {
	return object.Dict{"Font": f.doc.Dict(f.doc.Dict(f.doc.Dict(f.pages[0])["Resources"])["Font"])}
}

func (f *finisher) link(d object.Dict, a *annot) {
	d["Subtype"] = object.Name("Link")
	d["Border"] = object.Array{0, 0, 0}
	d["Contents"] = object.NewText(a.words)
	if a.dest == nil {
		d["A"] = object.Dict{"Type": object.Name("Action"), "S": object.Name("URI"), "URI": object.String(a.url)}
		return
	}
	at := f.c.places[a.dest]
	d["Dest"] = f.dest(at.page, at.y)
}

func (f *finisher) dest(page int, y float64) object.Array {
	return object.Array{f.pages[page], object.Name("XYZ"), 0, min(pageHeight, pageHeight-y+8), nil}
}

func (f *finisher) field(d object.Dict, a *annot) {
	d["Subtype"] = object.Name("Widget")
	d["FT"] = object.Name("Sig")
	d["T"] = object.NewText(a.field)
	d["TU"] = object.NewText(a.words)
	empty := &object.Stream{Dict: object.Dict{
		"Type": object.Name("XObject"), "Subtype": object.Name("Form"),
		"BBox": object.Array{0, 0, a.at.x1 - a.at.x0, a.at.y1 - a.at.y0}, "Resources": object.Dict{},
	}}
	d["AP"] = object.Dict{"N": f.doc.Add(empty)}
}

// setOutline makes the bookmarks. The chapters are shown, what is below them
// is folded.
func (f *finisher) setOutline() {
	marks := f.c.marks
	if len(marks) == 0 {
		return
	}
	root := object.Dict{"Type": object.Name("Outlines")}
	rootRef := f.doc.Add(root)
	f.root["Outlines"] = rootRef
	if len(f.pages) > 3 { // a short paper opens without them beside it
		f.root["PageMode"] = object.Name("UseOutlines")
	}
	parents := []node{{rootRef, root, 0}}
	last := map[object.Ref]node{}
	for _, m := range marks {
		for parents[len(parents)-1].level >= m.level {
			parents = parents[:len(parents)-1]
		}
		p := parents[len(parents)-1]
		d := object.Dict{"Title": object.NewText(m.text), "Parent": p.ref, "Dest": f.dest(m.page, m.y)}
		n := node{f.doc.Add(d), d, m.level}
		if before, ok := last[p.ref]; ok {
			before.d["Next"], d["Prev"] = n.ref, before.ref
		} else {
			p.d["First"] = n.ref
		}
		p.d["Last"] = n.ref
		count(p)
		last[p.ref] = n
		parents = append(parents, n)
	}
}

// node is an entry of the outline that others may stand below.
type node struct {
	ref   object.Ref
	d     object.Dict
	level int
}

// count counts a child: what would be seen if the entry were unfolded, negative
// because it is folded (ISO 32000-1 12.3.3). The root is never folded.
func count(p node) {
	n, _ := p.d["Count"].(int)
	if p.level == 0 {
		p.d["Count"] = n + 1
	} else {
		p.d["Count"] = n - 1
	}
}

// setAttachments embeds the files (ISO 19005-3 6.8), in the order of their
// names, which the name tree needs.
func (f *finisher) setAttachments() error {
	var names, files object.Array
	before := ""
	for _, a := range slices.SortedFunc(slices.Values(f.c.d.attach), func(a, b Attachment) int { return strings.Compare(a.Name, b.Name) }) {
		if a.Name == "" || !ascii(a.Name) || a.Name == before || a.MIME == "" {
			return fmt.Errorf("attachment %q: needs an ASCII name of its own and a media type", a.Name)
		}
		before = a.Name
		if !slices.Contains([]string{"Data", "Source", "Alternative", "Supplement", "Unspecified"}, a.Relationship) {
			return fmt.Errorf("attachment %s: unknown relationship %q", a.Name, a.Relationship)
		}
		spec := f.doc.Add(f.filespec(a))
		names = append(names, object.String(a.Name), spec)
		files = append(files, spec)
	}
	if len(files) > 0 {
		f.root["AF"] = files
		f.root["Names"] = object.Dict{"EmbeddedFiles": object.Dict{"Names": names}}
	}
	return nil
}

// filespec embeds one file.
func (f *finisher) filespec(a Attachment) object.Dict {
	file := f.doc.Add(object.NewStream(object.Dict{
		"Type": object.Name("EmbeddedFile"), "Subtype": object.Name(a.MIME),
		"Params": object.Dict{"Size": len(a.Data), "ModDate": date(f.c.d.meta.Created)},
	}, a.Data))
	return object.Dict{
		"Type": object.Name("Filespec"), "F": object.String(a.Name), "UF": object.String(a.Name),
		"Desc": object.NewText(a.Description), "AFRelationship": object.Name(a.Relationship),
		"EF": object.Dict{"F": file, "UF": file},
	}
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
