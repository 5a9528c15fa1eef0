# need.sh is sourced by the scripts beside it. It finds what they need, installs
# what is missing (Debian and its kin, through apt) and says what it installs.
# Elsewhere it names what is missing and stops.

export HOME=${HOME:-$(cd ~ && pwd)} # Go wants one; not every CI sets it
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=$top/out
program=$out/trygghylla

# To compile a window on Linux, and to look at one where there is no screen.
compile_packages="gcc libc6-dev pkg-config libgl-dev libegl-dev libgles-dev libx11-dev libxcursor-dev libxi-dev libxinerama-dev
  libxrandr-dev libxxf86vm-dev libwayland-dev libxkbcommon-dev"
screen_packages="xvfb openbox xdotool imagemagick x11-xkb-utils libgl1 libgl1-mesa-dri libegl1 libgles2"
# Other people's tools that our papers, signatures and words are held against;
# strace, which lets calls of the system fail under the vault, and fuse3, which
# lets anyone mount the disk with bad sectors that it is tried on.
judge_packages="strace fuse3 poppler-utils qpdf openssl libnss3-tools hunspell hunspell-sv hunspell-no
  default-jre-headless libpdfbox2-java libcommons-io-java libjaxb-api-java libactivation-java"

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# as_root COMMAND…: as it is, or through sudo.
as_root() {
  if [[ $(id -u) == 0 ]]; then "$@"; return; fi
  command -v sudo >/dev/null || die "This needs an administrator: $*"
  sudo "$@"
}

# need_packages NAME…: Debian packages, installed when missing.
need_packages() {
  [[ $(uname -s) == Linux ]] || return 0
  command -v dpkg-query >/dev/null || { say "Not Debian: have these, under whatever names they go by: $*"; return 0; }
  local name missing=()
  for name in "$@"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$name" 2>/dev/null | grep -qx installed || missing+=("$name")
  done
  ((${#missing[@]})) || return 0
  say "Installing: ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}" >/dev/null
}

# want_packages NAME…: the same, but it goes on without what cannot be had.
want_packages() {
  local name
  for name in "$@"; do (need_packages "$name") || say "Going on without $name."; done
}

# go_is_new_enough: is there a go, at least as new as go.mod asks for?
go_is_new_enough() {
  local have
  have=$(cd / && GOTOOLCHAIN=local go env GOVERSION 2>/dev/null) || return 1
  have=${have#go}
  [[ $(printf '%s\n' "$go_wanted" "${have%% *}" | sort -V | head -n 1) == "$go_wanted" ]]
}

# need_go: a go as new as go.mod asks for, first in PATH. An older one, or the
# one that Debian has, fetches the right one as a module, checked against Go's
# checksum database like every other module.
need_go() {
  go_wanted=$(sed -n 's/^go //p' "$top/go.mod")
  [[ ! -x /usr/local/go/bin/go ]] || PATH=$PATH:/usr/local/go/bin
  if ! go_is_new_enough; then
    need_packages ca-certificates
    command -v go >/dev/null || need_packages golang-go
    command -v go >/dev/null || die "Go is missing: install Go $go_wanted or newer."
    local version module empty
    version=v0.0.1-go$go_wanted.$(cd / && GOTOOLCHAIN=local go env GOOS)-$(cd / && GOTOOLCHAIN=local go env GOARCH)
    module=$(cd / && GOTOOLCHAIN=local go env GOMODCACHE)/golang.org/toolchain@$version
    if [[ ! -f $module/bin/go ]]; then
      say "Installing: Go $go_wanted, as a module of Go's own"
      empty=$(mktemp -d)
      (cd "$empty" && GOTOOLCHAIN=local GOFLAGS='' go mod download "golang.org/toolchain@$version")
      rmdir "$empty"
    fi
    chmod +x "$module"/bin/* "$module"/pkg/tool/*/* # modules come without the execute bit
    PATH=$module/bin:$PATH
    hash -r
    go_is_new_enough || die "Go $go_wanted could not be had."
  fi
  export PATH GOTOOLCHAIN=local GOFLAGS=-buildvcs=false
}

# The tags of a development build with a window. no_animations stops the caret's
# blinking, which repaints the whole window on a machine without a graphics card.
# Never migrated_fynedo: without it Fyne reports every call from the wrong
# goroutine.
window_tags() { [[ $(uname -s) == Linux ]] && echo gles,no_animations || echo no_animations; }

# make_window: the program as people use it, with a window.
make_window() { (cd "$top" && CGO_ENABLED=1 go build -tags "$(window_tags)" -o "$program" .); }

# make_headless FILE: the program for its commands only, without C.
make_headless() { (cd "$top" && CGO_ENABLED=0 go build -tags ci -o "$1" .); }
