#!/bin/sh
# A ring of three that loses a node, on a Debian 12 with nothing but git: installs what is missing, builds what the example needs,
# runs it.
#
#   sh examples/ring_of_three/run.sh
set -eu
cd "$(dirname "$0")/../.."
. tests/debian_packages.sh
install_packages "$PACKAGES_BUILD" "$PACKAGES_LINK"

mkdir -p build
echo "building the ring ..."
{ cmake --preset default && cmake --build --preset default --target ring_of_three; } >build/ring_of_three.log 2>&1 ||
  { cat build/ring_of_three.log; exit 1; }
sh examples/ring_of_three/three.sh "$PWD/build/release/examples/ring_of_three/ring_of_three" "$PWD/build/ring_of_three"
