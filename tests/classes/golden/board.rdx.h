// From board.rdx by rdxc; do not edit.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <rdx/generated.h>
#include <rdx/rdx/version_vector.h>

#if RDX_GENERATED_VERSION != 1
#error "board.rdx.h was written for another version of the rdx runtime: generate it again with this runtime's rdxc"
#endif

namespace board {

class Person;
class Card;

/// Where a card stands.
enum class Column : int64_t {
  todo = 0,
  doing = 1,
  done = 2,
};

}  // namespace board

template <>
const rdx::EnumInfo rdx::EnumOf<board::Column>::kInfo;

namespace board {

inline std::string to_string(Column value) { return rdx::enum_text(value); }
inline std::ostream& operator<<(std::ostream& to, Column value) { return rdx::print_enum(to, value); }

class Person : public rdx::Object {
 public:
  std::string name;

  enum class Field : uint8_t { name = 1 };
  static const rdx::ClassInfo kClass;
  bool load(uint8_t field, char letter, rdx::Bytes bare);
  bool changed(uint8_t field, char letter, rdx::Bytes loaded) const;
  rdx::Result<std::string> store(uint8_t field, char letter, rdx::Bytes loaded, rdx::Bytes now, rdx::Clock clock) const;
};

/// A card that several people change at once.
class Card : public rdx::Object {
 public:
  std::string title;
  Column column{};
  int64_t votes = 0;
  int64_t minutes = 0;
  std::set<std::string> labels;
  std::set<rdx::Ref<Person>> owners;
  std::map<std::string, int64_t> checks;
  std::vector<std::string> steps;
  std::string body;
  rdx::VersionVector seen;

  enum class Field : uint8_t {
    title = 1,
    column = 2,
    votes = 3,
    minutes = 4,
    labels = 5,
    owners = 6,
    checks = 7,
    steps = 8,
    body = 9,
    seen = 10
  };
  static const rdx::ClassInfo kClass;
  static rdx::Result<std::vector<Card>> find_by_title(rdx::Replica& replica, std::string_view value);
  bool load(uint8_t field, char letter, rdx::Bytes bare);
  bool changed(uint8_t field, char letter, rdx::Bytes loaded) const;
  rdx::Result<std::string> store(uint8_t field, char letter, rdx::Bytes loaded, rdx::Bytes now, rdx::Clock clock) const;
};

}  // namespace board
