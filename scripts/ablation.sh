#!/usr/bin/env bash
# What each part of the forecast is worth: trains the CNN and the ridge regression of configs/storms-l1.toml with four
# folds (FOLDS=), whole and with one part taken out, and prints for each their RMSE out of fold, alone and together. All
# on the same storms, folds and issue times. What each kind of member is worth stands on the card of the whole ensemble.
# usage: scripts/ablation.sh [STORMS_FOLDER ...] ; output folder by OUTPUT=, binary by SYMH=, and by SETTINGS= what else
# to --set, such as SETTINGS='windows.stride="30m" seed=2'
#   e.g. scripts/ablation.sh ../shared/data/storms-5min/train ../shared/data/storms-5min/validation
# Build first (scripts/build.sh). A few minutes a variant on two cores; run again to go on.
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
