#!/usr/bin/env bash
# Fails on a formatting difference; with --tidy also on a clang-tidy warning, which takes a while and needs a
# configured build/ (scripts/test.sh leaves one).
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t sources < <(git ls-files 'src/*.cpp' 'src/*.h' 'tests/*.cpp' 'tests/*.h')
clang-format-14 --dry-run --Werror "${sources[@]}"
echo "lint: formatting is clean (${#sources[@]} files)"
if [ "${1:-}" != "--tidy" ]; then exit 0; fi
mapfile -t units < <(git ls-files 'src/*.cpp')
printf '%s\n' "${units[@]}" | xargs -P "$(nproc)" -n 4 clang-tidy-14 -p build --quiet --warnings-as-errors='*' 2>/dev/null
echo "lint: clang-tidy is clean (${#units[@]} files)"
