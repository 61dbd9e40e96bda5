#include "rdx/rdx/value.h"

#include "rdx/base/utf8.h"

namespace rdx {

bool is_value(char letter, Bytes bytes) {
  switch (letter) {
    case 'F': return unzip_float(bytes).has_value();
    case 'I': return unzip(bytes).has_value();
    case 'R': return unzip_id(bytes).has_value();
    case 'S': return is_utf8(bytes);
    case 'T': return bytes.empty();
    default: return false;
  }
}

double read_float(Bytes bytes) { return unzip_float(bytes).value_or(0.0); }
int64_t read_int(Bytes bytes) { return unzip_int(bytes).value_or(0); }
Id read_id(Bytes bytes) { return unzip_id(bytes).value_or(Id()); }

Value Value::read(char letter, Bytes bytes) {
  switch (letter) {
    case 'F': return read_float(bytes);
    case 'I': return read_int(bytes);
    case 'R': return read_id(bytes);
    case 'S': return bytes;
    default: return {};
  }
}

char Value::letter() const {
  constexpr char kLetters[] = {'T', 'F', 'I', 'R', 'S'};
  return kLetters[state_.index()];
}

std::string Value::bytes() const {
  if (const auto* number = as_float()) return std::string(Bytes(zip_float(*number)));
  if (const auto* number = as_int()) return std::string(Bytes(zip_int(*number)));
  if (const auto* id = as_id()) return std::string(Bytes(zip_id(*id)));
  if (const auto* text = as_string()) return *text;
  return {};
}

std::strong_ordering operator<=>(const Value& a, const Value& b) {
  const char letter_a = a.letter();
  const char letter_b = b.letter();
  if (letter_a != letter_b) return letter_a <=> letter_b;
  if (letter_a == 'S') return a.as_string()->compare(*b.as_string()) <=> 0;
  return a.bytes().compare(b.bytes()) <=> 0;
}

}  // namespace rdx
