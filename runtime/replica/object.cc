#include "rdx/replica/object_access.h"

#include "rdx/replica/field.h"
#include "rdx/tlv/record.h"
#include "rdx/tlv/zip.h"

namespace rdx {
namespace {

bool is_before(const ImageField& field, uint8_t number, char letter) {
  return field.number != number ? field.number < number : field.letter < letter;
}

// Goes through a class's rows and an image in step: `see(row, bare)`, with nothing where the image lacks the field.
template <class See>
void walk(Bytes image, std::span<const FieldInfo> rows, See see) {
  auto stored = take_image_field(image);
  for (const FieldInfo& row : rows) {
    while (stored && is_before(*stored, row.number, row.letter)) stored = take_image_field(image);
    const bool is_here = stored && stored->number == row.number && stored->letter == row.letter;
    see(row, is_here ? stored->bare : Bytes{});
  }
}

}  // namespace

std::optional<ImageField> take_image_field(Bytes& image) {
  Bytes rest = image;
  const auto record = take_record(rest);
  if (!record) return std::nullopt;
  Bytes bare = record->body;
  const auto field = take_tiny(bare, 'I');
  if (!field) return std::nullopt;
  const auto number = unzip(*field);
  if (!number || *number < 1 || *number > 127) return std::nullopt;
  image = rest;
  return ImageField{static_cast<uint8_t>(*number), record->letter, bare};
}

void append_image_field(std::string& image, uint8_t number, char letter, Bytes bare) {
  append_header(image, letter, 2 + bare.size());
  append_tiny(image, 'I', zip(number));
  image.append(bare);
}

Bytes find_image_field(Bytes image, uint8_t number, char letter) {
  while (const auto field = take_image_field(image)) {
    if (field->number == number && field->letter == letter) return field->bare;
    if (!is_before(*field, number, letter)) break;
  }
  return {};
}

bool Object::is_set(uint8_t field) const {
  Bytes rest = image_;
  while (const auto found = take_image_field(rest))
    if (found->number == field) return true;
  return false;
}

bool equal_objects(const Object& a, const Object& b, const ClassInfo& info) {
  for (const FieldInfo& row : info.fields)
    if (row.functions != nullptr && !row.functions->equal(member_of(a, row), member_of(b, row))) return false;
  return true;
}

void ObjectAccess::assign(Object& object, const ObjectFunctions& functions, Id id, std::string image) {
  object.id_ = id;
  object.image_ = std::move(image);
  walk(object.image_, functions.info->fields, [&](const FieldInfo& row, Bytes bare) {
    if (row.functions != nullptr)
      row.functions->load(member_of(object, row), row, bare);
    else
      functions.load(object, row.number, row.letter, bare);
  });
}

std::vector<uint8_t> ObjectAccess::changed_fields(const Object& object, const ObjectFunctions& functions) {
  std::vector<uint8_t> changed;
  const std::span<const FieldInfo> rows = functions.info->fields;
  walk(object.image_, rows, [&](const FieldInfo& row, Bytes bare) {
    const bool differs = row.functions != nullptr ? row.functions->changed(member_of(object, row), row, bare)
                                                  : functions.changed(object, row.number, row.letter, bare);
    if (differs) changed.push_back(static_cast<uint8_t>(&row - rows.data()));
  });
  return changed;
}

void ObjectAccess::set_field(Object& object, const ObjectFunctions& functions, uint8_t number, char letter,
                             Bytes bare) {
  std::string image;
  image.reserve(object.image_.size() + bare.size() + 8);
  Bytes rest = object.image_;
  auto field = take_image_field(rest);
  for (; field && is_before(*field, number, letter); field = take_image_field(rest))
    append_image_field(image, field->number, field->letter, field->bare);
  append_image_field(image, number, letter, bare);
  if (field && field->number == number && field->letter == letter) field = take_image_field(rest);
  for (; field; field = take_image_field(rest)) append_image_field(image, field->number, field->letter, field->bare);
  object.image_ = std::move(image);
  functions.load(object, number, letter, bare);
}

}  // namespace rdx
