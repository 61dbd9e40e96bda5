// What is right and could be better: names, documentation, numbers. Rules by name, one row each, all warnings.
//
//   // lint: off field-name, number-gap        behind something: those rules are silent on this line;
//                                              on a line of its own: on the next line
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rdxc/check/schema.h"
#include "rdxc/source/diagnostic.h"
#include "rdxc/source/file.h"

namespace rdxc {

struct LintRule {
  Code code;
  std::string_view name;
  bool is_default;
};

// By code.
std::span<const LintRule> lint_rules();

// Those that are on where nobody says otherwise.
std::set<Code> default_rules();

// Takes the rules of `disable` off, all of them for "all", and puts those of `enable` on. What names no rule goes to
// `unknown`.
void choose_rules(std::set<Code>& on, const std::vector<std::string>& enable, const std::vector<std::string>& disable,
                  std::vector<std::string>& unknown);

// Adds what the rules in `on` find in the roots of a schema that has no errors.
void lint(const Files& files, const schema::Schema& schema, const std::set<Code>& on, Diagnostics& diagnostics);

}  // namespace rdxc
