#include "tests/rdxc/evolution/build.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "rdxc/syntax/printer.h"

namespace rdxc::evolution {
namespace {

// A class as rdxc would have written it, but for its table, which is filled in while the test runs.
template <std::size_t kSide, std::size_t kIndex>
struct Slotted : DynamicObject {
  static inline rdx::ClassInfo kClass;  // NOLINT: named as generated classes have it
  static inline const Layout* layout = nullptr;

  Slotted() : DynamicObject(*layout) {}

  bool load(uint8_t field, char letter, rdx::Bytes bare) { return rdx::load_field(*this, kClass, field, letter, bare); }
  bool changed(uint8_t field, char letter, rdx::Bytes loaded) const {
    return rdx::field_changed(*this, kClass, field, letter, loaded);
  }
  rdx::Result<std::string> store(uint8_t field, char letter, rdx::Bytes loaded, rdx::Bytes now,
                                 rdx::Clock clock) const {
    return rdx::store_field(*this, kClass, field, letter, loaded, now, clock);
  }
};

template <class T>
rdx::Result<rdx::Id> create(rdx::Replica& replica) {
  T object;
  if (auto saved = replica.save(object); !saved) return std::move(saved).error();
  return object.id();
}

template <class T>
rdx::Result<void> with(rdx::Replica& replica, rdx::Id id, rdx::FunctionRef<bool(DynamicObject&)> visit) {
  auto object = replica.load<T>(id);
  if (!object) return std::move(object).error();
  if (!visit(*object)) return {};
  if (auto saved = replica.save(*object); !saved) return std::move(saved).error();
  return {};
}

template <class T>
rdx::Result<std::vector<rdx::Id>> list(rdx::Replica& replica) {
  std::vector<rdx::Id> ids;
  auto counted = replica.for_each<T>([&](T& object) { ids.push_back(object.id()); });
  if (!counted) return std::move(counted).error();
  return ids;
}

template <class T>
DynamicObject fresh() {
  return T();
}

template <std::size_t kSide, std::size_t... kIndex>
constexpr std::array<ClassCalls, sizeof...(kIndex)> calls_of(std::index_sequence<kIndex...>) {
  return {ClassCalls{&Slotted<kSide, kIndex>::kClass, &Slotted<kSide, kIndex>::layout, &create<Slotted<kSide, kIndex>>,
                     &with<Slotted<kSide, kIndex>>, &list<Slotted<kSide, kIndex>>, &fresh<Slotted<kSide, kIndex>>}...};
}

constexpr auto kOldCalls = calls_of<0>(std::make_index_sequence<kMostClasses>());
constexpr auto kNewCalls = calls_of<1>(std::make_index_sequence<kMostClasses>());

rdx::FieldDefault default_of(const schema::Field& field) {
  rdx::FieldDefault out;
  if (field.initial) out.integer = field.initial->integer;
  return out;
}

}  // namespace

DynamicObject::DynamicObject(const Layout& layout) : layout_(&layout) {
  for (std::size_t i = 0; i < layout_->kinds.size(); ++i) {
    layout_->kinds[i]->construct(slot(i));
    layout_->kinds[i]->functions->load(slot(i), layout_->infos[i], {});
  }
}

DynamicObject::DynamicObject(const DynamicObject& other) : Object(other), layout_(other.layout_) {
  for (std::size_t i = 0; i < layout_->kinds.size(); ++i) layout_->kinds[i]->copy(slot(i), other.slot(i));
}

DynamicObject& DynamicObject::operator=(const DynamicObject& other) {
  if (this == &other) return *this;
  for (std::size_t i = 0; i < layout_->kinds.size(); ++i) layout_->kinds[i]->destroy(slot(i));
  Object::operator=(other);
  layout_ = other.layout_;
  for (std::size_t i = 0; i < layout_->kinds.size(); ++i) layout_->kinds[i]->copy(slot(i), other.slot(i));
  return *this;
}

DynamicObject::~DynamicObject() {
  for (std::size_t i = 0; i < layout_->kinds.size(); ++i) layout_->kinds[i]->destroy(slot(i));
}

uint32_t DynamicObject::slot_offset(std::size_t index) {
  static const Layout kNothing;
  const DynamicObject object(kNothing);
  const rdx::Object& base = object;
  return static_cast<uint32_t>(static_cast<const std::byte*>(object.slot(index)) -
                               reinterpret_cast<const std::byte*>(&base));
}

Build::Build(Side side, const schema::Schema& schema) {
  const auto& calls = side == Side::kOld ? kOldCalls : kNewCalls;
  std::vector<const schema::Class*> order;
  for (const schema::File& file : schema.files) order.insert(order.end(), file.classes.begin(), file.classes.end());
  if (order.size() > kMostClasses) std::abort();
  for (std::size_t i = 0; i < order.size(); ++i) add(*order[i], calls[i]);
}

void Build::add(const schema::Class& one, const ClassCalls& calls) {
  auto layout = std::make_unique<Layout>();
  for (const schema::Class* ancestor : one.ancestors)
    for (const schema::Field& field : ancestor->fields) layout->fields.push_back(&field);
  for (const schema::Field& field : one.fields) layout->fields.push_back(&field);
  std::sort(layout->fields.begin(), layout->fields.end(),
            [](const schema::Field* a, const schema::Field* b) { return a->number < b->number; });
  if (layout->fields.size() > kMostSlots) std::abort();
  for (const schema::Field* field : layout->fields) {
    const MemberKind& kind = kind_of(field->type);
    rdx::FieldInfo info;
    info.number = static_cast<uint8_t>(field->number);
    info.letter = field->type.letter;
    info.name = texts_.emplace_back(field->name).c_str();
    info.type = texts_.emplace_back(rdxc::print(field->tree->type)).c_str();
    info.has_index = field->has_index;
    info.offset = DynamicObject::slot_offset(layout->infos.size());
    info.functions = kind.functions;
    info.initial = default_of(*field);
    layout->infos.push_back(info);
    layout->kinds.push_back(&kind);
  }
  const BuiltClass* parent = one.parent == nullptr ? nullptr : find(one.parent);
  *calls.info = {one.full_name.c_str(), rdx::Id(one.id), parent == nullptr ? nullptr : parent->calls->info,
                 layout->infos};
  *calls.layout = layout.get();
  classes_.push_back({&one, &calls, std::move(layout)});
}

const BuiltClass* Build::find(const schema::Class* one) const {
  for (const BuiltClass& built : classes_)
    if (built.schema == one) return &built;
  return nullptr;
}

const BuiltClass* Build::find(std::string_view name) const {
  for (const BuiltClass& built : classes_)
    if (built.schema->name == name) return &built;
  return nullptr;
}

}  // namespace rdxc::evolution
