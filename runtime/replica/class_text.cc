#include "rdx/replica/class_text.h"

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

  std::vector<DescribedField> take() { return std::move(changes_); }

 private:
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
