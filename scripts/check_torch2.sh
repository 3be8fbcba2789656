#!/usr/bin/env bash
# Checks symh on the CPU with the LibTorch of PyTorch's Python wheels: installs each version of torch into a virtual
# environment, builds symh and its tests against it, and runs every test. Without arguments it takes the newest version and
# 2.7.1, the oldest whose wheel has the C++11 ABI of Debian's libraries.
# usage: scripts/check_torch2.sh [VERSION...]
# Needs the packages of scripts/setup.sh and python3-venv, and 7 GB a version in build-torch2/. Exit codes: 0 all tests passed
# with every version; 1 a build or a test failed; 2 wrong usage; 3 a torch could not be installed.
set -euo pipefail
stop() { echo "check_torch2: $2" >&2; exit "$1"; }
versions=("${@:-newest}")
[ $# -gt 0 ] || versions+=(2.7.1)
for version in "${versions[@]}"; do
  [[ $version =~ ^([0-9]+(\.[0-9]+)*|newest)$ ]] || stop 2 "'$version' is no version; give such as 2.7.1, or newest"
done
cd "$(dirname "$0")/.."

failed=()
for version in "${versions[@]}"; do
  folder=build-torch2/$version venv=build-torch2/$version/venv
  [ "$version" = newest ] && wanted=torch || wanted=torch==$version
  [ -x "$venv/bin/pip" ] || python3 -m venv "$venv" || stop 3 "no virtual environment: install python3-venv"
  echo "check_torch2: installing $wanted" >&2
  "$venv/bin/pip" install --quiet --upgrade "$wanted" numpy || stop 3 "$wanted could not be installed"
  libtorch=$("$venv/bin/python" -c 'import torch; print(torch.__path__[0])')
  # A GPU, if there is one, is for check_cuda.sh.
  export CUDA_VISIBLE_DEVICES=
  if cmake -S . -B "$folder/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DSYMH_WERROR=ON -DSYMH_BENCHMARKS=ON \
      -DCMAKE_PREFIX_PATH="$libtorch" && cmake --build "$folder/build" &&
      "$folder/build/src/symh" --version && ctest --test-dir "$folder/build" --output-on-failure -j "$(nproc)"; then
    echo "check_torch2: $wanted: all tests passed"
  else
    failed+=("$wanted")
  fi
done
[ ${#failed[@]} -eq 0 ] || stop 1 "failed with ${failed[*]}; the output is above"
