#!/bin/sh
# Every source and header stands as clang-format 14 would write it.
set -eu
cd "$1"
find runtime rdxc tests examples -name '*.h' -o -name '*.cc' | grep -v /build/ | sort | xargs clang-format-14 --dry-run -Werror
