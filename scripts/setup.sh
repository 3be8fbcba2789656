#!/usr/bin/env bash
# Installs what symh needs on Debian 12; safe to run twice. The one list of packages.
# usage: scripts/setup.sh [--run-only]     (root, or a user with sudo)
set -euo pipefail

build_packages=(
  g++ cmake ninja-build ccache pkg-config
  libtorch-dev libcli11-dev libfmt-dev libspdlog-dev libtomlplusplus-dev nlohmann-json3-dev
  libarchive-dev libssl-dev libcurl4-openssl-dev libsqlite3-dev libdnnl-dev libgloo-dev
  libxgboost-dev xgboost    # its CMake files want the program too
  libopenblas0-pthread      # the default reference BLAS makes LibTorch about 10 times slower
  libjs-dygraphs            # the plotting library that reports embed
)
test_packages=(
  libgtest-dev libgmock-dev clang-format-14 clang-tidy-14 python3-torch python3-numpy chromium
)

packages=("${build_packages[@]}")
[ "${1:-}" = "--run-only" ] || packages+=("${test_packages[@]}")

lacking=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || lacking+=("$package")
done
if [ ${#lacking[@]} -eq 0 ]; then
  echo "setup: all packages are installed"
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "setup: run as root or install sudo; lacking: ${lacking[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "setup: installing ${lacking[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${lacking[@]}"
