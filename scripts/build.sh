#!/usr/bin/env bash
# Builds symh in build/. Safe to run twice. usage: scripts/build.sh [CMake options]
set -euo pipefail
cd "$(dirname "$0")/.."
cmake --preset release "$@"
cmake --build --preset release
