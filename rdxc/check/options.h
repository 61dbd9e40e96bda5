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

#include "rdxc/check/context.h"

namespace rdxc {

enum class OptionPlace { kClass, kField, kEnum, kEnumerator };

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
