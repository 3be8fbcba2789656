#!/usr/bin/env bash
# Fuzzes every reader of untrusted input (tests/fuzz), as many side by side as there are cores, from the seeds in
# tests/fuzz/inputs. Fails if a reader breaks, and names the input: put it into tests/fuzz/inputs/READER/found-..., where the
# ordinary tests read it for good. What grows the coverage is kept in build-fuzz/corpus.
# usage: scripts/fuzz.sh MINUTES [READER...]      all readers together for MINUTES, in the build with AddressSanitizer
#        scripts/fuzz.sh --inputs N [READER...]   N inputs for each reader in the fast build, without AddressSanitizer; the
#                                                 other build then reads all that grew the coverage
# environment: FUZZ_SEED=N draws the same inputs each time, from the seeds alone;
#              FUZZ_MODELS=OFF leaves out model folders and a centre's configuration, whose readers take long to compile
set -euo pipefail
minutes=0 inputs=0
if [ "${1:-}" = --inputs ]; then
  shift
  inputs=${1:-}
else
  minutes=${1:-}
fi
[[ "$minutes $inputs" =~ ^(0\ [1-9][0-9]*|[1-9][0-9]*\ 0)$ ]] || { sed -n '2,9p' "$0" >&2; exit 2; }
shift
cd "$(dirname "$0")/.."
command -v clang++-14 >/dev/null || { echo "fuzz: SKIPPED: clang++-14 is not there (scripts/setup.sh installs it)"; exit 0; }
presets=(fuzz)
[ "$inputs" -eq 0 ] || presets+=(fuzz-fast)
for preset in "${presets[@]}"; do
  cmake --preset "$preset" -D SYMH_FUZZ_MODELS="${FUZZ_MODELS:-ON}" >/dev/null
  cmake --build --preset "$preset"
done
export inputs
export LSAN_OPTIONS=suppressions=$PWD/cmake/leaks.supp:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1
[ ! -d /dev/shm ] || export TMPDIR=/dev/shm
readers=("$@")
[ $# -gt 0 ] || mapfile -t readers < <(build-fuzz/symh_fuzz --targets)
cores=$(nproc)
export seconds=$(((minutes * 60 * cores + ${#readers[@]} - 1) / ${#readers[@]}))
each="$seconds s"
[ "$inputs" -eq 0 ] || each="$inputs inputs"
echo "fuzz: ${#readers[@]} readers, $each each, $cores at a time"

# run_fuzzer READER PROGRAM LOG ARGUMENT...: fails, with the end of the log, if the reader breaks. libFuzzer looks for leaks
# once, at the end: UDUNITS loses some bytes with each unit that it does not know.
run_fuzzer() {
  local reader=$1 program=$2 log=$3
  shift 3
  SYMH_FUZZ_TARGET=$reader "$program" -artifact_prefix="build-fuzz/found/$reader-" -detect_leaks=0 -rss_limit_mb=2048 \
    -print_final_stats=1 "$@" >"$log" 2>&1 && {
    rm -f "build-fuzz/found/$reader"-crash-*  # of child processes that a library crashed
    return 0
  }
  tail -n 40 "$log" >&2
  echo "fuzz: $reader BROKE; the input is in build-fuzz/found" >&2
  return 1
}

# fuzz_for_seconds READER SEEDS
fuzz_for_seconds() {
  local log=build-fuzz/$1.log
  run_fuzzer "$1" build-fuzz/symh_fuzz "$log" "build-fuzz/corpus/$1" "$2" -max_total_time="$seconds" -max_len=20000 \
    -timeout=60 -seed="${FUZZ_SEED:-0}" || return 1
  echo "fuzz: $1: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs"
}

# fuzz_inputs READER SEEDS: the libraries that read NetCDF crash on damaged files, for which symh has a child process. The
# fast build has none, so libFuzzer restarts after each crash; the other build must then withstand the same inputs.
fuzz_inputs() {
  local reader=$1 log=build-fuzz/$1-fast.log crashes=build-fuzz/crashes/$1 begin=$SECONDS restart=()
  local longest_seed
  longest_seed=$(find "$2" -type f -printf '%s\n' | sort -n | tail -1)
  rm -rf "$crashes"
  mkdir -p "$crashes"
  [ "$reader" != netcdf ] || restart=(-fork=1 -ignore_crashes=1 -ignore_ooms=1 -ignore_timeouts=1 -artifact_prefix="$crashes/")
  run_fuzzer "$reader" build-fuzz-fast/symh_fuzz "$log" "build-fuzz/corpus/$reader" "$2" -runs="$inputs" \
    -max_len=$((longest_seed > 2000 ? longest_seed : 2000)) -timeout=20 -reload=0 -entropic=0 -seed="${FUZZ_SEED:-0}" \
    "${restart[@]}" || return 1
  local took=$((SECONDS - begin)) library=""
  run_fuzzer "$reader" build-fuzz/symh_fuzz "build-fuzz/$reader.log" "build-fuzz/corpus/$reader" "$2" "$crashes" -runs=0 \
    -timeout=60 || return 1
  [ "$reader" != netcdf ] || library=", and $(find "$crashes" -type f | wc -l) that made a library crash"
  echo "fuzz: $reader: $inputs inputs in $took s; $(find "build-fuzz/corpus/$reader" -type f | wc -l) of them read again with" \
    "AddressSanitizer$library"
}

fuzz_one() {
  local reader=$1 corpus=build-fuzz/corpus/$1
  [ -z "${FUZZ_SEED:-}" ] || rm -rf "$corpus"
  mkdir -p "$corpus" build-fuzz/found
  if [ "$inputs" -gt 0 ]; then
    fuzz_inputs "$reader" "tests/fuzz/inputs/$reader"
  else
    fuzz_for_seconds "$reader" "tests/fuzz/inputs/$reader"
  fi
}
export -f run_fuzzer fuzz_for_seconds fuzz_inputs fuzz_one
printf '%s\n' "${readers[@]}" | xargs -P "$cores" -I{} bash -c 'fuzz_one "$1"' fuzz {}
