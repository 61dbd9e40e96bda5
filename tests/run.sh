#!/bin/sh
# Passes all tests on a Debian 12 with nothing but git: installs what is missing, builds twice (as users get it, and under the
# address and undefined-behaviour sanitizers), runs everything. What is built already is not built again.
#
#   sh tests/run.sh                 the tests
#   RDX_LONG=1 sh tests/run.sh      the long runs too: fuzzing, a hundred thousand histories, more kills (hours)
set -eu
cd "$(dirname "$0")/.."
. tests/debian_packages.sh
install_packages "$PACKAGES_BUILD" "$PACKAGES_TEST"

# Builds quietly; a failed build prints its log.
build() {
  mkdir -p build
  echo "building $1 ..."
  { cmake --preset "$1" && cmake --build --preset "$1"; } >"build/$1.log" 2>&1 || { cat "build/$1.log"; exit 1; }
}

build sanitize
build default
ctest --preset sanitize
ctest --preset default
