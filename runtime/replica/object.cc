#include "rdx/replica/object_access.h"

#include "rdx/replica/field.h"
#include "rdx/tlv/record.h"
#include "rdx/tlv/zip.h"

namespace rdx {
namespace {

constexpr std::size_t kFieldOverhead = 5 + 2;  // a long record's header, and the field's number

bool is_before(const ImageField& field, uint8_t number, char letter) {
  return field.number != number ? field.number < number : field.letter < letter;
}

bool next_field_of_any_form(Bytes& image, ImageField& field) {
  Bytes rest = image;
  const auto record = take_record(rest);
  if (!record) return false;
  Bytes bare = record->body;
  const auto number_bytes = take_tiny(bare, 'I');
  if (!number_bytes) return false;
  const auto number = unzip(*number_bytes);
  if (!number || *number < 1 || *number > 127) return false;
  image = rest;
  field = {static_cast<uint8_t>(*number), record->letter, bare};
  return true;
}

// Nearly every field is a short record whose number is a tiny record of one byte.
inline bool next_field(Bytes& image, ImageField& field) {
  if (image.size() >= 4 && image[0] >= 'a' && image[0] <= 'z' && image[2] == '1' && image[3] > 0) {
    const std::size_t size = byte_at(image, 1);
    if (size >= 2 && size <= image.size() - 2) {
      field = {static_cast<uint8_t>(image[3]), static_cast<char>(image[0] - 'a' + 'A'), {image.data() + 4, size - 2}};
      image.remove_prefix(size + 2);
      return true;
    }
  }
  return next_field_of_any_form(image, field);
}

// Goes through a class's rows and an image in step: `see(row, bare)`, with nothing where the image lacks the field.
template <class See>
inline void walk(Bytes image, std::span<const FieldInfo> rows, See see) {
  ImageField stored;
  bool is_there = next_field(image, stored);
  for (const FieldInfo& row : rows) {
    while (is_there && is_before(stored, row.number, row.letter)) is_there = next_field(image, stored);
    const bool is_here = is_there && stored.number == row.number && stored.letter == row.letter;
    see(row, is_here ? stored.bare : Bytes{});
  }
}

}  // namespace

std::optional<ImageField> take_image_field(Bytes& image) {
  ImageField field;
  if (!next_field(image, field)) return std::nullopt;
  return field;
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

bool equal_objects(const Object& a, const Object& b, const ClassInfo& info) {
  for (const FieldInfo& row : info.fields)
    if (row.functions != nullptr && !row.functions->equal(member_of(a, row), member_of(b, row))) return false;
  return true;
}

void ObjectAccess::assign(Object& object, const ObjectFunctions& functions, Id id, std::string image) {
  object.id_ = id;
  object.image_ = std::move(image);
  object.fallback_ = {};
  load_members(object, functions, object.image_);
}

void ObjectAccess::load_members(Object& object, const ObjectFunctions& functions, Bytes image) {
  walk(image, functions.info->fields, [&](const FieldInfo& row, Bytes bare) {
    if (row.functions != nullptr)
      row.functions->load(member_of(object, row), row, bare);
    else
      functions.load(object, row.number, row.letter, bare);
  });
}

std::vector<uint8_t> ObjectAccess::changed_fields(const Object& object, const ObjectFunctions& functions) {
  std::vector<uint8_t> changed;
  const std::span<const FieldInfo> rows = functions.info->fields;
  walk(object.image(), rows, [&](const FieldInfo& row, Bytes bare) {
    const bool differs = row.functions != nullptr ? row.functions->changed(member_of(object, row), row, bare)
                                                  : functions.changed(object, row.number, row.letter, bare);
    if (differs) changed.push_back(static_cast<uint8_t>(&row - rows.data()));
  });
  return changed;
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
  const auto& shared = fallback(object);
  if (!shared || !shared->is_rolled_back.load(std::memory_order_acquire)) return;
  object.id_ = shared->id;
  object.image_ = shared->image;
  object.fallback_ = {};
}

struct FallbackShare::Holder {
  std::shared_ptr<const Fallback> shared;
};

FallbackShare::Holder* FallbackShare::copy(const Holder* holder) { return std::make_unique<Holder>(*holder).release(); }
void FallbackShare::destroy(Holder* holder) { std::unique_ptr<Holder>{holder}.reset(); }

void ObjectAccess::set_fallback(Object& object, std::shared_ptr<const Fallback> fallback) {
  object.fallback_ = {};
  if (fallback)
    object.fallback_.holder_ =
        std::make_unique<FallbackShare::Holder>(FallbackShare::Holder{std::move(fallback)}).release();
}

const std::shared_ptr<const Fallback>& ObjectAccess::fallback(const Object& object) {
  static const std::shared_ptr<const Fallback> kNone;
  return object.fallback_ ? object.fallback_.holder_->shared : kNone;
}

Id Object::id_or_fallback() const {
  const Fallback& fallback = *ObjectAccess::fallback(*this);
  return fallback.is_rolled_back.load(std::memory_order_acquire) ? fallback.id : id_;
}

Bytes Object::image_or_fallback() const {
  const Fallback& fallback = *ObjectAccess::fallback(*this);
  return fallback.is_rolled_back.load(std::memory_order_acquire) ? Bytes(fallback.image) : Bytes(image_);
}

}  // namespace rdx
