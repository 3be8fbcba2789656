#!/usr/bin/env bash
# Installs packages, builds symh and its tests with warnings as errors, and runs every test. Safe to run twice.
set -euo pipefail
cd "$(dirname "$0")/.."
./scripts/setup.sh
./scripts/build.sh -DSYMH_WERROR=ON -DSYMH_TESTS=ON
ctest --test-dir build --output-on-failure -j "$(nproc)"
