#!/bin/sh
# Passes all tests on a Debian 12 with nothing but git: installs what is missing, builds twice (as users get it, and under the
# address and undefined-behaviour sanitizers), runs everything. What is built already is not built again.
#
#   sh tests/run.sh                 the tests
#   RDX_LONG=1 sh tests/run.sh      the long runs too: a hundred thousand histories a type, a million seeds of the simulator, ten
#                                   times the kills and power cuts, RDX_FUZZ_SECONDS (600) of libFuzzer for each target (many hours)
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

# fuzz PROGRAM CORPUS: what it finds stays in build/fuzz/found.
fuzz() {
  found=build/fuzz/found/$(basename "$1")
  mkdir -p "$found"
  echo "fuzzing $1 for ${RDX_FUZZ_SECONDS:-600} s"
  "$1" -max_total_time="${RDX_FUZZ_SECONDS:-600}" -timeout=10 -print_final_stats=1 "$found" "$2"
}

patience=
if [ -n "${RDX_LONG:-}" ]; then
  patience="--timeout 1000000"
  export RDX_LONG RDX_HISTORIES="${RDX_HISTORIES:-100000}" RDX_MUTATIONS="${RDX_MUTATIONS:-1000000}"
  build fuzz
  for target in build/fuzz/tests/fuzz/fuzz_*[a-z]; do
    fuzz "$target" "tests/fuzz/corpus/$(basename "$target")"
  done
  fuzz build/fuzz/tests/rdxc/rdxc_fuzz tests/rdxc/fuzz/corpus
  fuzz build/fuzz/tests/rdxc/rdxc_editor_fuzz tests/rdxc/fuzz/editor_corpus
  fuzz build/fuzz/tests/rdxc/rdxc_answers_fuzz tests/rdxc/fuzz/answers_corpus
fi

build sanitize
build default
ctest --preset sanitize $patience
ctest --preset default $patience
