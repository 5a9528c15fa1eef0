// Package vault keeps one encrypted file with drawers, and its attachments and
// backups. It knows nothing of what lies in the drawers.
//
// It promises three things. What [Vault.Update] has confirmed is on the disk
// and stays there through kill, power cut and full disk. What is returned has
// been proven to be what was stored, or it is not returned. And without the
// password or the recovery code nothing can be read but sizes, counts and
// times of change.
//
// # Format
//
// This is format 1. Every later version of this package opens it. Numbers are
// big-endian unless said otherwise; HKDF, HMAC and digests are by SHA-256, the
// cipher is XChaCha20-Poly1305. A vault is a directory:
//
//	vault.key    the key slots, written last at creation
//	vault.lock   locked while the vault is open; its text is for people
//	records.db   a bbolt file
//	att/         sealed attachments, named by 32 hexadecimal digits
//	trash/       attachments detached not long ago, see EmptyTrash
//	quarantine/  damaged records files that were replaced, and the backups
//	             from before records were lifted to a newer version
//	creating     present until vault.key is written; without vault.key, a
//	             directory with this file holds no vault
//
// A file named *.part is an interrupted write and of no value. If vault.key is
// there and records.db is missing or empty, the vault is damaged, never new.
//
// # Keys
//
// The master key is 32 random bytes. Subkeys are HKDF-Expand(master key, info
// "trygghylla " + purpose + NUL + salt), 32 bytes; the salt is the vault's id
// for the purposes record-1, manifest-1, set-1 and header-1, and the vault's id
// and the backup's own salt for backup-1.
//
// vault.key is 16,384 bytes: the same copy at 0 and at 8,192, the rest zeros.
// Another copy lies in records.db and one in every backup; of those in the
// directory, the sound one of the highest generation counts. The copy:
//
//	magic "TRYGGKEY" | format u16 = 1 | length u32 of the whole copy |
//	vault id 16 | generation u64 | slots u16 |
//	slots: kind u16, length u16, body |
//	HMAC 32 of all before, key header-1 | SHA-256 32 of all before
//
// Magic, format, length and the SHA-256 at the end stay as they are in all
// formats to come; a higher format is believed only if the SHA-256 fits.
// Bodies of the slots:
//
//	kind 1, password: memory in KiB u32 | passes u32 | lanes u8 | salt 32 | nonce 24 | wrapped 48
//	kind 2, code:     salt 32 | nonce 24 | wrapped 48
//
// Wrapped is the master key, sealed by Argon2id(password in NFC, salt) or by
// HKDF(code's 16 bytes, salt, info "trygghylla code-kek-1"), with the associated
// data "trygghylla slot-1" NUL | format u16 | vault id | kind u16 | the body
// up to the nonce. Slots of other kinds are kept as they are.
//
// A recovery code is 128 random bits and the first 12 bits of
// SHA-256("trygghylla code-check-1" | the 16 bytes), as 28 letters of
// Crockford's base 32, highest bits first.
//
// # Records
//
// records.db is written with pages of 4,096 bytes on every system; what has
// pages of another size is read all the same. It has two buckets. In "r",
// under a random id of 16 bytes, lies each record:
//
//	magic "TgR1" | schema u16 | flags u16 = 0 | seq u64 | id 16 |
//	nonce 24 | length u32 of the text | sealed text | tag 16
//
// The associated data are "trygghylla record-1" NUL | vault id | the 60 bytes
// of the head; the key is record-1. Seq is the number of the save; it only
// grows, and a number is never given twice. Schema is the version of what the
// caller writes, see [Options]; 0 means 1. The text is
//
//	flags u8 (1: tombstone) | drawer length u8 | key length u16 |
//	body length u32 | drawer | key | body (JSON) | zeros
//
// Writers pad it with zeros: to 384 bytes at least, to a multiple of 128 up to
// 1 KiB, then to the sizes of Padmé. A page then holds eight records at most,
// which is what one spoilt page can cost. Readers take zeros of any length;
// the first vaults were padded from 128 bytes on, and are until their records
// are written again. A tombstone stands in the place of a deleted record until
// the file is compacted. A drawer and key occur in one live record only.
//
// In "m" lie, under "key", a copy of the key file, and under "manifest", new in
// every transaction:
//
//	magic "TgM1" | version u16 = 1 | reserved u16 = 0 | seq u64 | count u64 |
//	sum 32 | Unix time i64 | bbolt's transaction number u64 | HMAC 32
//
// The HMAC's key is manifest-1, over "trygghylla manifest-1" NUL | vault id |
// all before; magic, version and the HMAC at the end stay in all formats to
// come. Sum is, modulo 2^256, the sum over all records of HMAC(set-1, head |
// tag). All of it is checked when the vault is opened: deletion, replay, copy
// and exchange of records are noticed, and so are parts of an older file among
// those of a newer one. Putting back a whole older file is not.
//
// # Attachments
//
//	magic "TgA1" | version u16 = 1 | reserved u16 = 0 | vault id 16 | id 16 |
//	stream | SHA-256 32 of all before
//
// The stream's text is size u64 | content | zeros to a multiple of 64 KiB. Its
// key, random and used once, is in the record that refers to the attachment.
//
// A stream is STREAM over chunks of 65,536 bytes of text, the last one shorter
// or whole, each sealed with the nonce zeros 15 | chunk number u64 | last u8 (1
// for the last chunk, else 0) and the head before the stream as associated
// data.
//
// # Backups
//
// A backup is one file:
//
//	magic "TRYGGBAK" | format u16 = 1 | flags u16 (1: with attachments) |
//	length u32 of the whole head | seq u64 | Unix time i64 | salt 32 |
//	copy of the key file | SHA-256 32 of the head before it | stream
//
// The stream's key is backup-1, its associated data the whole head. Its text:
//
//	"R" | length u32 | sealed record, once for each live record, by id |
//	"A" | id 16 | length u64 | attachment file, once for each attachment |
//	"E" | records u64 | attachments u64 | sum 32 over the records
//
// # What is not promised
//
// Go leaves copies in memory that cannot be wiped: the cipher's own copy of a
// key and the buffers of encoding/json until they are overwritten, what the
// toolkit keeps of a typed password, and what the system swaps out. Old backups
// keep the old password after a change.
package vault
