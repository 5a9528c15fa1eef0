# walk-steps.sh is sourced by build/walk. A step is a function, and its name
# stands in walk_steps in the order of the walk. It drives the program with
#
#   start_program ARGUMENT…   key NAME…   type_text TEXT
#
# and says what must come of it with
#
#   expect_window TITLE   expect_log PATTERN   expect_file PATTERN   expect_end
#
# Each of these waits for up to $patience seconds, so no step sleeps.
# $language is sv or nn, $home the program's empty home. After each step walk
# itself takes a picture named after the step, and checks the log and that the
# program still runs; `shot NAME` takes one in between. The first step starts
# the program, the last one ends it from the keyboard and expects that it ends.
#
# The windows' titles are the program's own words (locales/active.*.toml).

walk_steps=(first_start password recovery_code library_card facts overview answer protected_note
  not_applicable lock wrong_password unlock plan incident sign leave)

secret='regnrock lykta grus kompass'
open='Gåtts igenom med chefen'
protected='Larmknappen sitter under disken åäö æø'
happened='Snubblade på tröskeln till magasinet'
vault=$home/data/trygghylla/vault
papers=$home/Trygghylla # without a documents folder of the desktop, the home is where papers go

# title SV NN: the window that must come, in the walk's language.
title() { if [[ $language == nn ]]; then expect_window "$2"; else expect_window "$1"; fi; }

first_start() {
  # The program opens the sheet and the package in the system's viewer; this one only notes what.
  mkdir -p "$home/bin"
  printf '#!/bin/sh\nprintf "%%s\\n" "$1" >>%q\n' "$home/opened" >"$home/bin/xdg-open"
  chmod +x "$home/bin/xdg-open"
  PATH="$home/bin:$PATH" start_program -documents "$home"
  title 'Välkommen' 'Velkomen'
  wait_for 'the first picture' drawn # the title comes before it
  settle
}

password() {
  key Return
  title 'Välj ett lösenord' 'Vel eit passord'
  type_text "$secret"
  key Return
  type_text "$secret"
}

recovery_code() {
  key Return
  title 'Din återställningskod' 'Gjenopprettingskoden din'
  expect_file "$vault/vault.key"
  shot code
  key Return # the button that prints
  expect_file "$home/opened"
  expect_file "$vault/trygghylla-kod-*.pdf"
  # From the paper, as she would: the second and the fifth group.
  local groups
  groups=$(pdftotext -layout "$vault"/trygghylla-kod-*.pdf - |
    grep -xE '([0-9A-Z]{4} ?){3,4}' | grep -oE '[0-9A-Z]{4}')
  key Tab
  type_text "$(sed -n 2p <<<"$groups")"
  key Return
  type_text "$(sed -n 5p <<<"$groups")"
}

library_card() {
  key Return
  title 'Bibliotekskortet' 'Bibliotekkortet'
  type_text 'Älvåsa bibliotek'
  key Tab
  type_text 'Älvåsa kommun'
  key Tab
  type_text 'Regionbibliotek Exempel'
  key Tab
  type_text 'region@example.org'
}

facts() {
  key Tab Tab Tab Return # past contact and security officer, from the last field on
  title 'Vad finns hos er' 'Kva finst hos dykk'
  key 1 Tab 1 Tab 2 Tab 2 Tab 1 Tab 1
}

overview() {
  key Return
  title 'Översikt' 'Oversikt'
  [[ -z $(ls "$vault"/trygghylla-kod-*.pdf 2>/dev/null) ]] || fail 'the file with the recovery code is still there'
}

answer() {
  key Return
  title 'Personal' 'Tilsette'
  key 1 Return 2
}

protected_note() {
  # Where the answer itself could help a burglar the protected note comes first, as for this question in Norway.
  local first=$open second=$protected
  [[ $language != nn ]] || first=$protected second=$open
  key Tab
  type_text "$first"
  key Tab
  type_text "$second"
}

not_applicable() {
  key alt+Right 4
  type_text 'Vi har ingen sådan rutin än'
  key Return 3
}

lock() {
  key ctrl+l
  title 'Öppna' 'Opne'
}

wrong_password() {
  type_text 'fel ord'
  import -window root rgb:"$home/typed"
  key Return
  wait_for 'an answer to the password' changed "$home/typed"
  settle
}

unlock() {
  local tries overview=Översikt
  [[ $language != nn ]] || overview=Oversikt
  for tries in 1 2 3 4 5; do # while the wrong one is still being tried, nothing is heard
    key ctrl+a
    type_text "$secret"
    key Return
    ! within 30 xdotool search --onlyvisible --name "$overview" || break
  done
  title 'Översikt' 'Oversikt'
}

plan() {
  key ctrl+8
  title 'Åtgärder' 'Tiltak'
}

incident() {
  key ctrl+n
  title 'Notera en händelse' 'Noter ei hending'
  key 2
  type_text "$happened"
  shot noting
  key ctrl+Return
  title 'Händelser' 'Hendingar'
}

sign() {
  key ctrl+9
  title 'Paket till regionen' 'Pakke til fylket'
  shot before
  key Return
  expect_file "$papers/trygghylla-*-u1.pdf"
  settle
  pdfsig -nocert "$papers"/trygghylla-*-u1.pdf >"$folder/pdfsig.txt"
  grep -q 'Signature is Valid' "$folder/pdfsig.txt" || fail 'pdfsig does not call the signature valid'
  grep -q 'Total document signed' "$folder/pdfsig.txt" || fail 'the signature does not cover the whole file'
  "$walker" verify "$papers"/trygghylla-*-u1.pdf >"$folder/verify.txt" || fail 'the program does not accept its own package'
  pdftotext "$papers"/trygghylla-*-u1.pdf - | tr -s '[:space:]' ' ' >"$folder/package.txt"
  grep -qF "$open" "$folder/package.txt" || fail 'the open note is not in the package'
  ! grep -qF "${protected%% *}" "$folder/package.txt" || fail 'the protected note is in the package'
  ! grep -qF "${happened%% *}" "$folder/package.txt" || fail 'the incident is in the package'
  grep -qE '(Tillbud|Nestenulykke).{1,2}1' "$folder/package.txt" || fail 'the incident is not counted in the package'
}

leave() {
  key ctrl+q
  expect_end
}
