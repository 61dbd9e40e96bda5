# What rdx needs of Debian 12, and how it gets there; read by examples/run.sh and tests/run.sh:
#
#   . tests/debian_packages.sh
#   install_packages "$PACKAGES_BUILD" "$PACKAGES_TEST"

# To build the library, the two commands and what they generate.
PACKAGES_BUILD="g++ cmake ninja-build libcli11-dev nlohmann-json3-dev libroaring-dev librocksdb-dev"
# To build links between machines and the page about a replica too, and to make certificates for the links.
PACKAGES_LINK="libasio-dev libssl-dev openssl libcpp-httplib-dev"
# The atlas' data.
PACKAGES_ATLAS="iso-codes locales"
# To build for another machine, and to run that here.
PACKAGES_CROSS="g++-aarch64-linux-gnu qemu-user"
# To run what the TypeScript back end writes.
PACKAGES_TYPESCRIPT="nodejs node-typescript"
# To pass the tests: what they are written with, the second compiler, the gate, the consumers' build tools.
PACKAGES_TEST="$PACKAGES_ATLAS $PACKAGES_LINK $PACKAGES_CROSS $PACKAGES_TYPESCRIPT libgtest-dev libgmock-dev libbenchmark-dev librapidcheck-dev python3 make
               pkg-config dpkg-dev file
               clang-14 clang-format-14 clang-tidy-14 libclang-rt-14-dev llvm-14-tools"

# Installs what is missing of the lists given, and says so; nothing if all is there.
install_packages() {
  missing=
  for package in $*; do
    case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in
      installed) ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0
  as_root=
  [ "$(id -u)" = 0 ] || as_root=sudo
  if [ -n "$as_root" ] && ! command -v sudo >/dev/null; then
    echo "missing packages, and neither root nor sudo to install them:$missing" >&2
    return 1
  fi
  echo "installing:$missing"
  $as_root env DEBIAN_FRONTEND=noninteractive sh -c '
    apt-get update -q && apt-get install -q -y --no-install-recommends "$@"' install_packages $missing
}
