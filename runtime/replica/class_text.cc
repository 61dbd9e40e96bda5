#include "rdx/replica/class_text.h"

#include <algorithm>

#include "rdx/rdx/map.h"
#include "rdx/rdx/register.h"
#include "rdx/rdx/text.h"
#include "rdx/replica/object_access.h"
#include "rdx/store/class_description.h"

namespace rdx {
namespace {

class Describer {
 public:
  Describer(Bytes now, uint32_t source, const TypeTable& types) : now_(now), source_(source), types_(types) {}

  Result<void> want(uint8_t number, char letter, const std::string& text) {
    const TypeFunctions* type = types_.find(letter);
    if (type == nullptr) return {};  // a table without maps: the class is described by what it has
    RDX_TRY(std::string wanted, type->parse(text));
    const Bytes is = find_image_field(now_, number, letter);
    if (!is.empty()) {
      RDX_TRY(wanted, type->delta(is, wanted, {source_, 0}));
    }
    if (!wanted.empty()) changes_.push_back({number, letter, std::move(wanted)});
    return {};
  }

  /// The fields that the class adds to its ancestors'; those of a newer schema that stand there stay.
  Result<void> want_fields(const ClassInfo& info) {
    if (types_.find('M') == nullptr) return {};
    const Bytes is = find_image_field(now_, kClassFieldsField, 'M');
    M::Native wanted = M::native(is);
    for (const FieldInfo& field : info.fields)
      if (!is_inherited(info, field)) wanted[Value(int64_t{field.number})] = std::string(field.name) + ' ' + field.type;
    RDX_TRY(std::string change, is.empty() ? Result<std::string>(M::tlv(wanted)) : M::delta(is, wanted, {source_, 0}));
    if (!change.empty()) changes_.push_back({kClassFieldsField, 'M', std::move(change)});
    return {};
  }

  std::vector<DescribedField> take() { return std::move(changes_); }

 private:
  static bool is_inherited(const ClassInfo& info, const FieldInfo& field) {
    return info.parent != nullptr && std::any_of(info.parent->fields.begin(), info.parent->fields.end(),
                                                 [&](const FieldInfo& other) { return other.number == field.number; });
  }

  Bytes now_;
  uint32_t source_;
  const TypeTable& types_;
  std::vector<DescribedField> changes_;
};

std::string quoted(std::string_view text) {
  std::string quoted;
  append_string_text(quoted, text);
  return quoted;
}

}  // namespace

Result<std::vector<DescribedField>> describe(const ClassInfo& info, Bytes now, uint32_t source,
                                             const TypeTable& types) {
  Describer describer(now, source, types);
  if (auto done = describer.want(kClassNameField, 'S', quoted(info.name)); !done) return std::move(done).error();
  if (auto done = describer.want_fields(info); !done) return std::move(done).error();
  if (info.parent != nullptr) {
    if (auto done = describer.want(kClassParentField, 'R', to_text(info.parent->id)); !done)
      return std::move(done).error();
  }
  if (info.id.source() != 0) {
    if (auto done = describer.want(kClassIdField, 'R', to_text(info.id)); !done) return std::move(done).error();
  }
  return describer.take();
}

}  // namespace rdx
