// Arrays and texts keep FORMAT.md's laws.
#include "tests/rdx/array/drivers.h"
#include "tests/rdx/laws.h"

namespace rdx::test {
namespace {

TEST(ArrayLaws, hold) { check_laws<ArrayDriver>(1000); }
TEST(TextLaws, hold) { check_laws<TextDriver>(1000); }

}  // namespace
}  // namespace rdx::test
