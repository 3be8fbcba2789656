#!/usr/bin/env bash
# Puts a trained ensemble among the models that come with symh: data/models/NAME, without the folds and forecasts of the
# run. Shortens each path of data to its last two parts, because the folders above them exist on your machine only, and
# then writes the checksums of the files anew.
# usage: scripts/bundle_model.sh RUN
set -euo pipefail
[ $# -eq 1 ] || { sed -n '2,5p' "$0" >&2; exit 2; }
run=$(realpath "$1")
cd "$(dirname "$0")/.."
name=$(sed -nE 's/^ "name": "([a-z0-9-]+)",$/\1/p' "$run/card.json")
[ -n "$name" ] || { echo "bundle_model: $1 has no card.json with a name: give the run folder of an ensemble" >&2; exit 3; }
target=data/models/$name
rm -rf "$target"
mkdir -p "$target"
cp -r "$run"/{ensemble.json,members,card.json,card.md,config.toml} "$target"
saved=(ensemble.json card.json members)
if [ -e "$run/errors.safetensors" ]; then  # of an ensemble with bands
  cp "$run/errors.safetensors" "$target"
  saved+=(errors.safetensors)
fi
find "$target" -name '*.json' -o -name '*.toml' | xargs sed -Ei "s#(\\\\?\"|')/[^\"'\\\\]*/([^/\"'\\\\]+/[^/\"'\\\\]+)(\\\\?\"|')#\1\2\3#g"
(cd "$target" && find "${saved[@]}" -type f | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
du -sh "$target"
