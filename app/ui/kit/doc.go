// Package kit holds the widgets that Fyne lacks, made for the keyboard, for text from 100 to 200 %, and for two sets
// of colours. It knows nothing of libraries, has no words of its own, and is used from Fyne's goroutine only.
//
// # Looks
//
// [Theme] answers the Color constants of this package, Fyne's own names and [SizeScale]; give it to the app's
// settings. [Scaled] turns a measure of text into pixels; spaces are not scaled. [NewSymbol] makes a drawing that
// follows the theme from an SVG with currentColor.
//
// # Texts
//
// [NewText], [NewQuiet] and [NewRich] with a [Level] (Title, Question, Section, Body, Small, Key). They wrap at the
// width they get and are never cut. [NewBadge] frames a short word.
//
// # Layout
//
// [NewStack] under each other · [NewRow] beside each other, wrapping · [NewColumns] equal columns, fewer when narrow ·
// [NewCells] rows that line up · [NewSpread] left and right · [NewInset], [NewSpace], [NewDivider] · [NewCard],
// [NewRows] (a card of rows), [NewCallout]. All ask their content how high it is at a width ([HeightFor], [Flowing]),
// so wrapped text needs one pass. After changing a container's Objects, or showing or hiding something in it, call
// [Relayout]. Fyne's own layouts work inside them, but do not know about width: prefer these.
//
// # The window
//
// [Frame] = [Side] of [NavItem] + [Page] + [StatusLine]; it narrows the side below 1100. [Page] is the scrolling
// column of 760, with SetFoot for the buttons that stay. [NewCentred] is one card in the middle.
//
// # To press and to write
//
// [Button] (Primary, Secondary, Link, SmallLink; SetArrow, because the typeface has no arrows; SetHint for its key),
// [NewIconButton] · [AnswerRow] · [Tiles] (many, each explained) · [Check] · [Choice] (under each other) · [Segments]
// (beside each other) · [Fold] · [Field] as [NewTextField], [NewNoteField], [NewProtectedNote], [NewPasswordField]. To
// focus one, give it, or what its Focusable returns, to the window's canvas.
//
// # To show
//
// [Dots], [Bar], [YearLine], [Message] near where it happened, [ShowDialog] before what cannot be undone,
// [ShowProgress] over a second.
//
// # Keys
//
// Tab and Shift+Tab always move on; Enter and Space press. A key that the focused widget has no use for goes to what is
// around it, from the inside out ([KeyCatcher]: a page scrolls, a dialog closes on Escape), and at last to what the
// window was given with SetOnTypedKey: there Enter can press the screen's primary button and Escape go back. Digits
// and letters go to SetOnTypedRune in the same way. While a dialog is open nothing reaches the window. What gains the
// focus is scrolled into view.
//
// The caret does not blink in builds with the tag no_animations; Fyne gives a theme no say in it.
package kit
