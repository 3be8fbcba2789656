#!/usr/bin/env bash
# Compares symh with PyTorch and pandas on the same work. symh, Debian's PyTorch and another one, such as the newest wheel
# that check_torch2.sh installs, train the same networks by turns, PyTorch at its default settings. The table has the median
# windows per second, the ratio to the faster PyTorch with its spread, the peak memory, and the share of the speed of a large
# matrix product that symh reaches. Then bench_reading.py compares reading with pandas.
# usage: scripts/bench_peers.sh [ROUNDS] [SECONDS_A_RUN] [PYTHON]     (PYTHON: one that has the other PyTorch)
# Builds the benchmarks (run scripts/setup.sh first) and installs PyTorch and pandas from Debian if they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5} seconds=${2:-3}
pythons=(/usr/bin/python3 ${3:+"$3"})
if ! /usr/bin/python3 -c 'import numpy, pandas, torch' 2>/dev/null; then
  as_root=() && [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get install -y --no-install-recommends python3-torch python3-numpy python3-pandas >&2
fi
cmake --preset release -DSYMH_BENCHMARKS=ON >/dev/null
cmake --build --preset release --target symh bench_training bench_formats >/dev/null
# The same kernels of OpenBLAS for all: symh chooses those that suit the processor, PyTorch takes what OpenBLAS falls back on.
kernels=$(build/src/symh --version | sed -nE 's/^BLAS .*\((.*)\)$/\1/p')
[ -z "$kernels" ] || export OPENBLAS_CORETYPE=$kernels
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
    for peer in "${!pythons[@]}"; do
      "${pythons[$peer]}" scripts/bench_peers_training.py "$kind" "$units" "$steps" "$seconds" >"$results/theirs"
      cut -d' ' -f1 "$results/theirs" >>"$results/$name.peer$peer"
      cut -d' ' -f2 "$results/theirs" >>"$results/$name.peak$peer"
    done
    run "$filter" >"$results/ours.json"
    for what in windows flop peak; do counter "$what" <"$results/ours.json" >>"$results/$name.$what"; done
  done
  echo "round $round of $rounds" >&2
done

grep -m1 'model name' /proc/cpuinfo | cut -d: -f2
for peer in "${!pythons[@]}"; do
  "${pythons[$peer]}" -c 'import torch; print(torch.__version__)' >"$results/version$peer"
done
/usr/bin/python3 - "$results" <<'PYTHON'
import pathlib
import statistics
import sys

folder = pathlib.Path(sys.argv[1])


def numbers(name):
    return [float(line) for line in (folder / name).read_text().split()]


product = statistics.median(numbers("product"))
versions = [path.read_text().strip() for path in sorted(folder.glob("version*"))]
print(f"matrix product 1024: {product / 1e9:.0f} GFLOP/s; medians of {len(numbers('product'))} rounds, windows/s")
letters = "AB"[: len(versions)]
print(", ".join(f"{letter} = PyTorch {version}" for letter, version in zip(letters, versions)))
print("ratio to the faster one; share of the speed of the product; peak memory in MB")
print(f"{'training':14}{'symh':>9}{''.join(f'{letter:>9}' for letter in letters)}{'ratio':>6}{'(spread)':>13}"
      f"{'share':>6}{'symh':>6}{''.join(f'{letter:>6}' for letter in letters)}")
for ours in sorted(folder.glob("*.windows")):
    name = ours.stem
    mine = numbers(ours.name)
    peers = [numbers(f"{name}.peer{i}") for i in range(len(versions))]
    ratios = sorted(a / b for a, b in zip(mine, max(peers, key=statistics.median)))
    speeds = "".join(f"{statistics.median(values):9.0f}" for values in [mine, *peers])
    peaks = "".join(f"{statistics.median(numbers(f'{name}.peak{who}')) / 1e6:6.0f}" for who in ["", *range(len(peers))])
    share = statistics.median(numbers(f"{name}.flop")) / product
    spread = f"({ratios[0]:.1f} - {ratios[-1]:.1f})"
    print(f"{name:14}{speeds}{statistics.median(ratios):6.1f}{spread:>13}{share:6.0%}{peaks}")
PYTHON
scripts/bench_reading.py --repeats "$rounds"
