#include "rdx/json/shape.h"

namespace rdx::json {
namespace {

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// What stands between a letter's < and its >; nothing where there are none.
std::string_view arguments_of(std::string_view type) {
  const std::size_t open = type.find('<');
  if (open == std::string_view::npos || !type.ends_with('>')) return {};
  return type.substr(open + 1, type.size() - open - 2);
}

ElementShape element_of(std::string_view type, const EnumInfo* enumeration) {
  type = trimmed(type);
  if (type == "bool") return {'I', true, nullptr};
  if (type.empty() || (type.size() > 1 && type[1] != '<')) return {};
  if (std::string_view("FIRS").find(type[0]) == std::string_view::npos) return {};
  return {type[0], false, type.starts_with("I<") ? enumeration : nullptr};
}

// The comma that parts a map's key from its value stands outside of any < >.
std::size_t find_comma(std::string_view arguments) {
  int depth = 0;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == '<') ++depth;
    if (arguments[i] == '>') --depth;
    if (arguments[i] == ',' && depth == 0) return i;
  }
  return std::string_view::npos;
}

}  // namespace

Shape shape_of(const FieldInfo& field) {
  const std::string_view type = trimmed(field.type);
  Shape shape;
  shape.letter = field.letter;
  shape.is_text = type == "text";
  const std::string_view arguments = arguments_of(type);
  switch (field.letter) {
    case 'M':
      if (const std::size_t comma = find_comma(arguments); comma != std::string_view::npos) {
        shape.key = element_of(arguments.substr(0, comma), field.key_enumeration);
        shape.element = element_of(arguments.substr(comma + 1), field.enumeration);
      }
      break;
    case 'E':
    case 'L': shape.element = element_of(arguments, field.enumeration); break;
    case 'F':
    case 'I':
    case 'R':
    case 'S':
      shape.element = element_of(type, field.enumeration);
      shape.element.letter = field.letter;
      break;
    default: break;
  }
  return shape;
}

}  // namespace rdx::json
