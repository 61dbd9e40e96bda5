#!/bin/sh
# Two processes and one list, on a Debian 12 with nothing but git: installs what is missing, builds what the example needs, runs it.
#
#   sh examples/two_processes/run.sh
set -eu
cd "$(dirname "$0")/../.."
. tests/debian_packages.sh
install_packages "$PACKAGES_BUILD" "$PACKAGES_LINK"

mkdir -p build
echo "building the two processes ..."
{ cmake --preset default && cmake --build --preset default --target two_processes; } >build/two_processes.log 2>&1 ||
  { cat build/two_processes.log; exit 1; }
sh examples/two_processes/both.sh "$PWD/build/release/examples/two_processes/two_processes" "$PWD/build/two_processes"
