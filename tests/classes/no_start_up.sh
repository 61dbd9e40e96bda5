#!/bin/sh
# no_start_up.sh OBJECT…: generated code runs nothing before main.
for object in "$@"; do
  if readelf -SW "$object" | grep -E '\.(init_array|ctors)'; then
    echo "$object runs something at start-up" >&2
    exit 1
  fi
done
