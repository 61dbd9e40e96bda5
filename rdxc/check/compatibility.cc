#include "rdxc/check/compatibility.h"

#include <algorithm>

#include "rdxc/check/findings.h"

namespace rdxc {
namespace {

// One change of a type is said once: that it widens too is no news where it breaks.
bool is_covered(const std::vector<Finding>& list, const Finding& finding, Level level) {
  if (finding.diagnostic.code != Code::elements_widened) return false;
  return std::any_of(list.begin(), list.end(), [&](const Finding& other) {
    return other.level <= level && other.diagnostic.severity == Severity::kError &&
           other.diagnostic.span == finding.diagnostic.span;
  });
}

}  // namespace

Unsaid compare(const facts::Facts& old, const facts::Facts& now, Level level, Diagnostics& diagnostics) {
  Findings findings(old, now);
  compare_classes(findings);
  compare_enums(findings);
  compare_externs(findings);
  Unsaid unsaid;
  for (Finding& finding : findings.list) {
    if (finding.level > level) {
      ++(finding.level == Level::kJson ? unsaid.json : unsaid.source);
    } else if (!is_covered(findings.list, finding, level)) {
      diagnostics.add(finding.diagnostic);
    }
  }
  diagnostics.finish();
  return unsaid;
}

}  // namespace rdxc
