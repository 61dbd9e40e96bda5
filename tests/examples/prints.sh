#!/bin/sh
# Runs a program and compares what it prints: prints.sh PROGRAM EXPECTED
set -eu
printed=$("$1")
[ "$printed" = "$(cat "$2")" ] || { echo "$printed" | diff "$2" -; exit 1; }
