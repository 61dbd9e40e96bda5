// Any bytes: as a value they come back from their annotated text; as a text they are refused or mean bytes that do.
#include "rdx/rdx/show.h"
#include "tests/rdx/fuzz_type.h"

namespace {

void check_value(char letter, rdx::Bytes bytes) {
  const auto read = rdx::read_shown(letter, rdx::show(letter, bytes));
  rdx::test::require(read.has_value() && *read == bytes, "read_shown(show(bytes)) == bytes", bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const rdx::Bytes input(reinterpret_cast<const char*>(data), size);
  for (const char letter : {'C', 'E', 'F', 'I', 'L', 'M', 'N', 'Q', 'R', 'S', 'U', 'V', 'Z'}) {
    check_value(letter, input);
    if (const auto meant = rdx::read_shown(letter, input)) check_value(letter, *meant);
  }
  return 0;
}
