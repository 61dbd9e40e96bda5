#!/bin/sh
# Runs both processes with certificates of their own, and compares what they print.
#
#   sh both.sh PROGRAM FOLDER [ADDRESS]     FOLDER takes the certificates and what is printed
set -eu
program=$1
folder=$2
address=${3:-127.0.0.1:$((20000 + $$ % 10000))}
rm -rf "$folder"
mkdir -p "$folder"

. "$(dirname "$0")/../certificates.sh"
(cd "$folder" && certify ada bob) >"$folder/openssl.log" 2>&1 || { cat "$folder/openssl.log"; exit 1; }

"$program" ada connect "$address" "$folder" 6 milk bread apples >"$folder/ada.txt" &
ada=$!
status=0
"$program" bob listen "$address" "$folder" 6 rice tea soap >"$folder/bob.txt" || status=$?
wait $ada || status=$?
[ $status = 0 ] || exit $status
cmp "$folder/ada.txt" "$folder/bob.txt"
echo "both processes have the same list:"
cat "$folder/ada.txt"
[ "$(wc -l <"$folder/ada.txt")" = 6 ]
