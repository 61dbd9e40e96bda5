#include "rdx/replica/object.h"

#include "rdx/tlv/record.h"
#include "rdx/tlv/zip.h"

namespace rdx {
namespace {

constexpr std::size_t kFieldOverhead = 5 + 2;  // a long record's header, and the field's number

bool is_before(const ImageField& field, uint8_t number, char letter) {
  return field.number != number ? field.number < number : field.letter < letter;
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
  Bytes rest = image();
  while (const auto found = take_image_field(rest))
    if (found->number == field) return true;
  return false;
}

void ObjectAccess::assign(Object& object, const ObjectFunctions& functions, Id id, std::string image) {
  object.id_ = id;
  object.image_ = std::move(image);
  object.fallback_.reset();
  Bytes rest = object.image_;
  auto stored = take_image_field(rest);
  for (const FieldInfo& field : functions.info->fields) {
    while (stored && is_before(*stored, field.number, field.letter)) stored = take_image_field(rest);
    const bool is_here = stored && stored->number == field.number && stored->letter == field.letter;
    functions.load(object, field.number, field.letter, is_here ? stored->bare : Bytes{});
  }
}

std::string image_with(Bytes image, std::span<const ImageField> fields) {
  std::size_t size = image.size();
  for (const ImageField& field : fields) size += field.bare.size() + kFieldOverhead;
  std::string merged;
  merged.reserve(size);
  auto stored = take_image_field(image);
  for (const ImageField& field : fields) {
    for (; stored && is_before(*stored, field.number, field.letter); stored = take_image_field(image))
      append_image_field(merged, stored->number, stored->letter, stored->bare);
    if (stored && stored->number == field.number && stored->letter == field.letter) stored = take_image_field(image);
    if (!field.bare.empty()) append_image_field(merged, field.number, field.letter, field.bare);
  }
  for (; stored; stored = take_image_field(image))
    append_image_field(merged, stored->number, stored->letter, stored->bare);
  return merged;
}

void ObjectAccess::set_field(Object& object, const ObjectFunctions& functions, uint8_t number, char letter,
                             Bytes bare) {
  const ImageField field{number, letter, bare};
  set_fields(object, functions, {&field, 1});
}

void ObjectAccess::set_fields(Object& object, const ObjectFunctions& functions, std::span<const ImageField> fields) {
  object.image_ = image_with(object.image_, fields);
  for (const ImageField& field : fields) functions.load(object, field.number, field.letter, field.bare);
}

void ObjectAccess::settle(Object& object) {
  if (object.is_rolled_back()) {
    object.id_ = object.fallback_->id;
    object.image_ = object.fallback_->image;
    object.fallback_.reset();
  }
}

}  // namespace rdx
