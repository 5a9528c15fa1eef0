// Package data carries the content that a lawyer must approve: what is asked in each country,
// why, and on which law or advice it rests. FORMAT.md says what the files promise, and the
// tests of this package hold them to it. It contains no code; app reads the files.
package data

import "embed"

// Files holds one folder a country (se, no) with about.toml and one file a list, and
// coverage.toml beside them. Hand it down as an [io/fs.FS]; it never changes while the program runs.
//
//go:embed se/*.toml no/*.toml coverage.toml
var Files embed.FS
