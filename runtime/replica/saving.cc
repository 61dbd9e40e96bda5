#include "rdx/replica/saving.h"

#include <array>

#include "rdx/rdx/register.h"
#include "rdx/store/engine.h"
#include "rdx/store/packet.h"

namespace rdx {
namespace {

// Walks over an image in step with a class's fields, which ascend as it does.
class ImageWalk {
 public:
  explicit ImageWalk(Bytes image) : rest_(image), next_(take_image_field(rest_)) {}

  Bytes at(uint8_t number, char letter) {
    while (next_ && (next_->number != number ? next_->number < number : next_->letter < letter))
      next_ = take_image_field(rest_);
    return next_ && next_->number == number && next_->letter == letter ? next_->bare : Bytes{};
  }

 private:
  Bytes rest_;
  std::optional<ImageField> next_;
};

Error at_field(const ClassInfo& info, const FieldInfo& field, Error error) {
  error.message = std::string(info.name) + "." + field.name + ": " + error.message;
  return error;
}

// The door that the change will find at every peer. A register's delta is valid as it comes; only its revision can be
// one that nobody takes.
Result<void> check_own_change(char letter, Bytes change, uint32_t source, const TypeTable& types) {
  if (!is_value_letter(letter)) return check_change(letter, change, source, types);
  const auto view = view_register(change);
  if (view && view->stamp.revision > kMaxDoorRevision) return check_change(letter, change, source, types);
  return {};
}

}  // namespace

std::vector<const FieldInfo*> changed_fields(const Object& object, const ObjectFunctions& functions) {
  std::vector<const FieldInfo*> changed;
  changed.reserve(functions.info->fields.size());
  ImageWalk loaded(object.image());
  for (const FieldInfo& field : functions.info->fields) {
    if (functions.changed(object, field.number, field.letter, loaded.at(field.number, field.letter)))
      changed.push_back(&field);
  }
  return changed;
}

Result<std::vector<SavedField>> work_out_save(const Object& object, const ObjectFunctions& functions,
                                              std::span<const FieldInfo* const> changed, Bytes now, Clock clock,
                                              const TypeTable& types) {
  std::vector<SavedField> fields;
  fields.reserve(changed.size());
  ImageWalk loaded(object.image());
  ImageWalk stored(now);
  for (const FieldInfo* field : changed) {
    const Bytes was = loaded.at(field->number, field->letter);
    const Bytes is = stored.at(field->number, field->letter);
    auto change = functions.store(object, field->number, field->letter, was, is, clock);
    if (!change) return at_field(*functions.info, *field, std::move(change).error());
    if (auto checked = check_own_change(field->letter, *change, clock.source, types); !checked)
      return at_field(*functions.info, *field, std::move(checked).error());
    const std::array<Bytes, 2> both{is, *change};
    std::string merged = is.empty() ? std::string() : merge_by_letter(types, field->letter, both);
    const bool is_alone = is.empty() || merged == *change;
    if (is_alone) merged.clear();
    fields.push_back(
        {field->number, field->letter, std::move(*change), std::move(merged), is_alone, was.empty() && is.empty()});
  }
  return fields;
}

void show_saved(Object& object, const ObjectFunctions& functions, std::span<const SavedField> fields) {
  std::vector<ImageField> views;
  views.reserve(fields.size());
  for (const SavedField& field : fields) views.push_back({field.number, field.letter, field.stored()});
  ObjectAccess::set_image(object, image_with(object.image(), views));
  for (const SavedField& field : fields) {
    if (!field.is_shown) functions.load(object, field.number, field.letter, field.stored());
  }
}

}  // namespace rdx
