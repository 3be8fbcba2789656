#!/usr/bin/env bash
# Fuzzes every reader of untrusted input (tests/fuzz) for MINUTES in all, as many side by side as there are cores, from the
# seeds in tests/fuzz/inputs. Fails if a reader breaks, and names the input: put it into tests/fuzz/inputs/READER/found-...,
# where the ordinary tests read it for good. What grows the coverage is kept in build-fuzz/corpus.
# usage: scripts/fuzz.sh MINUTES [READER...]
# environment: FUZZ_SEED=N draws the same inputs each time, from the seeds alone;
#              FUZZ_MODELS=OFF leaves out model folders and a centre's configuration, whose readers take long to compile
set -euo pipefail
[ $# -ge 1 ] && [[ $1 =~ ^[0-9]+$ ]] || { sed -n '2,7p' "$0" >&2; exit 2; }
minutes=$1
shift
cd "$(dirname "$0")/.."
command -v clang++-14 >/dev/null || { echo "fuzz: SKIPPED: clang++-14 is not there (scripts/setup.sh installs it)"; exit 0; }
cmake --preset fuzz -D SYMH_FUZZ_MODELS="${FUZZ_MODELS:-ON}" >/dev/null
cmake --build --preset fuzz
program=$PWD/build-fuzz/symh_fuzz
export program
export LSAN_OPTIONS=suppressions=$PWD/cmake/leaks.supp:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1
readers=("$@")
[ $# -gt 0 ] || mapfile -t readers < <("$program" --targets)
cores=$(nproc)
export seconds=$(((minutes * 60 * cores + ${#readers[@]} - 1) / ${#readers[@]}))
echo "fuzz: ${#readers[@]} readers, $seconds s each, $cores at a time"

fuzz_one() {
  local reader=$1 corpus=build-fuzz/corpus/$1 found=build-fuzz/found
  [ -z "${FUZZ_SEED:-}" ] || rm -rf "$corpus"
  mkdir -p "$corpus" "$found"
  if ! SYMH_FUZZ_TARGET=$reader "$program" "$corpus" "tests/fuzz/inputs/$reader" -max_total_time="$seconds" -max_len=20000 \
    -timeout=60 -rss_limit_mb=2048 -artifact_prefix="$found/$reader-" -print_final_stats=1 \
    -seed="${FUZZ_SEED:-0}" \
    >"build-fuzz/$reader.log" 2>&1; then
    tail -n 40 "build-fuzz/$reader.log" >&2
    echo "fuzz: $reader BROKE; the input is in $found" >&2
    return 1
  fi
  echo "fuzz: $reader: $(sed -n 's/^stat::number_of_executed_units: *//p' "build-fuzz/$reader.log") inputs"
}
export -f fuzz_one
printf '%s\n' "${readers[@]}" | xargs -P "$cores" -I{} bash -c 'fuzz_one "$1"' fuzz {}
