#!/usr/bin/env bash
# Checks symh on a GPU: builds it in build-cuda against a LibTorch 2.x with CUDA, runs the tests there, trains the same
# network on the CPU and on the GPU, compares the losses, and prints how fast both train.
# usage: scripts/check_cuda.sh LIBTORCH       a folder unpacked from pytorch.org, the C++11 ABI build with CUDA,
#        scripts/check_cuda.sh PYTHON         or a python that has torch 2.x with CUDA, such as venv/bin/python
# Needs the CUDA toolkit of that LibTorch and the packages of scripts/setup.sh. Exit codes: 0 all checks passed; 1 the build
# or a test failed, or the losses differ; 2 wrong usage; 3 no usable LibTorch; 4 no GPU, nothing was checked.
set -euo pipefail
stop() { echo "check_cuda: $2" >&2; exit "$1"; }
[ $# -eq 1 ] || { sed -n '2,7p' "$0" >&2; exit 2; }

# An empty CUDA_VISIBLE_DEVICES hides every GPU.
if [ -z "${CUDA_VISIBLE_DEVICES-all}" ] || ! nvidia-smi -L 2>/dev/null | grep '^GPU' >/dev/null; then
  stop 4 "nvidia-smi sees no GPU here, so nothing was checked; look at nvidia-smi and CUDA_VISIBLE_DEVICES"
fi

if [ -d "$1" ]; then
  libtorch=$(realpath "$1")
else
  command -v "$1" >/dev/null || stop 3 "$1 is neither a folder nor a program; give an unpacked LibTorch, or a python"
  libtorch=$("$1" -c 'import torch; print(torch.__path__[0])' 2>/dev/null) ||
    stop 3 "$1 has no torch; install it there, or give an unpacked LibTorch"
  # The Python wheels put NCCL's header into a separate wheel.
  export CPLUS_INCLUDE_PATH="$libtorch/../nvidia/nccl/include${CPLUS_INCLUDE_PATH:+:$CPLUS_INCLUDE_PATH}"
fi
config=$libtorch/share/cmake/Torch/TorchConfig.cmake
version=$libtorch/include/torch/csrc/api/include/torch/version.h
[ -e "$config" ] || stop 3 "$libtorch is not an unpacked LibTorch: it has no share/cmake/Torch/TorchConfig.cmake"
[ -e "$libtorch/lib/libtorch_cuda.so" ] || stop 3 "$libtorch is a LibTorch without CUDA; take one with CUDA"
if grep -q 'CXX11_ABI=0' "$config"; then
  stop 3 "$libtorch has the old C++ ABI, and Debian's libraries have the new one; take the C++11 ABI build"
fi
if grep -q 'TORCH_VERSION_MAJOR [01]$' "$version" 2>/dev/null; then stop 3 "$libtorch is older than LibTorch 2"; fi

cd "$(dirname "$0")/.."
build="build-cuda"
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$libtorch" -DSYMH_BENCHMARKS=ON
cmake --build "$build"
symh=$build/src/symh
"$symh" --version | tee "$build/version.txt"
grep -q '^device cuda' "$build/version.txt" ||
  stop 1 "there is a GPU, but this LibTorch sees none; its CUDA may be newer than the driver: compare with nvidia-smi"
tests=passed
ctest --test-dir "$build" --output-on-failure -j "$(nproc)" || tests=failed  # the losses and speeds tell more

# The losses and the seconds an epoch of one network, by device and precision.
[ -e "$build/storms" ] || "$symh" simulate --output "$build/storms" --days 720 --quiet
losses=$build/losses.txt
printf 'device precision train_loss validation_loss seconds_an_epoch\n' >"$losses"
for run in cpu:float32 cuda:float32 cuda:bf16; do
  device=${run%:*} precision=${run#*:}
  "$symh" train --config configs/quickstart.toml --device "$device" --overwrite --output "$build/$device-$precision" --quiet \
    --set "data.train=[\"$PWD/$build/storms\"]" --set model.units=128 --set training.epochs=3 \
    --set training.patience=0 --set model.dropout=0 --set training.precision="$precision" >"$build/$device-$precision.txt"
  awk -F, -v device="$device" -v precision="$precision" \
    'NR > 1 {seconds += $6; train = $2; validation = $3}
     END {print device, precision, train, validation, seconds / (NR - 1)}' "$build/$device-$precision/history.csv" >>"$losses"
done
awk '{printf "%-8s%-11s%-13s%-17s%s\n", $1, $2, $3, $4, $5}' "$losses"
awk 'NR == 2 {cpu = $4}
     NR > 2 && ($4 > 1.03 * cpu || $4 < 0.97 * cpu) {
       printf "check_cuda: %s %s: the validation loss %s is not within 3 %% of the %s of the CPU\n", $1, $2, $4, cpu
       wrong = 1
     }
     END {exit wrong}' "$losses" >&2 || losses=differ

# The speed of training steps with batches of 256 windows, by network, device, precision, and how batches reach the device.
"$build/tests/bench/bench_training" --benchmark_filter='^device/' --benchmark_counters_tabular=true
[ "$tests" = passed ] || stop 1 "a test failed; its output is above"
[ "$losses" != differ ] || exit 1
echo "check_cuda: all is well"
