package vault

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// keepass is keepassxc-cli with a database whose password is "pw". It opens a
// database whole, attachments too, and shows its prompt then.
type keepass struct {
	*tool
	db       string
	n        int
	password time.Duration // what deriving its key costs
}

func (k keepass) open(b *testing.B) *session {
	b.Helper()
	s := k.start(b, "open", "-q", k.db)
	s.ask("pw\n", "> ")
	return s
}

// newKeepass makes a database of n entries with photos of 5 MiB, by importing.
func newKeepass(b *testing.B, t *tool, n, photos int) keepass {
	b.Helper()
	id := func(i int) string { return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%016d", i)) }
	var x bytes.Buffer
	x.WriteString(`<?xml version="1.0"?><KeePassFile><Meta><Generator>test</Generator><Binaries>`)
	for i := range photos {
		fmt.Fprintf(&x, `<Binary ID="%d">%s</Binary>`, i, base64.StdEncoding.EncodeToString(photo(i)))
	}
	fmt.Fprintf(&x, `</Binaries></Meta><Root><Group><UUID>%s</UUID><Name>Root</Name>`, id(-1))
	for i := range n {
		fmt.Fprintf(&x, `<Entry><UUID>%s</UUID><String><Key>Title</Key><Value>q%05d</Value></String>`+
			`<String><Key>Notes</Key><Value>%s</Value></String>`, id(i), i, answerText(i).Note)
		if i < photos {
			fmt.Fprintf(&x, `<Binary><Key>photo</Key><Value Ref="%d"/></Binary>`, i)
		}
		x.WriteString(`</Entry>`)
	}
	x.WriteString(`</Group></Root></KeePassFile>`)
	dir := b.TempDir()
	xml, db := filepath.Join(dir, "x.xml"), filepath.Join(dir, "x.kdbx")
	if err := os.WriteFile(xml, x.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(t.path, "import", "-q", "-p", xml, db)
	cmd.Env, cmd.Stdin = headless(), strings.NewReader("pw\npw\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return keepass{tool: t, db: db, n: n}
}

// price measures what the password costs: opening a database of one entry,
// less the start.
func (k keepass) price(b *testing.B) time.Duration {
	b.Helper()
	var took []time.Duration
	for range 5 {
		begin := time.Now()
		s := k.open(b)
		took = append(took, time.Since(begin))
		s.end()
	}
	return max(median(took)-k.bare, 0)
}

// sqlCipher is sqlcipher with a database under a key that needs no derivation,
// and with a write-ahead log, which serves it better than its default. It syncs
// every change, as a vault does.
type sqlCipher struct {
	*tool
	db string
	n  int
}

const cipherKey = `"x'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'"`

// do runs statements in a session.
func (c sqlCipher) do(s *session, statements string) string {
	s.b.Helper()
	// The words are put together so that the echo of the statement is not taken for its answer.
	return s.ask(statements+"\nSELECT 're'||'ady';\n", "ready\nsqlite> ")
}

func (c sqlCipher) open(b *testing.B) *session {
	b.Helper()
	s := c.start(b, "-interactive", c.db)
	c.do(s, "PRAGMA key="+cipherKey+"; PRAGMA synchronous=FULL; SELECT count(*), sum(length(text)) FROM r;")
	return s
}

// newCipher makes a database of n rows with photos of 5 MiB.
func newCipher(b *testing.B, t *tool, n, photos int) sqlCipher {
	b.Helper()
	c := sqlCipher{tool: t, db: filepath.Join(b.TempDir(), "x.db"), n: n}
	var x strings.Builder
	fmt.Fprintf(&x, "PRAGMA key=%s; PRAGMA journal_mode=WAL; CREATE TABLE r(id TEXT PRIMARY KEY, text TEXT); CREATE TABLE p(photo BLOB); BEGIN;\n", cipherKey)
	for i := range n {
		fmt.Fprintf(&x, "INSERT INTO r VALUES ('%05d', '%s');\n", i, answerText(i).Note)
	}
	for range photos {
		fmt.Fprintf(&x, "INSERT INTO p VALUES (randomblob(%d));\n", photoSize)
	}
	x.WriteString("COMMIT;\n")
	cmd := exec.Command(t.path, "-bail", c.db)
	cmd.Stdin = strings.NewReader(x.String())
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return c
}

// save saves one answer in an open session.
func (k keepass) save(b *testing.B) float64 {
	s := k.open(b)
	defer s.end()
	i := 0
	return eachRound(b, func() func() {
		i++
		said := s.ask(fmt.Sprintf("edit --notes %s q%05d\n", answerText(i).Note, i*7919%k.n), "> ")
		if !strings.Contains(said, "Successfully edited") {
			b.Fatal(said)
		}
		return nil
	})
}

// read opens the database; the start of the program and the price of the
// password are taken off.
func (k keepass) read(b *testing.B) float64 {
	took := eachRound(b, func() func() { return k.open(b).end })
	b.ReportMetric(ms(k.bare), "ms-start")
	b.ReportMetric(ms(k.password), "ms-password")
	return took - float64(k.bare+k.password)
}

func (k keepass) memory(b *testing.B) float64 {
	return resident(b, func() *session { return k.open(b) })
}

// backup copies the database, syncs the copy and opens it to its end, which
// the program does not do of itself; start and password are taken off.
func (k keepass) backup(b *testing.B) float64 {
	copied := keepass{tool: k.tool, db: filepath.Join(b.TempDir(), "copy.kdbx")}
	took := eachRound(b, func() func() {
		db, err := os.ReadFile(k.db)
		if err == nil {
			err = copyTo(copied.db, db)
		}
		if err != nil {
			b.Fatal(err)
		}
		return copied.open(b).end
	})
	return took - float64(k.bare+k.password)
}

// copyTo writes and syncs a file.
func copyTo(path string, content []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}

func (c sqlCipher) save(b *testing.B) float64 {
	s := c.open(b)
	defer s.end()
	i := 0
	return eachRound(b, func() func() {
		i++
		c.do(s, fmt.Sprintf("UPDATE r SET text='%s' WHERE id='%05d';", answerText(i).Note, i*7919%c.n))
		return nil
	})
}

// read opens the database and reads every row; the start of the program is
// taken off, and its key costs nothing.
func (c sqlCipher) read(b *testing.B) float64 {
	took := eachRound(b, func() func() { return c.open(b).end })
	b.ReportMetric(ms(c.bare), "ms-start")
	return took - float64(c.bare)
}

func (c sqlCipher) memory(b *testing.B) float64 {
	return resident(b, func() *session { return c.open(b) })
}

// backup exports into another database and checks that.
func (c sqlCipher) backup(b *testing.B) float64 {
	s := c.open(b)
	defer s.end()
	path := filepath.Join(b.TempDir(), "copy.db")
	return eachRound(b, func() func() {
		if err := removeIfThere(path); err != nil {
			b.Fatal(err)
		}
		said := c.do(s, "ATTACH '"+path+"' AS b KEY "+cipherKey+"; SELECT sqlcipher_export('b'); PRAGMA b.integrity_check; DETACH b;")
		if !strings.Contains(said, "\nok\n") {
			b.Fatal(said)
		}
		return nil
	})
}
