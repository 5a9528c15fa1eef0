package kit_test

import (
	"fyne.io/fyne/v2"

	"trygghylla/app/ui/kit"
)

// scene builds a window's content and answers what to do when it is shown.
type scene func(s shapes) (fyne.CanvasObject, func(fyne.Canvas))

func scenes() map[string]scene {
	return map[string]scene{
		"overview":  overviewScene,
		"checklist": checklistScene,
		"package":   packageScene,
		"unlock":    unlockScene,
		"form":      formScene,
		"scale":     scaleScene,
		"dialog":    dialogScene,
		"progress":  progressScene,
		"states":    statesScene,
		"nav":       navScene,
		"tiles":     tilesScene,
	}
}

func side(s shapes, chosen int) *kit.Side {
	side := kit.NewSide(s.mark(), "Trygghylla")
	item := func(sym fyne.Resource, name, count string) *kit.NavItem {
		return kit.NewNavItem(sym, name, count, func() {})
	}
	side.Add(item(s.symbol("overview"), "Översikt", ""))
	side.AddGroup("Checklistor",
		item(s.status("in_order"), "Personal", "18/18").SetShort("P"), item(s.status("partly"), "Meröppet", "12/18").SetShort("M"),
		item(s.status("partly"), "Kameror", "6/16").SetShort("K"), item(s.status("unanswered"), "IT-säkerhet", "0/20").SetShort("I"),
		item(s.status("unanswered"), "Dataskydd", "0/18").SetShort("G"), item(s.status("unanswered"), "IT-kartläggning", "0/31").SetShort("S"))
	side.AddGroup("Arbete",
		item(s.symbol("actions"), "Åtgärder", "4"), item(s.status("unknown"), "Fråga kommunen", "3"),
		item(s.symbol("paper"), "Papper", ""), item(s.symbol("package"), "Paket till regionen", ""))
	side.AddBottom(item(s.symbol("settings"), "Inställningar", ""), item(s.symbol("lock"), "Lås", ""))
	side.Choose(side.Items()[chosen])
	return side
}

func frame(s shapes, chosen int, page fyne.CanvasObject) *kit.Frame {
	foot := kit.NewStatusLine()
	foot.Set("Vadstena bibliotek", "Sparat 14.02", "Säkerhetskopia i dag 13.40, provad")
	return kit.NewFrame(side(s, chosen), page, foot)
}

func overviewScene(s shapes) (fyne.CanvasObject, func(fyne.Canvas)) {
	year := kit.NewYearLine(
		kit.Step{Symbol: s.status("in_order"), Title: "Kontaktperson", Text: "utsedd"},
		kit.Step{Symbol: s.status("in_order"), Title: "Genomgång", Text: "12 mars, med säkerhetsansvarig"},
		kit.Step{Symbol: s.status("partly"), Title: "Skicka paketet", Text: "före 1 juni, 38 dagar kvar"},
		kit.Step{Symbol: s.status("unanswered"), Title: "Svar från regionen"},
		kit.Step{Symbol: s.status("unanswered"), Title: "Uppföljning", Text: "i september"})
	next := kit.NewSpread(24,
		kit.NewStack(0, kit.NewQuiet(kit.Small, "Nästa steg"), kit.NewText(kit.Section, "Kameror, fråga 7 av 16"), kit.NewQuiet(kit.Body, "Ungefär 20 minuter kvar av listan.")),
		kit.NewRow(16, kit.NewButton(kit.Secondary, "Jag har 15 minuter", nil), kit.NewButton(kit.Primary, "Fortsätt", nil)))
	area := func(sym, name string, done, all int, count, missing string) fyne.CanvasObject {
		return kit.NewCells(14, []float32{18, 130, 220, 0, -1},
			kit.NewPicture(s.status(sym), 18), kit.NewRich(kit.Body, kit.Run{Text: name, Bold: true}), kit.NewBar(done, all),
			kit.NewQuiet(kit.Small, count), kit.NewRich(kit.Small, kit.Run{Text: missing, Bold: true, Colour: kit.ColorMissing}))
	}
	page := kit.NewPage(24,
		kit.NewStack(0, kit.NewText(kit.Title, "Vadstena bibliotek"), kit.NewQuiet(kit.Body, "Året 2026 · du är kontaktperson")),
		year, kit.NewCard(0, next),
		kit.NewStack(8, kit.NewText(kit.Section, "Fem områden"), kit.NewRows(
			area("in_order", "Personal", 18, 18, "18 av 18", "1 åtgärd kvar"),
			area("partly", "Meröppet", 12, 18, "12 av 18", "2 saknas enligt lag"),
			area("partly", "Kameror", 6, 16, "6 av 16", "1 saknas enligt lag"),
			area("unanswered", "IT-säkerhet", 0, 20, "inte börjat", ""),
			area("unanswered", "Dataskydd", 0, 18, "inte börjat", ""))))
	return frame(s, 0, page), nil
}

func checklistScene(s shapes) (fyne.CanvasObject, func(fyne.Canvas)) {
	var dots []fyne.Resource
	for _, n := range []string{"in_order", "in_order", "partly", "in_order", "not_applicable", "in_order"} {
		dots = append(dots, s.status(n))
	}
	for len(dots) < 16 {
		dots = append(dots, s.status("unanswered"))
	}
	row := kit.NewAnswerRow(s.answers(), 1, nil)
	note := kit.NewNoteField("Anteckning", "följer med i paketet")
	note.SetRows(2)
	note.SetText("Filmar entrén. Frågan om timmar tas med säkerhetsansvarig i april.")
	kept := kit.NewProtectedNote(s.symbol("lock"), "Skyddad anteckning", "stannar här")
	kept.SetRows(2)
	who, when := kit.NewTextField("Ansvarig", ""), kit.NewTextField("Klart senast", "")
	who.SetText("Jag")
	when.SetText("2026-04-30")
	proof := kit.NewStack(4, kit.NewRich(kit.Small, kit.Run{Text: "Underlag", Bold: true}), kit.NewButton(kit.Secondary, "Lägg till foto eller PDF …", nil))
	page := kit.NewPage(14,
		kit.NewSpread(24, kit.NewRich(kit.Body, kit.Run{Text: "Kameror", Bold: true}, kit.Run{Text: "  fråga 7 av 16", Colour: kit.ColorQuiet}), kit.NewDots(dots, 6, nil)),
		kit.NewRow(10, kit.NewBadge("Krav i lag"), kit.NewQuiet(kit.Small, "K7 · vet: säkerhetsansvarig · 3 minuter")),
		kit.NewText(kit.Question, "Kamerorna filmar bara de ytor och de timmar som verkligen behövs."),
		row,
		kit.NewColumns(16, 260, note, kept),
		kit.NewColumns(16, 200, who, when, proof),
		kit.NewStack(0,
			kit.NewFold("Gör så här om något saknas", "", kit.NewRow(8, kit.NewText(kit.Small, "Ställ in kameran så att den bara är på när biblioteket är obemannat."), kit.NewButton(kit.SmallLink, "+ Lägg till som åtgärd", nil)), true, nil),
			kit.NewFold("Varför frågan ställs", "", kit.NewText(kit.Body, "Därför."), false, nil),
			kit.NewFold("Lag och källa", "Kamerabevakningslagen (2018:1200) 8 § · kontrollerad 2026-11-22", kit.NewText(kit.Body, "Därför."), false, nil)))
	page.SetFoot(kit.NewSpread(16, kit.NewRow(12, kit.NewButton(kit.Secondary, "Föregående", nil).SetArrow(kit.Back)), kit.NewButton(kit.Primary, "Nästa", nil).SetArrow(kit.Forward).SetHint("Enter")))
	return frame(s, 3, page), func(c fyne.Canvas) { c.Focus(row) }
}

func packageScene(s shapes) (fyne.CanvasObject, func(fyne.Canvas)) {
	line := func(sym, text, act string) fyne.CanvasObject {
		return kit.NewCells(14, []float32{18, 0, -1}, kit.NewPicture(s.status(sym), 18), kit.NewText(kit.Body, text), kit.NewButton(kit.Link, act, nil))
	}
	nr, with := kit.NewTextField("Diarienummer", "om ni har ett"), kit.NewTextField("Genomgång med", "")
	nr.SetText("KUN 2026/118")
	with.SetText("Kommunens säkerhetsansvarig, 12 mars")
	sign := kit.NewButton(kit.Primary, "Signera och spara", nil)
	page := kit.NewPage(24,
		kit.NewStack(0, kit.NewText(kit.Title, "Paket till regionen"), kit.NewQuiet(kit.Body, "Ett signerat PDF-dokument till Regionbibliotek Östergötland. Utgåva 3.")),
		kit.NewStack(8, kit.NewText(kit.Section, "Titta på det här först"), kit.NewRows(
			line("missing", "Kameror K3: intresseavvägning saknas, men ingen åtgärd är planerad.", "Planera"),
			line("partly", "Meröppet M14: loggen har ingen lagringstid.", "Öppna"),
			line("unknown", "3 frågor väntar på svar från kommunen. Paketet kan skickas ändå.", "Visa"))),
		kit.NewStack(8, kit.NewText(kit.Section, "Det här följer med"),
			kit.NewStack(0, kit.NewText(kit.Body, "Fem checklistor, åtgärdsplan, riskbild, registerförteckning, underskrifter. 34 sidor."),
				kit.NewQuiet(kit.Body, "Skyddade anteckningar (5) följer inte med. De kan sparas som en egen, skyddad bilaga."))),
		kit.NewCallout(kit.NewText(kit.Body, "När du skickar paketet blir det en allmän handling hos er och hos regionen. Vem som helst kan be att få läsa det.")),
		kit.NewColumns(16, 260, nr, with),
		kit.NewRow(12, sign, kit.NewButton(kit.Secondary, "Skapa e-postutkast", nil), kit.NewButton(kit.Secondary, "Skriv ut", nil)))
	return frame(s, 10, page), func(c fyne.Canvas) { c.Focus(sign) }
}

func unlockScene(s shapes) (fyne.CanvasObject, func(fyne.Canvas)) {
	word := kit.NewPasswordField("Lösenord", "", "Visa", "Dölj")
	word.SetText("hemligtord")
	word.SetFault("Lösenordet stämmer inte. Kontrollera att Caps Lock är av.")
	card := kit.NewCard(16,
		kit.NewStack(4, kit.NewRow(12, kit.NewPicture(s.mark(), 28), kit.NewText(kit.Section, "Trygghylla")), kit.NewQuiet(kit.Body, "Senast sparat i går 16.48")),
		word, kit.NewButton(kit.Primary, "Öppna", nil),
		kit.NewSpread(16, kit.NewButton(kit.SmallLink, "Jag har glömt lösenordet", nil), kit.NewButton(kit.SmallLink, "Säkerhetskopior", nil)))
	return kit.NewCentred(440, card), func(c fyne.Canvas) { c.Focus(word.Focusable()) }
}

func formScene(s shapes) (fyne.CanvasObject, func(fyne.Canvas)) {
	choice := kit.NewChoice([]kit.Option{{Label: "Sverige, på svenska"}, {Label: "Noreg, på nynorsk", Addition: "Norsk rett og dei norske sjekklistene"}}, 1, nil)
	off := kit.NewButton(kit.Primary, "Går inte nu", nil)
	off.Disable()
	fault := kit.NewMessage()
	fault.Say(kit.Fault, "Kopian kunde inte sparas på minnet.", "Allt du har skrivit finns kvar. Sätt i minnet igen och prova en gång till.")
	done := kit.NewMessage()
	done.Say(kit.Done, "Klart.", "Paketet ligger i Dokument och är provat.")
	note := kit.NewMessage()
	note.Say(kit.Note, "Du kan fortsätta i morgon.", "")
	page := kit.NewPage(20, kit.NewText(kit.Title, "Om ert bibliotek"), choice,
		kit.NewStack(0, kit.NewCheck("Meröppet", true, nil), kit.NewCheck("Kameror, även räknare vid dörren och larmbågar som filmar", false, nil)),
		kit.NewRow(12, off, kit.NewButton(kit.Secondary, "Avbryt", nil), kit.NewIconButton(s.symbol("help"), "Hjälp", nil), kit.NewButton(kit.Link, "Hoppa över", nil)),
		kit.NewSpread(16, kit.NewText(kit.Body, "Larmbågar vid dörren"), kit.NewSegments([]string{"Ja", "Nej", "Vet inte än"}, 1, nil)),
		fault, done, note)
	return page, func(c fyne.Canvas) { c.Focus(choice) }
}

func scaleScene(s shapes) (fyne.CanvasObject, func(fyne.Canvas)) {
	row := kit.NewAnswerRow(s.scale(), -1, nil)
	page := kit.NewPage(20, kit.NewText(kit.Question, "Besökarna kan använda trådlöst nät utan att be om lösenord."), row,
		kit.NewNoteField("Vad hindrar", "ert bibliotek"))
	return frame(s, 6, page), func(c fyne.Canvas) {
		c.Focus(row)
		row.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
}

func dialogScene(s shapes) (fyne.CanvasObject, func(fyne.Canvas)) {
	under, _ := packageScene(s)
	return under, func(c fyne.Canvas) {
		kit.ShowDialog(c, kit.DialogContent{
			Title: "Ta bort bilden?", Text: "Bilden av entrén tas bort ur biblioteket. Den kan inte hämtas tillbaka, annat än ur en säkerhetskopia.",
			Buttons: []kit.DialogButton{{Label: "Behåll bilden", Safe: true}, {Label: "Ta bort"}},
		})
	}
}

func progressScene(s shapes) (fyne.CanvasObject, func(fyne.Canvas)) {
	under, _ := packageScene(s)
	return under, func(c fyne.Canvas) {
		p := kit.ShowProgress(c, "Paketet skrivs", "Avbryt", func() {})
		p.Reveal()
		p.Set(3, 6, "Sidorna läggs ut, 3 av 6")
	}
}

func statesScene(s shapes) (fyne.CanvasObject, func(fyne.Canvas)) {
	fold := kit.NewFold("Varför frågan ställs", "", kit.NewText(kit.Body, "Den som filmar måste kunna säga varför."), true, nil)
	long := kit.NewNoteField("Lång anteckning", "")
	long.SetText("En rad till.\nEn rad till.\nEn rad till.\nEn rad till.\nEn rad till.")
	off := kit.NewTextField("Bara att läsa", "")
	off.SetText("KUN 2026/118")
	off.Disable()
	page := kit.NewPage(20, fold, long, off,
		kit.NewText(kit.Body, "Ettordsomärlängreänallaandraordochdärförmåstedelasnågonstans säger vi."))
	return frame(s, 1, page), func(c fyne.Canvas) { c.Focus(fold.Focusable()) }
}

func navScene(s shapes) (fyne.CanvasObject, func(fyne.Canvas)) {
	f := frame(s, 3, kit.NewPage(20, kit.NewText(kit.Title, "Kameror")))
	return f, func(c fyne.Canvas) {
		for range 5 {
			c.FocusNext()
		}
	}
}

func tilesScene(s shapes) (fyne.CanvasObject, func(fyne.Canvas)) {
	tiles := kit.NewTiles([]kit.Tile{
		{Label: "Hot, våld eller trakasserier", Addition: "Någon skriker åt dig, följer efter dig till cykeln eller skickar ett hotfullt mejl."},
		{Label: "Tillbud: det kunde ha gått illa", Addition: "En hylla välter när ingen står där."},
		{Label: "Någon har skadats", Addition: "En kollega faller från pallen, eller en besökare snubblar på mattan i entrén."},
		{Label: "Något annat"},
	}, 2, nil)
	page := kit.NewPage(16, kit.NewText(kit.Title, "Notera en händelse"), tiles, kit.NewNoteField("Vad hände?", "kort, utan namn"))
	return frame(s, 3, page), func(c fyne.Canvas) { c.Focus(tiles) }
}
