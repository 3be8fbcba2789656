#!/usr/bin/env bash
# Measures what each part of the forecast is worth. Trains the CNN and the ridge regression of configs/storms-l1.toml with
# four folds, first with all parts, then with one part left out in turn. Prints the RMSE out of fold of each model alone
# and of both together. All variants use the same storms, folds and issue times. (The card of storms-l1 states what each
# of its members is worth.)
# usage: scripts/ablation.sh [STORMS_FOLDER ...]
#   e.g. scripts/ablation.sh ../shared/data/storms-5min/train ../shared/data/storms-5min/validation
# environment: OUTPUT=FOLDER, SYMH=PROGRAM, FOLDS=N, and SETTINGS='KEY=VALUE ...' for more keys, such as
#   SETTINGS='windows.stride="30m" seed=2'
# Build first (scripts/build.sh). A variant takes a few minutes on two cores. If you stop the script, run it again: it
# continues.
set -euo pipefail
storms=$(realpath "${@:-../shared/data/storms-5min/train}" | sed 's/.*/"&"/' | paste -sd,)
cd "$(dirname "$0")/.."
output=${OUTPUT:-runs/ablation} symh=${SYMH:-build/src/symh}
mkdir -p "$output"
clock='"hour_sin", "hour_cos", "doy_sin", "doy_cos"'
plain='"sym_h", "bx_gsm", "by_gsm", "bz_gsm", "b_total", "speed", "log_density", "log_temperature"'
masks='"density_missing", "bz_gsm_missing"'

read -ra given <<<"${SETTINGS:-}"
variant() {  # NAME SETTING...
  local name=$1 settings=()
  shift
  for setting in "${given[@]}" "$@"; do settings+=(--set "$setting"); done
  "$symh" train --config configs/storms-l1.toml --only cnn --only ridge --set "folds=${FOLDS:-4}" --set "data.train=[$storms]" "${settings[@]}" \
    --output "$output/$name" --resume >"$output/$name.txt" || return
  echo "== $name"
  sed -n '/RMSE without it/,/^$/p' "$output/$name.txt"
}

variant whole
variant without-physics 'windows.predict="change"' "windows.head=[\"last\", $clock]"
variant without-propagation-delay 'data.solar_wind_at="bow_shock"'
variant without-coupling-functions "windows.channels=[$plain, \"sqrt_pressure\", $masks]" \
  'physics.couplings=["vbs"]'
variant without-bank "windows.head=[\"last\", \"physics\", \"drive\", $clock]"
