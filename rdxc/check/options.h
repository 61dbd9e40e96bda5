// The options in brackets: which there are, where they stand, what they take. One table.
//
//   index = hash            field    an index over the values: Class::find_by_field
//   unit = "points"         field    what a number counts
//   id = "1f-2-0"           class    the class's id64, in place of the one made from its name
//   was = "old"             all      the name before a rename
//   deprecated, = "use x"   all      to be used no more
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rdxc/check/context.h"

namespace rdxc {

enum class OptionPlace { kClass, kField, kEnum, kEnumerator };
enum class OptionTakes { kHash, kString, kName, kReason };

// A row of the table.
struct OptionRule {
  std::string_view name;
  std::string_view form;  // as a schema writes it
  OptionTakes takes;
  bool on_class;
  bool on_field;
  bool on_values;  // on an enum and its values

  constexpr bool stands_on(OptionPlace place) const {
    if (place == OptionPlace::kClass) return on_class;
    return place == OptionPlace::kField ? on_field : on_values;
  }
};

inline constexpr OptionRule kOptionRules[] = {
    // name, form, what it takes, on a class, on a field, on an enum and its values
    {"deprecated", "deprecated = \"use …\"", OptionTakes::kReason, true, true, true},
    {"id", "id = \"1f-2-0\"", OptionTakes::kString, true, false, false},
    {"index", "index = hash", OptionTakes::kHash, false, true, false},
    {"unit", "unit = \"points\"", OptionTakes::kString, false, true, false},
    {"was", "was = \"old_name\"", OptionTakes::kName, true, true, true},
};

struct OptionValues {
  bool index = false;
  std::optional<std::string> unit;
  std::optional<std::string> was;
  std::optional<std::string> deprecated;
  std::optional<std::string> id;
  Span index_span;
  Span id_span;
};

// Diagnoses what is unknown, misplaced, said twice or of a wrong value, and leaves it out.
OptionValues read_options(Context& context, const tree::Options& options, OptionPlace place, const tree::Name& owner);

}  // namespace rdxc
