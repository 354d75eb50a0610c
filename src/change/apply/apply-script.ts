/**
 * The program of an apply bundle: POSIX sh with coreutils, sed and util-linux's flock, which every supported operating
 * system has. What it works on comes after it: functions that print tables, and the files in base64 after `main "$@"`.
 *
 * Files are replaced one by one, each whole, and units are restarted only afterwards. What remains to be restarted is on
 * disk before the first file is touched, so that a run that was cut off is finished by the next one.
 */
export const applyScript = String.raw`
set -u
umask 077
export LC_ALL=C
state=/var/lib/clusterseed
pending=$state/apply.pending
sums=$state/apply.sums
here=$0
dry=no
work=

warn() {
  printf 'clusterseed-apply: %s\n' "$*" >&2
}

die() {
  warn "$@"
  exit 1
}

usage() {
  echo "Usage: sh $here [--dry-run]"
  echo "Brings the machine $node to its present description: files first, then the units that read what differs."
}

# Nothing of this file may be missing or different, and it may run on no other machine.
check() {
  [ -f "$here" ] || die 'run it as a file: sh FILE'
  for program in base64 cut flock getent id readlink sed sha256sum stat systemctl uname; do
    command -v "$program" >/dev/null || die "$program is missing"
  done
  wanted=$(sed -n '3s/^# sha256 //p' "$here")
  [ "$(sed 1,3d "$here" | sha256sum | cut -c 1-64)" = "$wanted" ] ||
    die 'this file is damaged: its SHA-256 differs; nothing was changed'
  name=$(uname -n)
  [ "$name" = "$node" ] || [ "\${name%%.*}" = "$node" ] ||
    die "this is for $node, but the machine is $name; nothing was changed"
  [ "$(id -u)" = 0 ] || die 'only root can do this'
  { files && directories; } | while read -r _ owner team _; do
    id "$owner" >/dev/null 2>&1 || die "the user $owner is missing: create the machine anew from its document"
    getent group "$team" >/dev/null || die "the group $team is missing: create the machine anew from its document"
  done || exit 1
}

has() {
  [ -f "$path" ] && [ "$(stat -L -c '%a %U %G' "$path")" = "$mode $user $group" ] &&
    [ "$(sha256sum <"$path" | cut -c 1-64)" = "$sum" ]
}

payload() {
  sed -n "/^#@$1\$/,/^#@/{
    /^#@/d
    s/^#//p
  }" "$here" | base64 -d
}

to_disk() {
  sync "$1" 2>/dev/null || sync
}

# A wrong label harms nobody where SELinux is off or permissive: it is said, and the work goes on.
label() {
  ! command -v restorecon >/dev/null || restorecon -F "$1" ||
    warn "warning: the SELinux label of $1 may be wrong; look into it, then run restorecon -F $1"
}

# put NUMBER: under another name in the same directory, then renamed
put() {
  target=$path
  [ ! -L "$path" ] || target=$(readlink -f "$path")
  folder=\${target%/*}
  (umask 022 && mkdir -p "$folder") || return 1
  new=$folder/.clusterseed-apply
  rm -f "$new"
  payload "$1" >"$new" && [ "$(sha256sum <"$new" | cut -c 1-64)" = "$sum" ] &&
    chown "$user:$group" "$new" && chmod "$mode" "$new" && to_disk "$new" && mv -f "$new" "$target" && label "$target"
}

# want READERS: a list with commas, or -
want() {
  [ "$1" = - ] || printf '%s\n' "$1" | tr , '\n' >>"$work/wanted"
}

find_files() {
  while read -r mode user group sum number readers path; do
    has && continue
    sign='~'
    [ -e "$path" ] || sign=+
    echo "$sign $path"
    printf '%s\n' "$mode $user $group $sum $number $readers $path" >>"$work/files"
    want "$readers"
  done
}

find_directories() {
  while read -r mode user group path; do
    [ -d "$path" ] && [ "$(stat -L -c '%a %U %G' "$path")" = "$mode $user $group" ] && continue
    echo "+ $path/"
    printf '%s\n' "$mode $user $group $path" >>"$work/directories"
  done
}

find_symlinks() {
  while read -r path && read -r target; do
    [ "$(readlink "$path")" = "$target" ] && continue
    echo "+ $path -> $target"
    printf '%s\n' "$path" "$target" >>"$work/symlinks"
  done
}

find_units() {
  while read -r action unit; do
    case $action:$(systemctl is-enabled "$unit" 2>/dev/null) in
      mask:masked) ;;
      mask:* | enable:disabled | enable:masked | enable:not-found | enable:)
        echo "$action $unit"
        printf '%s\n' "$action $unit" >>"$work/units"
        [ "$action" = mask ] || want "$unit"
        ;;
    esac
  done
}

# The units to restart, in their order; a reload is enough unless the unit itself differs.
list_restarts() {
  order | while read -r how unit; do
    if grep -qxF "$unit" "$work/wanted"; then
      echo "$how $unit"
    elif grep -qxF "reload:$unit" "$work/wanted"; then
      echo "reload $unit"
    fi
  done
}

programs_now() {
  programs | while read -r program readers; do
    now=-
    [ ! -f "$program" ] || now=$(sha256sum <"$program" | cut -c 1-64)
    echo "$readers $now $program"
  done
}

make_directory() {
  (umask 022 && mkdir -p "$path") && chown "$user:$group" "$path" && chmod "$mode" "$path" && label "$path"
}

make_link() {
  (umask 022 && mkdir -p "\${path%/*}") && ln -sfn "$target" "$path.clusterseed-apply" &&
    mv -fT "$path.clusterseed-apply" "$path"
}

# What must survive when this is cut off: who is to be restarted, and what the programs were before.
remember() {
  (umask 022 && mkdir -p "$state") || return 1
  if [ ! -f "$sums" ]; then
    programs_now >"$sums.new" && mv -f "$sums.new" "$sums" || return 1
  fi
  sort -u "$work/wanted" >"$pending.new" && to_disk "$pending.new" && mv -f "$pending.new" "$pending"
}

place_all() {
  while read -r mode user group path; do
    make_directory || die "cannot make $path"
  done <"$work/directories"
  while read -r mode user group sum number readers path; do
    put "$number" || die "cannot write $path; run this again"
  done <"$work/files"
  while read -r path && read -r target; do
    make_link || die "cannot link $path"
  done <"$work/symlinks"
}

restart_pod() {
  command -v crictl >/dev/null || die "crictl is missing: restart the static pod $1 by hand, then run this again"
  ids=$(crictl ps -q --label "io.kubernetes.container.name=$1") || return 1
  for id in $ids; do crictl stop --timeout 30 "$id" >/dev/null || return 1; done
}

act() {
  case $1 in
    restart) systemctl restart "$2" ;;
    begin) systemctl restart --no-block "$2" ;;
    if-running) systemctl try-restart "$2" ;;
    reload) systemctl reload-or-restart "$2" ;;
    pod) restart_pod "\${2#pod:}" ;;
  esac
}

# New programs: whoever runs one that is another now is restarted too.
add_readers() {
  programs_now >"$work/sums"
  while read -r readers now program; do
    grep -qxF "$readers $now $program" "$sums" || { echo "~ $program" && want "$readers"; }
  done <"$work/sums"
  sort -u "$work/wanted" >"$pending"
}

restart_all() {
  systemctl daemon-reload || die 'systemctl daemon-reload failed; run this again'
  while read -r action unit; do
    systemctl "$action" "$unit" || die "systemctl $action $unit failed; run this again"
  done <"$work/units"
  while :; do
    list_restarts >"$work/restarts"
    read -r how unit <"$work/restarts" || break
    echo "$how $unit"
    act "$how" "$unit" </dev/null || die "$how $unit failed; look into it, then run this again"
    grep -vxF -e "$unit" -e "reload:$unit" "$work/wanted" >"$work/left"
    mv -f "$work/left" "$work/wanted"
    [ "$unit" != clusterseed-fetch.service ] || add_readers
    sort -u "$work/wanted" >"$pending"
  done
}

main() {
  case \${1-} in
    '') ;;
    --dry-run) dry=yes ;;
    --help | -h) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
  check
  work=$(mktemp -d) || die 'cannot make a temporary directory'
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM
  for list in wanted files directories symlinks units; do : >"$work/$list"; done
  exec 9>/run/clusterseed-apply.lock
  flock -n 9 || die 'another one is at work'
  directories | find_directories
  files | find_files
  symlinks | find_symlinks
  units | find_units
  [ ! -f "$pending" ] || cat "$pending" >>"$work/wanted"
  if [ "$dry" = yes ]; then
    list_restarts
    ! grep -qxF clusterseed-fetch.service "$work/wanted" ||
      echo 'then fetch what is new of the programs, and restart who runs them'
    echo 'a dry run: nothing was changed'
    exit 0
  fi
  if ! cat "$work"/* | grep -q .; then
    echo 'nothing differs'
    exit 0
  fi
  remember || die "cannot write to $state"
  place_all
  restart_all
  rm -f "$pending" "$sums"
  echo 'done'
}

main "$@"
exit
`.replaceAll('\\${', '${');
