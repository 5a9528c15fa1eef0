// Package app says what a library, question, answer, action and dossier are,
// and how they are judged and disclosed. It is pure: no file, clock, chance,
// network or screen; time, language and content come in as parameters.
//
// # The layers
//
// Arrows point down only; imports_test.go holds them as a table.
//
//	main                        → ui, command
//	 ├ command                  → desk, parcel, system, content, data, locales
//	 └ ui                       → app, desk, parcel, system, ui/kit, locales, assets
//	    └ desk                  → the rooms below it
//	       ├ parcel             → app, record, pdf, seal, vault, disk
//	       ├ keep               → vault, disk
//	       ├ report             → app, record, pdf, locales, assets
//	       ├ record             → app
//	       ├ content            → app
//	       └ pdf                → seal, pdf/object
//	 vault, system              → disk
//	 app · seal · pdf/object · disk · ui/kit · data · locales · assets
//	                                               import nothing of ours
//
// Go in app, law in data, words in locales, pictures in assets.
//
// # The ten rules
//
//  1. Arrows point down; the map and the picture change in one commit, or not at all.
//  2. A feature is a noun; the noun is a file name in every layer.
//  3. Go in app, law in data, words in locales, pictures in assets. No text for users in Go.
//  4. Each library has one home.
//  5. A tap calls one method. UI closures have no if, no time, no file.
//  6. One act, one transaction; memory follows disk. No background saver.
//  7. Time, chance, files and language come in as parameters.
//  8. Errors carry meaning up; one file gives them words. Return or show, never both. Close errors count.
//  9. A released format opens for ever: a file in testdata proves it. Ids are never reused.
//  10. Small and plain: files ≤ 400 lines, functions ≤ 60, a sentence for every package and exported name.
package app
