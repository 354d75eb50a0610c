# shellcheck shell=bash
# Sourced by the other scripts: what they share. Changes into the checkout's root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Prints one sentence and ends with the code for "the world failed".
fail() {
  echo "$(basename "$0"): $*" >&2
  exit 3
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Installs the Debian packages that are missing; asks the archive only when one is.
need_packages() {
  local missing=() name
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  echo "installing ${missing[*]}" >&2
  as_root apt-get update -qq >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o Dpkg::Options::=--force-confold "${missing[@]}" >/dev/null ||
    fail "apt-get could not install ${missing[*]}"
}

# Installs the locked npm packages when the lock has changed, and compiles when a source has.
need_build() {
  command -v npm >/dev/null || fail "npm is missing: install Node.js 20 or newer"
  if ! cmp -s package-lock.json node_modules/.lock-installed; then
    npm ci --no-audit --no-fund --loglevel=error >&2 || fail "npm ci failed"
    cp package-lock.json node_modules/.lock-installed
  fi
  if [ ! -e dist/.built ] || [ -n "$(find src tsconfig*.json -newer dist/.built -print -quit)" ]; then
    rm -rf dist
    npm run --silent build >&2 || fail "the compiler did not compile"
    touch dist/.built
  fi
}

# Runs vitest; with CLUSTERSEED_RESULTS set, leaves the counts there for .ci/run.
run_vitest() {
  local name=$1
  shift
  local reporters=(--reporter=default)
  if [ -n "${CLUSTERSEED_RESULTS:-}" ]; then
    reporters+=(--reporter=json "--outputFile.json=$CLUSTERSEED_RESULTS/$name.json")
  fi
  npx --no-install vitest run "${reporters[@]}" "$@"
}
