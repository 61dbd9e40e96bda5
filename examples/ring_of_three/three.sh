#!/bin/sh
# Runs three nodes and the program that kills one of them.
#
#   sh three.sh PROGRAM FOLDER [PORT]     FOLDER takes the certificates; the nodes listen on three ports from PORT on
set -eu
program=$1
folder=$2
port=${3:-$((10000 + $$ % 7500 * 3))}  # below those that the system gives out
rm -rf "$folder"
mkdir -p "$folder"
. "$(dirname "$0")/../certificates.sh"
(cd "$folder" && certify node1 node2 node3 program) >"$folder/openssl.log" 2>&1 || { cat "$folder/openssl.log"; exit 1; }

addresses="127.0.0.1:$port 127.0.0.1:$((port + 1)) 127.0.0.1:$((port + 2))"
nodes=
for number in 1 2 3; do
  "$program" node $number "$folder" $addresses &
  nodes="$nodes $!"
done
trap 'kill $nodes 2>/dev/null || true' EXIT
victim=$(echo $nodes | cut -d " " -f 2)
"$program" program "$folder" $addresses "$victim"
