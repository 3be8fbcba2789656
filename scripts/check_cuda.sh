#!/usr/bin/env bash
# Checks symh on a GPU: builds against a LibTorch 2.x with CUDA in a folder of its own, runs the tests there, then trains
# the same network for the same epochs on the CPU and on the GPU and prints both times and losses.
# usage: scripts/check_cuda.sh LIBTORCH_FOLDER       (unpacked from pytorch.org, the C++11 ABI build, with CUDA)
# The other packages are those of scripts/setup.sh. oneDNN is left out: such a LibTorch brings one of its own inside.
set -euo pipefail
[ $# -eq 1 ] || { sed -n '2,6p' "$0" >&2; exit 2; }
libtorch=$(realpath "$1")
[ -e "$libtorch/share/cmake/Torch/TorchConfig.cmake" ] ||
  { echo "check_cuda: $1 is not an unpacked LibTorch: it has no share/cmake/Torch/TorchConfig.cmake" >&2; exit 3; }
cd "$(dirname "$0")/.."
build=build-cuda
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$libtorch" -DSYMH_ONEDNN=OFF
cmake --build "$build"
symh=$build/src/symh
"$symh" --version | tee "$build/version.txt"
grep -q '^device cuda' "$build/version.txt" ||
  { echo "check_cuda: this LibTorch sees no CUDA device; look at nvidia-smi and at the driver's version" >&2; exit 1; }
ctest --test-dir "$build" --output-on-failure -j "$(nproc)"

[ -e "$build/storms" ] || "$symh" simulate --output "$build/storms" --days 720 --quiet
for device in cpu cuda; do
  "$symh" train --config configs/quickstart.toml --device "$device" --overwrite --output "$build/$device" --quiet \
    --set "data.train=[\"$PWD/$build/storms\"]" --set model.units=128 --set training.epochs=3 --set training.patience=0 \
    >"$build/$device.txt"
  echo "== $device"
  cat "$build/$device/history.csv"
done
echo "check_cuda: done; the losses above should agree to about 1 %"
