#include <cmath>

#include "rdx/json/value.h"
#include "rdx/rdx/array.h"
#include "rdx/rdx/counter.h"
#include "rdx/rdx/register.h"
#include "rdx/rdx/text.h"
#include "rdx/rdx/versions.h"
#include "rdx/replica/container.h"
#include "rdx/replica/enum_text.h"

namespace rdx::json {
namespace {

constexpr uint64_t kMostExact = uint64_t{1} << 53;  // other readers of JSON keep numbers as doubles

void quote(std::string& to, std::string_view text) { append_string_text(to, text); }

bool is_exact(int64_t number) {
  const auto bits = static_cast<uint64_t>(number);
  return (number < 0 ? 0 - bits : bits) <= kMostExact;
}

void append_int(std::string& to, int64_t number) {
  if (is_exact(number))
    append_int_text(to, number);
  else
    quote(to, std::to_string(number));
}

void append_unsigned(std::string& to, uint64_t number) {
  if (number <= kMostExact)
    to += std::to_string(number);
  else
    quote(to, std::to_string(number));
}

void append_float(std::string& to, double number) {
  if (!std::isfinite(number)) to += '"';
  append_float_text(to, number);
  if (!std::isfinite(number)) to += '"';
}

void append_tagged(std::string& to, std::string_view tag, std::string_view text) {
  to += "{\"";
  to += tag;
  to += "\": ";
  quote(to, text);
  to += '}';
}

// A value that no schema types: what JSON would read as something else says what it is.
void append_any(std::string& to, char letter, Bytes bytes) {
  std::string text;
  append_value_text(text, letter, bytes);
  if (letter == 'R')
    append_tagged(to, "id", text);
  else if (letter == 'F' && !std::isfinite(read_float(bytes)))
    append_tagged(to, "float", text);
  else if (letter == 'I' && !is_exact(read_int(bytes)))
    append_tagged(to, "int", text);
  else
    to += text;
}

void append_element(std::string& to, const ElementShape& shape, char letter, Bytes bytes) {
  if (shape.letter == 0) return append_any(to, letter, bytes);
  switch (shape.letter) {
    case 'F': return append_float(to, read_float(bytes));
    case 'R': return quote(to, to_text(read_id(bytes)));
    case 'S': return quote(to, bytes);
    default: break;
  }
  const int64_t number = read_int(bytes);
  if (shape.is_bool)
    to += number != 0 ? "true" : "false";
  else if (shape.enumeration != nullptr && !shape.enumeration->name_of(number).empty())
    quote(to, shape.enumeration->name_of(number));
  else
    append_int(to, number);
}

// As in the class: of a container with a type, only its own elements show.
bool fits(const ElementShape& shape, char letter) { return shape.letter == 0 || shape.letter == letter; }

void append_list(std::string& to, const Shape& shape, Bytes bare) {
  to += '[';
  const auto visit = [&](char letter, Bytes value) {
    if (!fits(shape.element, letter)) return true;
    if (to.back() != '[') to += ", ";
    append_element(to, shape.element, letter, value);
    return true;
  };
  if (shape.letter == 'E')
    detail::visit_set(bare, visit);
  else
    detail::visit_array(bare, visit);
  to += ']';
}

bool has_word_keys(const Shape& shape, Bytes bare) {
  if (shape.key.letter != 0) return shape.key.is_word();
  return detail::visit_map(bare, [](char key_letter, Bytes, char, Bytes) { return key_letter == 'S'; });
}

void append_key(std::string& to, const ElementShape& shape, Bytes key) {
  quote(to, shape.enumeration != nullptr ? enum_text(*shape.enumeration, read_int(key)) : std::string(key));
}

void append_map(std::string& to, const Shape& shape, Bytes bare) {
  const bool is_object = has_word_keys(shape, bare);
  to += is_object ? '{' : '[';
  bool is_first = true;
  detail::visit_map(bare, [&](char key_letter, Bytes key, char letter, Bytes value) {
    if (!fits(shape.key, key_letter) || !fits(shape.element, letter)) return true;
    if (!is_first) to += ", ";
    is_first = false;
    if (!is_object) to += '[';
    is_object ? append_key(to, shape.key, key) : append_element(to, shape.key, key_letter, key);
    to += is_object ? ": " : ", ";
    append_element(to, shape.element, letter, value);
    if (!is_object) to += ']';
    return true;
  });
  to += is_object ? '}' : ']';
}

void append_versions(std::string& to, Bytes bare) {
  const VersionVector versions = V::native(bare);
  to += '{';
  for (const auto& entry : versions) {
    if (to.back() != '{') to += ", ";
    const std::string id = to_text(Id(entry.source, 0, 0));
    quote(to, id.substr(0, id.find('-')));
    to += ": ";
    append_int(to, entry.sequence);
  }
  to += '}';
}

void append_register(std::string& to, const Shape& shape, Bytes bare) {
  const auto view = view_register(bare);
  const Bytes value = view ? view->value : Bytes{};
  if (shape.letter == 'R' && !read_id(value))
    to += "null";
  else
    append_element(to, shape.element, shape.letter, value);
}

}  // namespace

void append_value(std::string& to, const Shape& shape, Bytes bare, const TypeFunctions* own) {
  if (own != nullptr) return quote(to, own->string(bare));
  if (shape.is_text) return quote(to, L::text(bare));
  switch (shape.letter) {
    case 'F':
    case 'I':
    case 'R':
    case 'S': return append_register(to, shape, bare);
    case 'C': return append_int(to, C::native(bare));
    case 'U':
    case 'Z': return append_int(to, U::native(bare));
    case 'N': return append_unsigned(to, N::native(bare));
    case 'E':
    case 'L': return append_list(to, shape, bare);
    case 'M': return append_map(to, shape, bare);
    case 'V': return append_versions(to, bare);
    default: to += "null";  // a letter without a type has no value to show
  }
}

}  // namespace rdx::json
