// Objects and enums as text for people.
#include <ostream>

#include "rdx/base/result.h"
#include "rdx/rdx/text.h"
#include "rdx/rdx/types.h"
#include "rdx/replica/container.h"
#include "rdx/replica/enum_text.h"
#include "rdx/replica/field.h"
#include "rdx/tlv/stamp.h"

namespace rdx {
namespace {

void append_element(std::string& text, const EnumInfo* enumeration, char letter, Bytes bytes) {
  if (enumeration != nullptr && letter == 'I')
    text += enum_text(*enumeration, read_int(bytes));
  else
    append_value_text(text, letter, bytes);
}

void append_separator(std::string& text, char open) {
  if (text.back() != open) text += ", ";
}

std::string set_text(const FieldInfo& field, Bytes bare) {
  std::string text = "{";
  detail::visit_set(bare, [&](char letter, Bytes bytes) {
    append_separator(text, '{');
    append_element(text, field.enumeration, letter, bytes);
    return true;
  });
  return text + '}';
}

std::string map_text(const FieldInfo& field, Bytes bare) {
  std::string text = "{";
  detail::visit_map(bare, [&](char key_letter, Bytes key, char letter, Bytes bytes) {
    append_separator(text, '{');
    append_element(text, field.key_enumeration, key_letter, key);
    text += ": ";
    append_element(text, field.enumeration, letter, bytes);
    return true;
  });
  return text + '}';
}

std::string array_text(const FieldInfo& field, Bytes bare) {
  std::string text = "[";
  detail::visit_array(bare, [&](char letter, Bytes bytes) {
    append_separator(text, '[');
    append_element(text, field.enumeration, letter, bytes);
    return true;
  });
  return text + ']';
}

std::string plain_text(const FieldInfo& field, Bytes bare) {
  const TypeFunctions* type = field.functions->type;
  if (type == nullptr) type = built_in_types().find(field.letter);
  return type != nullptr ? type->string(bare) : std::string("?");
}

std::string member_text(const Object& object, const ClassInfo& info, const FieldInfo& field) {
  const auto bare = bare_of_member(object, info, field);
  if (!bare) return '<' + bare.error().message + '>';
  if (field.functions == &FieldOf<'L', std::string>::kFunctions) {
    std::string text;
    append_string_text(text, *static_cast<const std::string*>(member_of(object, field)));
    return text;
  }
  if (field.functions == &kEnumFieldFunctions) {
    Bytes value = *bare;
    take_stamp(value);
    return enum_text(*field.enumeration, read_int(value));
  }
  switch (field.letter) {
    case 'E': return set_text(field, *bare);
    case 'M': return map_text(field, *bare);
    case 'L': return array_text(field, *bare);
    default: return plain_text(field, *bare);
  }
}

}  // namespace

std::string enum_text(const EnumInfo& info, int64_t value) {
  const std::string_view name = info.name_of(value);
  return name.empty() ? std::to_string(value) : std::string(name);
}

std::ostream& print_enum(std::ostream& to, const EnumInfo& info, int64_t value) { return to << enum_text(info, value); }

std::string object_text(const Object& object, const ClassInfo& info) {
  std::string text = std::string(info.name) + ' ' + to_text(object.id()) + " {";
  for (const FieldInfo& field : info.fields) {
    if (field.functions == nullptr) continue;
    append_separator(text, '{');
    text += std::string(field.name) + ": " + member_text(object, info, field);
  }
  return text + '}';
}

std::ostream& print_object(std::ostream& to, const Object& object, const ClassInfo& info) {
  return to << object_text(object, info);
}

}  // namespace rdx
