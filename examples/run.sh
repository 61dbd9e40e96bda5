#!/bin/sh
# The examples, on a Debian 12 with nothing but git: installs what is missing, builds what they need, runs them.
#
#   sh examples/run.sh [NAME...]     atlas grow_set two_processes ring_of_three; all of them where none is named
#
# What is there already is not done again. The atlas keeps its two databases in build/atlas.
set -eu
cd "$(dirname "$0")/.."
. tests/debian_packages.sh

names=${*:-atlas grow_set two_processes ring_of_three}
packages=$PACKAGES_BUILD
targets=
links=OFF
for name in $names; do
  case $name in
    atlas) packages="$packages $PACKAGES_ATLAS" targets="$targets atlas rdx_tool" ;;
    grow_set) targets="$targets grow_set" ;;
    two_processes | ring_of_three) packages="$packages $PACKAGES_LINK" targets="$targets $name" links=ON ;;
    *) echo "no example is called '$name'; there are atlas, grow_set, two_processes and ring_of_three" >&2 && exit 2 ;;
  esac
done
install_packages $packages

mkdir -p build
echo "building $names ... (some minutes, the first time)"
{ cmake --preset example -DRDX_LINK=$links && cmake --build --preset example --target $targets; } >build/example.log 2>&1 ||
  { cat build/example.log; exit 1; }
examples=$PWD/build/example/examples

run_atlas() {
  "$examples/atlas/atlas" build/atlas
  for side in here there; do
    build/example/runtime/tool/rdx dump --classes --objects --dots "build/atlas/$side" >"build/atlas/$side.txt"
  done
  cmp build/atlas/here.txt build/atlas/there.txt
  echo "rdx dump prints $(wc -l <build/atlas/here.txt) lines for each, the same: build/atlas/here.txt and build/atlas/there.txt"
}
run_grow_set() { "$examples/grow_set/grow_set"; }
run_two_processes() { sh examples/two_processes/both.sh "$examples/two_processes/two_processes" "$PWD/build/two_processes"; }
run_ring_of_three() { sh examples/ring_of_three/three.sh "$examples/ring_of_three/ring_of_three" "$PWD/build/ring_of_three"; }

for name in $names; do
  echo
  echo "== $name"
  "run_$name"
done
