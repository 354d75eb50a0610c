# Sourced by guest-image and qemu-tree: messages, the cache, the Debian mirror, missing tools.

say() { echo "${0##*/}: $*" >&2; }

die() {
  local code=$1
  shift
  say "$*"
  exit "$code"
}

cache_dir() { echo "${CLUSTERSEED_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/clusterseed}"; }

# The mirror that this machine's own apt uses for Debian; nothing where it uses none (then mmdebstrap
# takes Debian's public default).
debian_mirror() {
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI) $(ORIGIN)/$(LABEL)' 'Created-By: Packages' 2>/dev/null |
    awk '$2 == "Debian/Debian" { print $1; exit }'
}

# An HTTP proxy that apt is told to use holds for mmdebstrap's apt too.
apt_proxy_options=()
if command -v apt-config >/dev/null; then
  apt_proxy=$(apt-config shell P Acquire::http::Proxy | sed -n "s/^P='\(.*\)'$/\1/p")
  [ -z "$apt_proxy" ] || apt_proxy_options=(--aptopt="Acquire::http::Proxy \"$apt_proxy\"")
fi

# need COMMAND:PACKAGE…: installs the packages whose command is missing.
need() {
  local pair missing=()
  for pair in "$@"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] || die 3 "missing programs; install them first: apt-get install ${missing[*]}"
  say "installing ${missing[*]}"
  apt-get -qq update >&2
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${missing[@]}" >&2
}

export PATH=$PATH:/usr/sbin:/sbin
