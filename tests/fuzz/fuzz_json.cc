// Any JSON: reading it ends, and what it gives is a valid value that is written and read back as the same.
#include <cstdlib>

#include "rdx/json/json.h"
#include "rdx/rdx/types.h"

namespace {

constexpr rdx::Enumerator kColours[] = {{0, "red"}, {1, "green"}};
constexpr rdx::EnumInfo kColour = {"fuzz.Colour", kColours};

struct Kind {
  char letter;
  const char* type;
};
constexpr Kind kKinds[] = {{'F', "F"},    {'I', "I"},    {'I', "bool"},    {'I', "I<c>"},    {'R', "R"},
                           {'S', "S"},    {'C', "C"},    {'U', "U"},       {'N', "N"},       {'V', "V"},
                           {'E', "E"},    {'E', "E<S>"}, {'E', "E<F>"},    {'L', "L"},       {'L', "L<I>"},
                           {'L', "text"}, {'M', "M"},    {'M', "M<S, I>"}, {'M', "M<I, S>"}, {'M', "M<I<c>, bool>"}};

void read_and_write(const rdx::FieldInfo& field, std::string_view json) {
  const auto bare = rdx::value_from_json(field, json);
  if (!bare) return;
  const rdx::TypeFunctions& type = *rdx::built_in_types().find(field.letter);
  if (!type.valid(*bare)) std::abort();
  const auto written = rdx::value_to_json(field, *bare);
  if (!written) std::abort();
  const auto again = rdx::value_from_json(field, *written);
  if (!again || type.string(*again) != type.string(*bare)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view json(reinterpret_cast<const char*>(data), size);
  for (const Kind& kind : kKinds) {
    rdx::FieldInfo field;
    field.number = 1;
    field.letter = kind.letter;
    field.type = kind.type;
    field.enumeration = &kColour;
    field.key_enumeration = &kColour;
    read_and_write(field, json);
  }
  return 0;
}
