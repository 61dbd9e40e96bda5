#!/bin/sh
# The atlas, and a type of one's own, on a Debian 12 with nothing but git: installs what is missing, builds what the examples need,
# runs them. What is there already is not done again.
#
#   sh examples/run.sh [FOLDER]     FOLDER, build/atlas if not given, keeps the two databases
set -eu
cd "$(dirname "$0")/.."
. tests/debian_packages.sh
install_packages "$PACKAGES_BUILD" "$PACKAGES_ATLAS"

folder=${1:-build/atlas}
mkdir -p build
echo "building the examples ..."
{ cmake --preset example && cmake --build --preset example; } >build/example.log 2>&1 || { cat build/example.log; exit 1; }
build/example/examples/atlas/atlas "$folder"
for side in here there; do
  build/example/runtime/tool/rdx dump --classes --objects --dots "$folder/$side" >"$folder/$side.txt"
done
cmp "$folder/here.txt" "$folder/there.txt"
echo "rdx dump prints $(wc -l <"$folder/here.txt") lines for each, the same: $folder/here.txt and $folder/there.txt"

echo
build/example/examples/grow_set/grow_set
