#!/usr/bin/env bash
# Fails if clang-format would change a file; with --tidy also if clang-tidy warns of a file of src/, or of the named files.
# usage: scripts/lint.sh [--tidy [FILE.cpp...]]
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t sources < <(git ls-files 'src/*.cpp' 'src/*.h' 'tests/*.cpp' 'tests/*.h')
clang-format-14 --dry-run --Werror "${sources[@]}"
echo "lint: formatting is clean (${#sources[@]} files)"
if [ "${1:-}" != "--tidy" ]; then exit 0; fi
shift

# clang-tidy cannot read headers that g++ precompiled, so this configuration precompiles none.
cmake --preset release -B build-tidy -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON -DSYMH_TESTS=OFF >/dev/null

# Every check walks all of LibTorch's headers, again for each file that includes them. So the files of rooms with LibTorch
# get only the checks on moves, copies and conversions of values, without performance-unnecessary-value-param, which alone
# costs more than all of these. All other files get all checks of .clang-tidy.
tidy() {
  local options=(--extra-arg=-fno-openmp) said  # clang's OpenMP would need headers of its own
  if [[ $1 =~ ^src/(windows|models|training|experiments|saved|forecasting|exporting|centre|cli/commands)/ ]]; then
    options+=(--extra-arg-before=-include "--extra-arg-before=$PWD/scripts/tidy_vector.h"
      "--checks=-*,bugprone-use-after-move,bugprone-integer-division,bugprone-misplaced-widening-cast,$(
      )bugprone-dangling-handle,performance-for-range-copy,performance-move-const-arg,$(
      )performance-unnecessary-copy-initialization,performance-no-automatic-move,$(
      )modernize-use-override")
  fi
  # clang-tidy writes to stderr how many warnings it suppressed even without a finding, so print that only if it fails.
  said=$(clang-tidy-14 -p build-tidy --quiet --warnings-as-errors='*' "${options[@]}" "$1" 2>&1) ||
    { printf '%s\n' "$said" >&2; return 1; }
}
export -f tidy
units=("$@")
[ ${#units[@]} -gt 0 ] || mapfile -t units < <(git ls-files 'src/*.cpp')
printf '%s\n' "${units[@]}" | xargs -P "$(nproc)" -I{} bash -c 'tidy "$1"' tidy {}
echo "lint: clang-tidy is clean (${#units[@]} files)"
