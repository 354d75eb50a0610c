import { readyPath } from '../../plan/versions.ts';

/** The script for a version whose API server says at another path that it is ready. */
export function reportScriptFor(version: string): string {
  return reportScript.replaceAll('/readyz', readyPath(version));
}

/**
 * Reports the first boot. Arguments: node name, list of steps, run directory, console. A step is a line
 * `name kind subject`: `oneshot UNIT`, `service UNIT` (which counts when two looks in a row find it active, and has
 * failed when it dies, until it stays up), `file PATH`, `ready URL` (the API server's readyz, asked at every fourth
 * look). Each look, every 5 s, costs one systemctl and writes status.json; each change of state is one console line:
 *
 *     clusterseed: node=icc-ctrl-1 step=fetch state=done seconds=12 detail=""
 *
 * `seconds` counts from when the step left `waiting`. What a step says of itself lies in RUN/detail/STEP. A step that
 * is done stays done; the last line is `step=all state=done` with the seconds since boot.
 */
export const reportScript = String.raw`#!/bin/sh
# Reports how far this boot has come.
set -u
node=$1
list=$2
run=$3
console=$4
mkdir -p "$run/detail" "$run/steps"
rm -f "$run"/steps/*
units=$(sed -n -e 's/^[^ ]* oneshot //p' -e 's/^[^ ]* service //p' "$list")
look=0

uptime() {
  cut -d . -f 1 /proc/uptime
}

detail() {
  [ -f "$run/detail/$name" ] || return
  tr '\n\t"\134' "  ''" <"$run/detail/$name" | tr -cd '[:print:]' | cut -c 1-160 | sed 's/ *$//'
}

line() {
  printf 'clusterseed: node=%s step=%s state=%s seconds=%s detail="%s"\n' "$node" "$@" |
    tee "$console" 2>/dev/null
}

judge_unit() {
  # shellcheck disable=SC2046 # unit, load, active, sub, ...
  set -- $(grep "^$subject " "$run/units") . . . .
  new=running
  case $3/$4 in
    active/*) if [ "$kind" = oneshot ] || [ "$last" = active ]; then new='done'; fi ;;
    failed/* | */auto-restart) new=failed ;;
    inactive/* | ./.) new=waiting ;;
    *) [ "$state" != failed ] || new=failed ;;
  esac
  last=$3
  if [ "$new" = failed ] && [ "$state" != failed ]; then
    systemctl show -p Result -p ExecMainStatus -p NRestarts "$subject" >"$run/detail/$name"
  fi
}

judge_ready() {
  [ $((look % 4)) = 0 ] || return
  if command -v curl >/dev/null; then
    code=$(curl -s --cacert /etc/kubernetes/pki/ca.crt --noproxy '*' -m 15 -o /dev/null -w '%{http_code}' "$subject")
  elif kubectl --kubeconfig /etc/kubernetes/addons.conf --request-timeout=15s get --raw=/readyz >/dev/null 2>&1; then
    code=200
  else
    code=000
  fi
  case $code in
    200) new='done' ;;
    000) new=waiting ;;
    *) new=running ;;
  esac
  echo "HTTP $code" >"$run/detail/$name"
}

look_at() {
  new=$state
  case $kind in
    file) [ ! -s "$subject" ] || new='done' ;;
    ready) judge_ready ;;
    *) judge_unit ;;
  esac
  now=$(uptime)
  [ "$state" != waiting ] || since=$now
  seconds=$((now - since))
  case $state/$new in failed/failed) ;; failed/* | */done) rm -f "$run/detail/$name" ;; esac
  if [ "$look" = 0 ] || [ "$new" != "$state" ]; then line "$name" "$new" "$seconds" "$(detail)"; fi
  state=$new
  echo "$state $since $seconds $last" >"$run/steps/$name"
}

while :; do
  all='done'
  steps=
  # shellcheck disable=SC2086 # one word for each unit
  systemctl list-units --all --plain --no-legend $units | sed 's/^[^a-z]*//' >"$run/units"
  while read -r name kind subject; do
    state=waiting
    since=0
    seconds=0
    last=none
    [ ! -f "$run/steps/$name" ] || read -r state since seconds last <"$run/steps/$name"
    [ "$state" = 'done' ] || look_at
    [ "$state" = 'done' ] || all=running
    steps="$steps,{\"name\":\"$name\",\"state\":\"$state\",\"seconds\":$seconds,\"detail\":\"$(detail)\"}"
  done <"$list"
  printf '{"node":"%s","state":"%s","uptime":%s,"steps":[%s]}\n' \
    "$node" "$all" "$(uptime)" "$(echo "$steps" | cut -c 2-)" >"$run/.status"
  mv -f "$run/.status" "$run/status.json"
  [ "$all" != 'done' ] || break
  look=$((look + 1))
  sleep 5
done
line all 'done' "$(uptime)" ''
`;
