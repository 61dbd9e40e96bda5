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

// The rules that are on: the default ones, or none where `disable` has "all", or every one where `enable` has it; then
// with those of `enable`, without those of `disable`. What names no rule goes to `unknown`.
std::set<Code> chosen_rules(const std::vector<std::string>& enable, const std::vector<std::string>& disable,
                            std::vector<std::string>& unknown);

// Adds what the rules in `on` find in the roots of a schema that has no errors.
void lint(const Files& files, const schema::Schema& schema, const std::set<Code>& on, Diagnostics& diagnostics);

}  // namespace rdxc
