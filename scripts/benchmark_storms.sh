#!/usr/bin/env bash
# The storm benchmark: trains the ensembles of configs/storms-l1.toml and configs/indices.toml on the training storms, then
# scores them on a folder of other storms beside persistence, recovery, ridge and the ring-current models. Prints every
# score with its interval, by storm, phase and level, and the 5-95 % bands.
# usage: scripts/benchmark_storms.sh TRAIN_FOLDER TEST_FOLDER [OUTPUT_FOLDER]
#   e.g. scripts/benchmark_storms.sh ../shared/data/storms-5min/train ../shared/data/storms-5min/validation
# environment: SYMH=PROGRAM, and SETTINGS='KEY=VALUE ...' for more keys, such as SETTINGS='folds=4 seed=2'
# Build first (scripts/build.sh). The output folder also gets the forecasts as CSV, so that other programs can score them.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,8p' "$0" >&2; exit 2; }
train=$(realpath "$1") test=$(realpath "$2")
cd "$(dirname "$0")/.."
output=${3:-runs/benchmark}
symh=${SYMH:-build/src/symh}
mkdir -p "$output"
settings=()
read -ra given <<<"${SETTINGS:-}"
for setting in "${given[@]}"; do settings+=(--set "$setting"); done
for model in storms-l1 indices; do
  "$symh" train --config "configs/$model.toml" --set "data.train=[\"$train\"]" "${settings[@]}" --output "$output/$model" \
    --overwrite >"$output/$model-out-of-fold.txt"
  echo "== $model: trained on $1, verified on $2; scores out of fold are in $output/$model-out-of-fold.txt =="
  "$symh" evaluate --model "$output/$model" --data "$test" --quiet --forecasts "$output/$model.csv" \
    --report "$output/$model.html"
done
