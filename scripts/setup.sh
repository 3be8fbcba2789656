#!/usr/bin/env bash
# Installs the packages that symh needs on Debian 12, from the one list of them. Safe to run twice.
# usage: scripts/setup.sh [--run-only]     (root, or a user with sudo; --run-only: without the packages of the tests)
set -euo pipefail
cd "$(dirname "$0")/.."

build_packages=(
  g++ cmake ninja-build ccache pkg-config
  libtorch-dev libcli11-dev libfmt-dev libspdlog-dev libtomlplusplus-dev nlohmann-json3-dev libvalijson-dev
  libarchive-dev libssl-dev libcurl4-openssl-dev libsqlite3-dev libdnnl-dev libgloo-dev libnetcdf-dev libudunits2-dev zlib1g-dev
  libxgboost-dev xgboost    # its CMake files need the program too
  libonnx-dev libprotobuf-dev
  libopenblas0-pthread      # Debian's default reference BLAS makes LibTorch about 10 times slower
  libjs-dygraphs            # reports embed this plotting library
)
test_packages=(
  libgtest-dev libgmock-dev libbenchmark-dev netcdf-bin clang-14 libclang-rt-14-dev clang-format-14 clang-tidy-14
  python3-torch python3-numpy
  python3-jsonschema chromium
)

packages=("${build_packages[@]}")
tests=$([ "${1:-}" = "--run-only" ] || echo yes)
if [ -n "$tests" ]; then
  packages+=("${test_packages[@]}")
  command -v node >/dev/null || packages+=(nodejs)    # a Node.js from elsewhere is good enough
  command -v npm >/dev/null || packages+=(npm)
fi

# Installs ONNX Runtime below build/. The tests run exported files with it; without it they skip them.
install_onnx_runtime() {
  local source=tests/exporting/package.json folder=build/node
  cmp -s "$source" "$folder/package.json" && [ -d "$folder/node_modules/onnxruntime-node" ] && return
  mkdir -p "$folder"
  cp "$source" "$folder/package.json"
  # --ignore-scripts: the package's script downloads CUDA libraries; the package itself has the libraries for the CPU.
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --silent ||
    echo "setup: onnxruntime-node could not be installed; the tests that run ONNX files are skipped" >&2
}

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "setup: all packages are installed"
  [ -z "$tests" ] || install_onnx_runtime
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "setup: run as root or install sudo; these packages are missing: ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "setup: installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
[ -z "$tests" ] || install_onnx_runtime
