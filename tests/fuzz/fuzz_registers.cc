// Any bytes: the registers' functions stay in bounds, end, and keep what valid promises.
#include "tests/rdx/fuzz_type.h"

#include "rdx/rdx/register.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const rdx::Bytes input(reinterpret_cast<const char*>(data), size);
  rdx::test::fuzz_type<rdx::F>(input);
  rdx::test::fuzz_type<rdx::I>(input);
  rdx::test::fuzz_type<rdx::R>(input);
  rdx::test::fuzz_type<rdx::S>(input);
  return 0;
}
