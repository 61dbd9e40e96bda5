// A build: a program that was compiled from one schema, without a compiler: the schema's classes become tables of the
// runtime while the test runs. Everything below them is the runtime as programs have it: save, load, sync.
//
// Two builds live at a time, kOld and kNew, as the runtime's templates know a class by its C++ type.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "rdx/base/function_ref.h"
#include "rdx/rdx.h"
#include "rdxc/check/schema.h"
#include "tests/rdxc/evolution/member.h"

namespace rdxc::evolution {

inline constexpr std::size_t kMostClasses = 8;
inline constexpr std::size_t kMostSlots = 16;

// What an object of a class is made of.
struct Layout {
  std::vector<const schema::Field*> fields;  // its ancestors' too, ascending by number
  std::vector<const MemberKind*> kinds;
  std::vector<rdx::FieldInfo> infos;
};

class DynamicObject : public rdx::Object {
 public:
  explicit DynamicObject(const Layout& layout);
  DynamicObject(const DynamicObject& other);
  DynamicObject& operator=(const DynamicObject& other);
  ~DynamicObject();

  void* slot(std::size_t index) { return slots_[index].bytes; }
  const void* slot(std::size_t index) const { return slots_[index].bytes; }
  static uint32_t slot_offset(std::size_t index);

 private:
  struct alignas(16) Slot {
    std::byte bytes[kSlotBytes];
  };
  const Layout* layout_;
  Slot slots_[kMostSlots];
};

// The replica's calls for one class.
struct ClassCalls {
  rdx::ClassInfo* info;
  const Layout** layout;
  rdx::Result<rdx::Id> (*create)(rdx::Replica& replica);
  // Loads the object, and saves it where the visit answers true.
  rdx::Result<void> (*with)(rdx::Replica& replica, rdx::Id id, rdx::FunctionRef<bool(DynamicObject&)> visit);
  rdx::Result<std::vector<rdx::Id>> (*list)(rdx::Replica& replica);
  DynamicObject (*fresh)();
};

enum class Side { kOld, kNew };

struct BuiltClass {
  const schema::Class* schema = nullptr;
  const ClassCalls* calls = nullptr;
  std::unique_ptr<Layout> layout;
};

class Build {
 public:
  // Takes the side: another build of it must be gone. The schema must outlive it.
  Build(Side side, const schema::Schema& schema);

  const std::vector<BuiltClass>& classes() const { return classes_; }
  const BuiltClass* find(const schema::Class* one) const;
  const BuiltClass* find(std::string_view name) const;

 private:
  void add(const schema::Class& one, const ClassCalls& calls);

  std::vector<BuiltClass> classes_;
  std::deque<std::string> texts_;
};

}  // namespace rdxc::evolution
