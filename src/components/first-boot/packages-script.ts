/**
 * Installs missing packages of Debian and Ubuntu. Arguments: list, run directory, path of policy-rc.d. The list has
 * lines `package NAME` and `unit NAME`: units of a package or the system that the profile wants enabled. No service
 * starts in the middle of an installation: those that a package brings start when all packages and their
 * configuration are there. Files that are there already stay as they are.
 */
export const packagesScript = String.raw`#!/bin/sh
# Installs what is missing; waits for the network and for other users of apt for as long as it takes.
set -u
list=$1
run=$2
guard=$3
mkdir -p "$run/detail"

say() {
  printf '%s\n' "$*"
  printf '%s\n' "$*" >"$run/detail/packages"
}

missing() {
  while read -r kind name; do
    [ "$kind" = package ] || continue
    dpkg -s "$name" 2>/dev/null | grep -q '^Status: install ok installed$' || printf '%s ' "$name"
  done <"$list"
}

drop_guard() {
  if grep -qs '^# clusterseed$' "$guard"; then rm -f "$guard"; fi
}

raise_guard() {
  [ -e "$guard" ] && return
  printf '#!/bin/sh\n# clusterseed\nexit 101\n' >"$guard" && chmod 0755 "$guard"
}

install() {
  dpkg --configure -a --force-confdef --force-confold &&
    apt-get -q -y -o DPkg::Lock::Timeout=60 update &&
    apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=60 \
      -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install "$@"
}

# What the packages $@ bring and have enabled themselves, started as they would have been.
start_units_of() {
  systemctl daemon-reload
  dpkg -L "$@" | sed -n 's#^\(/usr\)\{0,1\}/lib/systemd/system/\([^/@]*\.\(service\|socket\|timer\|path\)\)$#\2#p' |
    sort -u | while read -r name; do
      if systemctl is-enabled --quiet "$name" 2>/dev/null; then systemctl start --no-block "$name"; fi
    done
}

export DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 NEEDRESTART_SUSPEND=1
drop_guard
trap drop_guard EXIT
trap 'exit 1' INT TERM
pause=2
installed=
while wanted=$(missing) && [ -n "$wanted" ]; do
  say "installing $wanted"
  raise_guard
  # shellcheck disable=SC2086 # one word for each package
  if install $wanted </dev/null; then
    installed="$installed$wanted"
    continue
  fi
  say "cannot install $wanted, next try in $pause s"
  sleep "$pause"
  pause=$((pause * 2))
  [ "$pause" -le 60 ] || pause=60
done
drop_guard
# shellcheck disable=SC2086 # one word for each package
[ -z "$installed" ] || start_units_of $installed
while read -r kind name; do
  [ "$kind" = unit ] || continue
  systemctl is-enabled --quiet "$name" || systemctl enable "$name"
  systemctl start --no-block "$name"
done <"$list"
say 'all installed'
`;
