#!/usr/bin/env bash
# Runs the tests of every room with sanitizers, then the whole suite beside eight busy processes and in random order. It
# takes hours; each part stands for itself. Fails if any test of a part fails.
# usage: scripts/check_all.sh [PART...]
#   PART is a number from 1 to 7 (rooms and sanitizer, see below), stress (the whole suite in build/, eight tests at a time:
#   three times beside eight busy processes, then once in random order), or today (the numbered part of this day of the
#   week, as CI runs it). Without a PART: all.
# environment: CHECK_DAY=N takes day N (1 is Monday) for today
set -euo pipefail
cd "$(dirname "$0")/.."

# AddressSanitizer and UndefinedBehaviorSanitizer over all rooms; ThreadSanitizer over the rooms that start threads.
parts=(
  "asan core series physics stations config formats"
  "asan job sources verification trajectories products centre_record saved_cards reporting"
  "asan windows models"
  "asan training saved exporting"
  "asan forecasting experiments centre fuzz"
  "asan cli"
  "tsan core training sources centre"
)
export LSAN_OPTIONS=suppressions=$PWD/cmake/leaks.supp:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS=suppressions=$PWD/cmake/races.supp:ignore_noninstrumented_modules=1

every_room_is_in_a_part() {
  local room rooms
  rooms=$(sed -n 's/^symh_test(\([^ )]*\).*/\1/p' tests/CMakeLists.txt | tr / _)
  [ -n "$rooms" ] || { echo "check_all: found no rooms in tests/CMakeLists.txt" >&2; return 1; }
  for room in $rooms; do
    [[ " ${parts[*]/#tsan*/} " == *" $room "* ]] || { echo "check_all: no part has the tests of $room" >&2; return 1; }
  done
}

sanitized() {
  local part=$1 preset=${1%% *} room failed=()
  local rooms=(${part#* })
  echo "check_all: $part"
  cmake --preset "$preset" >/dev/null
  cmake --build --preset "$preset" --target "${rooms[@]/#/test_}"
  for room in "${rooms[@]}"; do
    "build-$preset/tests/test_$room" --gtest_brief=1 || [ $? = 77 ] || failed+=("$room")  # 77: a test was skipped
  done
  [ ${#failed[@]} -eq 0 ] || { echo "check_all: $preset FAILED in: ${failed[*]}" >&2; return 1; }
}

busy=()
calm() { [ ${#busy[@]} -eq 0 ] || kill "${busy[@]}" 2>/dev/null || true; busy=(); }
trap calm EXIT

stress() {
  local i
  for i in 1 2 3 4 5 6 7 8; do
    (while :; do :; done) &
    busy+=($!)
  done
  for i in 1 2 3; do
    echo "check_all: the whole suite beside eight busy processes, $i of 3"
    ctest --test-dir build -j 8 --timeout 1500 --output-on-failure
  done
  calm
  echo "check_all: the whole suite in random order, eight tests at a time"
  ctest --test-dir build -j 8 --schedule-random --timeout 1500 --output-on-failure
}

every_room_is_in_a_part
[ $# -gt 0 ] || set -- $(seq ${#parts[@]}) stress
for part in "$@"; do
  [ "$part" != today ] || part=${CHECK_DAY:-$(date -u +%u)}
  case $part in
    stress) stress ;;
    [1-7]) sanitized "${parts[part - 1]}" ;;
    *) echo "check_all: '$part' is no part; give numbers from 1 to ${#parts[@]}, stress or today" >&2; exit 2 ;;
  esac
done
