/**
 * The downloader: POSIX sh, needs curl, wget or python3. Arguments: plan, state directory, run directory, longest
 * pause in seconds. It tries for ever, one pass over all that is missing after the other, and asks the mirrors of
 * each download in turn. What is in place already is not asked for. A file appears under its own name only when
 * it is whole, has the right SHA-256 and is on disk; after a power cut curl goes on where it was.
 */
export const fetchScript = String.raw`#!/bin/sh
# Puts every program of the plan in place, checked by its SHA-256; tries for ever.
set -u
umask 022
plan=$1
state=$2/fetched
detail=$3/detail/fetch
longest=$4
mkdir -p "$state" "$3/detail"

say() {
  echo "$name $version: $*" | tee "$detail"
}

has_sum() {
  [ -f "$1" ] && [ "$(sha256sum <"$1" | cut -c 1-64)" = "$2" ]
}

in_place() {
  if [ "$kind" = file ]; then
    has_sum "$target" "$sha" && chmod "$items" "$target"
  else
    [ "$(head -n 1 "$state/$name" 2>/dev/null)" = "$sha" ] &&
      tail -n +2 "$state/$name" | sha256sum -c >/dev/null 2>&1
  fi
}

get() {
  if command -v curl >/dev/null; then
    curl -fsSL --connect-timeout 20 --speed-limit 512 --speed-time 60 -C - -o "$part" "$url"
  elif command -v wget >/dev/null; then
    wget -q -T 60 -O "$part" "$url"
  else
    python3 -c 'import socket, sys, urllib.request
socket.setdefaulttimeout(60)
urllib.request.urlretrieve(sys.argv[1], sys.argv[2])' "$url" "$part"
  fi 2>&1 </dev/null
}

# A part that was begun earlier may not fit what this address sends: then once more from the start.
get_part() {
  while :; do
    begun=no
    [ ! -s "$part" ] || begun=yes
    if problem=$(get); then
      problem=
      if has_sum "$part" "$sha"; then return; fi
      problem='the SHA-256 differs'
    else
      case $problem in *' 416'* | *'(33)'* | *'(36)'*) ;; *) return 1 ;; esac
    fi
    rm -f "$part"
    [ "$begun" = yes ] || return 1
  done
}

to_disk() {
  sync "$1" 2>/dev/null || sync
}

# place FILE MODE TARGET: on disk first, then under its name. What restorecon cannot label it says itself, in the journal.
place() {
  chmod "$2" "$1" && to_disk "$1" && mv -f "$1" "$3" || return 1
  ! command -v restorecon >/dev/null || restorecon -F "$3" || true
}

unpack() {
  rm -rf "$part.d"
  mkdir "$part.d" && tar -xzof "$part" -C "$part.d" || return 1
  echo "$sha" >"$state/.$name"
  echo "$items" | tr , '\n' | while IFS='=' read -r member file; do
    place "$part.d/$member" 0755 "$target/$file" || exit 1
    sha256sum "$target/$file" >>"$state/.$name" || exit 1
  done || return 1
  to_disk "$target"
  place "$state/.$name" 0644 "$state/$name" && rm -rf "$part" "$part.d"
}

obtain() {
  if in_place; then return; fi
  directory=$target
  [ "$kind" != file ] || directory=$(dirname "$target")
  part=$directory/.clusterseed-$name-$sha
  mkdir -p "$directory" || return 1
  if ! has_sum "$part" "$sha"; then
    for url in $urls; do
      say "from $url"
      if get_part; then break; fi
      say "from $url: $problem"
    done
    [ -z "$problem" ] || return 1
  fi
  if [ "$kind" = file ]; then
    place "$part" "$items" "$target" && to_disk "$directory"
  else
    unpack
  fi || {
    say 'cannot be put in place'
    return 1
  }
  say 'in place'
}

finished=' '
pause=1
while :; do
  left=0
  while read -r name version sha kind target items urls; do
    case $name in '#') continue ;; esac
    case $finished in *" $name "*) continue ;; esac
    problem=
    if obtain; then finished="$finished$name "; else left=$((left + 1)); fi
  done <"$plan"
  [ "$left" -gt 0 ] || break
  echo "$left missing, next try in $pause s"
  sleep "$pause"
  pause=$((pause * 2))
  [ "$pause" -le "$longest" ] || pause=$longest
done
`;
