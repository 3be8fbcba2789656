#!/usr/bin/env bash
# Fails on a formatting difference or a clang-tidy warning. Needs a configured build/ (scripts/test.sh leaves one).
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t sources < <(git ls-files 'src/*.cpp' 'src/*.h' 'tests/*.cpp' 'tests/*.h')
clang-format-14 --dry-run --Werror "${sources[@]}"
echo "lint: formatting is clean (${#sources[@]} files)"
mapfile -t units < <(git ls-files 'src/*.cpp')
printf '%s\n' "${units[@]}" | xargs -P "$(nproc)" -n 4 clang-tidy-14 -p build --quiet --warnings-as-errors='*' 2>/dev/null
echo "lint: clang-tidy is clean (${#units[@]} files)"
