// Any bytes: E's functions stay in bounds, end, and keep what valid promises.
#include "rdx/rdx/set.h"
#include "tests/rdx/fuzz_type.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  rdx::test::fuzz_type<rdx::E>({reinterpret_cast<const char*>(data), size});
  return 0;
}
