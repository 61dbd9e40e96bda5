// Every type that ships keeps FORMAT.md's laws. (L's test is in array/.)
#include "tests/rdx/laws.h"

#include "tests/rdx/drivers.h"

namespace rdx::test {
namespace {

template <class Driver>
class Laws : public testing::Test {};

using Drivers = testing::Types<FloatDriver, IntDriver, IdDriver, StringDriver, CausalCounterDriver,
                               UnkillableCounterDriver, GrowingCounterDriver, VersionsDriver, SetDriver, MapDriver>;

struct LetterName {
  template <class Driver>
  static std::string GetName(int /*index*/) {  // NOLINT: GoogleTest's name
    return std::string(1, Driver::Type::kLetter);
  }
};

TYPED_TEST_SUITE(Laws, Drivers, LetterName);

TYPED_TEST(Laws, hold) { check_laws<TypeParam>(); }

}  // namespace
}  // namespace rdx::test
