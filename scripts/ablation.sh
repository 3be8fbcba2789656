#!/usr/bin/env bash
# Measures what each part of the forecast is worth: trains the CNN and the ridge regression of configs/storms-l1.toml with
# four folds (FOLDS=), first whole, then with one part taken out, and prints the RMSE out of fold of each, alone and
# together. All variants use the same storms, folds and issue times. The card of the whole ensemble says what each kind of
# member is worth.
# usage: scripts/ablation.sh [STORMS_FOLDER ...]
# environment: OUTPUT=FOLDER, SYMH=PROGRAM, FOLDS=N, and SETTINGS= more keys, such as SETTINGS='windows.stride="30m" seed=2'
#   e.g. scripts/ablation.sh ../shared/data/storms-5min/train ../shared/data/storms-5min/validation
# Build first (scripts/build.sh). A variant takes a few minutes on two cores; run it again to continue.
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
