package object

import (
	"encoding/binary"
	"unicode/utf16"
)

// NewText encodes text for people: ASCII as it is, everything else as
// UTF-16BE with its mark (ISO 32000-1, 7.9.2.2).
func NewText(s string) String {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] >= ' ' && s[i] < 127
	}
	if ascii {
		return String(s)
	}
	b := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return String(b)
}

// Text decodes a text string: UTF-16BE with its mark, otherwise ASCII, where
// bytes above 126 become U+FFFD, because the program never writes them.
func (s String) Text() string {
	if len(s) >= 2 && s[0] == 0xFE && s[1] == 0xFF {
		var u []uint16
		for i := 2; i+1 < len(s); i += 2 {
			u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
		}
		return string(utf16.Decode(u))
	}
	r := make([]rune, len(s))
	for i := range len(s) {
		if r[i] = rune(s[i]); s[i] > 126 {
			r[i] = '\uFFFD'
		}
	}
	return string(r)
}
