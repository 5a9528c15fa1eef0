package pdf

import (
	_ "embed"
	"encoding/xml"
	"fmt"
	"strings"
	"sync"
	"time"

	"trygghylla/app/pdf/object"
)

// srgb is the profile that the colours are meant in (IEC 61966-2-1), from the
// International Color Consortium.
//
//go:embed sRGB2014.icc
var srgb []byte

// profile is srgb as it stands in every file, compressed once.
var profile = sync.OnceValue(func() *object.Stream { return object.NewStream(object.Dict{"N": 3}, srgb) })

// setMeta writes the language, the title bar, the output intent and the XMP
// packet with both claims.
func (f *finisher) setMeta() {
	m := f.c.d.meta
	f.root["Lang"] = object.String(m.Language)
	f.root["ViewerPreferences"] = object.Dict{"DisplayDocTitle": true}
	f.root["OutputIntents"] = object.Array{f.doc.Add(object.Dict{
		"Type": object.Name("OutputIntent"), "S": object.Name("GTS_PDFA1"),
		"OutputConditionIdentifier": object.String("sRGB"), "Info": object.String("sRGB IEC61966-2-1"),
		"DestOutputProfile": f.doc.Add(profile()),
	})}
	f.root["Metadata"] = f.doc.Add(&object.Stream{
		Dict: object.Dict{"Type": object.Name("Metadata"), "Subtype": object.Name("XML")},
		Data: []byte(m.xmp()),
	})
}

// info is the old form of the metadata. It says the same as the XMP packet.
func (f *finisher) info() object.Dict {
	m := f.c.d.meta
	d := object.Dict{"Title": object.NewText(m.Title), "CreationDate": date(m.Created), "ModDate": date(m.Created)}
	for key, v := range map[object.Name]string{"Author": m.Author, "Subject": m.Subject, "Creator": m.Creator, "Producer": m.Creator} {
		if v != "" {
			d[key] = object.NewText(v)
		}
	}
	return d
}

// date writes a time as ISO 32000-1 7.9.4 wants it.
func date(t time.Time) object.String {
	_, offset := t.Zone()
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	return object.String(fmt.Sprintf("D:%s%c%02d'%02d'", t.Format("20060102150405"), sign, offset/3600, offset/60%60))
}

// xmp is the packet of ISO 16684-1 with the claims of ISO 19005-3 6.6.4 and
// ISO 14289-1 clause 5. The second needs its schema described.
func (m Meta) xmp() string {
	when := m.Created.Format("2006-01-02T15:04:05-07:00")
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" + xmpHead)
	item := func(format, v string) {
		if v != "" {
			fmt.Fprintf(&b, format, escapeXML(v))
		}
	}
	item("   <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:title>\n", m.Title)
	item("   <dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>\n", m.Author)
	item("   <dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:description>\n", m.Subject)
	item("   <xmp:CreatorTool>%s</xmp:CreatorTool>\n", m.Creator)
	item("   <pdf:Producer>%s</pdf:Producer>\n", m.Creator)
	item("   <xmp:CreateDate>%s</xmp:CreateDate>\n", when)
	item("   <xmp:ModifyDate>%s</xmp:ModifyDate>\n", when)
	item("   <xmp:MetadataDate>%s</xmp:MetadataDate>\n", when)
	b.WriteString(xmpTail + "<?xpacket end=\"r\"?>")
	return b.String()
}

func escapeXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder does not fail
	return b.String()
}

const xmpHead = `<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
   <dc:format>application/pdf</dc:format>
`

const xmpTail = `  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>3</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
`
