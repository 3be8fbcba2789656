#!/usr/bin/env bash
# Replays a simulated year through the whole forecast centre (sources, log, products, page, alerts) with random faults:
# sources that fail in thirteen ways or are silent, kills, a full disk, clock jumps, two runs at once, a webhook that
# fails, a damaged model. Checks after every run that nothing is lost, doubled, half written, wrong or told to strangers.
# Prints its counts; exits with 1 if a check fails.
# usage: scripts/soak.sh [--quick] [--runs N] [--days N] [--seed N] [--fault-share S]
#   --quick: six days in about 30 runs, of which about 70 % have a fault
# environment: SYMH=PROGRAM (default build/src/symh)
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
export SYMH=${SYMH:-$top/build/src/symh}
options=("$@")
[ "${1:-}" != "--quick" ] || options=(--days 6 --runs 40 --fault-share 0.7 "${@:2}")
[ -x "$SYMH" ] || { echo "soak: $SYMH is not a program; build first: scripts/build.sh" >&2; exit 2; }
/usr/bin/python3 -c 'import jsonschema' 2>/dev/null || { echo "soak: python3-jsonschema is not installed; run scripts/setup.sh" >&2; exit 2; }

# The small disk is mounted in a private namespace, so that it vanishes with this script, however the script ends.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/state"
soak='[ -z "$DISK" ] || mount -t tmpfs -o "size=$DISK" soak "$1/state" || exit 9
exec /usr/bin/python3 "$0" --symh "$SYMH" --folder "$@"'
run() { "$@" bash -c "$soak" "$top/tests/soak/soak.py" "$folder" "${options[@]}"; }

for own_mounts in "unshare --mount" "unshare --mount --user --map-root-user"; do
  if DISK=1m $own_mounts bash -c 'mount -t tmpfs -o "size=$DISK" soak "$0"' "$folder/state" 2>/dev/null; then
    DISK=300m run $own_mounts
    exit
  fi
done
echo "soak: cannot mount a small disk here; limits the size of files instead of filling a disk" >&2
DISK='' run env
