#!/usr/bin/env bash
# Leads from a fresh machine to a verified forecast: installs packages, builds symh, trains on the bundled simulated sample,
# evaluates, forecasts, and writes runs/quickstart/report.html. Safe to run twice.
set -euo pipefail
cd "$(dirname "$0")/.."
./scripts/setup.sh --run-only
./scripts/build.sh -DSYMH_TESTS=OFF
symh=build/src/symh
sample=data/simulated-storms
"$symh" inspect "$sample"
"$symh" train --config configs/quickstart.toml --output runs/quickstart --overwrite
"$symh" evaluate --model runs/quickstart --data "$sample" --from 2001-03-15 \
  --report runs/quickstart/report.html --forecasts runs/quickstart/forecasts.csv
"$symh" predict --model runs/quickstart --data "$sample"
"$symh" export --model runs/quickstart --format torchscript --output runs/quickstart/model.pt
# SYM-H minutes late: simulated observatories, and the estimate from them.
rm -rf runs/quickstart/simulated
"$symh" simulate --output runs/quickstart/simulated --days 10 --storms-per-month 8 --stations
"$symh" index --stations runs/quickstart/simulated/stations --anchor "runs/quickstart/simulated/*.dat" \
  --report runs/quickstart/observatories.html
echo
echo "Open runs/quickstart/report.html in a browser. Its data are simulated; for observed data see 'Your own files' in README.md."
