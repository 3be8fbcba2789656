#!/usr/bin/env bash
# Compares symh with PyTorch and pandas on the same work. symh and Debian's PyTorch at its default settings train the same
# networks by turns. The table has the median windows per second, the ratio with its spread, the peak memory, and the
# share of the speed of a large matrix product that symh reaches. Then bench_reading.py compares reading with pandas.
# usage: scripts/bench_peers.sh [ROUNDS] [SECONDS_A_RUN]
# Builds the benchmarks (run scripts/setup.sh first) and installs PyTorch and pandas from Debian if they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5} seconds=${2:-3}
if ! /usr/bin/python3 -c 'import numpy, pandas, torch' 2>/dev/null; then
  as_root=() && [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get install -y --no-install-recommends python3-torch python3-numpy python3-pandas >&2
fi
cmake --preset release -DSYMH_BENCHMARKS=ON >/dev/null
cmake --build --preset release --target symh bench_training bench_formats >/dev/null
results=$(mktemp -d)
trap 'rm -r "$results"' EXIT

run() {  # FILTER: runs the one benchmark that fits the filter; prints JSON
  build/tests/bench/bench_training --benchmark_filter="$1" --benchmark_min_time="$seconds" \
    --benchmark_format=json 2>/dev/null
}
counter() {  # NAME: prints that counter of the JSON on stdin
  /usr/bin/python3 -c "import json, sys; print(json.load(sys.stdin)['benchmarks'][0]['$1'])"
}

for round in $(seq "$rounds"); do
  run '^product' | counter flop >>"$results/product"
  for work in "lstm 64 48" "lstm 128 144" "gru 64 48" "gru 128 144" "cnn 32 144" "cnn 64 288"; do
    read -r kind units steps <<<"$work"
    name="$kind-$units-$steps" filter="^training/${kind}_(onednn|auto)/$units/$steps/"
    /usr/bin/python3 scripts/bench_peers_training.py "$kind" "$units" "$steps" "$seconds" >"$results/theirs"
    cut -d' ' -f1 "$results/theirs" >>"$results/$name.peer"
    cut -d' ' -f2 "$results/theirs" >>"$results/$name.peer_peak"
    run "$filter" >"$results/ours.json"
    for what in windows flop peak; do counter "$what" <"$results/ours.json" >>"$results/$name.$what"; done
  done
  echo "round $round of $rounds" >&2
done

/usr/bin/python3 - "$results" <<'PYTHON'
import pathlib
import statistics
import sys

folder = pathlib.Path(sys.argv[1])


def numbers(name):
    return [float(line) for line in (folder / name).read_text().split()]


product = statistics.median(numbers("product"))
print(f"matrix product 1024: {product / 1e9:.0f} GFLOP/s; medians of {len(numbers('product'))} rounds")
print(f"{'training':14} {'symh':>12} {'PyTorch':>12} {'ratio':>6} {'(spread)':>14} {'of product':>11} {'peak':>12}")
print(f"{'':14} {'windows/s':>12} {'windows/s':>12} {'':33} {'MB, of both':>12}")
for peer in sorted(folder.glob("*.peer")):
    name = peer.stem
    ours, theirs = numbers(f"{name}.windows"), numbers(peer.name)
    ratios = sorted(a / b for a, b in zip(ours, theirs))
    peaks = [statistics.median(numbers(f"{name}.{kind}")) / 1e6 for kind in ("peak", "peer_peak")]
    share = statistics.median(numbers(f"{name}.flop")) / product
    print(f"{name:14} {statistics.median(ours):12.0f} {statistics.median(theirs):12.0f} "
          f"{statistics.median(ratios):6.1f} {f'({ratios[0]:.1f} - {ratios[-1]:.1f})':>14} {share:10.0%} "
          f"{peaks[0]:6.0f} {peaks[1]:5.0f}")
PYTHON
scripts/bench_reading.py --repeats "$rounds"
